import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { RegisterEffects } from '@zhucheng/bff/modules/register/register-effects.service';
import { acceptanceNumber, dayOf, dayText, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { converts, noticedHome } from './support/conversion';
import { Ground } from './support/desk';
import { until } from './support/loan';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(180_000);

const day = 86_400_000;
eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let bank: { name: string; creditCode: string };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    // The payment SDK signs with the machine's own time, so what is paid for begins in the past.
    platform.clock.advance(-8 * day);
    ground = new Ground(platform);
    bank = platform.cast.developer('bank1');
  });
  afterAll(() => platform?.close());

  const noticed = (days: number) => noticedHome(platform, ground, days);
  const daysLater = (count: number) => platform.advance(count * day);

  test('a conversion sent on the last day is registered later, with the rank of the notice', async () => {
    const home = await noticed(0);
    const { one } = home;
    await one.size('silent');
    const open = await one.filled();
    expect(open.basis).toContainEqual({
      label: '预告登记期限',
      value: `${dayText(home.last)}（含当天）前提交申请；提交后，办理期间预告登记继续有效`,
    });
    await one.sent();
    const { acceptanceNumber } = await until(
      () => one.view(),
      ({ timeline }) => timeline.some(({ action }) => action === 'hold'),
    );
    await daysLater(3);
    const citizen = await platform.cast.person('chen-haibo');
    await home.printed();
    const { result, remark } = await citizen.client.call(routes.certificates.verifyNumber, {
      body: { number: home.certificateNumber, rightHolder: bank.name },
    });
    expect([result, remark]).toEqual(['genuine', expect.stringContaining(`期限至${dayText(home.last)}`)]);
    const held = await home.registered();
    expect(held.notices).toMatchObject([
      { effectiveUntil: home.last, applied: { on: home.last, acceptanceNumber }, validTo: null },
    ]);
    // To everybody else the notice is as live as before: nothing is started past it.
    expect(held.unit.conditions).toContain('advance-notice');
    const desk = await platform.cast.officer('bank1');
    const again = {
      businessId: converts.id,
      verify: { certificateNumber: home.certificateNumber, rightHolder: bank.name },
    };
    expect((await refusal(desk.call(routes.enterprise.start, { body: again }))).code).toBe('UNIT_PENDING');
    const { items } = await desk.call(routes.enterprise.convertible, { query: { limit: 100, registered: 'true' } });
    expect(items.find(({ noticeId }) => noticeId === home.id)).toMatchObject({
      ready: false,
      reason: expect.stringContaining('办结前预告登记继续有效'),
    });
    await one.size('large');
    await one.reached('awaiting-payment');
    // Also while the payment is awaited.
    await daysLater(5);
    await one.paid();
    const done = await one.reached('completed');
    const noticeDay = dayOf(held.notices[0]!.validFrom);
    expect(done.basis).toContainEqual({
      label: '顺位',
      value: `第 1 顺位，自预告登记之日（${dayText(noticeDay)}）起算`,
    });
    const after = await home.registered();
    expect(after.mortgages).toMatchObject([{ rank: 1, rankFrom: noticeDay, validTo: null }]);
    expect(after.notices[0]!.validTo).not.toBeNull();
    expect(after.history.find(({ kind }) => kind === 'mortgage')!.summary).toContain(
      `自 ${noticeDay} 预告登记之日起算`,
    );
  });

  test('what can no longer be registered is not paid for, and what was on its way comes back', async () => {
    const home = await noticed(30);
    const { one } = home;
    await one.size('large');
    await one.filled();
    await one.sent();
    const { order } = await one.reached('awaiting-payment');
    const desk = await platform.cast.officer('bank1');
    const params = { id: order!.id };
    const pay = () => desk.call(routes.enterprisePayments.pay, { params, body: { method: 'wechat-native' } });
    const { native } = await pay();
    const [effects, register] = [
      await platform.server.get(RegisterEffects),
      await platform.server.get(RegisterService),
    ];
    await platform.server.database.unitOfWork(async (tx) => {
      await register.snapshotIn(tx, home.unitId);
      await effects.endNotice(tx, home.unitId, home.id, '债权消灭', null);
    });
    const refused = await refusal(pay());
    expect([refused.status, refused.code]).toEqual([409, 'BASIS_LOST']);
    expect(refused.reply.message).toContain('不能再缴费');
    await platform.playground.send('POST', '/wallet/code', { codeUrl: native!.codeUrl });
    await desk.call(routes.enterprisePayments.check, { params });
    await one.reached('suspended');
    await until(
      async () => {
        platform.clock.advance(500);
        return (await desk.call(routes.enterprisePayments.list, { query: { limit: 100 } })).items;
      },
      (items) => items.find(({ id }) => id === order!.id)?.state === 'refunded',
    );
    expect((await home.registered()).mortgages).toEqual([]);
  });

  test('a merged order with a case that lost its basis is not paid for, and the case is named', async () => {
    const homes = [await noticed(30), await noticed(30)];
    const orders: string[] = [];
    for (const { one } of homes) {
      await one.size('large');
      await one.filled();
      await one.sent();
      orders.push((await one.reached('awaiting-payment')).order!.id);
    }
    const desk = await platform.cast.officer('bank1');
    const merged = await desk.call(routes.enterprisePayments.merge, { body: { orderIds: orders } });
    const lost = homes[1]!;
    const effects = await platform.server.get(RegisterEffects);
    const register = await platform.server.get(RegisterService);
    await platform.server.database.unitOfWork(async (tx) => {
      await register.snapshotIn(tx, lost.unitId);
      await effects.endNotice(tx, lost.unitId, lost.id, '债权消灭', null);
    });
    const { code, reply } = await refusal(
      desk.call(routes.enterprisePayments.pay, { params: { id: merged.id }, body: { method: 'wechat-native' } }),
    );
    const { acceptanceNumber: number } = await lost.one.view();
    expect(code).toBe('BASIS_LOST');
    expect(reply.message).toContain(acceptanceNumber.group(number));
  });

  test('a case that is stopped says by what', async () => {
    const home = await noticed(30);
    await home.one.size('large');
    await home.one.filled();
    const registrar = await platform.cast.officer('registrar');
    await registrar.call(routes.register.addLimit, {
      params: { id: home.unitId },
      body: { kind: 'seizure', authority: '北海市海城区人民法院', documentNumber: '（2026）桂0502执7号', until: null },
    });
    const stopped = await home.one.reached('suspended');
    expect(stopped.timeline.at(-1)!.note).toMatch(/^查封：北海市海城区人民法院，文号 （2026）桂0502执7号。/);
    expect(stopped.waitingFor!.what).toBe(stopped.timeline.at(-1)!.note);
  });

  test('sent back and sent again after the day, it was made in time all the same', async () => {
    const home = await noticed(1);
    const { one } = home;
    await one.size('silent');
    await one.filled();
    await one.sent();
    await one.objected();
    const back = await one.reached('correction');
    expect(back.correction!.faults[0]!.text).toMatch(/异议登记：利.+，文号 （2026）桂0502执保\d+号/);
    await daysLater(4);
    await one.size('small');
    await one.sent();
    await one.reached('completed');
    expect(await home.registered()).toMatchObject({ mortgages: [{ rank: 1, validTo: null }] });
  });

  test('filled in but not sent by the last day, it comes too late', async () => {
    const home = await noticed(1);
    const { one } = home;
    await one.size('large');
    await one.filled();
    await daysLater(2);
    expect((await home.registered()).notices[0]!.validTo).not.toBeNull();
    await one.sent();
    const back = await one.reached('correction');
    expect(back.correction!.faults.map(({ text }) => text).join('')).toContain('申请依据的登记已失效');
  });

  test('withdrawn after the day, the notice lapses with it and the bank is told; before the day it lives on', async () => {
    const [late, early] = [await noticed(1), await noticed(30)];
    await late.one.size('silent');
    for (const { one } of [late, early]) {
      await one.filled();
      await one.sent();
    }
    await daysLater(2);
    await early.one.withdrawn();
    expect(await early.registered()).toMatchObject({ notices: [{ applied: null, validTo: null }] });
    expect((await late.registered()).notices[0]!.validTo).toBeNull();
    const { acceptanceNumber } = await late.one.withdrawn();
    const record = await late.registered();
    expect(record.notices[0]!.validTo).not.toBeNull();
    expect(record.history[0]!.summary).toContain('期限内提出的申请没有办成');
    expect(record.historyIntact).toBe(true);
    const desk = await platform.cast.officer('bank1');
    await until(
      () => desk.call(routes.institutionMessages.list, { query: { limit: 100 } }),
      ({ items }) => items.some(({ body }) => body.includes(acceptanceNumber) && body.includes(late.certificateNumber)),
    );
    await late.one.size('large');
    // The other one has its own day.
    await daysLater(30);
    const { notices, history } = await early.registered();
    expect(notices[0]!.validTo).not.toBeNull();
    expect(history[0]!.summary).toContain('期限届满');
  });
});
