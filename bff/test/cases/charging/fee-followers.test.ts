import { CaseFees } from '@zhucheng/bff/modules/cases/charging/fees.service';
import { CaseStore } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { acceptanceNumber, type CaseAction, type CaseActor } from '@zhucheng/shared';
import { eachDatabase } from '../../support/databases';
import { CasesHarness } from '../harness';
import { type Bank, bankOf, loanOf } from '../loans';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  let bank: Bank;
  let clerk: Awaited<ReturnType<Bank['clerk']>>;
  let store: CaseStore;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
    bank = await bankOf(desk);
    clerk = await bank.clerk();
    store = await desk.server.get(CaseStore);
  });
  afterAll(() => desk?.close());

  /** A loan's case that an officer has just approved. */
  async function approved(contract: string) {
    const view = await loanOf(desk, clerk.actor, contract);
    await desk.set(view.id, { state: 'reviewing', claimed_by: 'OFFICER' });
    const fees = await desk.server.get(CaseFees);
    await desk.within(async (tx) => {
      const loaded = await store.load(tx, view.id);
      const { fee, patch } = await fees.quoteFor(tx, loaded);
      const actor = { kind: 'staff', id: 'OFFICER' } as const;
      await store.apply(tx, loaded, 'approve', { actor, as: ['officer'], by: '审核', patch });
      await fees.enter(tx, loaded, fee);
    });
    return view;
  }
  async function goes(caseId: string, action: CaseAction, as: CaseActor): Promise<void> {
    await desk.within(async (tx) => {
      const loaded = await store.load(tx, caseId);
      await store.apply(tx, loaded, action, { actor: { kind: 'system', id: '' }, as: [as], by: '系统' });
    });
  }
  const standing = async (caseId: string) => {
    const { state, feeFen, feeFollows, orderId } = (await desk.load(caseId)).record;
    return { state, feeFen, feeFollows, order: orderId !== null };
  };
  const lastNote = async (caseId: string) => {
    const [row] = await desk.server.database.read<{ note_cipher: string }>(
      'SELECT note_cipher FROM case_event WHERE case_id = ? AND note_cipher IS NOT NULL ORDER BY seq DESC LIMIT 1',
      [caseId],
    );
    return store.cipher.decrypt(row!.note_cipher, `event:${caseId}`);
  };
  const waits = (bearer: { acceptanceNumber: string }) => ({
    state: 'awaiting-payment',
    feeFen: 0,
    feeFollows: bearer.acceptanceNumber,
    order: false,
  });
  const bears = { state: 'awaiting-payment', feeFen: 8_000, feeFollows: null, order: true };

  test('the first case of a loan is charged 80 yuan, the others wait without an order', async () => {
    const first = await approved('北银抵字（2026）第 1 号');
    const second = await approved('北银抵字(2026)第1号');
    const stranger = await approved('北银抵字（2026）第 2 号');
    expect(await standing(first.id)).toEqual(bears);
    expect(await standing(second.id)).toEqual(waits(first));
    expect(await standing(stranger.id)).toEqual(bears);
  });

  test('once it is recorded, the others go on free of charge, and their history says with which', async () => {
    const [first, second] = [await approved('第 3 号'), await approved('第 3 号')];
    await goes(first.id, 'paid', 'system');
    await desk.server.outbox.drain();
    expect(await standing(second.id)).toEqual(waits(first));
    await desk.set(first.id, { state: 'registering' });
    await goes(first.id, 'record', 'system');
    await desk.server.outbox.drain();
    expect(await standing(second.id)).toEqual({ state: 'completed', feeFen: 0, feeFollows: null, order: false });
    expect(await lastNote(second.id)).toBe(
      `登记费已随受理编号 ${acceptanceNumber.group(first.acceptanceNumber)} 收取。`,
    );
  });

  test('if it ends without being recorded, the next one is charged and the third waits for that one', async () => {
    const [first, second, third] = [await approved('第 4 号'), await approved('第 4 号'), await approved('第 4 号')];
    await goes(first.id, 'withdraw', 'applicant');
    await desk.server.outbox.drain();
    expect(await standing(second.id)).toEqual(bears);
    expect(await standing(third.id)).toEqual(waits(second));
    expect(await lastNote(second.id)).toContain(
      `受理编号 ${acceptanceNumber.group(first.acceptanceNumber)} 没有办成。登记费改由这一件缴纳。`,
    );
  });
});
