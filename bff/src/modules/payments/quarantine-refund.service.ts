import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import type { PaymentChannelName, RefundStatus } from '../../adapters/payment-channel/port';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { system } from '../../platform/http/actor';
import type { Logger } from '../../platform/logging/logger';
import { type Again, Outbox } from '../../platform/outbox/outbox';
import { attemptByNumber } from './payment.query';
import { minute, second } from './payment.types';
import { PaymentQuarantine } from './payment-record.entity';
import { SettlementService } from './settlement.service';

interface Row {
  id: string;
  channel: PaymentChannelName;
  out_trade_no: string;
  state: PaymentQuarantine['state'];
  refund_fen: number;
  refund_state: PaymentQuarantine['refundState'];
}

/** Gives back money that was never booked, under one number however often it is asked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QuarantineRefunds {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() settlement!: SettlementService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  @Init()
  async init(): Promise<void> {
    this.outbox.on<{ quarantineId: string }>(
      'payment.quarantine-refund',
      (task) => this.pursue(task.payload.quarantineId),
      { maxAttempts: 100 },
    );
  }

  private async pursue(id: string): Promise<Again | undefined> {
    const row = await this.database.unitOfWork((tx) => tx.lockRow<Row>('payment_quarantine', id));
    if (row?.state !== 'refunding') return;
    const channel = this.adapters.channels[row.channel];
    const numbers = { outTradeNo: row.out_trade_no, outRefundNo: `Q${id}` };
    const refundFen = Number(row.refund_fen);
    const status =
      row.refund_state === 'requested'
        ? await channel.refund({ ...numbers, refundFen, totalFen: refundFen, reason: '未能入账，退还付款' })
        : await channel.queryRefund(numbers);
    const decided = await this.database.unitOfWork((tx) => this.learn(tx, id, status));
    return decided ? undefined : { againAfterMs: status.state === 'unknown' ? minute : 10 * second };
  }

  private async learn(tx: Transaction, id: string, status: RefundStatus): Promise<boolean> {
    const row = await tx.lockRow<Row>('payment_quarantine', id);
    if (row?.state !== 'refunding') return true;
    const subject = { kind: 'payment-quarantine', id } as const;
    const amountFen = Number(row.refund_fen);
    switch (status.state) {
      case 'succeeded': {
        const set = { state: 'resolved', refundState: 'done', resolvedAt: tx.now } as const;
        await tx.update(PaymentQuarantine, set, { id });
        // Whoever paid the wrong amount may pay anew, under another number.
        const attempt = await attemptByNumber(tx, row.out_trade_no);
        if (attempt) await this.settlement.drop(tx, attempt.id);
        await tx.audit({ actor: system, action: 'payment.refunded', subject, detail: { amountFen } });
        return true;
      }
      case 'abnormal':
      case 'closed':
      case 'refused': {
        const code = (status.gatewayCode ?? status.state).slice(0, 64);
        const set = { state: 'open', refundState: 'abnormal', refundCode: code } as const;
        await tx.update(PaymentQuarantine, set, { id });
        await tx.audit({ actor: system, action: 'payment.refund-failed', subject, detail: { amountFen, code } });
        tx.afterCommit(() =>
          this.log.error({ alarm: 'refund-failed', quarantineId: id, code }, 'refund needs a person'),
        );
        return true;
      }
      case 'processing':
        await tx.update(PaymentQuarantine, { refundState: 'accepted' }, { id });
        return false;
      case 'not-found':
        await tx.update(PaymentQuarantine, { refundState: 'requested' }, { id });
        return false;
      case 'unknown':
        return false;
    }
  }
}
