import { dayText, limitKinds, personName, type UnitCondition, warningTexts } from '@zhucheng/shared';
import { noticeLives } from './register.conditions';
import { type LimitRecord, noticeKinds, type RegisterSnapshot } from './register.types';

/** Who objects is a person as a rule; courts and offices are public. */
export const authorityOf = ({ kind, authority }: Pick<LimitRecord, 'kind' | 'authority'>): string =>
  kind === 'objection' && [...authority].length <= 4 ? personName.mask(authority) : authority;

/** 查封：北海市海城区人民法院，文号（2026）桂0502执1号，至2029年4月30日。 */
const limitText = (limit: LimitRecord): string =>
  `${limitKinds[limit.kind]}：${authorityOf(limit)}，文号 ${limit.documentNumber}${limit.until ? `，至${dayText(limit.until)}` : ''}。`;

/**
 * What is registered against a unit, by kind, authority and number, then what follows from it. Whose notice or mortgage it
 * is stays with the register: its number is enough to ask for it. `now`: UTC ms.
 */
export function restrictionText(
  { limits, notices, mortgages }: Pick<RegisterSnapshot, 'limits' | 'notices' | 'mortgages'>,
  condition: UnitCondition,
  now: number,
  says: string = warningTexts[condition],
): string {
  const named = limits.filter(({ kind }) => kind === condition).map(limitText);
  if (condition === 'advance-notice' || condition === 'presale-mortgage')
    for (const notice of notices)
      if (noticeLives(notice, now) && (condition === 'advance-notice' || notice.kind === condition))
        named.push(`${noticeKinds[notice.kind]}，证明号 ${notice.certificateNumber}。`);
  if (condition === 'mortgage-limited')
    for (const { certificateNumber } of mortgages) named.push(`抵押权登记，证明号 ${certificateNumber}。`);
  return `${named.join('')}${says}`;
}

export const restrictionsText = (
  snapshot: Pick<RegisterSnapshot, 'limits' | 'notices' | 'mortgages'>,
  conditions: readonly UnitCondition[],
  now: number,
): string => conditions.map((condition) => restrictionText(snapshot, condition, now)).join('');
