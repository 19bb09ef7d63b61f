import type { Business } from './declaration';
import { stepOf } from './define-business';
import { type CaseActor, type CaseState, caseStates } from './states';

/** Everything that can happen to a case. Names are stable: they stand in the event log and in the API. */
export const caseActions = {
  start: '发起申请',
  fill: '填写内容',
  send: '发起授权',
  recall: '收回修改',
  authorise: '完成授权',
  'choose-window': '选择到窗口核验',
  'confirm-at-window': '窗口核验通过',
  refuse: '拒绝授权',
  submit: '提交申请',
  consent: '同意',
  'refuse-consent': '不同意',
  hold: '等待核验结果',
  pass: '系统审核通过',
  fault: '系统退回修改',
  claim: '领取',
  release: '退回待领',
  approve: '审核通过',
  'request-correction': '通知补正',
  reject: '不予登记',
  pay: '缴费',
  charge: '改收登记费',
  'part-paid': '部分税费到账',
  paid: '缴费到账',
  'await-escrow': '等待资金监管',
  record: '登簿发证',
  withdraw: '撤回申请',
  lapse: '逾期失效',
  suspend: '中止办理',
  resume: '恢复办理',
  'hand-over': '生活账户过户',
} as const;
export type CaseAction = keyof typeof caseActions;

/** The name of an officer's refusal: “不予登记”, but “不予受理” in a pre-review, where nothing is registered. */
export const refusalName = ({ category }: Pick<Business, 'category'>): string =>
  category === 'preliminary' ? '不予受理' : caseActions.reject;

/** The name of a state in this business. `authorised`: everybody has authorised, so the starter can submit. */
export function stateNameIn(
  business: Pick<Business, 'category' | 'effects'>,
  state: CaseState,
  authorised = false,
): string {
  if (state === 'rejected') return refusalName(business);
  if (state === 'authorising' && authorised) return '待提交';
  if (state === 'completed' && business.category === 'preliminary') return '预审通过';
  if (state === 'registering' && business.effects.length === 0) return '办结中';
  return caseStates[state].name;
}

/** The name of an action in this business: some have nobody who authorises, some nothing to register. */
export function eventName(business: Pick<Business, 'category' | 'steps' | 'effects'>, action: string): string {
  if (action === 'record' && business.effects.length === 0) return '办结';
  if (action === 'record' && business.effects.every((effect) => effect.do === 'discharge-mortgage')) return '登簿注销';
  if (action === 'send' && !business.steps.some(({ kind }) => kind === 'authorise')) return caseActions.submit;
  if (action === 'reject') return refusalName(business);
  return caseActions[action as CaseAction] ?? action;
}

/** Facts of a case that decide what may happen to it. Both server and clients have them. */
export interface CaseFacts {
  state: CaseState;
  /** It has been through `submitted` at least once. */
  everSubmitted: boolean;
  correctionUsed: boolean;
  /** Fee in fen; null before it is known. */
  feeFen: number | null;
  /** Assessed taxes have to be paid before it is recorded. */
  taxDue?: boolean;
  /** Its fee is charged with another case that is not recorded yet; see `fee.onceFor`. */
  feeFollows: boolean;
  /** Every input step is complete (a department's answer may still be on its way). */
  stepsComplete: boolean;
  /** Everyone who must authorise before submission has done so, for the content as it is now. */
  authorised: boolean;
  claimed: boolean;
}

type Target = 'same' | CaseState | ((business: Business, facts: CaseFacts) => CaseState);
type Need = 'steps-complete' | 'authorised' | 'correction-unused' | 'claimed' | 'unclaimed' | 'own-fee';

export interface Transition {
  action: CaseAction;
  from: readonly CaseState[];
  to: Target;
  by: CaseActor;
  needs?: readonly Need[];
}

const editable: readonly CaseState[] = ['verified', 'correction'];
const beforeRecording: readonly CaseState[] = [
  'draft',
  'verified',
  'authorising',
  'submitted',
  'reviewing',
  'awaiting-payment',
  'registering',
  'correction',
  'suspended',
];

const afterSending: Target = (business) => (stepOf(business, 'authorise') ? 'authorising' : 'submitted');
const backToEditing: Target = (_, facts) => (facts.everSubmitted ? 'correction' : 'verified');
const afterApproval: Target = (_, facts) =>
  facts.feeFen === 0 && !facts.feeFollows && !facts.taxDue ? 'registering' : 'awaiting-payment';
const afterAutomaticReview: Target = (business, facts) =>
  stepOf(business, 'review')?.officer === 'always'
    ? 'reviewing'
    : (afterApproval as (b: Business, f: CaseFacts) => CaseState)(business, facts);
const afterSuspension: Target = (_, facts) => (facts.everSubmitted ? 'submitted' : 'verified');

