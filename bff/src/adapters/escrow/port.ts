import { DepartmentAnswer } from '../answer';

export interface EscrowPayee {
  name: string;
  bank: string;
  account: string;
}

/** What the parties have agreed; amounts in fen. */
export interface EscrowAgreement {
  /** Our number of the agreement: opening it twice opens one. */
  agreement: string;
  /** Acceptance number of the case. */
  reference: string;
  amountFen: number;
  /** Paid to the mortgagee first. */
  payOff: { name: string; creditCode: string; fen: number } | null;
  depositors: { name: string; idNumber: string }[];
  payee: EscrowPayee;
}

/** Money that the bank has moved. `instruction`: ours, by which it was told to. */
export interface EscrowMovement {
  instruction: string;
  kind: 'release' | 'return';
  to: 'mortgagee' | 'payee' | 'depositor';
  fen: number;
  /** UTC ms. */
  at: number;
}

/** How an agreement stands at the bank; the answer to every call. */
export interface EscrowStanding {
  agreement: string;
  /** Grows with every change at the bank: what is older than something known is dropped. */
  version: number;
  /** Where to pay in. */
  deposit: { name: string; bank: string; account: string; url: string | null };
  depositedFen: number;
  lockedFen: number;
  /** Nothing can be paid in any more, nothing is left. */
  closed: boolean;
  movements: EscrowMovement[];
}

/** Something the bank is told to do. The same number twice does it once. */
export type EscrowInstruction =
  | { kind: 'lock'; number: string; agreement: string; amountFen: number }
  | {
      kind: 'release';
      number: string;
      agreement: string;
      parts: { to: 'mortgagee' | 'payee'; fen: number }[];
    }
  | { kind: 'return'; number: string; agreement: string }
  | { kind: 'payee'; number: string; agreement: string; payee: EscrowPayee };

/** A callback that is genuine; it only says that there is news. */
export type EscrowCallback = { ok: true; agreement: string } | { ok: false; code: string };

/**
 * The supervising bank (监管银行). Refusals: `refused`, `agreement-unknown`, `payee-invalid`, `not-deposited`, `not-locked`,
 * `ticket-unknown`.
 */
export interface EscrowPort {
  open(agreement: EscrowAgreement): Promise<DepartmentAnswer<EscrowStanding>>;
  instruct(instruction: EscrowInstruction): Promise<DepartmentAnswer<EscrowStanding>>;
  query(agreement: string): Promise<DepartmentAnswer<EscrowStanding>>;
  /** The result of a call that was answered `pending`. */
  result(ticket: string, agreement: string): Promise<DepartmentAnswer<EscrowStanding>>;
  /** Checks the signature over method, path, time and the exact body; calls nobody. */
  readCallback(raw: {
    path: string;
    headers: Record<string, string | string[] | undefined>;
    rawBody: Buffer;
  }): EscrowCallback;
}
