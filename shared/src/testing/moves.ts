import type { ErrorCode } from '../contract/errors';
import type { EscrowState } from '../contract/escrow';
import type { UtilityAccount } from '../engine/declaration';
import type { CaseState } from '../engine/states';

/** What the unit of a path must be like. */
export type UnitNeed = 'any' | 'mortgage-limited' | 'mortgage-free' | 'owned-by-shares';

/**
 * How a step is filled in otherwise than usual. `escrow`: the price is supervised; `escrow-pays-off`: and pays off the loan
 * of the mortgage in the register first. `assess`: the tax bureau assesses the taxes.
 */
export type FillChange = 'content' | 'price-differs' | 'two-copies' | 'escrow' | 'escrow-pays-off' | 'assess';

export type Move =
  | { do: 'start' }
  | { do: 'fill'; step: string; change?: FillChange }
  | {
      do:
        | 'send'
        | 'recall'
        | 'submit'
        | 'withdraw'
        | 'claim'
        | 'release'
        | 'approve'
        | 'request-correction'
        | 'reject'
        | 'pay'
        /** Of fee and taxes, only what the payer of the fee owes, one after the other. */
        | 'pay-apart'
        /** The tax bureau assesses anew: what was shown can no longer be paid. */
        | 'assess-anew'
        | 'seize'
        | 'object'
        | 'lift'
        | 'lapse'
        /** The last day of the notice that the case keeps goes by. */
        | 'notice-day';
    }
  | { do: 'authorise' | 'refuse' | 'window' | 'consent' | 'refuse-consent'; role: string }
  /** Only the owner with the bigger or the smaller share. */
  | { do: 'authorise'; role: string; share: 'bigger' | 'smaller' }
  /** The department answers this step's question so from now on. */
  | { do: 'department'; step: string; mode: 'now' | 'later' | 'rejected' }
  /** The market supervision bureau answers so from now on: the payer's size, nothing known, or not yet. */
  | { do: 'payer-size'; answer: 'small' | 'large' | 'unknown' | 'later' | 'silent' }
  /** Answers what a department has kept waiting. */
  | { do: 'release-answers'; step: string }
  /** Nothing is done; the system must reach the state by itself. */
  | { do: 'await' }
  /** The buyer pays into the supervised account: everything, or one fen less. */
  | { do: 'deposit'; fen?: 'one-less' }
  /** The supervising bank locks so from now on: the whole amount, or one fen less. */
  | { do: 'bank-locks'; fen: 'all' | 'one-less' }
  /** Both sides read this state of the money. */
  | { do: 'escrow'; is: EscrowState }
  | { do: 'hand-over'; account: UtilityAccount; choice: 'transfer' | 'skip' }
  | { do: 'check-outcome' };

/** One move, and the state the case must then be in, or the code it must be refused with. */
export type WalkStep = { move: Move; state: CaseState; refused?: ErrorCode };

export interface WalkPath {
  id: string;
  title: string;
  need: UnitNeed;
  steps: WalkStep[];
  /** Needs a clock that can be moved. */
  movesClock: boolean;
}
