import { createHash } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentChannelName } from '../../adapters/payment-channel/port';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { PaymentQuarantine } from './payment-record.entity';

export type QuarantineReason =
  | 'amount'
  | 'combination-mixed'
  | 'currency'
  | 'merchant'
  | 'channel'
  | 'unknown-number'
  | 'transaction-changed'
  | 'transaction-reused'
  | 'refunded-outside'
  | 'refund-unknown'
  | 'refund-amount'
  | 'refund-twice';

export const quarantineContext = 'payment_quarantine.content';

export interface Suspicion {
  channel: PaymentChannelName;
  outTradeNo: string;
  reason: QuarantineReason;
  /** Expected and reported values, no personal data. */
  detail: Record<string, string | number | null>;
  /** The whole message, encrypted. */
  content?: unknown;
}

/** Sets aside what a gateway said and we cannot believe, and raises the alarm; nothing else happens. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QuarantineService {
  @Inject() cipher!: FieldCipher;
  @Inject('log') log!: Logger;

  /** The same suspicion is recorded once, however often the gateway repeats it. */
  async add(tx: Transaction, suspicion: Suspicion): Promise<void> {
    const { channel, outTradeNo, reason, detail, content } = suspicion;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([channel, outTradeNo, reason, detail]))
      .digest('hex');
    const row: PaymentQuarantine = {
      id: newId(),
      at: tx.now,
      channel,
      outTradeNo: outTradeNo.slice(0, 64),
      reason,
      detail,
      contentCipher: content === undefined ? null : this.cipher.encryptJson(content, quarantineContext),
      state: 'open',
      fingerprint,
      decision: null,
      refundFen: null,
      refundState: null,
      refundCode: null,
      resolvedAt: null,
    };
    try {
      await tx.insert(PaymentQuarantine, row);
    } catch (error) {
      if (isDuplicateKey(error)) return;
      throw error;
    }
    await tx.audit({
      actor: system,
      action: 'payment.quarantine',
      subject: { kind: 'payment-quarantine', id: row.id },
      detail: { channel, reason, ...detail },
    });
    tx.afterCommit(() =>
      this.log.error({ alarm: 'payment-quarantine', channel, reason, quarantineId: row.id }, 'payment quarantined'),
    );
  }
}
