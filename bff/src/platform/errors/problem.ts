import { type ErrorCode, type ErrorReply, errorCatalogue, type FieldFault } from '../contract';

export interface ProblemOptions {
  fields?: FieldFault[];
  /** Machine-readable facts for the client; personal data only in SAVED_MEANWHILE, to whoever may read what is saved. */
  detail?: Record<string, unknown>;
  /** Replaces the catalogue's sentence where a more helpful one is known. */
  message?: string;
}

/** An expected failure: thrown anywhere, answered with the code's status and sentence. */
export class Problem extends Error {
  readonly status: number;
  readonly fields?: FieldFault[];
  readonly detail?: Record<string, unknown>;

  constructor(
    readonly code: ErrorCode,
    options: ProblemOptions = {},
  ) {
    super(options.message ?? errorCatalogue[code].message);
    this.name = 'Problem';
    this.status = errorCatalogue[code].status;
    if (options.fields) this.fields = options.fields;
    if (options.detail) this.detail = options.detail;
  }

  /** One fault at one input, as INVALID_INPUT. `path` uses dots: `parties.0.idNumber`. */
  static field(path: string, message: string, code = 'invalid'): Problem {
    return new Problem('INVALID_INPUT', { fields: [{ path, code, message }] });
  }

  /** Body of the answer, without the request id, as it is stored with an idempotency key. */
  toReply(requestId: string): ErrorReply {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.fields && { fields: this.fields }),
        ...(this.detail && { detail: this.detail }),
        requestId,
      },
    };
  }
}
