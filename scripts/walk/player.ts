import { type Business, type CaseState, type CaseView, routes } from '@zhucheng/shared';
import { type Move, type Played, type WalkPath, type WalkPlayer, walk } from '@zhucheng/shared/testing';
import { checkTold } from './agreement';
import { Refused } from './client';
import { assessAnew, payDues } from './dues';
import { CaseMoney } from './money';
import { CaseMoves, type PlayerTools } from './moves';
import { checkOutcome } from './outcome';
import { patiently } from './patience';
import { happyPath, type Prelude, type Scene, Scenes } from './scene';

/** Plays a path over public HTTP: the citizens, the officers, the departments. */
export class HttpPlayer extends CaseMoves implements WalkPlayer {
  constructor(
    tools: PlayerTools,
    /** Fixes parts of the scene when this player plays the prelude of another case. */
    private readonly target: Partial<Scene> = {},
  ) {
    super(tools);
  }

  async prepare(business: Business, path: WalkPath): Promise<void> {
    this.business = business;
    const scenes = new Scenes(this.tools.cast, (other, target) => this.prelude(other, target));
    this.scene = await scenes.set(business, path.need, this.target);
  }

  /** Plays a business from beginning to end with a player of its own. */
  protected async prelude(business: Business, target: Partial<Scene>): ReturnType<Prelude> {
    const player = new HttpPlayer(this.tools, target);
    const result = await walk(business, happyPath(business), player);
    if (!result.passed) {
      const wrong = result.steps.find(({ ok }) => !ok);
      throw new Error(`prelude ${business.id}: ${result.error ?? `${wrong?.step.move.do} → ${wrong?.got}`}`);
    }
    const view = await player.view();
    const holder = await player.holder(view);
    return {
      certificate: view.certificates[0]?.number ?? '',
      holder,
      unitId: view.unit.id,
      acceptanceNumber: view.acceptanceNumber,
    };
  }

  /** The holder on the certificate: the first party of the role that the effect registers. */
  private async holder(view: CaseView): Promise<string> {
    const effect = this.business.effects.find((one) => one.do.startsWith('register-'));
    const role = effect && ('holder' in effect ? effect.holder : 'mortgagee' in effect ? effect.mortgagee : undefined);
    return view.parties.find((party) => party.role === role)?.name ?? '';
  }

