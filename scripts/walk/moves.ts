import { type Business, type CaseState, type CaseView, endOf, inputStep, routes, stepOf } from '@zhucheng/shared';
import type { Move } from '@zhucheng/shared/testing';
import { checkCommitments, ofShare, passFace } from './agreement';
import type { Actor, Cast } from './cast';
import { type Client, type Playground, Refused } from './client';
import { Departments } from './departments';
import { payDues } from './dues';
import { patiently } from './patience';
import type { Scene } from './scene';
import { stepValues } from './values';

type HandOver = Extract<Move, { do: 'hand-over' }>;

export interface PlayerTools {
  cast: Cast;
  playground: Playground;
  /** Lets everything in the background happen; over HTTP one can only wait. */
  settle(): Promise<void>;
  /** Moves the platform's clock, where that is possible. */
  advance?(ms: number): Promise<void>;
}

/** What each person does in one case, over public HTTP; the path decides the order. */
export abstract class CaseMoves {
  protected business!: Business;
  protected scene!: Scene;
  protected caseId = '';
  protected turn = 0;
  private limitId: string | null = null;
  /** State in the answer to a command, before anything in the background goes on. */
  protected replied: CaseState | undefined;
  protected readonly departments: Departments;

  constructor(protected readonly tools: PlayerTools) {
    this.departments = new Departments(tools.playground);
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
    const params = { id: this.caseId, step: move.step };
    const { version } = await this.applicant.call(routes.cases.stepData, { params });
    await this.applicant.call(routes.cases.fill, { params, body: { version, data } });
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

  /** Fee and taxes; see `dues.ts`. */
  protected get dues() {
    const { business, people, tools } = this;
    return { business, people, playground: tools.playground, settle: () => tools.settle(), view: () => this.view() };
  }

  protected async pay(): Promise<string> {
    const { order, parties, taxes } = await this.view();
    if (taxes) return payDues(this.dues, { feePayerOnly: false });
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

  protected async handOver(account: HandOver['account'], choice: HandOver['choice']): Promise<string> {
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

  protected departmentOf(stepId: string): string {
    return (inputStep(this.business, stepId) as { of: string }).of;
  }

  /** The starter pays where this is asked. */
  protected async payerSize(answer: Extract<Move, { do: 'payer-size' }>['answer']): Promise<void> {
    const { institution } = await this.applicant.call(routes.identity.staffMe, {});
    await this.departments.payerSize(this.tools.cast.organisation(institution!.name).creditCode, answer);
  }

  /** A limit is entered in the register of the scene's unit. */
  protected async limit(kind: 'seizure' | 'objection'): Promise<undefined> {
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

  /** Moves the clock past the last day of the kept notice, which must have effect all the same. Once only. */
  protected async noticeDay(): Promise<string> {
    const { advance, cast } = this.tools;
    if (!advance) throw new Error('the clock of this platform cannot be moved');
    const kept = async () => {
      const registrar = await cast.officer('registrar');
      const { notices } = await registrar.call(routes.register.unit, { params: { id: this.scene.unitId } });
      const notice = notices.find(({ validTo, applied }) => validTo === null && applied !== null);
      if (!notice?.effectiveUntil) throw new Error('no notice with a last day is kept for this case');
      return notice.effectiveUntil;
    };
    const until = await kept();
    const { updatedAt } = await this.view();
    if (endOf(until) > updatedAt) await advance(endOf(until) - updatedAt + 1);
    return `${await kept()} 后继续有效`;
  }

  protected async lift(): Promise<void> {
    if (!this.limitId) return;
    const registrar = await this.tools.cast.officer('registrar');
    await registrar.call(routes.register.liftLimit, {
      params: { id: this.limitId },
      body: { reason: '法院已解除查封' },
    });
    this.limitId = null;
  }
}
