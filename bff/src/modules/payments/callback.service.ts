import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import type {
  ChannelCallback,
  PaymentChannelName,
  RawCallback,
  RefundCallback,
} from '../../adapters/payment-channel/port';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { groupByNumber } from './combined.query';
import { attemptByNumber, lockInbox, openRefundsOfAttempt, refundByNumber } from './payment.query';
import type { InboxContent } from './payment.types';
import { PaymentInboxEntry } from './payment-record.entity';
import { QuarantineService } from './quarantine.service';
import { RefundService } from './refund.service';
import { SettlementService } from './settlement.service';

export interface Acknowledgement {
  status: number;
  contentType: string;
  body: string;
}

const rawContext = 'payment_inbox.raw';
const callbackContext = 'payment_inbox.notification';

/** Gateways' callbacks: verified without touching the database, stored, acknowledged; understood later by the outbox. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CallbackService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() settlement!: SettlementService;
  @Inject() refunds!: RefundService;
  @Inject() quarantine!: QuarantineService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  /** What to answer. Error: CALLBACK_REFUSED if it is not genuine; then nothing has changed. */
  async receive(name: PaymentChannelName, raw: RawCallback & { rawBody: Buffer }): Promise<Acknowledgement> {
    const channel = this.adapters.channels[name];
    const verdict = channel.verifyCallback(raw);
    const content = ((): InboxContent | null => {
      if (verdict.ok) {
        const { ok: _, ...notification } = verdict;
        return { notification: notification as ChannelCallback, foreign: false };
      }
      return verdict.code === 'merchant-mismatch' && verdict.notification
        ? { notification: verdict.notification, foreign: true }
        : null;
    })();
    if (!content || content.notification.id.length > 128) {
      this.log.warn({ channel: name, code: verdict.ok ? 'malformed' : verdict.code }, 'payment callback refused');
      throw new Problem('CALLBACK_REFUSED');
    }
    try {
      await this.database.unitOfWork((tx) => this.store(tx, content, raw.rawBody));
    } catch (error) {
      // A repeat of what is stored already; the first one is safe, or its insert would not have stopped this one.
      if (!isDuplicateKey(error)) throw error;
    }
    return channel.acknowledgement(true);
  }

  private async store(tx: Transaction, content: InboxContent, rawBody: Buffer): Promise<void> {
    const id = newId();
    await tx.insert(PaymentInboxEntry, {
      id,
      channel: content.notification.channel,
      callbackId: content.notification.id,
      outTradeNo: content.notification.outTradeNo.slice(0, 64),
      rawCipher: this.cipher.encrypt(rawBody.toString('base64'), rawContext),
      callbackCipher: this.cipher.encryptJson(content, callbackContext),
      state: 'received',
      receivedAt: tx.now,
      processedAt: null,
    });
    await tx.enqueue('payment.callback', id, { inboxId: id });
  }

  /** Takes a stored callback over, once. */
  async process(inboxId: string): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const entry = await lockInbox(tx, inboxId);
      if (!entry || entry.state === 'done') return;
      await this.take(tx, inboxId, this.cipher.decryptJson<InboxContent>(entry.callbackCipher, callbackContext));
      await tx.update(PaymentInboxEntry, { state: 'done', processedAt: tx.now }, { id: inboxId });
    });
  }

  private async take(tx: Transaction, inboxId: string, { notification, foreign }: InboxContent): Promise<void> {
    if (notification.kind === 'combined' && !foreign) {
      const group = await groupByNumber(tx, notification.outTradeNo);
      if (group) return this.settlement.learnTogether(tx, group, notification.parts);
    }
    const attempt = await attemptByNumber(tx, notification.outTradeNo);
    if (!attempt || foreign || notification.kind === 'combined') {
      const { channel, outTradeNo, amountFen } = notification;
      const reason = foreign ? 'merchant' : 'unknown-number';
      await this.quarantine.add(tx, {
        channel,
        outTradeNo,
        reason,
        detail: { inboxId, reportedFen: amountFen },
        content: notification,
      });
      return;
    }
    if (notification.kind === 'refund') return this.refund(tx, inboxId, attempt.id, notification);
    const { state, amountFen, currency, transactionId, paidAt, payer, channel } = notification;
    await this.settlement.learn(tx, attempt, {
      channel,
      state,
      amountFen,
      currency,
      transactionId,
      collectorId: notification.collectorId ?? null,
      ...(paidAt !== undefined && { paidAt }),
      ...(payer !== undefined && { payer }),
    });
  }

  /** WeChat names our refund and its result; Alipay only tells that something was returned, so it is asked. */
  private async refund(tx: Transaction, inboxId: string, attemptId: string, said: RefundCallback): Promise<void> {
    const refund = said.outRefundNo ? await refundByNumber(tx, said.outRefundNo) : null;
    if (refund && refund.attemptId === attemptId && said.channel === 'wechat') {
      const { outRefundNo, refundState: state, refundFen, refundedAt } = said;
      await this.refunds.learn(tx, refund.id, {
        outRefundNo,
        state,
        refundFen,
        ...(refundedAt !== undefined && { refundedAt }),
      });
      return;
    }
    const open =
      refund?.attemptId === attemptId ? [refund] : said.outRefundNo ? [] : await openRefundsOfAttempt(tx, attemptId);
    for (const { id } of open) await tx.enqueue('payment.refund', `${id}:${inboxId}`, { refundId: id });
    if (open.length > 0) return;
    const { channel, outTradeNo, refundFen } = said;
    const detail = { inboxId, refundFen };
    await this.quarantine.add(tx, { channel, outTradeNo, reason: 'refund-unknown', detail, content: said });
  }
}
