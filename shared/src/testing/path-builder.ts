import type { ErrorCode } from '../contract/errors';
import type { EscrowState } from '../contract/escrow';
import type { Business } from '../engine/declaration';
import { stepOf } from '../engine/define-business';
import type { CaseActor, CaseState } from '../engine/states';
import { inputSteps } from '../engine/step-schema';
import { type CaseAction, type CaseFacts, decide, transitions } from '../engine/transitions';
import type { FillChange, Move, WalkStep } from './moves';

const actorOf = (action: CaseAction): CaseActor => transitions.find((transition) => transition.action === action)!.by;

/** Institutions that take part whatever is registered for the unit. */
const alwaysConsenting = (business: Business): string[] =>
  Object.entries(business.parties)
    .filter(([, party]) => party.authorise === 'institution' && party.are !== 'mortgagees-with-transfer-limit')
    .map(([role]) => role);

/** Builds a path move by move; the transition table says which state follows, so that a path is never written twice. */
export class PathBuilder {
  readonly steps: WalkStep[] = [];
  private facts: CaseFacts = {
    state: 'draft',
    everSubmitted: false,
    correctionUsed: false,
    feeFen: null,
    feeFollows: false,
    stepsComplete: false,
    authorised: false,
    claimed: false,
  };

  /** The institutions have agreed to the content as it is. */
  private agreed = false;

  constructor(readonly business: Business) {}

  get state(): CaseState {
    return this.facts.state;
  }

  private add(move: Move, action?: CaseAction): this {
    if (action) {
      const decision = decide(this.business, this.facts, action, [actorOf(action)]);
      if (!decision.allowed)
        throw new Error(`${this.business.id}: ${action} is not possible in ${this.facts.state} (${decision.reason})`);
      if (decision.to === 'submitted') this.facts.everSubmitted = true;
      if (this.facts.state === 'reviewing' && decision.to !== 'reviewing') this.facts.claimed = false;
      this.facts.state = decision.to;
    }
    this.steps.push({ move, state: this.facts.state });
    return this;
  }

  refused(move: Move, code: ErrorCode): this {
    this.steps.push({ move, state: this.facts.state, refused: code });
    return this;
  }

  start(): this {
    return this.add({ do: 'start' }, 'start');
  }

  fill(step: string, change?: FillChange): this {
    return this.add({ do: 'fill', step, ...(change && { change }) }, 'fill');
  }

  fillAll(change?: FillChange): this {
    const asksFor = change === 'assess' ? 'ask' : 'form';
    for (const step of inputSteps(this.business))
      if (step.kind !== 'verify') this.fill(step.id, step.kind === asksFor ? change : undefined);
    if (change === 'assess') this.facts.taxDue = true;
    this.facts.stepsComplete = true;
    return this;
  }

  department(step: string, mode: 'now' | 'later' | 'rejected'): this {
    return this.add({ do: 'department', step, mode });
  }

  releaseAnswers(step: string): this {
    return this.add({ do: 'release-answers', step });
  }

  send(): this {
    this.facts.authorised = false;
    this.agreed = false;
    return this.add({ do: 'send' }, 'send');
  }

  recall(): this {
    return this.add({ do: 'recall' }, 'recall');
  }

  roles(authorise: 'face' | 'institution'): string[] {
    return Object.entries(this.business.parties)
      .filter(([, party]) => party.authorise === authorise)
      .map(([role]) => role);
  }

  authorise(role: string): this {
    return this.add({ do: 'authorise', role }, 'authorise');
  }

  /** Of the owners by shares only one authorises, of everybody else all. */
  authoriseByShare(role: string, share: 'bigger' | 'smaller'): this {
    this.add({ do: 'authorise', role, share }, 'authorise');
    for (const other of this.roles('face')) if (other !== role) this.authorise(other);
    this.facts.authorised = share === 'bigger';
    return this;
  }

  window(role: string): this {
    return this.add({ do: 'window', role }, 'choose-window');
  }

  authoriseAll(by: 'authorise' | 'window' = 'authorise'): this {
    for (const role of this.roles('face')) this[by](role);
    this.facts.authorised = true;
    return this;
  }

  refuse(role: string): this {
    return this.add({ do: 'refuse', role }, 'refuse');
  }

  submit(): this {
    return this.add({ do: 'submit' }, 'submit');
  }

  /** Prepared, authorised, submitted. A case nobody authorises is submitted by sending it off. */
  submitted(change?: FillChange): this {
    return this.start().fillAll(change).send().authorisedAndSubmitted();
  }

  authorisedAndSubmitted(by: 'authorise' | 'window' = 'authorise'): this {
    return this.state === 'authorising' ? this.authoriseAll(by).submit() : this;
  }

  /** Institutions that are in every such case agree; until then the review waits for them. */
  consented(): this {
    const roles = alwaysConsenting(this.business);
    if (roles.length === 0 || this.agreed) return this;
    if (this.steps.at(-1)?.move.do !== 'await') this.held();
    for (const role of roles) this.consent(role);
    this.agreed = true;
    return this;
  }

