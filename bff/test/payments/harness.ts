import { join } from 'node:path';
import type { PaymentChannel } from '@zhucheng/bff/adapters/payment-channel/port';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { PaymentService } from '@zhucheng/bff/modules/payments/payment.service';
import type { PaidHandler, PaidOrder } from '@zhucheng/bff/modules/payments/payment.types';
import { SettlementService } from '@zhucheng/bff/modules/payments/settlement.service';
import { TaxOrderService } from '@zhucheng/bff/modules/payments/tax-order.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { creditCode as codes, type OrderView } from '@zhucheng/shared';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/server';
import { FakeGateway } from './fake-gateway';
import { FakeTaxBureau } from './fake-tax-bureau';

export const people = {
  buyer: { id: newId(), idNumber: '45050219900307123X', openids: { wechat: 'openid-buyer', alipay: 'alipay-buyer' } },
  partner: { id: newId(), idNumber: '450502199103071234', openids: {} },
  seller: { id: newId(), idNumber: '450502198001015678', openids: { wechat: 'openid-seller' } },
};
export type Person = keyof typeof people;
export const banks = {
  bank: { id: newId(), clerk: newId(), creditCode: codes.compose('91450500MADEM001') },
  rival: { id: newId(), clerk: newId(), creditCode: codes.compose('91450500MADEM002') },
};
export type Bank = keyof typeof banks;
/** Staff of the centre: two who may decide, and one who only looks. */
export const desk = {
  registrar: { id: newId(), roles: ['registrar'] },
  second: { id: newId(), roles: ['administrator'] },
  officer: { id: newId(), roles: ['officer'] },
} as const;
export type Desk = keyof typeof desk;

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  body: any;
  text: string;
}

/** A server whose citizens and cases are the test's own. */
export class PaymentsHarness {
  readonly fulfilled: PaidOrder[] = [];
  outcome: 'fulfilled' | 'refund' = 'fulfilled';
  /** Cases that can no longer take the money, whatever `outcome` says. */
  readonly ended = new Set<string>();
  private constructor(
    readonly server: TestServer,
    readonly wechat: FakeGateway,
    readonly alipay: FakeGateway,
    readonly payments: PaymentService,
    readonly tax: FakeTaxBureau,
  ) {}

  static async start(
    options: TestServerOptions & { channels?: Record<string, PaymentChannel> },
  ): Promise<PaymentsHarness> {
    const { channels, ...rest } = options;
    const wechat = new FakeGateway('wechat');
    const alipay = new FakeGateway('alipay');
    const own = classesIn(join(__dirname, '../../src/modules/payments'), ['controller', 'service', 'query', 'entity']);
    const asked = ['messages', 'businesses'].flatMap((name) =>
      classesIn(join(__dirname, `../../src/modules/${name}`), ['service']),
    );
    const identity = classesIn(join(__dirname, '../../src/modules/identity'), ['service', 'query']);
    const tax = new FakeTaxBureau();
    const adapters = { channels: channels ?? { wechat, alipay }, tax };
    const server = await startTestServer({
      adapters,
      modules: [...identity, ...asked, ...own],
      ...rest,
    });
    const harness = new PaymentsHarness(server, wechat, alipay, await server.get(PaymentService), tax);
    const byId = (id: string) => Promise.resolve(Object.values(people).find((person) => person.id === id) ?? null);
    Object.assign(await server.get(CitizenService), { byId });
    const institutionById = (id: string) => {
      const creditCode = Object.values(banks).find((bank) => bank.id === id)?.creditCode;
      return Promise.resolve(creditCode ? { id, name: '某银行', creditCode, kind: 'bank' } : null);
    };
    Object.assign(await server.get(StaffService), { institutionById });
    server.sessions.use({
      read: (token) =>
        token in desk
          ? { kind: 'staff', id: desk[token as Desk].id, roles: [...desk[token as Desk].roles], sessionId: token }
          : token in banks
            ? {
                kind: 'staff',
                id: banks[token as Bank].clerk,
                roles: ['institution-clerk'],
                institutionId: banks[token as Bank].id,
                sessionId: token,
              }
            : { kind: 'citizen', id: people[token as Person].id, roles: ['citizen'], sessionId: token },
    });
    const handler: PaidHandler = async (tx, paid) => {
      tx.afterCommit(() => harness.fulfilled.push(paid));
      return harness.ended.has(paid.caseId) ? 'refund' : harness.outcome;
    };
    Object.assign(await server.get(SettlementService), { handler });
    return harness;
  }

