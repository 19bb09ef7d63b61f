import { type OrderView, routes } from '@zhucheng/shared';
import type { Actor } from '../walk/cast';
import { patiently } from '../walk/patience';
import { unpaidSale } from './belongings';
import { type Answer, told } from './caller';
import { alipayForgeries, type Callback, wechatForgeries } from './forgeries';
import type { Stage } from './stage';
import { Tally } from './tally';

type Channel = 'wechat' | 'alipay';
const methods = { wechat: 'wechat-native', alipay: 'alipay-page' } as const;
const paths: Record<Channel, string> = {
  wechat: routes.payments.wechatCallback.path,
  alipay: routes.payments.alipayCallback.path,
};

interface Order {
  id: string;
  caseId: string;
  payer: Actor;
}

/** Whoever may see the order may pay it. */
async function payerOf({ cast }: Stage, id: string): Promise<Actor> {
  for (const couple of await cast.couples())
    for (const person of couple) {
      const order = await person.client.call(routes.payments.detail, { params: { id } }).catch(() => undefined);
      if (order?.payable) return person;
    }
  throw new Error('没有人能支付这张缴费单');
}

class Counter {
  constructor(
    private readonly stage: Stage,
    private readonly tally: Tally,
  ) {}

  private faults(changed: Record<string, boolean>): Promise<unknown> {
    return this.stage.playground.send('PUT', '/faults', changed);
  }

  async order(): Promise<Order> {
    const { id: caseId, order } = await unpaidSale(this.stage);
    return { id: order!.id, caseId, payer: await payerOf(this.stage, order!.id) };
  }

  view({ id, payer }: Order): Promise<OrderView> {
    return payer.client.call(routes.payments.detail, { params: { id } });
  }

  /** Paid at the gateway, whose word is kept back and may be wrong. Returns the number of the callback. */
  async pay(order: Order, channel: Channel, wrong: Record<string, boolean> = {}): Promise<string> {
    const { playground } = this.stage;
    const params = { id: order.id };
    const before = await playground.send<{ payments: Array<{ outTradeNo: string }> }>('GET', '/payments');
    const known = new Set(before.payments.map(({ outTradeNo }) => outTradeNo));
    const started = await order.payer.client.call(routes.payments.pay, { params, body: { method: methods[channel] } });
    // Alipay's page makes the order when a browser opens it.
    if (started.alipayPage) await fetch(started.alipayPage.url, { redirect: 'manual' });
    const { payments } = await playground.send<{ payments: Array<{ outTradeNo: string }> }>('GET', '/payments');
    const { outTradeNo } = payments.find((payment) => !known.has(payment.outTradeNo))!;
    await this.faults(wrong);
    await playground.send('POST', `/payments/${outTradeNo}/pay`, { channel });
    await this.faults(Object.fromEntries(Object.keys(wrong).map((name) => [name, false])));
    const { callbacks } = await playground.send<{ callbacks: Array<{ id: string }> }>(
      'GET',
      `/callbacks?outTradeNo=${outTradeNo}`,
    );
    return callbacks[0]!.id;
  }

  async request(callback: string, fault?: string): Promise<Callback> {
    if (fault) await this.faults({ [fault]: true });
    const built = await this.stage.playground.send<Callback>('GET', `/callbacks/${callback}/request`);
    if (fault) await this.faults({ [fault]: false });
    return built;
  }

  deliver(channel: Channel, { headers, body }: Callback): Promise<Answer> {
    const bytes = Buffer.from(body);
    return this.stage.caller.raw('POST', paths[channel], {
      body: bytes,
      headers: { ...headers, 'content-length': String(bytes.length) },
    });
  }

  /** Has to be refused. */
  async forged(channel: Channel, wrong: string, callback: Callback, to: Channel = channel): Promise<void> {
    const answer = await this.deliver(to, callback);
    const taken = answer.status < 400 && !/fail/i.test(answer.text);
    this.tally.judge(`${channel} · ${wrong}`, taken || answer.status === 0 ? `收下了：${told(answer)}` : undefined);
  }

  async unchanged(what: string, order: Order): Promise<void> {
    const { state } = await this.view(order);
    const { state: caseState } = await order.payer.client.call(routes.cases.detail, { params: { id: order.caseId } });
    this.tally.judge(
      what,
      state === 'unpaid' && caseState === 'awaiting-payment' ? undefined : `缴费单变成 ${state}，办件变成 ${caseState}`,
    );
  }
}

