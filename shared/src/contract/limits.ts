import { pauseProblem } from './assurance';
import type { ErrorCode } from './errors';
import type { RouteDefinition } from './route';

/** A route that may answer so asks a department, spends money, or says whether somebody guessed right. */
const telling = new Set<ErrorCode>([
  'DEPARTMENT_UNAVAILABLE',
  'PAYMENT_CHANNEL_FAILED',
  'PLATFORM_CODE_INVALID',
  'SMS_TOO_OFTEN',
  'SMS_CODE_INVALID',
  'TOTP_INVALID',
  'RESET_FAILED',
  'ACTIVATION_INVALID',
  'WINDOW_CODE_INVALID',
  'REAL_NAME_MISMATCH',
  'FACE_NOT_PASSED',
  'VERIFY_NO_MATCH',
  'BUILDING_NOT_FOUND',
  'LOGIN_FAILED',
  'LOGIN_LOCKED',
  'PICKUP_FAILED',
  'PICKUP_CARD_REFUSED',
  'UNMASK_PAUSED',
  'REMINDED_RECENTLY',
]);

/** Why a call weighs nothing. */
export const nothing = {
  own: { nothing: "Shows or changes only what is the caller's, or the caller's institution's, own." },
  office: { nothing: 'An act of the centre that is audited, sends nobody a message and shows nobody.' },
  everybody: { nothing: 'The same text for everybody.' },
  ticket: { nothing: 'The ticket cannot be guessed; giving it out was counted.' },
  visit: { nothing: 'Only within a visit that was opened with a code and a proof.' },
} as const;

/** Limits that a normal busy day never reaches, by the person who is signed in. */
export const counted = {
  /** A search or a detail that tells about people. */
  looks: { weighs: 'tells', limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 2000 } },
  /** The screens an officer works with all day, which fetch anew by themselves. */
  work: { weighs: 'tells', limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 8000 } },
  /** Sends somebody a message; institutions do hundreds a day. */
  acts: { weighs: 'spends', limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 3000 } },
  /** The same by people for themselves. */
  ownActs: { weighs: 'spends', limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 100 } },
} as const;

/** What is wrong with the limits of a route, or null. Every route says what it weighs. */
export function limitProblem(route: RouteDefinition): string | null {
  const { limit, weighs } = route;
  if (route.unlimited !== undefined) {
    if (limit || weighs) return 'has a limit and a reason to have none';
    return route.unlimited.trim() === '' ? 'says nothing about why it has no limit' : null;
  }
  if (weighs === undefined) return 'does not say what it weighs';
  if (typeof weighs === 'string') return limit?.perDay ? null : `${weighs}, so it needs a limit with a daily cap`;
  if (weighs.nothing.trim() === '') return 'does not say why it weighs nothing';
  const upload = route.upload === true || (route.raw === true && route.method !== 'GET');
  if (upload || route.errors?.some((code) => telling.has(code)))
    return 'costs money or tells something, so it needs a limit with a daily cap';
  const anybody = route.access.includes('public') && Boolean(route.params ?? route.query ?? route.body ?? route.raw);
  return anybody && !limit ? 'takes what anybody sends, so it needs a limit' : null;
}

/** Error: plain Error that names every route without the limit it needs, or the reason. The contract does not load with one. */
export function requireLimits(all: ReadonlyArray<{ name: string; definition: RouteDefinition }>): void {
  const problems = all.flatMap(({ name, definition }) => {
    const problem = limitProblem(definition) ?? pauseProblem(definition);
    return problem ? [`${name} ${problem}`] : [];
  });
  if (problems.length > 0) throw new Error(`The contract cannot be loaded:\n${problems.join('\n')}`);
}