  passed(): this {
    this.consented();
    this.facts.feeFen = this.business.fee.matter === 'none' ? 0 : 1;
    return this.add({ do: 'await' }, 'pass');
  }

  payerSize(answer: 'small' | 'large' | 'unknown' | 'later' | 'silent'): this {
    return this.add({ do: 'payer-size', answer });
  }

  /** Nothing is due, so nothing is paid. */
  passedFree(): this {
    this.consented();
    this.facts.feeFen = 0;
    this.add({ do: 'await' }, 'pass');
    return this.state === 'reviewing' ? this.claim().officer('approve') : this;
  }

  held(): this {
    return this.add({ do: 'await' }, 'hold');
  }

  faulted(): this {
    return this.add({ do: 'await' }, 'fault');
  }

  consent(role: string): this {
    return this.add({ do: 'consent', role }, 'consent');
  }

  refuseConsent(role: string): this {
    return this.add({ do: 'refuse-consent', role }, 'refuse-consent');
  }

  claim(): this {
    this.add({ do: 'claim' }, 'claim');
    this.facts.claimed = true;
    return this;
  }

  officer(action: 'approve' | 'request-correction' | 'reject'): this {
    this.add({ do: action }, action);
    if (action === 'request-correction') this.facts.correctionUsed = true;
    return this;
  }

  /** After something else the review was waiting for has arrived. */
  consentNow(): this {
    for (const role of alwaysConsenting(this.business)) this.consent(role);
    this.agreed = true;
    return this;
  }

  /** From automatic review to the question of the fee. */
  reviewed(): this {
    this.passed();
    return this.state === 'reviewing' ? this.claim().officer('approve') : this;
  }

  paidAndRecorded(): this {
    if (this.state === 'awaiting-payment') {
      this.add({ do: 'pay' }, 'pay');
      this.advance('paid');
    }
    return this.add({ do: 'await' }, 'record').add({ do: 'check-outcome' });
  }

  /** Paid and approved, but the supervised money is not locked. */
  paidAndWaiting(): this {
    if (this.state === 'awaiting-payment') {
      this.add({ do: 'pay' }, 'pay');
      this.advance('paid');
    }
    return this.add({ do: 'await' }, 'await-escrow');
  }

  deposit(fen?: 'one-less'): this {
    return this.add({ do: 'deposit', ...(fen && { fen }) });
  }

  bankLocks(fen: 'all' | 'one-less'): this {
    return this.add({ do: 'bank-locks', fen });
  }

  escrow(is: EscrowState): this {
    return this.add({ do: 'escrow', is });
  }

  /** What the payer of the fee owes is paid; the others' taxes are still due. */
  partPaid(): this {
    return this.add({ do: 'pay-apart' }, 'part-paid');
  }

  assessedAnew(): this {
    return this.add({ do: 'assess-anew' });
  }

  /** Everything is paid, and the case waits for the tax certificate. */
  paidUncleared(): this {
    this.add({ do: 'pay' }, 'pay');
    this.advance('paid');
    return this.add({ do: 'await' });
  }

  /** A change of state that is not a move of its own. */
  private advance(action: CaseAction): void {
    const decision = decide(this.business, this.facts, action, [actorOf(action)]);
    if (decision.allowed) this.facts.state = decision.to;
  }

  handOver(choose: (index: number) => 'transfer' | 'skip'): this {
    const step = stepOf(this.business, 'hand-over');
    (step?.accounts ?? []).forEach((account, index) => {
      this.add({ do: 'hand-over', account, choice: choose(index) }, 'hand-over');
    });
    return this;
  }

  /** Withdrawn, unless the case already completes by itself. */
  ended(): this {
    return this.state === 'registering' ? this.paidAndRecorded() : this.withdraw();
  }

  withdraw(): this {
    return this.add({ do: 'withdraw' }, 'withdraw');
  }

  seize(): this {
    return this.add({ do: 'seize' }, 'suspend');
  }

  /** Somebody objects to the registration: before the case is submitted all are asked again, later it is sent back. */
  object(): this {
    this.facts.authorised = false;
    const later = !['verified', 'authorising'].includes(this.state);
    return later ? this.add({ do: 'object' }, 'fault') : this.add({ do: 'object' });
  }

  /** Sent off once more with nothing changed: what was authorised stands. */
  recalledAndSent(): this {
    const { authorised } = this.facts;
    this.recall().send();
    this.facts.authorised = authorised;
    return this;
  }

  /** A case that had been submitted goes through the automatic review again by itself. */
  lift(): this {
    this.advance('resume');
    if (this.facts.state === 'submitted') this.advance('pass');
    return this.add({ do: 'lift' });
  }

  /** Applied in time, so nothing happens to the case. */
  noticeDay(): this {
    return this.add({ do: 'notice-day' });
  }

  lapse(): this {
    return this.add({ do: 'lapse' }, 'lapse');
  }
}
