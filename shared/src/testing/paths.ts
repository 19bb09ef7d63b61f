import type { ErrorCode } from '../contract/errors';
import { commitmentsFor, ticksOnSending } from '../engine/commitments';
import type { Business, UtilityAccount } from '../engine/declaration';
import { stepOf } from '../engine/define-business';
import type { CaseActor, CaseState } from '../engine/states';
import { inputSteps } from '../engine/step-schema';
import { type CaseAction, type CaseFacts, decide, transitions } from '../engine/transitions';

/** What the unit of a path must be like. */
export type UnitNeed = 'any' | 'mortgage-limited' | 'mortgage-free' | 'owned-by-shares';

export type Move =
  | { do: 'start' }
  | { do: 'fill'; step: string; change?: 'content' | 'price-differs' | 'two-copies' }
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
        | 'seize'
        | 'object'
        | 'lift'
        | 'lapse';
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

const actorOf = (action: CaseAction): CaseActor => transitions.find((transition) => transition.action === action)!.by;

/** Builds a path move by move; the transition table says which state follows, so that a path is never written twice. */
class PathBuilder {
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

  fill(step: string, change?: 'content' | 'price-differs' | 'two-copies'): this {
    return this.add({ do: 'fill', step, ...(change && { change }) }, 'fill');
  }

