import { type Business, type CaseState, type CaseView, inputStep, routes, stepOf } from '@zhucheng/shared';
import { type Move, type Played, type WalkPath, type WalkPlayer, walk } from '@zhucheng/shared/testing';
import { checkCommitments, checkTold, ofShare, passFace } from './agreement';
import type { Actor, Cast } from './cast';
import { type Client, type Playground, Refused } from './client';
import { Departments } from './departments';
import { checkOutcome } from './outcome';
import { patiently } from './patience';
import { happyPath, type Prelude, type Scene, Scenes } from './scene';
import { stepValues } from './values';

export interface PlayerTools {
  cast: Cast;
  playground: Playground;
  /** Lets everything in the background happen; over HTTP one can only wait. */
  settle(): Promise<void>;
  /** Moves the platform's clock, where that is possible. */
  advance?(ms: number): Promise<void>;
}

/** Plays a path over public HTTP: the citizens, the officers, the departments. */
export class HttpPlayer implements WalkPlayer {
  protected business!: Business;
  protected scene!: Scene;
  protected caseId = '';
  protected turn = 0;
  private limitId: string | null = null;
  /** State in the answer to a command, before anything in the background goes on. */
  private replied: CaseState | undefined;

  private readonly departments: Departments;

  constructor(
    protected readonly tools: PlayerTools,
    /** Forced upon the scene, when the player plays another one's past. */
    private readonly target: Partial<Scene> = {},
  ) {
    this.departments = new Departments(tools.playground);
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

  /** Whom the certificate was issued to: the first of those that have one. */
  private async holder(view: CaseView): Promise<string> {
    const effect = this.business.effects.find((one) => one.do.startsWith('register-'));
    const role = effect && ('holder' in effect ? effect.holder : 'mortgagee' in effect ? effect.mortgagee : undefined);
    return view.parties.find((party) => party.role === role)?.name ?? '';
  }

  protected get applicant(): Client {
    return this.scene.applicant;
  }

  protected get people(): Actor[] {
    return [...this.scene.sellers, ...this.scene.buyers];
  }

  async view(): Promise<CaseView> {
    return this.applicant.call(routes.cases.detail, { params: { id: this.caseId } });
  }

  async play(move: Move, expected: CaseState): Promise<Played> {
    try {
      this.replied = undefined;
      const note = await this.perform(move, expected);
      const waits = ['await', 'seize', 'object', 'lift', 'lapse'].includes(move.do);
      const state =
        this.replied ?? (waits ? await this.reach(expected) : this.caseId ? (await this.view()).state : 'draft');
      return { state: this.overtaken(move, state, expected), ...(note && { note }) };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.code };
      throw error;
    }
  }

  /** The platform goes on by itself after these moves; a state further along is right as well. */
  protected readonly runsOn: readonly Move['do'][] = ['pay', 'release-answers', 'await'];

  private overtaken(move: Move, state: CaseState, expected: CaseState): CaseState {
    const order: CaseState[] = ['submitted', 'reviewing', 'awaiting-payment', 'registering', 'completed'];
    return this.runsOn.includes(move.do) && order.includes(expected) && order.indexOf(state) > order.indexOf(expected)
      ? expected
      : state;
  }

  /** Error: the state it stays in instead. */
  private reach(expected: CaseState): Promise<CaseState> {
    let last: CaseState | undefined;
    return patiently(
      async () => {
        await this.tools.settle();
        const { state, timeline } = await this.view();
        last = state;
        // A held case is in the state it was submitted to; it counts once the automatic review has said so.
        const there = state === expected && (state !== 'submitted' || timeline.some(({ action }) => action === 'hold'));
        return there || (expected === 'registering' && state === 'completed') ? state : undefined;
      },
      () => `it stays in ${last}, not ${expected}`,
    );
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

  /** A commitment that the starter gives by sending off has to be ticked. */
  protected async send(): Promise<void> {
    const { version, commitments } = await this.view();
    const send = async (body: { version: number; committed?: boolean }): Promise<void> => {
      const { state } = await this.applicant.call(routes.cases.send, { params: { id: this.caseId }, body });
      this.replied = state;
    };
    if (!commitments.some(({ by }) => by.some(({ how, at }) => how === 'send' && at === null)))
      return send({ version });
    const unticked = await send({ version }).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    );
    if (unticked !== 'INVALID_INPUT') throw new Error(`a case without the commitment was ${unticked}`);
    return send({ version, committed: true });
  }