  async order(
    totalFen = 8_000,
    payers?: Array<{ idNumber: string }>,
  ): Promise<{ id: string; number: string; caseId: string }> {
    const caseId = newId();
    const basis = '发改价格规〔2016〕2559号';
    const created = await this.server.database.unitOfWork((tx) =>
      this.payments.createOrder(tx, {
        caseId,
        acceptanceNumber: '202601010000011',
        businessName: '二手房转移登记',
        location: '北海市海城区某路1号',
        payers: payers ?? [{ idNumber: people.buyer.idNumber }, { idNumber: people.partner.idNumber }],
        applicantId: people.seller.id,
        fee: {
          totalFen,
          items: [{ name: '不动产登记费', unitFen: totalFen, quantity: 1, amountFen: totalFen, basis }],
        },
      }),
    );
    return { ...created, caseId };
  }

  /** Fee and taxes of one case, all to be paid by the buyer: the fee first. */
  async dues(...taxesFen: number[]): Promise<{ caseId: string; ids: string[] }> {
    const { id, caseId } = await this.order();
    const taxes = await this.server.get(TaxOrderService);
    const about = { caseId, acceptanceNumber: '202601010000011', businessName: '二手房转移登记', location: '某路1号' };
    await this.server.database.unitOfWork((tx) =>
      taxes.issue(
        tx,
        about,
        taxesFen.map((amountFen, index) => ({
          tax: `deed${index}:buyers`,
          voucher: `YZ${index}`,
          item: { name: '契税', unitFen: amountFen, quantity: 1, amountFen, basis: '应征凭证' },
          payers: [{ idNumber: people.buyer.idNumber }],
          collector: { name: '税务局', wechat: 'tax-wechat', alipay: 'tax-alipay' },
        })),
      ),
    );
    const sql = "SELECT id FROM fee_order WHERE case_id = ? AND kind = 'tax' ORDER BY round";
    const rows = await this.rows<{ id: string }>(sql, [caseId]);
    return { caseId, ids: [id, ...rows.map((row) => row.id)] };
  }

  payTogether(orderIds: readonly string[], method = 'wechat-native', who: Person = 'buyer'): Promise<Reply> {
    return this.call(who, 'POST', '/api/orders/pay-together', { orderIds, method });
  }

  /** Number of the newest combined payment. */
  get combination(): string {
    return [...this.wechat.groups.keys()].at(-1)!;
  }

  /** Gateways as at the start. */
  reset(): void {
    this.fulfilled.length = 0;
    this.outcome = 'fulfilled';
    for (const gateway of [this.wechat, this.alipay]) gateway.reset();
    this.tax.reset();
  }

  /** An order with an open WeChat attempt; `number` is the attempt's. */
  async opened(): Promise<{ id: string; caseId: string; number: string }> {
    const order = await this.order();
    const reply = await this.pay(order.id, 'wechat-jsapi');
    if (reply.status !== 200) throw new Error(`could not be paid: ${reply.text}`);
    return { ...order, number: this.wechat.numbers[0]! };
  }

  async call(
    who: Person | Bank | Desk | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(this.server.url + path, {
      method,
      headers: {
        ...(who && { authorization: `Bearer ${who}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'idempotency-key': newId(),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, body: json ? JSON.parse(text) : undefined, text };
  }

  pay(orderId: string, method: string, who: Person = 'buyer'): Promise<Reply> {
    return this.call(who, 'POST', `/api/orders/${orderId}/pay`, { method });
  }

  async view(orderId: string, who: Person = 'buyer'): Promise<OrderView> {
    return (await this.call(who, 'GET', `/api/orders/${orderId}`)).body;
  }

  check(orderId: string): Promise<Reply> {
    return this.call('buyer', 'POST', `/api/orders/${orderId}/check`);
  }

  callback(gateway: FakeGateway, text: string, signature = 'good'): Promise<Reply> {
    const path = gateway.name === 'wechat' ? '/api/callbacks/wechat-pay' : '/api/callbacks/alipay';
    return this.call(null, 'POST', path, text, { 'x-signature': signature });
  }

  /** Time passes, and what has become due is done. */
  async pass(ms: number): Promise<void> {
    this.server.clock.advance(ms);
    await this.server.outbox.drain();
  }

  rows<T = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.server.database.unitOfWork((tx) => tx.query<T>(sql, params));
  }

  async count(table: string, orderId?: string): Promise<number> {
    const [row] = await this.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM ${table}${orderId ? ' WHERE order_id = ?' : ''}`,
      orderId ? [orderId] : [],
    );
    return Number(row!.n);
  }
}
