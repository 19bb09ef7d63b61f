/** How the sending of a command ended. */
export interface Ending {
  /** HTTP status; 0: no answer came. */
  status: number;
  /** The error's code, where the answer had one. */
  code?: string | undefined;
  /** When the server wants to be asked again, ms. */
  retryAfterMs?: number | undefined;
}

/** So long it is sent again, ms: a line that is dead should be said soon; a server that comes back, or is at work, is waited for. */
const patienceMs = { unheard: 30_000, undecided: 60_000 };
const firstWaitMs = 500;
const longestWaitMs = 4_000;

/** Nobody can say whether it was done: the same key may be sent again, and has to be if the command is wanted. */
export function isUndecided({ status, code }: Ending): boolean {
  if (status === 0 || code === 'IN_PROGRESS' || code === 'UNAVAILABLE') return true;
  // A gateway that found nobody behind it answers without our codes.
  return code === undefined && [502, 503, 504].includes(status);
}

/**
 * After how many ms a command is sent again with the same key; null once it is answered, or after all patience. `attempt`
 * counts from 0, `elapsedMs` since the first sending began, `random` is from 0 to 1.
 */
export function repeatAfter(ending: Ending, attempt: number, elapsedMs: number, random: number): number | null {
  if (!isUndecided(ending)) return null;
  const growing = Math.min(firstWaitMs * 2 ** attempt, longestWaitMs) * (0.75 + random / 2);
  const wait = Math.round(Math.max(ending.retryAfterMs ?? 0, growing));
  const patience = ending.status === 0 ? patienceMs.unheard : patienceMs.undecided;
  return elapsedMs + wait > patience ? null : wait;
}
