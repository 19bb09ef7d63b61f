import type { AutomaticCheck } from '@zhucheng/shared';
import type { DepartmentAnswer } from '../../../../adapters';
import type { CheckRecord, LoadedCase } from '../../core/case.model';

export type Answer = DepartmentAnswer<object>;
/** A department's last word. */
export type Final = Extract<Answer, { status: 'accepted' | 'rejected' }>;
export type Concluded = Pick<CheckRecord, 'message' | 'answer'> & { result: 'passed' | 'failed' };

/**
 * One question that a case has to a department (部门核验). What is particular to a department is here, in one file for each;
 * how it is asked, repeated and told is `asking.service.ts`, the same for all.
 */
export interface Inquiry {
  /** The check the answer is kept as. */
  checkId: AutomaticCheck;
  /** Hash of what is asked: an answer to another question is dropped. */
  hash(loaded: LoadedCase): string;
  /** Asks, or with a ticket fetches the answer to an earlier question. */
  request(loaded: LoadedCase, ticket: string | null): Promise<Answer>;
  conclude(answer: Final): Concluded;
  /** What the applicant reads meanwhile. */
  says: Record<'waiting' | 'received' | 'silent', string>;
  /** The department has a page of its own, where the matter can be done instead of typing its number. */
  online?: {
    page(loaded: LoadedCase): Promise<DepartmentAnswer<{ url: string }>>;
    /** What has been done there: `pending` or refused until it is. */
    done(loaded: LoadedCase): Promise<Answer>;
    /** The fields of the step, as the department knows them. */
    filledIn(data: object): Record<string, unknown>;
  };
}

/** A department that cases ask. */
export interface Department {
  /** `check` of a step that asks, or of the review. Undefined: somebody else's. */
  inquiry(loaded: LoadedCase, check: AutomaticCheck): Inquiry | undefined;
}
