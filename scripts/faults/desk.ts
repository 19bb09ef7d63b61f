import { type OrderView, routes } from '@zhucheng/shared';
import { unpaidSale } from '../attack/belongings';
import type { Answer } from '../attack/caller';
import type { Callback } from '../attack/forgeries';
import type { Stage } from '../attack/stage';
import type { NO_FAULTS } from '../sandbox/state';
import type { Actor } from '../walk/cast';
import { Refused } from '../walk/client';
import { patiently } from '../walk/patience';

export type Channel = 'wechat' | 'alipay';
const methods = { wechat: 'wechat-native', alipay: 'alipay-page' } as const;
const paths: Record<Channel, string> = {
  wechat: routes.payments.wechatCallback.path,
  alipay: routes.payments.alipayCallback.path,
};

/** A sale that waits for its fee. */
export interface Owed {
  id: string;
  number: string;
  caseId: string;
  unitId: string;
  totalFen: number;
  payer: Actor;
}

/** What a gateway has in its books of one payment. */
interface Booked {
  channel: Channel;
  outTradeNo: string;
  amountFen: number;
  state: string;
  paid: boolean;
  refunds: Array<{ refundFen: number; state: string }>;
}

/** Pays, repeats, holds back and looks into the gateways' books. */
export class PaymentDesk {
  constructor(
    readonly stage: Stage,
    private readonly patienceMs?: number,
  ) {}

  /** Asks until the answer is something. Error: the complaint. */
  until<T>(ask: () => Promise<T | undefined>, complaint: () => string): Promise<T> {
    return patiently(ask, complaint, this.patienceMs);
  }

  async order(): Promise<Owed> {
    const { id: caseId, order, unit } = await unpaidSale(this.stage);
    const { id, number, totalFen } = order!;
    return { id, number, totalFen, caseId, unitId: unit.id, payer: await this.payerOf(id) };
  }

  /** Whoever may see the order may pay it. */
  private async payerOf(id: string): Promise<Actor> {
    for (const couple of await this.stage.cast.couples())
      for (const person of couple) {
        const order = await person.client.call(routes.payments.detail, { params: { id } }).catch(() => undefined);
        if (order?.payable) return person;
      }
    throw new Error('没有人能支付这张缴费单');
  }

  view({ id, payer }: Pick<Owed, 'id' | 'payer'>): Promise<OrderView> {
    return payer.client.call(routes.payments.detail, { params: { id } });
  }

  async caseOf({ caseId, payer }: Owed) {
    return payer.client.call(routes.cases.detail, { params: { id: caseId } });
  }

  faults(changed: Partial<typeof NO_FAULTS> | { none: true }): Promise<unknown> {
    return this.stage.playground.send('PUT', '/faults', changed);
  }

  /** Begins a payment. Returns our number at the gateway. Error: Refused. */
  async start(order: Owed, channel: Channel): Promise<string> {
    const before = new Set((await this.numbers(order)).map(({ outTradeNo }) => outTradeNo));
    const started = await order.payer.client.call(routes.payments.pay, {
      params: { id: order.id },
      body: { method: methods[channel] },
    });
    // Alipay's page makes the trade when a browser opens it.
    if (started.alipayPage) await fetch(started.alipayPage.url, { redirect: 'manual' });
    const mine = (await this.numbers(order)).filter((one) => one.channel === channel);
    return (mine.find(({ outTradeNo }) => !before.has(outTradeNo)) ?? mine[0])!.outTradeNo;
  }

  /** Error code of the refusal, or null. */
  async refusal(work: Promise<unknown>): Promise<string | null> {
    return work.then(
      () => null,
      (error: unknown) => {
        if (error instanceof Refused) return error.code;
        throw error;
      },
    );
  }

  /** The payer pays in the wallet. */
  payAt(outTradeNo: string, channel: Channel): Promise<unknown> {
    return this.stage.playground.send('POST', `/payments/${outTradeNo}/pay`, { channel });
  }

  check({ id, payer }: Owed): Promise<OrderView> {
    return payer.client.call(routes.payments.check, { params: { id } });
  }

  private async numbers(order: Owed): Promise<Array<Omit<Booked, 'paid' | 'refunds'> & { paidAt?: number }>> {
    const { payments } = await this.stage.playground.send<{
      payments: Array<Omit<Booked, 'paid' | 'refunds'> & { paidAt?: number }>;
    }>('GET', `/payments?prefix=${order.number}`);
    return payments;
  }

  /** The gateways' books of an order. */
  async books(order: Owed): Promise<Booked[]> {
    const { refunds } = await this.stage.playground.send<{
      refunds: Array<{ channel: Channel; outTradeNo: string; refundFen: number; state: string }>;
    }>('GET', `/refunds?prefix=${order.number}`);
    return (await this.numbers(order)).map(({ paidAt, ...payment }) => ({
      ...payment,
      paid: paidAt !== undefined,
      refunds: refunds.filter(
        ({ channel, outTradeNo }) => channel === payment.channel && outTradeNo === payment.outTradeNo,
      ),
    }));
  }

  /** Callbacks of a payment, the first is that it was paid. */
  async callbacks(outTradeNo: string): Promise<string[]> {
    const { callbacks } = await this.stage.playground.send<{ callbacks: Array<{ id: string }> }>(
      'GET',
      `/callbacks?outTradeNo=${outTradeNo}`,
    );
    return callbacks.map(({ id }) => id);
  }

  /** As the gateway would send it now, with what is switched on meanwhile. */
  async request(callback: string, fault?: keyof typeof NO_FAULTS): Promise<Callback> {
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

  /** The callback of a payment, delivered by hand. */
  async tell(outTradeNo: string, channel: Channel): Promise<Answer> {
    const [first] = await this.callbacks(outTradeNo);
    return this.deliver(channel, await this.request(first!));
  }

  /** Waits until the order is in one of these states; a minute later it says in which it stays. */
  async reaches(order: Owed, ...states: OrderView['state'][]): Promise<OrderView> {
    let last = '';
    return this.until(
      async () => {
        const view = await this.view(order);
        last = view.stateName;
        return states.includes(view.state) ? view : undefined;
      },
      () => `缴费单停在“${last}”`,
    );
  }

  async withdraw({ caseId }: Owed): Promise<void> {
    for (const couple of await this.stage.cast.couples())
      for (const person of couple) {
        const view = await person.client.call(routes.cases.detail, { params: { id: caseId } }).catch(() => undefined);
        if (!view?.actions.some(({ action, enabled }) => action === 'withdraw' && enabled)) continue;
        await person.client.call(routes.cases.withdraw, { params: { id: caseId }, body: { reason: '不再办理' } });
        return;
      }
  }

  /** Gives the home back to the next one who tries. */
  async leave(order: Owed): Promise<void> {
    const { state } = await this.caseOf(order);
    if (state !== 'completed' && state !== 'withdrawn') await this.withdraw(order);
  }
}
