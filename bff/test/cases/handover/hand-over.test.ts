import { HandOverService } from '@zhucheng/bff/modules/cases/handover/hand-over.service';
import type { UtilityAccount } from '@zhucheng/shared';
import { eachDatabase } from '../../support/databases';
import { CasesHarness, refusal } from '../harness';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  let service: HandOverService;
  const asked: Array<{ kind: string; newHolder: { name: string } }> = [];
  /** The gas company has entered the home only lately. */
  let gas = false;
  let answer: object = { status: 'unknown', cause: 'timeout' };
  const utilities = {
    accounts: async () => ({
      status: 'accepted',
      data: [
        ...(gas ? [{ kind: 'gas', provider: '北海新奥燃气有限公司', account: '5503', arrearsFen: 0 }] : []),
        { kind: 'water', provider: '北海市供水有限责任公司', account: '3301', arrearsFen: 0 },
        { kind: 'electricity', provider: '北海供电局', account: '8802', arrearsFen: 12_345 },
      ],
    }),
    transfer: async (request: (typeof asked)[number]) => {
      asked.push(request);
      return answer;
    },
    result: async () => answer,
  };
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect, { utilities });
    service = await desk.server.get(HandOverService);
  });
  afterAll(() => desk?.close());

  const choose = (caseId: string, account: UtilityAccount, choice: 'transfer' | 'skip', by = desk.huang) =>
    desk.within((tx) => service.choose(tx, desk.actorOf(by), caseId, account, choice));
  async function completed(): Promise<string> {
    const { id } = await desk.sale('completed');
    await desk.within((tx) => tx.enqueue('case.utilities', id, { caseId: id }, { caseId: id }));
    await desk.server.outbox.drain();
    return id;
  }
  const accounts = async (caseId: string) =>
    (
      await desk.server.database.read<{ account: string; state: string; message: string | null }>(
        'SELECT account, state, message FROM case_hand_over WHERE case_id = ? ORDER BY account DESC',
        [caseId],
      )
    ).map(({ account, state, message }) => [account, state, message]);

  test('the accounts that the unit has are offered, arrears said in yuan; a second look adds what is new', async () => {
    const id = await completed();
    const offered = [
      ['water', 'todo', null],
      ['electricity', 'todo', '有欠费 123.45 元，缴清后才能过户。'],
    ];
    expect(await accounts(id)).toEqual(offered);
    gas = true;
    await desk.within((tx) => tx.enqueue('case.utilities', `${id}-again`, { caseId: id }, { caseId: id }));
    await desk.server.outbox.drain();
    gas = false;
    expect(await accounts(id)).toEqual([offered[0], ['gas', 'todo', null], offered[1]]);
  });

  test('what was skipped can be done later, for the buyer, with the day from which it holds', async () => {
    const id = await completed();
    expect((await choose(id, 'water', 'skip')).handOver[0]).toMatchObject({ account: 'water', state: 'skipped' });
    asked.length = 0;
    answer = { status: 'accepted', data: { effectiveOn: '2026-03-20' } };
    await choose(id, 'water', 'transfer');
    await desk.server.outbox.drain();
    expect((await accounts(id))[0]).toEqual(['water', 'done', '已过户，2026年3月20日起生效。']);
    expect(asked).toMatchObject([{ kind: 'water', newHolder: { name: '黄志强' } }]);
    expect(await refusal(choose(id, 'water', 'skip'))).toBe('HANDOVER_NOT_AVAILABLE');
    expect(await refusal(choose(id, 'water', 'transfer'))).toBe('HANDOVER_NOT_AVAILABLE');
  });

  test('arrears: it fails with what to do, and can be tried again', async () => {
    const id = await completed();
    answer = { status: 'rejected', reason: 'arrears' };
    await choose(id, 'electricity', 'transfer');
    await desk.server.outbox.drain();
    expect((await accounts(id))[1]).toEqual(['electricity', 'failed', '账户有欠费，缴清后再试。']);
    answer = { status: 'accepted', data: { effectiveOn: '2026-03-21' } };
    await choose(id, 'electricity', 'transfer');
    await desk.server.outbox.drain();
    expect((await accounts(id))[1]).toEqual(['electricity', 'done', '已过户，2026年3月21日起生效。']);
  });

  test('a silent company is asked again until it says something', async () => {
    const id = await completed();
    answer = { status: 'unknown', cause: 'timeout' };
    await choose(id, 'water', 'transfer');
    await desk.server.outbox.drain();
    expect((await accounts(id))[0]).toEqual(['water', 'running', null]);
    expect(await refusal(choose(id, 'water', 'skip'))).toBe('HANDOVER_NOT_AVAILABLE');
    answer = { status: 'pending', ticket: 'T1', retryAfterMs: 1_000 };
    desk.server.clock.advance(10 * 60_000);
    await desk.server.outbox.drain();
    answer = { status: 'accepted', data: { effectiveOn: '2026-03-22' } };
    desk.server.clock.advance(10 * 60_000);
    await desk.server.outbox.drain();
    expect((await accounts(id))[0]![1]).toBe('done');
  });

  test('it is the buyer’s to choose, after completion, for accounts that there are', async () => {
    const id = await completed();
    expect(await refusal(choose(id, 'water', 'skip', desk.chen))).toBe('NOT_FOUND');
    expect(await refusal(choose(id, 'gas', 'transfer'))).toBe('HANDOVER_NOT_AVAILABLE');
    await desk.set(id, { state: 'registering' });
    expect(await refusal(choose(id, 'water', 'skip'))).toBe('ACTION_NOT_ALLOWED');
    expect((await accounts(id))[0]![1]).toBe('todo');
  });
});
