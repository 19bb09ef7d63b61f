/** Life of a case (办件). Every state has a label citizens read, and whether the case still holds its unit. */
export const caseStates = {
  draft: { name: '草稿', open: true, tone: 'calm' },
  verified: { name: '填写中', open: true, tone: 'calm' },
  authorising: { name: '等待各方授权', open: true, tone: 'waiting' },
  submitted: { name: '系统审核中', open: true, tone: 'waiting' },
  reviewing: { name: '人工审核中', open: true, tone: 'waiting' },
  'awaiting-payment': { name: '待缴费', open: true, tone: 'action' },
  registering: { name: '登簿中', open: true, tone: 'waiting' },
  completed: { name: '已办结', open: false, tone: 'done' },
  correction: { name: '待补正', open: true, tone: 'action' },
  rejected: { name: '不予登记', open: false, tone: 'ended' },
  withdrawn: { name: '已撤回', open: false, tone: 'ended' },
  lapsed: { name: '已逾期失效', open: false, tone: 'ended' },
  suspended: { name: '已中止', open: true, tone: 'stopped' },
} as const satisfies Record<string, { name: string; open: boolean; tone: string }>;

export type CaseState = keyof typeof caseStates;
export const caseStateIds = Object.keys(caseStates) as [CaseState, ...CaseState[]];
export const isOpen = (state: CaseState): boolean => caseStates[state].open;

/** Who performs an action on a case. `applicant` started it; `payer` bears the fee; `institution` is a clerk of a party. */
export type CaseActor = 'applicant' | 'party' | 'payer' | 'institution' | 'officer' | 'registrar' | 'system';