/** As long as what was taken in is worked on. */
const worked = () => new Promise((resolve) => setTimeout(resolve, 1_500));

/** Gateways' callbacks (支付通知) that are not theirs, or say what is not so; at the end the genuine ones, many times over. */
export async function attackWithCallbacks(stage: Stage, nth = 1): Promise<Tally> {
  const tally = new Tally('forged-callbacks');
  const counter = new Counter(stage, tally);
  const { playground } = stage;
  // Nobody else tells the platform what was paid: not the gateway by itself, not when it is asked.
  await playground.send('PUT', '/faults', { dropCallbacks: true, queryTimeout: true });
  try {
    const [first, second] = [await counter.order(), await counter.order()];
    const genuine = { wechat: await counter.pay(first, 'wechat'), alipay: await counter.pay(second, 'alipay') };
    const orders = { wechat: first, alipay: second };
    await counter.forged('wechat', '签名不对', await counter.request(genuine.wechat, 'badSignature'));
    await counter.forged('wechat', '过期', await counter.request(genuine.wechat, 'staleCallbacks'));
    await counter.forged('wechat', '翻转一位后重签', await counter.request(genuine.wechat, 'flipBit'));
    await counter.forged('alipay', '签名不对', await counter.request(genuine.alipay, 'badSignature'));
    // Signed by the gateway, but of another sum or another merchant: taken in for people to look at, and nothing more.
    const wrong = async (channel: Channel, fault: string, order: Order): Promise<Callback> => {
      const callback = await counter.request(await counter.pay(order, channel, { [fault]: true }));
      await counter.deliver(channel, callback);
      await worked();
      await counter.unchanged(`${channel} · ${fault}`, order);
      return callback;
    };
    const others = {
      wechat: await wrong('wechat', 'wrongAmount', second),
      alipay: await wrong('alipay', 'wrongAmount', first),
    };
    if (nth === 1) {
      const third = await counter.order();
      await wrong('wechat', 'wrongMerchant', third);
      await wrong('alipay', 'wrongMerchant', third);
    }
    const [wechat, alipay] = [await counter.request(genuine.wechat), await counter.request(genuine.alipay)];
    for (const { wrong: what, to, ...callback } of wechatForgeries(wechat, others.wechat))
      await counter.forged('wechat', what, callback, to ? 'alipay' : 'wechat');
    for (const { wrong: what, to, ...callback } of alipayForgeries(alipay, others.alipay))
      await counter.forged('alipay', what, callback, to ? 'wechat' : 'alipay');
    await worked();
    for (const channel of ['wechat', 'alipay'] as const)
      await counter.unchanged(`${channel} · 所有伪造之后`, orders[channel]);
    for (const channel of ['wechat', 'alipay'] as const) await replay(counter, tally, channel, genuine, orders);
  } finally {
    await playground.send('PUT', '/faults', { dropCallbacks: false, queryTimeout: false });
  }
  return tally;
}

/** The genuine one counts, once, however often it comes. Without this the refusals would prove nothing. */
async function replay(
  counter: Counter,
  tally: Tally,
  channel: Channel,
  genuine: Record<Channel, string>,
  orders: Record<Channel, Order>,
): Promise<void> {
  const order = orders[channel];
  const callback = await counter.request(genuine[channel]);
  await Promise.all(Array.from({ length: 5 }, () => counter.deliver(channel, callback)));
  const paid = await patiently(
    async () => {
      const view = await counter.view(order);
      return view.state === 'unpaid' ? undefined : view;
    },
    () => `真正的${channel}通知没有入账`,
  ).catch((error: Error) => error.message);
  tally.judge(`${channel} · 真正的通知`, typeof paid === 'string' ? paid : undefined);
  if (typeof paid === 'string') return;
  await counter.deliver(channel, callback);
  await counter.deliver(channel, await counter.request(genuine[channel]));
  await worked();
  const after = await counter.view(order);
  const same = after.state === 'paid' && after.paidAt === paid.paidAt && after.totalFen === paid.totalFen;
  tally.judge(`${channel} · 重放`, same ? undefined : `${JSON.stringify(paid)} 变成 ${JSON.stringify(after)}`);
}
