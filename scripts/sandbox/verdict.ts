export type Verdict =
  | { outcome: 'accepted'; data: unknown }
  | { outcome: 'pending'; ticket: string; retryAfterMs?: number }
  | { outcome: 'rejected'; reason: string };

export type Body = Record<string, unknown>;

export const refuse = (reason: string): Verdict => ({ outcome: 'rejected', reason });
export const accept = (data: unknown): Verdict => ({ outcome: 'accepted', data });
