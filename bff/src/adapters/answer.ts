/**
 * What a department (外部单位) said, in four words. `unknown` covers time-outs, 5xx, garbage and bad signatures;
 * it is never read as a refusal, so callers keep the case open and ask again.
 */
export type DepartmentAnswer<T> =
  | { status: 'accepted'; data: T }
  /** Asked, not decided yet: keep the ticket and ask for the result after `retryAfterMs`. */
  | { status: 'pending'; ticket: string; retryAfterMs?: number }
  /** A definite, signed "no"; `reason` is a stable code of the port. */
  | { status: 'rejected'; reason: string; data?: T }
  /** Nothing is known; `cause` is for logs and health pages, never for citizens. */
  | { status: 'unknown'; cause: string };

export function unknown(cause: string): { status: 'unknown'; cause: string } {
  return { status: 'unknown', cause };
}

/** State of a face authentication session (人脸核身), as the server learned it from the platform itself. */
export interface FaceResult {
  state: 'passed' | 'refused' | 'pending' | 'unknown';
  /** The platform's own code, for support; no personal data. */
  code?: string;
}
