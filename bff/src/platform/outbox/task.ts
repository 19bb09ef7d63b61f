export interface Task<P = unknown> {
  id: string;
  topic: string;
  payload: P;
  /** 1 for the first attempt. */
  attempt: number;
  caseId: string | null;
  /** UTC milliseconds. */
  createdAt: number;
}

/** Polls again later without counting as a failure: departments that answer "accepted, ask again". */
export interface Again {
  againAfterMs: number;
}

// A handler that returns nothing is the common one, and `async () => {}` is a promise of void.
// biome-ignore lint/suspicious/noConfusingVoidType: see above
export type TaskHandler<P> = (task: Task<P>) => Promise<Again | void>;

export interface TopicOptions {
  /** Attempts until it becomes a dead letter. */
  maxAttempts?: number;
  /** Wait before the second attempt; doubles each time up to one hour, with jitter. */
  backoffMs?: number;
}

/** Thrown by a handler when no further attempt can help: the task becomes a dead letter at once. */
export class GiveUp extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'GiveUp';
  }
}

export interface DeadLetter {
  id: string;
  topic: string;
  attempts: number;
  lastErrorCode: string | null;
  caseId: string | null;
  createdAt: number;
  finishedAt: number | null;
}
