import { CaseFees } from '@zhucheng/bff/modules/cases/charging/fees.service';
import { CaseStore } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { endOf } from '@zhucheng/shared';
import { eachDatabase } from '../../support/databases';
import { CasesHarness, earlyWednesday, refusal } from '../harness';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
  });
  afterAll(() => desk?.close());
  beforeEach(() => desk.server.clock.set(earlyWednesday));

  const run = () => desk.server.jobs.run('case.lapse');

  test('thirty days to prepare a case end with the tenth of April in Beihai, not a moment before', async () => {
    const home = await desk.home();
    const { id } = await desk.start(home);
    desk.server.clock.set(endOf('2026-04-10') - 1);
    await run();
    expect(await desk.state(id)).toBe('verified');
    desk.server.clock.advance(1);
    await run();
    const { record } = await desk.load(id);
    expect([record.state, record.endReason]).toEqual([
      'lapsed',
      '超过办理期限，申请已失效。需要办理的，可以重新申请。',
    ]);
    expect(await desk.told(id, desk.chen)).toEqual(['申请已失效']);
    // The home is free again.
    expect(await refusal(desk.start(home))).toBeNull();
  });

  test('everybody the case was sent to learns of it, once', async () => {
    const { id } = await desk.sale('authorising', { deadline_at: endOf('2026-03-26') - 1 });
    desk.server.clock.set(endOf('2026-03-26'));
    await run();
    await run();
    expect([await desk.told(id, desk.chen), await desk.told(id, desk.huang)]).toEqual([['申请已失效'], ['申请已失效']]);
  });

  test.each(['submitted', 'reviewing', 'registering', 'suspended', 'completed'] as const)(
    'a case that is %s waits for the centre and never lapses',
    async (state) => {
      const { id } = await desk.sale(state, { deadline_at: earlyWednesday });
      desk.server.clock.set(endOf('2026-06-30'));
      await run();
      expect(await desk.state(id)).toBe(state);
    },
  );

  test('an order that nobody has paid in time cannot be paid any more', async () => {
    const { id } = await desk.sale('reviewing', { claimed_by: 'OFFICER' });
    const [store, fees] = [await desk.server.get(CaseStore), await desk.server.get(CaseFees)];
    await desk.within(async (tx) => {
      const loaded = await store.load(tx, id);
      const { fee, patch } = await fees.quoteFor(tx, loaded);
      const actor = { kind: 'staff', id: 'OFFICER' } as const;
      await store.apply(tx, loaded, 'approve', { actor, as: ['officer'], by: '审核', patch });
      await fees.enter(tx, loaded, fee);
    });
    const { record } = await desk.load(id);
    // Fifteen days to pay.
    expect([record.state, record.feeFen, record.deadlineAt]).toEqual([
      'awaiting-payment',
      8_000,
      endOf('2026-03-26') - 1,
    ]);
    expect(await desk.told(id, desk.huang)).toEqual(['请缴登记费']);
    desk.server.clock.set(endOf('2026-03-26'));
    await run();
    expect(await desk.server.database.readOne('SELECT state FROM fee_order WHERE case_id = ?', [id])).toEqual({
      state: 'cancelled',
    });
    expect(await desk.told(id, desk.huang)).toEqual(['请缴登记费', '申请已失效']);
  });
});
