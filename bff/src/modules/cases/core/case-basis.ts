import { type Business, type CaseView, capitalAmount, dayOf, dayText, formatFen, isOpen } from '@zhucheng/shared';
import { noticeLives } from '../../register/register.conditions';
import type { RegisterSnapshot } from '../../register/register.types';
import type { BasisFacts, CaseRecord, KeptFacts } from './case.model';

/** What the register says of the mortgage, or the notice of one, with this id. */
export function basisOf({ mortgages, notices }: RegisterSnapshot, id: string): BasisFacts | undefined {
  const mortgage = mortgages.find((one) => one.id === id);
  const notice = notices.find((one) => one.id === id);
  const terms = mortgage ?? notice?.terms;
  const { certificateNumber, rank } = mortgage ?? notice ?? {};
  if (!terms || !certificateNumber) return undefined;
  const { securedFen, collateralFen, debtStart, debtEnd } = terms;
  const rankFrom = mortgage ? mortgage.rankFrom : notice ? dayOf(notice.validFrom) : null;
  return { certificateNumber, securedFen, collateralFen, debtStart, debtEnd, rank: rank ?? null, rankFrom };
}

/** The notice with a last day that an application of this business keeps if it is made in time. `now`: UTC ms. */
export function keptOf({ unit }: Business, { notices }: RegisterSnapshot, now: number): KeptFacts | undefined {
  const kinds: readonly string[] = unit.keeps.map(({ notice }) => notice);
  const found = notices.find((notice) => kinds.includes(notice.kind) && noticeLives(notice, now));
  if (!found?.effectiveUntil) return undefined;
  return { certificateNumber: found.certificateNumber, until: found.effectiveUntil };
}

const money = (fen: number): string => `¥${formatFen(fen)}（${capitalAmount(fen)}）`;

function rankText({ rank, rankFrom }: BasisFacts): string | null {
  if (rank === null) return null;
  return `第 ${rank} 顺位${rankFrom ? `，自预告登记之日（${dayText(rankFrom)}）起算` : ''}`;
}

/** Until when the application has to be made, or that it was made in time and what follows. */
function keptText({ until }: KeptFacts, { appliedAt }: CaseRecord): string {
  if (appliedAt === null) return `${dayText(until)}（含当天）前提交申请；提交后，办理期间预告登记继续有效`;
  const applied = dayOf(appliedAt);
  if (applied > until) return `${dayText(until)}，申请提交时已过`;
  return `${dayText(until)}；已在 ${dayText(applied)} 申请，办结前继续有效。过了期限再撤回或没有办成的，预告登记随即失效`;
}

/** In the words of the certificate; empty for applications that are not based on a mortgage or a notice. */
export function basisRows(record: CaseRecord): CaseView['basis'] {
  const { basis, kept } = record.unit;
  const rank = basis && rankText(basis);
  return [
    ...(basis
      ? [
          { label: '登记证明号', value: basis.certificateNumber },
          { label: '被担保主债权数额', value: money(basis.securedFen) },
          { label: '抵押物价值', value: money(basis.collateralFen) },
          { label: '债务履行期限', value: `${dayText(basis.debtStart)}起，${dayText(basis.debtEnd)}止` },
        ]
      : []),
    ...(rank ? [{ label: '顺位', value: rank }] : []),
    ...(kept && !basis ? [{ label: '预告登记证明号', value: kept.certificateNumber }] : []),
    ...(kept && isOpen(record.state) ? [{ label: '预告登记期限', value: keptText(kept, record) }] : []),
  ];
}
