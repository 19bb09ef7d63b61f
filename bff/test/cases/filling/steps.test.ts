import { CaseStore } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { Asking } from '@zhucheng/bff/modules/cases/filling/asking/asking.service';
import { StepService } from '@zhucheng/bff/modules/cases/filling/step.service';
import type { CaseState } from '@zhucheng/shared';
import { idNumberOf, phoneOf } from '../../identity/people';
import { eachDatabase } from '../../support/databases';
import { CasesHarness, refusal } from '../harness';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  /** What the housing bureau was asked, and what it says of each number. */
  const asked: string[] = [];
  const answers = new Map<string, object>();
  const housing = {
    contract: async ({ filingNumber }: { filingNumber: string }) => {
      asked.push(filingNumber);
      return answers.get(filingNumber) ?? { status: 'unknown', cause: 'timeout' };
    },
  };
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect, { housing });
  });
  afterAll(() => desk?.close());

  const numberOf = (serial: number) => `4505002026${String(serial).padStart(8, '0')}`;
  const check = async (caseId: string) =>
    (await desk.load(caseId)).checks.find(({ checkId }) => checkId === 'contract-filed')!;

  test('a step is filled in while the case is being prepared or mended, and in no other state', async () => {
    const { id } = await desk.sale('verified');
    const open: CaseState[] = [];
    const states: CaseState[] = [
      'verified',
      'correction',
      'authorising',
      'submitted',
      'reviewing',
      'awaiting-payment',
      'registering',
      'suspended',
      'completed',
      'withdrawn',
      'lapsed',
      'rejected',
    ];
    for (const state of states) {
      await desk.set(id, { state });
      const code = await refusal(desk.fill(id, 'transaction', desk.transaction()));
      if (code === null) open.push(state);
      else expect([state, code]).toEqual([state, 'ACTION_NOT_ALLOWED']);
    }
    expect(open).toEqual(['verified', 'correction']);
  });

  test('only who started it fills it in; the others learn nothing, not even the buyer who sees it', async () => {
    const { id } = await desk.sale('verified');
    expect(await refusal(desk.fill(id, 'transaction', desk.transaction(), desk.huang))).toBe('NOT_FOUND');
    expect(await refusal(desk.fill(id, 'nowhere', {}))).toBe('STEP_UNKNOWN');
    expect(await refusal(desk.fill(id, 'verify', {}))).toBe('ACTION_NOT_ALLOWED');
  });

  test('another buyer takes the place of the first; the same one again stays as he is', async () => {
    const { id } = await desk.sale('verified');
    const buyers = async () =>
      (await desk.load(id)).parties
        .filter(({ role }) => role === 'buyer')
        .map((party) => [party.id, party.identity.name]);
    const [first] = await buyers();
    await desk.fill(id, 'transaction', desk.transaction({ price: 129_000_000 }));
    expect(await buyers()).toEqual([first]);
    const lin = { name: '林晓珍', idNumber: idNumberOf(3), phone: phoneOf(3) };
    await desk.fill(
      id,
      'transaction',
      desk.transaction({ parties: { buyer: { coOwnership: 'sole', members: [lin] } } }),
    );
    expect((await buyers()).map(([, name]) => name)).toEqual(['林晓珍']);
  });

  test('a changed price is other content to agree to; a corrected filing number is not', async () => {
    const { id } = await desk.sale('verified');
    const hash = async () => (await desk.load(id)).record.contentHash;
    const before = await hash();
    await desk.fill(id, 'contract-filing', { filingNumber: numberOf(1) });
    expect(await hash()).toBe(before);
    await desk.fill(id, 'transaction', desk.transaction({ price: 1 }));
    expect(await hash()).not.toBe(before);
  });

  describe('a department', () => {
    test('that is silent is asked again, never taken for a no', async () => {
      const { id } = await desk.sale('verified');
      await desk.fill(id, 'contract-filing', { filingNumber: numberOf(11) });
      await desk.server.outbox.drain();
      expect(await check(id)).toMatchObject({ result: 'waiting', message: expect.stringContaining('会自动再次核验') });
      answers.set(numberOf(11), { status: 'accepted', data: { filingNumber: numberOf(11), priceFen: 128_000_000 } });
      desk.server.clock.advance(10 * 60_000);
      await desk.server.outbox.drain();
      expect(await check(id)).toMatchObject({ result: 'passed', message: expect.stringMatching(/核验通过。$/) });
    });

    test('that does not know the number says what to do; a passed answer is not asked for again', async () => {
      answers.set(numberOf(21), { status: 'rejected', reason: 'not-found' });
      answers.set(numberOf(22), { status: 'accepted', data: { filingNumber: numberOf(22) } });
      const { id } = await desk.sale('verified');
      await desk.fill(id, 'contract-filing', { filingNumber: numberOf(21) });
      await desk.server.outbox.drain();
      expect(await check(id)).toMatchObject({ result: 'failed', message: '没有查到该号码，请核对后重新填写。' });
      for (let times = 0; times < 2; times++) {
        await desk.fill(id, 'contract-filing', { filingNumber: numberOf(22) });
        await desk.server.outbox.drain();
      }
      expect(await check(id)).toMatchObject({ result: 'passed' });
      expect(asked.filter((number) => number === numberOf(22))).toHaveLength(1);
    });

    test('whose answer comes after the number was changed has answered nothing', async () => {
      const { id } = await desk.sale('verified');
      const questions = await desk.server.get(Asking);
      await desk.fill(id, 'contract-filing', { filingNumber: numberOf(31) });
      answers.set(numberOf(31), { status: 'accepted', data: { filingNumber: numberOf(31) } });
      const write = await questions.refresh(await desk.load(id), 'contract-filing');
      await desk.fill(id, 'contract-filing', { filingNumber: numberOf(32) });
      const store = await desk.server.get(CaseStore);
      await desk.within(async (tx) => write!(tx, await store.load(tx, id)));
      expect(await check(id)).toMatchObject({ result: 'waiting' });
    });
  });

  test('the service knows a step by its declaration alone', async () => {
    const steps = await desk.server.get(StepService);
    const loaded = await desk.load((await desk.sale('verified')).id);
    expect(steps.step(loaded, 'deed-tax')).toMatchObject({ kind: 'ask', name: '税费办理' });
    expect(() => steps.step(loaded, 'pay')).toThrow(expect.objectContaining({ code: 'STEP_UNKNOWN' }));
  });
});
