import { DepartmentAnswer } from '../answer';

export type UtilityKind = 'water' | 'electricity' | 'gas' | 'broadband' | 'cable';

/** A household's account with a utility, broadband or cable company (水电气、宽带、有线电视户号). */
export interface UtilityAccount {
  kind: UtilityKind;
  provider: string;
  account: string;
  /** Unpaid bills, in fen; a hand-over needs 0. */
  arrearsFen: number;
}

export interface UtilityTransfer {
  reference: string;
  kind: UtilityKind;
  account: string;
  unitNumber: string;
  newHolder: { name: string; idNumber: string; phone: string };
}

export interface UtilityTransferDone {
  kind: UtilityKind;
  account: string;
  /** The company's own number of the change. */
  transferNumber: string;
  /** YYYY-MM-DD in Beihai. */
  effectiveOn: string;
}

/** Refusals: `not-found` (no such unit or account), `arrears`. */
export interface UtilitiesPort {
  accounts(question: { unitNumber: string; reference?: string }): Promise<DepartmentAnswer<UtilityAccount[]>>;
  /** Changes the account holder (过户). Repeating it for one reference and account changes nothing more. */
  transfer(request: UtilityTransfer): Promise<DepartmentAnswer<UtilityTransferDone>>;
  /** The result of a transfer that was answered `pending`. */
  result(ticket: string, reference?: string): Promise<DepartmentAnswer<UtilityTransferDone>>;
}
