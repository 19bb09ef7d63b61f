import {
  type Business,
  BusinessRegistry,
  businesses,
  type CaseState,
  type CaseView,
  caseStates,
  earlierBusinesses,
  type InputStep,
  inputSteps,
  institutionKinds,
  type PartyDeclaration,
} from '@zhucheng/shared';

const registry = new BusinessRegistry([...businesses, ...earlierBusinesses]);

export const currentBusiness = (id: string): Business | undefined => registry.current(id);

/** The declaration a case was started under; an app older than the server may not know it. */
export const businessOf = (view: Pick<CaseView, 'business'>): Business | undefined =>
  registry.at(view.business.id, view.business.version);

/** Steps as the applicant counts them: what is filled in, then the check of all answers. */
export const filledSteps = (business: Business): InputStep[] => inputSteps(business);
export const stepNames = (business: Business): string[] => [
  ...filledSteps(business).map((step) => step.name),
  '核对确认',
];

const TAG = {
  calm: 'plain',
  waiting: 'wait',
  action: 'wait',
  done: 'ok',
  ended: 'stop',
  stopped: 'stop',
} as const;
export const tagOf = (state: CaseState) => TAG[caseStates[state].tone];

export const citizensStart = (business: Business): boolean => business.startedBy.includes('citizen');

/** Who starts it in place of a citizen: 银行、房地产开发企业. */
export function startersOf(business: Business): string {
  const kinds = business.startedByKinds.map((kind) => institutionKinds[kind]);
  return kinds.length > 0 ? kinds.join('、') : '机构';
}

/** Parties that are people, not institutions. */
const PEOPLE: readonly PartyDeclaration['are'][] = [
  'owners-of-unit',
  'entered',
  'notice-holders',
  'notice-holders-or-entered',
];

/** What a citizen has to do in a business that an institution starts, as one sentence. */
export function citizenTask(business: Business): string {
  const people = Object.entries(business.parties).filter(([, party]) => PEOPLE.includes(party.are));
  const asked = people.filter(([, party]) => party.authorise === 'face');
  if (asked.length > 0) {
    const names = asked.map(([, party]) => party.name).join('、');
    const pays = business.steps.some((step) => step.kind === 'pay' && asked.some(([role]) => role === step.by));
    return `您是${names}的话，收到消息后在手机上核对内容并刷脸授权${pays ? '，审核通过后缴登记费' : ''}。`;
  }
  if (people.length > 0) return '您不用操作，办理情况会发消息告诉您。';
  return '您不用操作。';
}