  /** A limit is entered in the register of the scene's unit. */
  private async limit(kind: 'seizure' | 'objection'): Promise<undefined> {
    const registrar = await this.tools.cast.officer('registrar');
    const until = new Date(Date.now() + 3_650 * 86_400_000).toISOString().slice(0, 10);
    const detail = await registrar.call(routes.register.addLimit, {
      params: { id: this.scene.unitId },
      body: {
        kind,
        authority: kind === 'seizure' ? '北海市海城区人民法院' : '利害关系人',
        documentNumber: `（2026）桂0502执保${Date.now() % 10_000}号`,
        until: kind === 'seizure' ? null : until,
      },
    });
    this.limitId = detail.limits.find((limit) => limit.validTo === null && limit.kind === kind)!.id;
    return undefined;
  }

  protected async start(): Promise<string> {
    const { business, scene, applicant } = this;
    const body = { businessId: business.id, verify: scene.verify };
    let view: CaseView;
    if (business.unit.by === 'building') {
      const { id } = await applicant.call(routes.enterprise.open, { body: { ...body, unitIds: [scene.unitId] } });
      const row = await this.batchRow(id);
      if (!row.caseId) throw new Error(`the batch did not open the case: ${row.code} ${row.message}`);
      view = await applicant.call(routes.cases.detail, { params: { id: row.caseId } });
    } else if (business.startedBy.includes('citizen')) view = await applicant.call(routes.cases.start, { body });
    else view = await applicant.call(routes.enterprise.start, { body });
    this.caseId = view.id;
    return `${view.acceptanceNumber} ${view.unit.location}`;
  }

  /** The only row of a batch, as soon as it has been worked on. */
  private batchRow(id: string) {
    return patiently(
      async () => {
        await this.tools.settle();
        const [row] = (await this.applicant.call(routes.enterprise.batch, { params: { id } })).rows;
        return row && row.state !== 'waiting' ? row : undefined;
      },
      () => 'the batch is not worked on',
    );
  }

  protected async fill(move: Extract<Move, { do: 'fill' }>): Promise<string | undefined> {
    const view = await this.view();
    this.turn++;
    const { business, turn } = this;
    const { sellers, buyers } = this.scene;
    const data = await stepValues({
      business,
      step: move.step,
      change: move.change,
      view,
      buyers,
      sellers,
      playground: this.tools.playground,
      holder: this.scene.certificate.holder,
      applicant: this.applicant,
      bank: this.tools.cast.otherBank(),
      turn,
    });
    await this.applicant.call(routes.cases.fill, { params: { id: this.caseId, step: move.step }, body: { data } });
    if (inputStep(business, move.step)!.kind !== 'ask' || this.departments.keepsWaiting(this.departmentOf(move.step)))
      return undefined;
    const answered = await patiently(
      async () => {
        await this.tools.settle();
        const step = (await this.view()).steps.find((candidate) => candidate.id === move.step)!;
        return step.status === 'waiting' ? undefined : step;
      },
      () => `${move.step} got no answer`,
    );
    return answered.message ?? undefined;
  }

  protected async submit(): Promise<void> {
    const params = { id: this.caseId };
    if (this.business.startedBy.includes('citizen')) {
      const { items } = await this.applicant.call(routes.cases.list, { query: { limit: 100 } });
      const [listed, { stateName }] = [items.find(({ id }) => id === this.caseId), await this.view()];
      if (listed?.stateName !== stateName) throw new Error(`the list says ${listed?.stateName}, the case ${stateName}`);
    }
    this.replied = (await this.applicant.call(routes.cases.submit, { params })).state;
  }

  /** Parties are people of the cast; each finds the case under "my authorisations". */
  protected async authorise(
    how: 'authorise' | 'refuse' | 'window',
    role: string,
    share?: 'bigger' | 'smaller',
  ): Promise<string> {
    const parties = ofShare((await this.view()).parties, role, share);
    const { people } = this;
    const done: string[] = [];
    for (const party of parties.filter((candidate) => candidate.role === role)) {
      const person = people.find((candidate) => candidate.name === party.name)!;
      const { items } = await person.client.call(routes.authorisations.list, { query: { limit: 100 } });
      if (!items.some((item) => item.id === party.id))
        throw new Error(`${party.name} does not find the case under my authorisations`);
      const params = { id: party.id };
      const shown = await person.client.call(routes.authorisations.detail, { params });
      checkCommitments(shown, party);
      if (how === 'refuse') {
        await person.client.call(routes.authorisations.refuse, { params, body: { reason: '价格不对' } });
        return party.name;
      }
      if (how === 'window') {
        await person.client.call(routes.authorisations.window, { params });
        const officer = await this.tools.cast.officer('officer1');
        await officer.call(routes.review.confirmAtWindow, { params, body: { documentChecked: true } });
      } else {
        await passFace(person, { id: party.id, contentHash: shown.contentHash }, this.tools.playground);
      }
      done.push(party.name);
    }
    return done.join('、');
  }

