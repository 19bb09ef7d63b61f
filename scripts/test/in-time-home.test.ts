import { businesses, dayOf, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { NoticedBuyer } from './support/conversion';
import { Ground } from './support/desk';
import { until } from './support/loan';
import { playUntil } from './support/part-way';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const day = 86_400_000;
const sells = businesses.find(({ unit }) => unit.building === 'first-case' && unit.keeps.length > 0)!;
eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
  });
  afterAll(() => platform?.close());

  test('a new home applied for on the last day of its notice is transferred after it', async () => {
    let home = { unitId: '', last: '' };
    const player = new NoticedBuyer(platform, async ({ unitId, buyers }) => {
      // The building before it was paid for now; the payment SDK signs with the machine's own time.
      platform.clock.advance(-2 * day);
      const last = dayOf(platform.clock.now());
      const holders = buyers.map(({ name, idNumber }) => ({ name, idNumber }));
      await ground.presale(unitId, holders, last);
      home = { unitId, last };
    });
    const { state } = await playUntil(player, sells, (move) => move.do === 'pay');
    expect(state).toBe('awaiting-payment');
    await platform.advance(2 * day);
    const registrar = await platform.cast.officer('registrar');
    const registered = () => registrar.call(routes.register.unit, { params: { id: home.unitId } });
    expect((await registered()).notices).toMatchObject([
      { effectiveUntil: home.last, applied: { on: home.last }, validTo: null },
    ]);
    await player.paid();
    await until(
      () => player.view(),
      (view) => view.state === 'completed',
    );
    const after = await registered();
    expect(after.notices[0]!.validTo).not.toBeNull();
    expect(after.history.map(({ kind }) => kind)).toContain('transfer');
    expect(after.historyIntact).toBe(true);
  });
});
