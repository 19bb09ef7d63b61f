import { businesses, type CaseView, type PublicPaymentQuestion, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { Client } from '../walk/client';
import { until } from './support/loan';
import { partWay } from './support/part-way';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { statementsOf } from './support/statements';

jest.setTimeout(180_000);

const { publicPayments } = routes;
const sale = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'transfer-ownership')!;

eachDatabase((dialect) => {
  let platform: Platform;
  let stranger: Client;
  let owed: CaseView;
  let sides: { by: 'parties'; serial: string; rightHolder: string; obligor: string };

  const find = (body: PublicPaymentQuestion) => stranger.call(publicPayments.find, { body });
  const names = (view: CaseView, role: string) =>
    view.parties
      .filter((party) => party.role === role)
      .map(({ name }) => name)
      .join('、');
  const sold = async () => {
    owed = await partWay(platform, sale, (move) => move.do === 'pay');
    sides = {
      by: 'parties',
      serial: owed.acceptanceNumber,
      rightHolder: names(owed, 'buyer'),
      obligor: names(owed, 'seller'),
    };
  };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    stranger = new Client(platform.url);
    await sold();
  });
  afterAll(() => platform?.close());

  test('the online list opens to both sides and the serial number, either number', async () => {
    const { items } = await find(sides);
    expect(items).toMatchObject([
      { number: owed.order!.number, acceptanceNumber: owed.acceptanceNumber, totalFen: 8_000, payable: true },
    ]);
    const said = JSON.stringify(items);
    for (const { name } of owed.parties) expect(said).not.toContain(name);
    expect(items[0]!.location).not.toMatch(/\d/);
    expect((await find({ ...sides, serial: ` ${owed.order!.number.toLowerCase()} ` })).items).toEqual(items);
    // One of several is enough, as on every paper.
    expect((await find({ ...sides, rightHolder: names(owed, 'buyer').split('、')[0]! })).items).toEqual(items);
  });

  test('the counter list opens to the acceptance number and the end of a document', async () => {
    const buyer = await platform.cast.person('huang-zhiqiang');
    const proof = buyer.idNumber.slice(-4);
    const { items } = await find({ by: 'acceptance', acceptanceNumber: owed.acceptanceNumber, proof });
    expect(items.map(({ id }) => id)).toEqual([owed.order!.id]);
  });

  test('strangers are told nothing: sides mixed up, one missing, a wrong number all read alike', async () => {
    const wrong: PublicPaymentQuestion[] = [
      { ...sides, rightHolder: sides.obligor, obligor: sides.rightHolder },
      { ...sides, obligor: '' },
      { ...sides, rightHolder: `${sides.rightHolder}、王小明` },
      { ...sides, serial: `${owed.acceptanceNumber.slice(0, -4)}0000` },
      { ...sides, serial: 'ZC202601010000000000' },
    ];
    const told = await Promise.all(wrong.map(async (body) => (await refusal(find(body))).reply));
    expect(new Set(told.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect(told[0]!.code).toBe('NOT_FOUND');
  });

  test('a ticket opens these orders only, for half an hour', async () => {
    const { ticket } = await find(sides);
    const other = await refusal(
      stranger.call(publicPayments.pay, {
        body: { ticket, orderId: `${'0'.repeat(25)}1`, method: 'wechat-native' },
      }),
    );
    expect(other.code).toBe('NOT_FOUND');
    for (const made of [`${ticket.slice(0, -4)}AAAA`, 'x', owed.order!.id]) {
      const { code } = await refusal(stranger.call(publicPayments.state, { body: { ticket: made } }));
      expect(code).toBe('PAYMENT_TICKET_OVER');
    }
  });

  test('asks for the wallet where a mini-program pays, and takes its one-time code', async () => {
    const { ticket } = await find(sides);
    const orderId = owed.order!.id;
    const without = await refusal(
      stranger.call(publicPayments.pay, { body: { ticket, orderId, method: 'wechat-jsapi' } }),
    );
    expect(without.reply.fields).toMatchObject([{ path: 'method', code: 'wallet' }]);
    const codes = await Promise.all(
      ['one', 'two'].map((who) =>
        platform.playground.send<{ code: string }>('POST', '/wechat/login-code', { openid: `oStranger-${who}` }),
      ),
    );
    const started = [];
    for (const { code: walletCode } of codes)
      started.push(
        await stranger.call(publicPayments.pay, { body: { ticket, orderId, method: 'wechat-jsapi', walletCode } }),
      );
    expect(new Set(started.map(({ attemptId }) => attemptId)).size).toBe(2);
    expect(started[0]!.jsapi!.paySign).toBeTruthy();
  });

  test('whoever pays, the case goes on and the receipt is there; nothing is left to pay', async () => {
    const { ticket } = await find(sides);
    const orderId = owed.order!.id;
    const { native } = await stranger.call(publicPayments.pay, { body: { ticket, orderId, method: 'wechat-native' } });
    await platform.playground.send('POST', '/wallet/code', { codeUrl: native!.codeUrl });
    const { items } = await until(
      () => stranger.call(publicPayments.state, { body: { ticket, check: orderId } }),
      (reply) => reply.items[0]!.state === 'paid',
    );
    expect(items).toMatchObject([{ paidBy: 'wechat-native', payable: false, unpayable: null }]);
    const again = await refusal(
      stranger.call(publicPayments.pay, { body: { ticket, orderId, method: 'alipay-page' } }),
    );
    expect(again.code).toBe('ORDER_NOT_PAYABLE');
    const buyer = await platform.cast.person('huang-zhiqiang');
    const view = await until(
      () => buyer.client.call(routes.cases.detail, { params: { id: owed.id } }),
      ({ state }) => state === 'completed',
    );
    expect(view.order!.state).toBe('paid');
  });

  test('an order that cannot be paid says why, and takes no attempt', async () => {
    await sold();
    const { ticket, items: before } = await find(sides);
    expect(before[0]!.payable).toBe(true);
    const officer = await platform.cast.officer('registrar');
    await officer.call(routes.register.addLimit, {
      params: { id: owed.unit.id },
      body: { kind: 'seizure', authority: '北海市海城区人民法院', documentNumber: '（2026）桂0502执1号', until: null },
    });
    const { items } = await stranger.call(publicPayments.state, { body: { ticket } });
    expect(items).toMatchObject([{ state: 'cancelled', payable: false }]);
    expect(items[0]!.unpayable).toContain('暂停办理');
    const { code } = await refusal(
      stranger.call(publicPayments.pay, { body: { ticket, orderId: items[0]!.id, method: 'wechat-native' } }),
    );
    expect(code).toBe('ORDER_NOT_PAYABLE');
  });

  test('at most 7 statements to find, of which none grows with the orders there are', async () => {
    await sold();
    const counted = await statementsOf(platform.server, () => find(sides));
    expect(counted).toBeLessThanOrEqual(7);
  });
});