  async play(move: Move, expected: CaseState): Promise<Played> {
    try {
      this.replied = undefined;
      const note = await this.perform(move, expected);
      const waits = ['await', 'seize', 'object', 'lift', 'lapse', 'notice-day'].includes(move.do);
      const state =
        this.replied ?? (waits ? await this.reach(expected) : this.caseId ? (await this.view()).state : 'draft');
      return { state: this.overtaken(move, state, expected), ...(note && { note }) };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.code };
      throw error;
    }
  }

  /** The platform goes on by itself after these moves; a state further along is right as well. */
  protected readonly runsOn: readonly Move['do'][] = [
    'pay',
    'payer-size',
    'release-answers',
    'await',
    'deposit',
    'escrow',
  ];

  private overtaken(move: Move, state: CaseState, expected: CaseState): CaseState {
    const order: CaseState[] = ['submitted', 'reviewing', 'awaiting-payment', 'registering', 'completed'];
    return this.runsOn.includes(move.do) && order.includes(expected) && order.indexOf(state) > order.indexOf(expected)
      ? expected
      : state;
  }

  /** Waits for the state. Error: names the state it stays in. */
  private reach(expected: CaseState): Promise<CaseState> {
    let last: CaseState | undefined;
    return patiently(
      async () => {
        await this.tools.settle();
        const { state, timeline, taxes } = await this.view();
        last = state;
        const said = (action: string) => timeline.some((entry) => entry.action === action);
        // A held case is in the state it was submitted to, and counts once the automatic review has said so; one that is to be
        // recorded waits for its money or for the tax certificate.
        const waits =
          state === 'submitted'
            ? said('hold')
            : state !== 'registering' || said('await-escrow') || (taxes ? taxes.certificate === null : false);
        const there = state === expected && waits;
        return there || (expected === 'registering' && state === 'completed') ? state : undefined;
      },
      () => `it stays in ${last}, not ${expected}`,
    );
  }

  /** The money of the case as both sides see it. */
  private get money(): CaseMoney {
    const [buyer, seller] = [this.scene.buyers[0]!, this.scene.sellers[0]!];
    return new CaseMoney(this.tools, this.caseId, { buyer, seller });
  }

  protected async perform(move: Move, expected: CaseState): Promise<string | undefined> {
    const params = { id: this.caseId };
    const { applicant } = this;
    switch (move.do) {
      case 'start':
        return this.start();
      case 'fill':
        return this.fill(move);
      case 'send':
        await this.send();
        return undefined;
      case 'recall':
        await applicant.call(routes.cases.recall, { params });
        return undefined;
      case 'submit':
        await this.submit();
        await checkTold(this.business, await this.view(), this.people);
        return undefined;
      case 'withdraw':
        await applicant.call(routes.cases.withdraw, { params, body: { reason: '不再办理' } });
        return undefined;
      case 'authorise':
      case 'refuse':
      case 'window':
        return this.authorise(move.do, move.role, 'share' in move ? move.share : undefined);
      case 'consent':
      case 'refuse-consent':
        return this.consent(move.do, move.role);
      case 'claim':
      case 'release':
      case 'approve':
      case 'request-correction':
      case 'reject':
        return this.review(move.do);
      case 'pay':
        return this.pay();
      case 'pay-apart':
        return payDues(this.dues, { feePayerOnly: true });
      case 'assess-anew':
        return assessAnew(this.dues);
      case 'await':
        return undefined;
      case 'department':
        await this.departments.answer(this.departmentOf(move.step), move.mode);
        return undefined;
      case 'payer-size':
        await this.payerSize(move.answer);
        return undefined;
      case 'release-answers':
        await this.departments.release(this.departmentOf(move.step));
        await applicant.call(routes.cases.refresh, { params: { ...params, step: move.step } });
        return undefined;
      case 'seize':
        return this.limit('seizure');
      case 'object':
        return this.limit('objection');
      case 'lift':
        await this.lift();
        return undefined;
      case 'lapse': {
        const { deadlineAt } = await this.view();
        if (!this.tools.advance) throw new Error('the clock of this platform cannot be moved');
        await this.tools.advance(deadlineAt! - (await this.view()).updatedAt + 1);
        return undefined;
      }
      case 'notice-day':
        return this.noticeDay();
      case 'deposit':
        return this.money.deposit(move.fen);
      case 'bank-locks':
        await this.departments.locksLess(move.fen === 'one-less');
        return undefined;
      case 'escrow':
        return this.money.is(move.is);
      case 'hand-over':
        return this.handOver(move.account, move.choice);
      case 'check-outcome':
        return checkOutcome({
          business: this.business,
          view: await this.view(),
          ...this.scene,
          registrar: await this.tools.cast.officer('registrar'),
          clerkOf: (name) => this.tools.cast.clerkOf({ name }),
        });
      default:
        throw new Error(`unknown move ${JSON.stringify(move satisfies never)} in ${expected}`);
    }
  }

  /** What the case was based on is gone, what it registered is there. */
  private useUp(): void {
    const { deeds } = this.tools.cast.stock;
    for (const list of Object.values(deeds)) {
      const at = list.findIndex((deed) => deed.certificate === this.scene.certificate.number);
      if (at >= 0) list.splice(at, 1);
    }
  }

  async finish(): Promise<void> {
    await this.departments.restore();
    if (this.departments.locks) await this.departments.locksLess(false);
    if (this.departments.sizeAsked) await this.payerSize('large');
    await this.lift();
    if (!this.caseId) return;
    const { actions, state } = await this.view();
    if (state === 'completed') this.useUp();
    if (actions.some((action) => action.action === 'withdraw' && action.enabled))
      await this.perform({ do: 'withdraw' }, 'withdrawn');
  }
}
