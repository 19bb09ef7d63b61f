import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  formatFen,
  minuteOf,
  type QuarantineDecision,
  quarantineDecisions,
  quarantineReasons,
  type SetAside,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { PaymentAttempt } from './attempt.entity';
import { GatewayQueryService } from './gateway-query.service';
import { type Agreed, MoneyProposals } from './money-proposal.service';
import type { FeeOrder } from './order.entity';
import { attemptColumns } from './payment.query';
import type { Read } from './payment.types';
import { PaymentQuarantine } from './payment-record.entity';
import { quarantineContext } from './quarantine.service';

type Row = Omit<PaymentQuarantine, 'detail'> & { detail: string };
/** What any message of a gateway may say; see `Report` and `ChannelCallback`. */
type Said = Record<string, string | number | undefined>;

const columns =
  'id, at, channel, out_trade_no AS outTradeNo, reason, detail, content_cipher AS contentCipher, state, fingerprint, ' +
  'decision, refund_fen AS refundFen, refund_state AS refundState, refund_code AS refundCode, resolved_at AS resolvedAt';
const newest = '~';
const notWaiting = () => new Problem('CONFLICT', { message: '这一条现在不等处理，请刷新查看。' });

/** Reasons where the money has come to our merchant, and was never booked. */
/** With what its order is for: taxes go to the bureau, and we give none of them back. */
type Tried = PaymentAttempt & Pick<FeeOrder, 'kind'>;
const unbooked: readonly string[] = ['amount', 'currency', 'unknown-number'];
const names: ReadonlyArray<[key: string, name: string]> = [
  ['kind', '内容'],
  ['state', '付款状态'],
  ['outTradeNo', '支付单号'],
  ['transactionId', '平台交易单号'],
  ['outRefundNo', '退款单号'],
  ['amountFen', '金额'],
  ['refundFen', '退款金额'],
  ['currency', '币种'],
  ['paidAt', '付款时间'],
  ['payer', '付款人标识'],
];
const words: Readonly<Record<string, string>> = {
  payment: '付款通知',
  refund: '退款通知',
  paid: '已付款',
  'not-paid': '未付款',
  closed: '已关闭',
  refunded: '已退款',
};