  protected async consent(how: 'consent' | 'refuse-consent', role: string): Promise<string> {
    const { parties } = await this.view();
    const party = parties.find((candidate) => candidate.role === role)!;
    const clerk = await this.tools.cast.clerkOf(party);
    const params = { id: party.id };
    const shown = await clerk.call(routes.consents.detail, { params });
    if (how === 'consent')
      this.replied = (
        await clerk.call(routes.consents.give, { params, body: { contentHash: shown.contentHash } })
      ).case.state;
    else await clerk.call(routes.consents.refuse, { params, body: { reason: '贷款尚未结清' } });
    return party.name;
  }

  protected async review(
    action: 'claim' | 'release' | 'approve' | 'request-correction' | 'reject',
  ): Promise<undefined> {
    const officer = await this.tools.cast.officer('officer1');
    const params = { id: this.caseId };
    if (action === 'claim' || action === 'release') {
      await officer.call(routes.review[action], { params });
      return undefined;
    }
    const { case: view } = await officer.call(routes.review.detail, { params });
    const { version } = view;
    if (action === 'approve')
      this.replied = (await officer.call(routes.review.approve, { params, body: { version } })).case.state;
    if (action === 'reject')
      await officer.call(routes.review.reject, { params, body: { version, reason: '申请材料不符合规定' } });
    if (action === 'request-correction')
      await officer.call(routes.review.requestCorrection, {
        params,
        body: { version, faults: [{ step: null, text: '请补充其他约定' }] },
      });
    return undefined;
  }

  protected async pay(): Promise<string> {
    const { order, parties } = await this.view();
    const { by } = stepOf(this.business, 'pay')!;
    const person = [...this.scene.buyers, ...this.scene.sellers].find(({ name }) =>
      parties.some((party) => party.role === by && party.name === name),
    );
    const params = { id: order!.id };
    // An institution pays by the same code, at its own desk.
    const { pay, check } = person ? routes.payments : routes.enterprisePayments;
    const payer = person?.client ?? this.applicant;
    const started = await payer.call(pay, { params, body: { method: 'wechat-native' } });
    const before = await payer.call(check, { params });
    if (before.state !== 'unpaid') throw new Error(`the order is ${before.state} before anything was paid`);
    await this.tools.playground.send('POST', '/wallet/code', { codeUrl: started.native!.codeUrl });
    await payer.call(check, { params });
    return `¥${(order!.totalFen / 100).toFixed(2)}`;
  }

  private departmentOf(stepId: string): string {
    return (inputStep(this.business, stepId) as { of: string }).of;
  }

  /** The starter pays where this is asked. */
  private async payerSize(answer: Extract<Move, { do: 'payer-size' }>['answer']): Promise<void> {
    const { institution } = await this.applicant.call(routes.identity.staffMe, {});
    await this.departments.payerSize(this.tools.cast.organisation(institution!.name).creditCode, answer);
  }

  protected async handOver(account: 'water' | 'electricity' | 'gas', choice: 'transfer' | 'skip'): Promise<string> {
    const { by } = stepOf(this.business, 'hand-over')!;
    const owner = (this.business.parties[by]!.are === 'entered' ? this.scene.buyers : this.scene.sellers)[0]!;
    const row = async () => {
      await this.tools.settle();
      return (await this.view()).handOver.find((candidate) => candidate.account === account);
    };
    await patiently(row, () => `the ${account} account was not found`);
    await owner.client.call(routes.cases.handOver, { params: { id: this.caseId, account }, body: { choice } });
    const wanted = choice === 'skip' ? 'skipped' : 'done';
    const done = await patiently(
      async () => {
        const now = await row();
        return now?.state === wanted ? now : undefined;
      },
      () => `${account} was not ${wanted}`,
    );
    return done.message ?? wanted;
  }

  private async lift(): Promise<void> {
    if (!this.limitId) return;
    const registrar = await this.tools.cast.officer('registrar');
    await registrar.call(routes.register.liftLimit, {
      params: { id: this.limitId },
      body: { reason: '法院已解除查封' },
    });
    this.limitId = null;
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
    if (this.departments.sizeAsked) await this.payerSize('large');
    await this.lift();
    if (!this.caseId) return;
    const { actions, state } = await this.view();
    if (state === 'completed') this.useUp();
    if (actions.some((action) => action.action === 'withdraw' && action.enabled))
      await this.perform({ do: 'withdraw' }, 'withdrawn');
  }
}
