import type { Business } from './declaration';
import { stepOf } from './define-business';
import { type CaseFacts, decide } from './transitions';

/** What a case still needs before it can be submitted (办理进度), as institutions sort their work. */
export const readinessNames = {
  incomplete: '待补充',
  'to-send': '待发起授权',
  authorising: '待授权',
  ready: '可提交',
} as const;
export type Readiness = keyof typeof readinessNames;
export const readinessIds = Object.keys(readinessNames) as [Readiness, ...Readiness[]];

/** Null once the case has been submitted or has ended. */
export function readinessOf(business: Business, facts: CaseFacts): Readiness | null {
  if (!['verified', 'correction', 'authorising'].includes(facts.state)) return null;
  if (!facts.stepsComplete) return 'incomplete';
  if (decide(business, facts, 'submit', ['applicant']).allowed) return 'ready';
  if (facts.state === 'authorising') return 'authorising';
  return stepOf(business, 'authorise') ? 'to-send' : 'ready';
}