/** The one table of state changes. The server's transition service and `allowedActions` both read it. */
export const transitions: readonly Transition[] = [
  { action: 'start', from: ['draft'], to: 'verified', by: 'applicant' },
  { action: 'fill', from: editable, to: 'same', by: 'applicant' },
  { action: 'send', from: editable, to: afterSending, by: 'applicant', needs: ['steps-complete'] },
  { action: 'recall', from: ['authorising'], to: backToEditing, by: 'applicant' },
  { action: 'authorise', from: ['authorising'], to: 'same', by: 'party' },
  { action: 'choose-window', from: ['authorising'], to: 'same', by: 'party' },
  { action: 'confirm-at-window', from: ['authorising'], to: 'same', by: 'officer' },
  { action: 'refuse', from: ['authorising'], to: backToEditing, by: 'party' },
  { action: 'submit', from: ['authorising'], to: 'submitted', by: 'applicant', needs: ['authorised'] },
  { action: 'consent', from: ['authorising', 'submitted'], to: 'same', by: 'institution' },
  { action: 'refuse-consent', from: ['authorising', 'submitted'], to: backToEditing, by: 'institution' },
  { action: 'hold', from: ['submitted'], to: 'same', by: 'system' },
  { action: 'pass', from: ['submitted'], to: afterAutomaticReview, by: 'system' },
  // Also later, when something is registered that the parties have not agreed to.
  {
    action: 'fault',
    from: ['submitted', 'reviewing', 'awaiting-payment', 'registering'],
    to: 'correction',
    by: 'system',
  },
  { action: 'claim', from: ['reviewing'], to: 'same', by: 'officer', needs: ['unclaimed'] },
  { action: 'release', from: ['reviewing'], to: 'same', by: 'officer', needs: ['claimed'] },
  { action: 'approve', from: ['reviewing'], to: afterApproval, by: 'officer', needs: ['claimed'] },
  {
    action: 'request-correction',
    from: ['reviewing'],
    to: 'correction',
    by: 'officer',
    needs: ['claimed', 'correction-unused'],
  },
  { action: 'reject', from: ['reviewing'], to: 'rejected', by: 'officer', needs: ['claimed'] },
  { action: 'pay', from: ['awaiting-payment'], to: 'same', by: 'payer', needs: ['own-fee'] },
  // The case that bore the fee for both has ended without being recorded.
  { action: 'charge', from: ['awaiting-payment'], to: 'same', by: 'system' },
  // The rest of fee and taxes is still to be paid.
  { action: 'part-paid', from: ['awaiting-payment'], to: 'same', by: 'system' },
  { action: 'paid', from: ['awaiting-payment'], to: 'registering', by: 'system' },
  // Where supervised money was chosen and is not locked yet.
  { action: 'await-escrow', from: ['registering'], to: 'same', by: 'system' },
  { action: 'record', from: ['registering'], to: 'completed', by: 'system' },
  { action: 'withdraw', from: beforeRecording, to: 'withdrawn', by: 'applicant' },
  { action: 'lapse', from: ['verified', 'authorising', 'correction', 'awaiting-payment'], to: 'lapsed', by: 'system' },
  {
    action: 'suspend',
    from: ['verified', 'authorising', 'submitted', 'reviewing', 'awaiting-payment', 'registering', 'correction'],
    to: 'suspended',
    by: 'registrar',
  },
  { action: 'resume', from: ['suspended'], to: afterSuspension, by: 'registrar' },
  { action: 'hand-over', from: ['completed'], to: 'same', by: 'payer' },
];

const byAction: ReadonlyMap<CaseAction, Transition> = new Map(
  transitions.map((transition) => [transition.action, transition]),
);

/** Why an action is not possible now; each has a sentence for people. */
export const refusals = {
  state: '当前状态下不能进行此操作。',
  actor: '此操作由其他人办理。',
  'steps-complete': '还有步骤没有填写完整。',
  authorised: '还有人没有完成授权。',
  'correction-unused': '补正通知只能发出一次。',
  claimed: '请先领取此件。',
  unclaimed: '此件已被领取。',
  'own-fee': '登记费随同一笔借款的另一件收取，这一件不用缴。',
} as const;
export type Refusal = keyof typeof refusals;

const holds: Record<Need, (facts: CaseFacts) => boolean> = {
  'steps-complete': (facts) => facts.stepsComplete,
  authorised: (facts) => facts.authorised,
  'correction-unused': (facts) => !facts.correctionUsed,
  claimed: (facts) => facts.claimed,
  unclaimed: (facts) => !facts.claimed,
  'own-fee': (facts) => !facts.feeFollows,
};

const usable = (business: Business, action: CaseAction): boolean => {
  if (action === 'hand-over') return stepOf(business, 'hand-over') !== undefined;
  if (action === 'await-escrow') return business.escrow !== undefined;
  if (action === 'pay' || action === 'paid' || action === 'part-paid' || action === 'charge')
    return stepOf(business, 'pay') !== undefined;
  if (action === 'consent' || action === 'refuse-consent')
    return Object.values(business.parties).some((party) => party.authorise === 'institution');
  return true;
};

export type Decision = { allowed: true; to: CaseState } | { allowed: false; reason: Refusal };

/** May this action happen now, and which state follows? `actors` are all the roles the caller has in this case. */
export function decide(
  business: Business,
  facts: CaseFacts,
  action: CaseAction,
  actors: readonly CaseActor[],
): Decision {
  const transition = byAction.get(action);
  if (!transition || !usable(business, action) || !transition.from.includes(facts.state))
    return { allowed: false, reason: 'state' };
  if (!actors.includes(transition.by)) return { allowed: false, reason: 'actor' };
  const missing = transition.needs?.find((need) => !holds[need](facts));
  if (missing) return { allowed: false, reason: missing };
  const { to } = transition;
  return { allowed: true, to: to === 'same' ? facts.state : typeof to === 'function' ? to(business, facts) : to };
}

export interface AllowedAction {
  action: CaseAction;
  name: string;
  enabled: boolean;
  /** Present when not enabled: what is missing. */
  reason?: string;
}

/** The buttons to show: actions of this state for these actors; those that lack something are listed disabled, with the reason. */
export function allowedActions(business: Business, facts: CaseFacts, actors: readonly CaseActor[]): AllowedAction[] {
  const listed: AllowedAction[] = [];
  for (const { action } of transitions) {
    const decision = decide(business, facts, action, actors);
    if (decision.allowed) listed.push({ action, name: caseActions[action], enabled: true });
    else if (decision.reason !== 'state' && decision.reason !== 'actor')
      listed.push({ action, name: caseActions[action], enabled: false, reason: refusals[decision.reason] });
  }
  return listed;
}
