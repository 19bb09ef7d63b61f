import type { ErrorCode } from '../contract';

/**
 * What a task in a thread answers instead of a result; outside it becomes a `Problem`. A class of its own, so that a
 * thread need not load the contract.
 */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Replaces the catalogue's sentence. */
    readonly sentence?: string,
  ) {
    super(code);
    this.name = 'Refused';
  }
}
