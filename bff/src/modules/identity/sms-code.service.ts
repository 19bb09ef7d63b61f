import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { phone as phoneNumber } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { phoneBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Origin } from '../../platform/http/origin';
import { newId } from '../../platform/ids';
import { GiveUp, Outbox, type Task } from '../../platform/outbox/outbox';
import { dayMs, Quotas } from '../../platform/quota/quotas';
import { sourceBlind } from './identity.blind';
import { SignInSources } from './sign-in-source.service';

const lifeMs = 5 * 60_000;
const againMs = 60_000;
const mostTries = 5;
const mostADay = { times: 10, perMs: dayMs };
/** What one address may take of the day of a phone that does not know it. */
const mostOfAddress = { times: 3, perMs: dayMs };
const aMinute = { times: 1, perMs: againMs };

interface Delivery {
  phone: string;
  code: string;
  expiresAt: number;
  reference: string;
}

interface Key {
  phone_blind: string;
  source_blind: string;
}

const hashOf = ({ phone_blind, source_blind }: Key, code: string): string =>
  createHash('sha256').update(`${phone_blind}:${source_blind}:${code}`).digest('hex');
/** Under which the sources of a phone's codes are remembered. */
const accountOf = (phone: string): string => `sms:${phoneNumber.normalise(phone)}`;

const refuse = (message?: string) => (error: unknown) => {
  if (!(error instanceof Problem)) throw error;
  throw new Problem('SMS_TOO_OFTEN', { ...(message && { message }), ...(error.detail && { detail: error.detail }) });
};

/**
 * One-time codes by SMS: five minutes, five tries, one a minute, ten a day. A code belongs to the device, or the address,
 * that asked for it, so nobody else's wrong tries use it up and nobody else's request replaces it.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsCodes {
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() clock!: Clock;
  @Inject() quotas!: Quotas;
  @Inject() sources!: SignInSources;
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

  /** `holder`: a session of the account asks. Error: SMS_TOO_OFTEN. Times in ms UTC. */
  async send(
    tx: Transaction,
    phone: string,
    origin: Origin,
    holder?: 'holder',
  ): Promise<{ expiresAt: number; againAt: number }> {
    const key = this.keyOf(phone, origin);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const row = { code_hash: hashOf(key, code), tries: 0, sent_at: tx.now, expires_at: tx.now + lifeMs };
    const updated = await tx.execute(
      'UPDATE sms_code SET code_hash = ?, tries = 0, sent_at = ?, expires_at = ?, used_at = NULL ' +
        'WHERE phone_blind = ? AND source_blind = ? AND sent_at <= ?',
      [row.code_hash, tx.now, row.expires_at, key.phone_blind, key.source_blind, tx.now - againMs],
    );
    if (updated === 0) {
      try {
        await tx.insert('sms_code', { ...key, ...row });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Problem('SMS_TOO_OFTEN');
        throw error;
      }
    }
    await this.ration(tx, phoneNumber.normalise(phone), origin, holder);
    await tx.enqueue('identity.sms-code', null, { phone, code, expiresAt: row.expires_at, reference: newId(tx.now) });
    return { expiresAt: row.expires_at, againAt: tx.now + againMs };
  }

  /**
   * What strangers ask for is not taken from the owner's share: her sessions, and the devices and addresses she has used,
   * have their own. Strangers have one a minute together, whatever marks they bring, and each address little of the day.
   */
  private async ration(tx: Transaction, phone: string, origin: Origin, holder?: 'holder'): Promise<void> {
    const { source, known } = await this.sources.findIn(tx, accountOf(phone), origin);
    const who = holder ? `${phone} ${holder}` : known ? `${phone} ${source}` : phone;
    await this.quotas.spendIn(tx, 'sms-minute', who, aMinute).catch(refuse());
    const message = '今天发到这个手机号的验证码已经够多，请明天再试，或用密码、微信、支付宝登录。';
    if (who === phone)
      await this.quotas.spendIn(tx, 'sms-address', `${phone} ${source}`, mostOfAddress).catch(refuse(message));
    await this.quotas.spendIn(tx, 'sms', who, mostADay).catch(refuse(message));
  }

  /** Uses a code up; false for a wrong, used or expired one. The try is counted either way, so call it outside a failing transaction. */
  async take(tx: Transaction, phone: string, code: string, origin: Origin): Promise<boolean> {
    const key = this.keyOf(phone, origin);
    const counted = await tx.execute(
      'UPDATE sms_code SET tries = tries + 1 ' +
        'WHERE phone_blind = ? AND source_blind = ? AND used_at IS NULL AND expires_at > ? AND tries < ?',
      [key.phone_blind, key.source_blind, tx.now, mostTries],
    );
    if (counted === 0) return false;
    const [row] = await tx.query<{ code_hash: string }>(
      'SELECT code_hash FROM sms_code WHERE phone_blind = ? AND source_blind = ?',
      [key.phone_blind, key.source_blind],
    );
    const matches = timingSafeEqual(Buffer.from(row!.code_hash, 'hex'), Buffer.from(hashOf(key, code), 'hex'));
    if (!matches) return false;
    await tx.update('sms_code', { used_at: tx.now }, { ...key });
    await this.sources.remember(tx, accountOf(phone), origin);
    return true;
  }

  private keyOf(phone: string, { device, address }: Origin): Key {
    const source_blind = device
      ? sourceBlind(this.cipher, 'device', device)
      : sourceBlind(this.cipher, 'address', address);
    return { phone_blind: phoneBlindOf(this.cipher, phone), source_blind };
  }
}
