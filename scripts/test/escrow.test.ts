import { EscrowStandings } from '@zhucheng/bff/modules/escrow/escrow-standing.service';
import { EscrowStore } from '@zhucheng/bff/modules/escrow/escrow-store.service';
import { type EscrowState, type EscrowView, routes } from '@zhucheng/shared';
import { type Move, type WalkPath, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import type { Actor } from '../walk/cast';
import { type Client, Refused } from '../walk/client';
import { patiently } from '../walk/patience';
import { HttpPlayer } from '../walk/player';
import { stepValues } from '../walk/values';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

const { escrow } = routes;
const day = 24 * 3_600_000;

/** A sale whose parties chose supervised money; played move by move, left where a test wants it. */
class Sale extends HttpPlayer {
  private path!: WalkPath;
  private at = 0;

  async begin(id = 'escrow'): Promise<this> {
    this.path = walkPaths(secondHandTransfer).find((path) => path.id === id)!;
    await this.prepare(secondHandTransfer, this.path);
    return this;
  }

  /** Plays up to and with this move, past questions about the money. */
  async until(last: Move['do'] | 'escrow-locked'): Promise<this> {
    for (; this.at < this.path.steps.length; ) {
      const { move, state } = this.path.steps[this.at++]!;
      const skipped = move.do === 'escrow' && last === 'submit';
      if (!skipped) {
        const played = await this.play(move, state);
        if (!('state' in played) || played.state !== state)
          throw new Error(`${JSON.stringify(move)} → ${JSON.stringify(played)}, wanted ${state}`);
      }
      if (move.do === last || (last === 'escrow-locked' && move.do === 'escrow' && move.is === 'locked')) break;
    }
    return this;
  }

  get id(): string {
    return this.caseId;
  }
  get seller(): Actor {
    return this.scene.sellers[0]!;
  }
  get buyer(): Actor {
    return this.scene.buyers[0]!;
  }
  get stage() {
    return this.scene;
  }

  async standing({ client }: Actor = this.buyer): Promise<EscrowView> {
    return (await client.call(escrow.ofCase, { params: { id: this.caseId } })).items[0]!;
  }

  stands(state: EscrowState): Promise<EscrowView> {
    let last: EscrowView | undefined;
    return patiently(
      async () => {
        last = await this.standing();
        return last.state === state ? last : undefined;
      },
      () => `the money is ${last?.state}, not ${state}`,
    );
  }

  reaches(state: string): Promise<unknown> {
    let last: string | undefined;
    return patiently(
      async () => {
        last = (await this.view()).state;
        return last === state || undefined;
      },
      () => `the case is ${last}, not ${state}`,
    );
  }
}

const refusal = (call: Promise<unknown>): Promise<Refused> =>
  call.then(
    () => Promise.reject(new Error('accepted')),
    (error: unknown) => (error instanceof Refused ? error : Promise.reject(error)),
  );

eachDatabase((dialect) => {
  let platform: Platform;
  let officer: Client;
  let registrar: Client;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    officer = await platform.cast.officer('officer1');
    registrar = await platform.cast.officer('registrar');
  });
  afterAll(() => platform?.close());
  afterEach(async () => {
    await bank('now');
    await platform.playground.send('PUT', '/faults', { none: true });
  });

  const bank = (mode: string, delayMs = 0) => platform.playground.send('PUT', '/departments/escrow', { mode, delayMs });
  const sale = (): Sale => {
    const { cast, playground, advance } = platform;
    return new Sale({ cast, playground, settle: async () => undefined, advance });
  };
  const end = async (played: Sale) => {
    await played.finish();
    await played.stands('returned');
  };
  const troubled = async () => (await officer.call(escrow.troubled, { query: {} })).items;
  const troubleOf = (played: Sale) =>
    patiently(
      async () => (await troubled()).find(({ caseId }) => caseId === played.id),
      () => 'nobody at the centre is shown it',
    );

  it('refuses terms that do not fit, at their field', async () => {
    const played = await sale().begin();
    for (const step of ['start', 'fill'] as const) await played.until(step);
    const { stage } = played;
    const data = await stepValues({
      business: secondHandTransfer,
      step: 'funds',
      change: 'escrow',
      view: await played.view(),
      buyers: stage.buyers,
      sellers: stage.sellers,
      playground: platform.playground,
      applicant: stage.applicant,
      bank: '',
      turn: 1,
    });
    const { version } = await stage.applicant.call(routes.cases.stepData, {
      params: { id: played.id, step: 'funds' },
    });
    const faults = async (set: Record<string, unknown>) => {
      const params = { id: played.id, step: 'funds' };
      const body = { version, data: { ...data, ...set } };
      return (await refusal(stage.applicant.call(routes.cases.fill, { params, body }))).reply.fields;
    };
    expect(await faults({ amount: 88_800_001 })).toMatchObject([{ path: 'data.amount' }]);
    expect(await faults({ payOff: 44_400_001 })).toMatchObject([{ path: 'data.payOff' }]);
    expect(await faults({ payOff: 100 })).toMatchObject([{ path: 'data.payOff', code: 'no-mortgage' }]);
    expect(await faults({ payeeName: '张三丰' })).toMatchObject([{ path: 'data.payeeName' }]);
    expect(await faults({ payeeAccount: '6222620110001234568' })).toMatchObject([{ path: 'data.payeeAccount' }]);
    await played.finish();
  });

  it('shows both sides the terms before their face, the account to those who pay in, and keeps numbers sealed', async () => {
    const played = await (await sale().begin()).until('submit');
    const asked = await played.buyer.client.call(routes.authorisations.list, { query: { limit: 100 } });
    const params = { id: asked.items.find(({ caseId }) => caseId === played.id)!.id };
    const shown = await played.buyer.client.call(routes.authorisations.detail, { params });
    expect(shown.agreesTo.at(-1)).toMatch(/444,000\.00 元由监管银行保管.*6222\*+4567/);
    const money = await played.stands('awaiting-deposit');
    expect(money).toMatchObject({ me: 'depositor', deposit: { account: expect.stringMatching(/^8045/) } });
    const seen = await played.standing(played.seller);
    expect(seen).toMatchObject({ me: 'receiver', deposit: null, payee: { accountMasked: '6222***********4567' } });
    for (const table of ['escrow', 'escrow_instruction', 'escrow_event', 'audit_entry'])
      expect(JSON.stringify(await platform.server.database.read(`SELECT * FROM ${table}`, []))).not.toContain(
        '6222620110001234567',
      );
    const stranger = (await platform.cast.elders())[0]!;
    expect((await refusal(played.standing(stranger))).code).toBe('NOT_FOUND');
    await end(played);
  });

  it('records once the lock is confirmed, and one fen too little is not enough', async () => {
    const played = await (await sale().begin('escrow-waits')).until('await');
    await played.until('pay');
    await played.reaches('registering');
    await played.until('deposit');
    expect((await played.standing()).timeline.at(-1)!.note).toContain('还差 0.01 元');
    expect((await played.view()).waitingFor).toMatchObject({ who: '资金监管' });
    expect((await played.view()).state).toBe('registering');
    await played.until('check-outcome');
    expect((await played.stands('released')).timeline.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['agreed', 'awaiting-deposit', 'deposited', 'locked', 'releasing', 'released']),
    );
    await played.finish();
  });

  it('released twice: one entry, an alarm, and somebody who settles it', async () => {
    await platform.playground.send('PUT', '/faults', { escrowReleasesTwice: true });
    const played = await (await sale().begin()).until('check-outcome');
    const { timeline } = await played.stands('released');
    expect(timeline.filter(({ state }) => state === 'released')).toHaveLength(1);
    const { id, alarm } = await troubleOf(played);
    expect(alarm).toBe('moved-twice');
    expect((await refusal(officer.call(escrow.settle, { params: { id }, body: { note: '已核实' } }))).code).toBe(
      'FORBIDDEN',
    );
    await registrar.call(escrow.settle, { params: { id }, body: { note: '银行确认系重复报告，实付一次。' } });
    expect(await troubled()).toEqual([]);
    await played.finish();
  });

  it('locked for less: both read it, nothing is recorded; put right by the bank, it is', async () => {
    await platform.playground.send('PUT', '/faults', { escrowLocksLessFen: 1 });
    const played = await (await sale().begin()).until('deposit');
    const { says, agreementNumber } = await played.stands('lock-short');
    expect(says).toContain('443,999.99 元');
    expect((await played.standing(played.seller)).state).toBe('lock-short');
    const officerSees = await officer.call(escrow.forCentre, { params: { id: played.id } });
    expect(officerSees.items[0]).toMatchObject({ state: 'lock-short', lockedFen: 44_399_999 });
    const { id, mayAsk } = await troubleOf(played);
    expect(mayAsk).toBe(true);
    await platform.playground.send('PUT', '/faults', { none: true });
    await officer.call(escrow.ask, { params: { id } });
    await played.until('escrow-locked');
    await played.until('check-outcome');
    const { escrows } = await platform.playground.send<{
      escrows: Array<{ agreement: string; movements: unknown[] }>;
    }>('GET', '/escrows');
    expect(escrows.find(({ agreement }) => agreement === agreementNumber)!.movements).toHaveLength(1);
    await played.finish();
  });

  it('a bank that refuses leaves a state with a name, and may be asked again', async () => {
    await bank('wrong');
    const played = await (await sale().begin()).until('submit');
    await played.stands('refused');
    const { id, trouble } = await troubleOf(played);
    expect(trouble).toContain('监管银行不接受');
    await bank('now');
    await officer.call(escrow.ask, { params: { id } });
    await played.stands('awaiting-deposit');
    expect((await refusal(officer.call(escrow.ask, { params: { id } }))).code).toBe('ACTION_NOT_ALLOWED');
    await end(played);
  });

  it('a bank that answers late is asked with its ticket, and a withdrawal meanwhile returns the money after it', async () => {
    await bank('later');
    const played = await (await sale().begin()).until('submit');
    const ticket = await patiently(
      async () =>
        (
          await platform.playground.send<{ tickets: Array<{ ticket: string; department: string }> }>('GET', '/tickets')
        ).tickets.find(({ department }) => department === 'escrow')?.ticket,
      () => 'the bank gave no ticket',
    );
    expect((await played.standing()).state).toBe('agreed');
    await played.finish();
    expect((await played.standing()).state).toBe('returning');
    await bank('now');
    await platform.playground.send('POST', `/tickets/${ticket}/release`, {});
    expect((await played.stands('returned')).timeline.at(-1)!.note).toContain('没有存入资金');
  });

  it('takes no callback that is not signed by the bank, and none moves anything by itself', async () => {
    const played = await (await sale().begin()).until('deposit');
    const { agreementNumber } = await played.stands('locked');
    const { callbacks } = await platform.playground.send<{
      callbacks: Array<{ id: string; content: { agreement?: string } }>;
    }>('GET', '/callbacks');
    const { id } = callbacks.find(({ content }) => content.agreement === agreementNumber)!;
    const request = () =>
      platform.playground.send<{ headers: Record<string, string>; body: string }>('GET', `/callbacks/${id}/request`);
    const post = async (change: (sent: { headers: Record<string, string>; body: string }) => void) => {
      const sent = await request();
      change(sent);
      return (await fetch(`${platform.url}${escrow.callback.path}`, { method: 'POST', ...sent })).status;
    };
    expect(await post(() => undefined)).toBe(204);
    expect(await post((sent) => (sent.body = sent.body.replace('deposited', 'released')))).toBe(401);
    expect(await post(({ headers }) => (headers['X-Signature'] = 'AAAA'))).toBe(401);
    expect(await post(({ headers }) => (headers['X-Timestamp'] = String(platform.clock.now() - 600_000)))).toBe(401);
    expect(await post((sent) => (sent.body = 'x'.repeat(70_000)))).toBe(413);
    expect((await played.standing()).state).toBe('locked');
    await end(played);
  });

  it('drops what is older than something known, and nothing moves out of an end', async () => {
    const played = await (await sale().begin()).until('deposit');
    const { id, agreementNumber: agreement } = await played.stands('locked');
    const standings = await platform.server.get(EscrowStandings);
    const store = await platform.server.get(EscrowStore);
    const told = (version: number, lockedFen: number) =>
      platform.server.database.unitOfWork(async (tx) =>
        standings.take(tx, await store.load(tx, id), {
          agreement,
          version,
          deposit: { name: '专户', bank: '银行', account: '80450000', url: null },
          depositedFen: 0,
          lockedFen,
          closed: false,
          movements: [],
        }),
      );
    await told(1, 0);
    expect((await played.standing()).state).toBe('locked');
    await end(played);
    await told(99, 44_400_000);
    expect((await played.standing()).state).toBe('returned');
  });

  it('another account is confirmed by the own face, told to both, waits a day, and can be cancelled', async () => {
    const played = await (await sale().begin()).until('escrow-locked');
    const { id } = await played.standing();
    const body = {
      bank: '桂林银行北海分行',
      account: '6228480402564890018',
      channel: 'alipay',
      faceConsent: true,
    } as const;
    const change = (by: Actor) => by.client.call(escrow.changePayee, { params: { id }, body });
    expect((await refusal(change(played.buyer))).code).toBe('NOT_FOUND');
    const wanted = async () => {
      const { attemptId, alipay } = await change(played.seller);
      const params = { id: attemptId };
      const confirm = () => played.seller.client.call(escrow.confirmPayee, { params });
      expect((await refusal(confirm())).code).toBe('FACE_NOT_PASSED');
      await platform.playground.send('POST', `/faces/${alipay!.certifyId}/pass`, {});
      await confirm();
      return confirm();
    };
    const first = (await wanted()).payeeChange!;
    expect(first).toMatchObject({ state: 'waiting', accountMasked: '6228***********0018' });
    for (const side of [played.buyer, played.seller])
      expect((await side.client.call(routes.messages.list, { query: {} })).items.map(({ title }) => title)).toContain(
        '收款账号要更换',
      );
    const cancelled = await played.seller.client.call(escrow.cancelPayee, { params: { id: first.id } });
    expect(cancelled).toMatchObject({ payeeChange: { state: 'cancelled' }, mayChangePayee: true });
    const second = (await wanted()).payeeChange!;
    expect(second.effectiveAt! - platform.clock.now()).toBeGreaterThan(day - 600_000);
    await platform.advance(day - 600_000);
    expect((await played.standing()).payee.accountMasked).toBe('6222***********4567');
    await platform.advance(600_000);
    await patiently(
      async () => (await played.standing()).payee.accountMasked === '6228***********0018' || undefined,
      () => 'the account was not changed',
    );
    const { escrows } = await platform.playground.send<{
      escrows: Array<{ agreement: string; payee: { account: string; name: string } }>;
    }>('GET', '/escrows');
    const { agreementNumber, payee } = await played.standing();
    expect(escrows.find(({ agreement }) => agreement === agreementNumber)!.payee).toMatchObject({
      account: body.account,
      name: played.seller.name,
    });
    expect(payee.bank).toBe(body.bank);
    await end(played);
  });

  it('a bank that is silent for a day is asked until it answers', async () => {
    await bank('garbage');
    const played = await (await sale().begin()).until('submit');
    const silent = async () =>
      (
        await platform.server.database.read<{ silent_since: number | null }>(
          'SELECT silent_since FROM escrow WHERE case_id = ?',
          [played.id],
        )
      )[0]?.silent_since ?? undefined;
    await patiently(silent, () => 'the bank is not silent');
    await platform.advance(day);
    officer = await platform.cast.officer('officer1');
    expect((await troubleOf(played)).trouble).toContain('一直没有答复');
    expect((await played.standing()).state).toBe('agreed');
    await bank('now');
    await platform.advance(600_000);
    await played.stands('awaiting-deposit');
    officer = await platform.cast.officer('officer1');
    expect((await troubled()).filter(({ caseId }) => caseId === played.id)).toEqual([]);
    await end(played);
  });
});
