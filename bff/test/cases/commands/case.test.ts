import { CaseService } from '@zhucheng/bff/modules/cases/commands/case.service';
import { CaseStore } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { CaseReader } from '@zhucheng/bff/modules/cases/reading/case-reader.service';
import type { CaseView } from '@zhucheng/shared';
import { eachDatabase } from '../../support/databases';
import { CasesHarness, refusal } from '../harness';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  let service: CaseService;
  let store: CaseStore;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
    service = await desk.server.get(CaseService);
    store = await desk.server.get(CaseStore);
  });
  afterAll(() => desk?.close());

  /** A sale whose every step is filled in; the departments have not answered yet. */
  async function complete(): Promise<CaseView> {
    const view = await desk.start(await desk.home());
    await desk.fill(view.id, 'transaction', desk.transaction());
    await desk.fill(view.id, 'funds', { escrow: 'no' });
    await desk.fill(view.id, 'contract-filing', { filingNumber: '450500202600000001' });
    await desk.fill(view.id, 'deed-tax', { how: 'typed', taxCertificateNumber: '345025201100000001' });
    return view;
  }
  const versionOf = async (caseId: string) => (await desk.load(caseId)).record.version;
  const seller = () => desk.actorOf(desk.chen);
  const send = async (caseId: string, version?: number) => {
    const from = version ?? (await versionOf(caseId));
    return desk.within((tx) => service.send(tx, seller(), caseId, { version: from }));
  };
  const command = (name: 'recall' | 'submit' | 'remind', caseId: string, by = desk.chen) =>
    desk.within<unknown>((tx) => service[name](tx, desk.actorOf(by), caseId));
  const withdraw = (caseId: string, by = desk.chen) =>
    desk.within((tx) => service.withdraw(tx, desk.actorOf(by), caseId, '不卖了'));
  /** The party has agreed to what stands there now. */
  const agrees = (caseId: string, role: string) =>
    desk.within(async (tx) => {
      const loaded = await store.load(tx, caseId);
      for (const party of loaded.parties.filter((one) => one.role === role))
        await store.updateParty(tx, party, {
          authState: 'passed',
          authHow: 'face',
          authAt: tx.now,
          agreedHash: loaded.record.contentHash,
        });
    });
  const seen = async (caseId: string) => {
    const reader = await desk.server.get(CaseReader);
    return refusal(reader.view(reader.committed, caseId, await reader.viewerOf(desk.actorOf(desk.huang))));
  };

  test('sending asks everybody who must agree; the buyer sees the case from then on', async () => {
    const { id } = await complete();
    expect(await seen(id)).toBe('NOT_FOUND');
    const view = await send(id);
    expect([view.state, view.waitingFor?.who]).toEqual(['authorising', '出卖人 陈海波、买受人 黄志强']);
    expect([await desk.told(id, desk.chen), await desk.told(id, desk.huang)]).toEqual([['请您授权'], ['请您授权']]);
    expect(await seen(id)).toBeNull();
  });

  test('what is not complete, or was changed on another page meanwhile, is not sent', async () => {
    const started = await desk.start(await desk.home());
    expect(await refusal(send(started.id))).toBe('STEPS_INCOMPLETE');
    const { id } = await complete();
    const version = await versionOf(id);
    await desk.fill(id, 'transaction', desk.transaction({ price: 1 }));
    expect(await refusal(send(id, version))).toBe('CONFLICT');
    expect(await desk.told(id, desk.huang)).toEqual([]);
  });

  test('taken back and sent again unchanged, nobody agrees twice; with another price everybody does', async () => {
    const { id } = await complete();
    await send(id);
    await agrees(id, 'buyer');
    await command('recall', id);
    await send(id);
    const buyer = async () => (await desk.load(id)).parties.find(({ role }) => role === 'buyer')!.authState;
    expect([await buyer(), await desk.told(id, desk.huang)]).toEqual(['passed', ['请您授权']]);
    await command('recall', id);
    await desk.fill(id, 'transaction', desk.transaction({ price: 127_000_000 }));
    await send(id);
    expect([await buyer(), await desk.told(id, desk.huang)]).toEqual(['waiting', ['请您授权', '请您授权']]);
  });

  test('it is submitted by the seller, once everybody has agreed', async () => {
    const { id } = await complete();
    await send(id);
    await agrees(id, 'seller');
    expect(await refusal(command('submit', id))).toBe('AUTHORISATION_MISSING');
    await agrees(id, 'buyer');
    expect(await refusal(command('submit', id, desk.huang))).toBe('NOT_FOUND');
    expect(await command('submit', id)).toMatchObject({ state: 'submitted' });
    expect(await desk.told(id, desk.huang)).toEqual(['请您授权', '申请已提交']);
    expect(await refusal(command('submit', id))).toBe('ACTION_NOT_ALLOWED');
  });

  test('a reminder goes to those who are missing, and not twice in twenty minutes', async () => {
    const { id } = await complete();
    expect(await refusal(command('remind', id))).toBe('ACTION_NOT_ALLOWED');
    await send(id);
    expect(await command('remind', id)).toEqual({ reminded: 1 });
    expect(await refusal(command('remind', id))).toBe('REMINDED_RECENTLY');
    desk.server.clock.advance(20 * 60_000);
    expect(await command('remind', id)).toEqual({ reminded: 1 });
    expect(await desk.told(id, desk.huang)).toEqual(['请您授权', '还在等您授权', '还在等您授权']);
    // The seller has herself on the screen.
    expect(await desk.told(id, desk.chen)).toEqual(['请您授权']);
    await agrees(id, 'buyer');
    expect(await command('remind', id)).toEqual({ reminded: 0 });
  });

  test('it can be given up until it is recorded, and whoever was asked is told why', async () => {
    const { id } = await complete();
    await send(id);
    expect(await refusal(withdraw(id, desk.huang))).toBe('NOT_FOUND');
    expect(await withdraw(id)).toMatchObject({ state: 'withdrawn', endReason: '不卖了', actions: [] });
    expect(await desk.told(id, desk.huang)).toEqual(['请您授权', '申请已撤回']);
    expect(await refusal(withdraw(id))).toBe('ACTION_NOT_ALLOWED');
    const { id: done } = await desk.sale('completed');
    expect(await refusal(withdraw(done))).toBe('ACTION_NOT_ALLOWED');
    const { id: registering } = await desk.sale('registering');
    expect(await refusal(withdraw(registering))).toBeNull();
  });
});
