import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import { GiveUp, Outbox, type Task } from '../../platform/outbox/outbox';
import { phoneBlind } from './identity.blind';

const lifeMs = 5 * 60_000;
const againMs = 60_000;
const mostTries = 5;

interface Delivery {
  phone: string;
  code: string;
  expiresAt: number;
  reference: string;
}

const hashOf = (blind: string, code: string): string => createHash('sha256').update(`${blind}:${code}`).digest('hex');

/** One-time codes by SMS: five minutes, five tries, one a minute. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsCodes {
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() clock!: Clock;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  async init(): Promise<void> {
    const deliver = (task: Task<Delivery>) => this.deliver(task.payload);
    this.outbox.on('identity.sms-code', deliver, { maxAttempts: 4, backoffMs: 3_000 });
  }

  private async deliver({ phone, code, expiresAt, reference }: Delivery): Promise<void> {
    if (this.clock.now() >= expiresAt) throw new GiveUp('expired');
    const params = { code, minutes: '5' };
    const answer = await this.adapters.sms.send({ phone, template: 'verification-code', params, reference });
    if (answer.status === 'rejected') throw new GiveUp(answer.reason);
    if (answer.status === 'unknown') throw new Error('sms gateway did not answer');
  }

  /** Error: SMS_TOO_OFTEN. Times in ms UTC. */
  async send(tx: Transaction, phone: string): Promise<{ expiresAt: number; againAt: number }> {
    const phone_blind = phoneBlind(this.cipher, phone);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const row = { code_hash: hashOf(phone_blind, code), tries: 0, sent_at: tx.now, expires_at: tx.now + lifeMs };
    const updated = await tx.execute(
      'UPDATE sms_code SET code_hash = ?, tries = 0, sent_at = ?, expires_at = ?, used_at = NULL WHERE phone_blind = ? AND sent_at <= ?',
      [row.code_hash, tx.now, row.expires_at, phone_blind, tx.now - againMs],
    );
    if (updated === 0) {
      try {
        await tx.insert('sms_code', { phone_blind, ...row });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Problem('SMS_TOO_OFTEN');
        throw error;
      }
    }
    await tx.enqueue('identity.sms-code', null, { phone, code, expiresAt: row.expires_at, reference: newId(tx.now) });
    return { expiresAt: row.expires_at, againAt: tx.now + againMs };
  }

  /** Uses a code up; false for a wrong, used or expired one. The try is counted either way, so call it outside a failing transaction. */
  async take(tx: Transaction, phone: string, code: string): Promise<boolean> {
    const phone_blind = phoneBlind(this.cipher, phone);
    const counted = await tx.execute(
      'UPDATE sms_code SET tries = tries + 1 WHERE phone_blind = ? AND used_at IS NULL AND expires_at > ? AND tries < ?',
      [phone_blind, tx.now, mostTries],
    );
    if (counted === 0) return false;
    const [row] = await tx.query<{ code_hash: string }>('SELECT code_hash FROM sms_code WHERE phone_blind = ?', [
      phone_blind,
    ]);
    const matches = timingSafeEqual(Buffer.from(row!.code_hash, 'hex'), Buffer.from(hashOf(phone_blind, code), 'hex'));
    if (matches) await tx.execute('UPDATE sms_code SET used_at = ? WHERE phone_blind = ?', [tx.now, phone_blind]);
    return matches;
  }
}