  fillAll(change?: 'price-differs' | 'two-copies'): this {
    for (const step of inputSteps(this.business))
      if (step.kind !== 'verify') this.fill(step.id, step.kind === 'form' ? change : undefined);
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
  submitted(change?: 'price-differs' | 'two-copies'): this {
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

  lapse(): this {
    return this.add({ do: 'lapse' }, 'lapse');
  }
}

const stages: Array<{ name: CaseState; reach: (path: PathBuilder) => PathBuilder }> = [
  { name: 'verified', reach: (path) => path.start() },
  { name: 'authorising', reach: (path) => path.start().fillAll().send() },
  { name: 'submitted', reach: (path) => (heldStep(path.business) ? later(path) : path.submitted()) },
  { name: 'reviewing', reach: (path) => path.submitted().passed() },
  { name: 'awaiting-payment', reach: (path) => path.submitted().reviewed() },
];

/** Institutions that take part whatever is registered for the unit. */
const alwaysConsenting = (business: Business): string[] =>
  Object.entries(business.parties)
    .filter(([, party]) => party.authorise === 'institution' && party.are !== 'mortgagees-with-transfer-limit')
    .map(([role]) => role);

const asksOf = (business: Business) => inputSteps(business).flatMap((step) => (step.kind === 'ask' ? [step] : []));
const heldStep = (business: Business): string | undefined => asksOf(business)[0]?.id;
const later = (path: PathBuilder): PathBuilder => path.department(heldStep(path.business)!, 'later').submitted().held();

/** The unit changes hands with its mortgages on it. */
export const mortgagesStay = ({ effects, unit }: Business): boolean =>
  effects.some((effect) => effect.do === 'transfer-ownership') &&
  !effects.some((effect) => effect.do === 'discharge-mortgage') &&
  unit.warnedBy.includes('mortgage-free');

/** Every path of a declaration: happy, each refusal, send-back, withdraw, lapse, seizure, waiting department, the window. */
export function walkPaths(business: Business): WalkPath[] {
  const paths: WalkPath[] = [];
  const has = (name: CaseState): boolean => {
    if (name === 'reviewing') return stepOf(business, 'review')?.officer === 'always';
    if (name === 'awaiting-payment') return business.fee.matter !== 'none';
    if (name === 'submitted') return heldStep(business) !== undefined;
    return name !== 'authorising' || stepOf(business, 'authorise') !== undefined;
  };
  const add = (
    id: string,
    title: string,
    build: (path: PathBuilder) => PathBuilder,
    more: { need?: UnitNeed; movesClock?: boolean } = {},
  ) => {
    const steps = build(new PathBuilder(business)).steps;
    paths.push({ id, title, need: more.need ?? 'any', steps, movesClock: more.movesClock ?? false });
  };
  const faces = Object.entries(business.parties).filter(([, party]) => party.authorise === 'face');

  add('happy', '从头办到尾', (path) =>
    path
      .submitted()
      .reviewed()
      .paidAndRecorded()
      .handOver((index) => (index === 0 ? 'transfer' : 'skip')),
  );
  if (business.effects.some((effect) => effect.do === 'transfer-ownership' && effect.copies))
    add('two-copies', '两位按份共有人，两本证书', (path) =>
      path
        .start()
        .fillAll('two-copies')
        .send()
        .authorisedAndSubmitted()
        .reviewed()
        .paidAndRecorded()
        .handOver(() => 'skip'),
    );
  if (faces.length > 0)
    add('window', '各方改到窗口核验', (path) =>
      path.start().fillAll().send().authorisedAndSubmitted('window').reviewed().paidAndRecorded(),
    );
  for (const [role, party] of faces)
    add(`refused-by-${role}`, `${party.name}拒绝授权`, (path) =>
      path.start().fillAll().send().refuse(role).send().withdraw(),
    );
  for (const [role, party] of faces)
    add(`missing-${role}`, `${party.name}没有授权时不能提交`, (path) => {
      path.start().fillAll().send();
      for (const other of path.roles('face')) if (other !== role) path.authorise(other);
      return path.refused({ do: 'submit' }, 'AUTHORISATION_MISSING').withdraw();
    });
  if (mortgagesStay(business) && business.unit.by === 'right-certificate')
    add('mortgage-stays', '抵押权不受转让影响，通知抵押权人', (path) => path.submitted().reviewed().paidAndRecorded(), {
      need: 'mortgage-free',
    });
  for (const [role, party] of faces) {
    if (party.enough !== 'two-thirds-of-shares') continue;
    const need = 'owned-by-shares';
    const sent = (path: PathBuilder, share: 'bigger' | 'smaller') =>
      path.start().fillAll().send().authoriseByShare(role, share);
    add(
      'shares-enough',
      `${party.name}按份共有，三分之二份额同意即可`,
      (path) => sent(path, 'bigger').submit().passed().ended(),
      {
        need,
      },
    );
    add(
      'shares-short',
      `${party.name}按份共有，三分之一份额同意不够`,
      (path) => sent(path, 'smaller').refused({ do: 'submit' }, 'AUTHORISATION_MISSING').withdraw(),
      { need },
    );
  }
  const form = business.steps.find((step) => step.kind === 'form' && step.fields.length > 0);
  if (form && faces.length > 0)
    add('recalled', '收回修改后重新授权', (path) =>
      path
        .start()
        .fillAll()
        .send()
        .authoriseAll()
        .recall()
        .fill(form.id, 'content')
        .send()
        .refused({ do: 'submit' }, 'AUTHORISATION_MISSING')
        .withdraw(),
    );
  for (const { name, reach } of stages)
    if (has(name)) add(`withdrawn-${name}`, `在「${name}」撤回`, (path) => reach(path).withdraw());
  if (business.unit.blockedBy.includes('seizure'))
    for (const { name, reach } of stages)
      if (has(name) && name !== 'submitted')
        add(`seized-${name}`, `在「${name}」遇到查封`, (path) => reach(path).seize().lift().withdraw());
  const own = commitmentsFor(business, ['objection']);
  if (own.length > 0) {
    const ticks = own.some(({ roles }) => roles.some((role) => ticksOnSending(business.parties[role]!)));
    add('objected', '有人提出异议，各方承诺自担风险后继续', (path) => {
      path.start();
      if (!has('authorising')) return path.object().fillAll().send().passed().ended();
      path.fillAll().send().authoriseAll().object();
      path.refused({ do: 'submit' }, 'AUTHORISATION_MISSING').authoriseAll();
      if (ticks) path.refused({ do: 'submit' }, 'ACTION_NOT_ALLOWED').recalledAndSent();
      return path.submit().passed().ended();
    });
    for (const { name, reach } of stages)
      if (has(name) && ['reviewing', 'awaiting-payment'].includes(name))
        add(`objected-${name}`, `在「${name}」有人提出异议`, (path) => reach(path).object().withdraw());
  }
  for (const { name, reach } of stages)
    if (has(name) && transitions.find((transition) => transition.action === 'lapse')!.from.includes(name))
      add(`lapsed-${name}`, `在「${name}」逾期`, (path) => reach(path).lapse(), { movesClock: true });
  if (has('reviewing')) {
    add('corrected', '补正一次后通过', (path) => {
      path.submitted().passed().claim().officer('request-correction');
      if (form) path.fill(form.id, 'content');
      path
        .send()
        .authorisedAndSubmitted()
        .passed()
        .claim()
        .refused({ do: 'request-correction' }, 'CORRECTION_USED')
        .officer('approve');
      return path.paidAndRecorded();
    });
    add('rejected', '不予登记', (path) => path.submitted().passed().claim().officer('reject'));
  }
  if (business.fee.reducedFor) {
    add('payer-small', '缴费单位是小微企业，免收登记费', (path) =>
      path.payerSize('small').submitted().passedFree().paidAndRecorded(),
    );
    add('payer-unknown', '市场监管部门没有记录，按标准收费', (path) =>
      path.payerSize('unknown').submitted().reviewed().withdraw(),
    );
    for (const answer of ['later', 'silent'] as const)
      add(`payer-${answer}`, `市场监管部门${answer === 'later' ? '晚些答复' : '没有回音'}，等到答复再收费`, (path) =>
        path.payerSize(answer).submitted().held().payerSize('large').reviewed().withdraw(),
      );
  }
  for (const ask of asksOf(business)) {
    add(`${ask.id}-later`, `${ask.name}晚些才有结果`, (path) =>
      path.department(ask.id, 'later').submitted().held().releaseAnswers(ask.id).consentNow().passed().ended(),
    );
    add(`${ask.id}-rejected`, `${ask.name}未通过`, (path) => {
      path.department(ask.id, 'rejected').start().fillAll();
      path.refused({ do: 'send' }, 'STEPS_INCOMPLETE').department(ask.id, 'now').fill(ask.id, 'content');
      return path.send().withdraw();
    });
    if (ask.of === 'housing' && ask.compare?.price)
      add(`${ask.id}-differs`, `${ask.name}与申请不一致`, (path) =>
        path.submitted('price-differs').faulted().withdraw(),
      );
  }
  for (const [role, party] of Object.entries(business.parties)) {
    if (party.authorise !== 'institution') continue;
    if (party.are !== 'mortgagees-with-transfer-limit') {
      add(`${role}-refuses`, `${party.name}不同意`, (path) => path.submitted().held().refuseConsent(role).withdraw());
      continue;
    }
    add(
      `${role}-consents`,
      `${party.name}同意后继续`,
      (path) => path.submitted().held().consent(role).reviewed().paidAndRecorded(),
      { need: 'mortgage-limited' },
    );
    add(`${role}-refuses`, `${party.name}不同意`, (path) => path.submitted().held().refuseConsent(role).withdraw(), {
      need: 'mortgage-limited',
    });
  }
  return paths;
}
