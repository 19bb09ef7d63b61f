import type { ErrorReply } from '../contract';
import { isContention } from '../database/sql';
import { DatabaseUnavailable, isDiskFull } from '../database/unavailable';
import { Problem } from './problem';

export interface Answer {
  status: number;
  body: ErrorReply;
  /** True if it was not foreseen and belongs in the error log. */
  unexpected: boolean;
}

/** When a client may try again after a failure that passes by itself. */
const retryAfterMs = 2_000;

/** The one place where an error becomes an HTTP answer; nothing of an unforeseen error reaches the client. */
export function answerFor(error: unknown, requestId: string): Answer {
  if (error instanceof Problem) return { status: error.status, body: error.toReply(requestId), unexpected: false };
  if (error instanceof DatabaseUnavailable || isDiskFull(error) || isContention(error)) {
    const busy = new Problem('UNAVAILABLE', { detail: { retryAfterMs } });
    return { status: busy.status, body: busy.toReply(requestId), unexpected: true };
  }
  // Midway reports an unknown path as an error of its own.
  const status = (error as { status?: unknown } | null)?.status;
  const problem = new Problem(status === 404 ? 'NOT_FOUND' : 'INTERNAL');
  return { status: problem.status, body: problem.toReply(requestId), unexpected: problem.code !== 'NOT_FOUND' };
}