/** What was set aside (异常来款), as two persons look at it and decide what becomes of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QuarantineDesk {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() proposals!: MoneyProposals;
  @Inject() gateway!: GatewayQueryService;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  @Init()
  async init(): Promise<void> {
    this.proposals.on('quarantine', {
      before: (proposal) => this.confirm(proposal),
      agreed: (tx, actor, proposal) => this.carryOut(tx, actor, proposal),
    });
  }

  /** Newest first. One statement along (state, id). */
  async list(listing: 'open' | 'resolved', cursor: string | undefined, limit: number) {
    const states = listing === 'open' ? ['open', 'refunding'] : ['resolved', 'resolved'];
    const rows = await this.committed<Row>(
      `SELECT ${columns} FROM payment_quarantine WHERE state IN (?, ?) AND id < ? ORDER BY id DESC LIMIT ?`,
      [...states, cursor ?? newest, limit + 1],
    );
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** Four statements. Error: NOT_FOUND. */
  async detail(actor: Actor, id: string) {
    const row = await this.row(this.committed, id);
    const attempt = await this.attempt(this.committed, row.outTradeNo);
    return {
      item: viewOf(row),
      orderId: attempt?.orderId ?? null,
      content: this.contentOf(row, true),
      choices: this.choices(row, attempt),
      proposals: await this.proposals.about(actor, [id]),
    };
  }

  /** The payer's id in full; written down. Error: NOT_FOUND. */
  async look(tx: Transaction, actor: Actor, id: string) {
    const row = await this.row((sql, params) => tx.query(sql, params), id);
    await tx.audit({ actor, action: 'payment.quarantine-look', subject: { kind: 'payment-quarantine', id } });
    return { content: this.contentOf(row, false) };
  }

  /** Errors: NOT_FOUND, CONFLICT. */
  async decide(tx: Transaction, actor: Actor, id: string, ask: { decision: QuarantineDecision; reason: string }) {
    const row = await this.lock(tx, id);
    if (row.state !== 'open') throw notWaiting();
    const attempt = await this.attempt((sql, params) => tx.query(sql, params), row.outTradeNo);
    const why = this.choices(row, attempt).find(({ decision }) => decision === ask.decision)?.why;
    if (why) throw new Problem('CONFLICT', { message: why });
    const proposalId = await this.proposals.propose(tx, actor, id, { kind: 'quarantine', ...ask });
    return this.proposals.view(tx, actor, proposalId);
  }

  /** How many wait for a decision. One statement. */
  async waiting(): Promise<number> {
    const [row] = await this.committed<{ n: number }>(
      "SELECT COUNT(*) AS n FROM payment_quarantine WHERE state = 'open'",
      [],
    );
    return Number(row?.n ?? 0);
  }

  /** Our own hand books nothing: the gateway is asked again, and only its word settles the payment. */
  private async confirm({ subjectId, content }: Agreed<'quarantine'>): Promise<void> {
    if (content.decision !== 'accept') return;
    const row = await this.row(this.committed, subjectId);
    const attempt = await this.attempt(this.committed, row.outTradeNo);
    if (!attempt) throw notWaiting();
    const asked = await this.gateway.refresh(attempt);
    if (!asked.heard)
      throw new Problem('PAYMENT_CHANNEL_FAILED', { message: '暂时问不到支付平台，没有入账，请稍后再点一次。' });
    if (asked.attempt.state !== 'paid')
      throw new Problem('CONFLICT', {
        message: '支付平台现在说的仍和订单对不上，没有入账。请点“不同意”，再选别的处理。',
      });
  }

  private async carryOut(tx: Transaction, actor: Actor, { subjectId, content }: Agreed<'quarantine'>): Promise<void> {
    const row = await this.lock(tx, subjectId);
    if (row.state !== 'open') throw notWaiting();
    const { decision } = content;
    const said = { decision, refundCode: null };
    if (decision === 'refund') {
      const refundFen = reportedOf(row)!;
      const set = { ...said, state: 'refunding', refundFen, refundState: 'requested' } as const;
      await tx.update(PaymentQuarantine, set, { id: subjectId });
      await tx.enqueue('payment.quarantine-refund', `${subjectId}:${newId()}`, { quarantineId: subjectId });
    } else await tx.update(PaymentQuarantine, { ...said, state: 'resolved', resolvedAt: tx.now }, { id: subjectId });
    const action = decision === 'refund' ? 'payment.quarantine-refund' : 'payment.quarantine-resolved';
    await tx.audit({ actor, action, subject: { kind: 'payment-quarantine', id: subjectId }, detail: { decision } });
  }

  /** Each decision, with why it is none here. */
  private choices(row: Row, attempt: Tried | null) {
    const reported = reportedOf(row);
    const said = this.saidOf(row);
    const accept = !attempt
      ? '没有这个支付单号，没有订单可以入账。'
      : attempt.state === 'paid' || attempt.state === 'refunded'
        ? '这个支付单已经入过账。'
        : reported !== attempt.amountFen
          ? `平台报的金额和应收的 ${formatFen(attempt.amountFen)} 元不一样，不能入账。`
          : null;
    const arrived = said.kind !== 'refund' && said.state === 'paid' && reported !== null && reported > 0;
    const refund = !arrived
      ? '这一条不是一笔到账的付款，没有可以退的款。'
      : !unbooked.includes(row.reason)
        ? '这笔款不在我们账上，或已经入过账，不能从这里退。'
        : attempt?.state === 'paid'
          ? '这个支付单已经入账，请在订单上退款。'
          : attempt?.kind === 'tax'
            ? '这是税款，归税务部门，要退的由税务部门受理。'
            : null;
    const why = { accept, refund, nothing: null };
    return (Object.keys(quarantineDecisions) as QuarantineDecision[]).map((decision) => ({
      decision,
      why: why[decision],
    }));
  }

  private saidOf({ contentCipher }: Row): Said {
    return contentCipher === null ? {} : this.cipher.decryptJson<Said>(contentCipher, quarantineContext);
  }

  private contentOf(row: Row, masked: boolean): [string, string][] {
    const said = this.saidOf(row);
    return names.flatMap(([key, name]): [string, string][] => {
      const value = said[key];
      if (value === undefined || value === null || value === '') return [];
      if (key.endsWith('Fen')) return [[name, `${formatFen(Number(value))} 元`]];
      if (key === 'paidAt') return [[name, minuteOf(Number(value))]];
      const text = words[String(value)] ?? String(value);
      return [[name, key === 'payer' && masked ? `${text.slice(0, 3)}****${text.slice(-2)}` : text]];
    });
  }

  private async row(read: Read, id: string): Promise<Row> {
    const [row] = await read<Row>(`SELECT ${columns} FROM payment_quarantine WHERE id = ?`, [id]);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  }

  private async lock(tx: Transaction, id: string): Promise<Row> {
    return this.row((sql, params) => tx.query(`${sql}${tx.dialect === 'mysql' ? ' FOR UPDATE' : ''}`, params), id);
  }

  private async attempt(read: Read, outTradeNo: string): Promise<Tried | null> {
    const sql = `SELECT ${attemptColumns}, (SELECT o.kind FROM fee_order o WHERE o.id = payment_attempt.order_id) AS kind FROM payment_attempt WHERE out_trade_no = ?`;
    return (await read<Tried>(sql, [outTradeNo]))[0] ?? null;
  }
}

const detailOf = (row: Row): Record<string, unknown> => JSON.parse(row.detail) as Record<string, unknown>;
const fenOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const reportedOf = (row: Row): number | null => {
  const { reportedFen, refundFen } = detailOf(row);
  return fenOf(reportedFen) ?? fenOf(refundFen);
};

function viewOf(row: Row): SetAside {
  return {
    id: row.id,
    at: Number(row.at),
    channel: row.channel,
    outTradeNo: row.outTradeNo,
    reason: row.reason,
    reasonName: (quarantineReasons as Readonly<Record<string, string>>)[row.reason] ?? '其他',
    expectedFen: fenOf(detailOf(row).expectedFen),
    reportedFen: reportedOf(row),
    state: row.state,
    decision: row.decision,
    refundCode: row.refundCode,
    resolvedAt: row.resolvedAt === null ? null : Number(row.resolvedAt),
  };
}
