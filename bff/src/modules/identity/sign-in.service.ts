import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CitizenView, phone as phoneNumber, residentId, type SignedIn } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { hashPassword, verifyPassword } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { CitizenService, type Read } from './citizen.service';
import { openidBlind, type Platform } from './identity.blind';
import { LoginGuard } from './login-guard.service';
import { SessionService } from './session.service';
import { SmsCodes } from './sms-code.service';

const within =
  (tx: Transaction): Read =>
  (sql, params) =>
    tx.query(sql, params);

/** Every way a citizen signs in, and how bound platforms come to belong to one account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SignIn {
  @Inject() database!: Database;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() codes!: SmsCodes;
  @Inject() guard!: LoginGuard;
  @Inject('adapters') adapters!: Adapters;

  /** Hashed once, so that an unknown account costs the same time as a wrong password. */
  private readonly nobody = hashPassword('nobody has this password');

  /** Errors: PLATFORM_CODE_INVALID, DEPARTMENT_UNAVAILABLE. */
  async byWechat(code: string): Promise<SignedIn> {
    const answer = await this.adapters.wechatOpen.codeToSession(code);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected') {
      throw new Problem(answer.reason === 'too-often' ? 'TOO_MANY_REQUESTS' : 'PLATFORM_CODE_INVALID');
    }
    return this.byOpenid('wechat', answer.data.openid);
  }

  /** Errors: PLATFORM_CODE_INVALID, DEPARTMENT_UNAVAILABLE. */
  async byAlipay(authCode: string): Promise<SignedIn> {
    const answer = await this.adapters.alipayOpen.exchangeCode(authCode);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected') throw new Problem('PLATFORM_CODE_INVALID');
    return this.byOpenid('alipay', answer.data.openId);
  }

  private async byOpenid(platform: Platform, openid: string): Promise<SignedIn> {
    const openid_blind = openidBlind(this.citizens.cipher, platform, openid);
    const { cipher } = this.citizens;
    return this.again(async (tx) => {
      const [known] = await tx.query<{ citizen_id: string }>(
        'SELECT citizen_id FROM citizen_identity WHERE provider = ? AND openid_blind = ?',
        [platform, openid_blind],
      );
      if (known) return this.enter(tx, known.citizen_id, platform);
      const citizen_id = await this.citizens.createCitizen(tx, {});
      const openid_cipher = cipher.encrypt(openid, `openid.${platform}`);
      const created_at = tx.now;
      await tx.insert('citizen_identity', { provider: platform, openid_blind, openid_cipher, citizen_id, created_at });
      return this.enter(tx, citizen_id, platform);
    });
  }

  /** Once more if somebody did the same at the same instant: the second time finds what the other one has made. */
  private async again<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.database.unitOfWork(work);
    } catch (error) {
      if (isDuplicateKey(error)) return this.database.unitOfWork(work);
      throw error;
    }
  }

  private async enter(tx: Transaction, citizenId: string, how: string): Promise<SignedIn> {
    const account = await this.citizens.byId(citizenId, within(tx));
    if (!account) throw new Problem('UNAUTHENTICATED');
    const session = await this.sessions.open(tx, 'citizen', citizenId);
    const who = { kind: 'citizen', id: citizenId } as const;
    await tx.audit({ actor: who, action: 'identity.sign-in', subject: who, detail: { how } });
    return { ...session, citizen: this.citizens.view(account) };
  }

  /** Errors: PLATFORM_CODE_INVALID, DEPARTMENT_UNAVAILABLE. */
  async bindWechatPhone(actor: Actor, code: string): Promise<SignedIn> {
    const answer = await this.adapters.wechatOpen.phoneNumber(code);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected' || phoneNumber.problem(answer.data.phone))
      throw new Problem('PLATFORM_CODE_INVALID');
    return this.bindPhone(actor, answer.data.phone);
  }

  /** Error: PLATFORM_CODE_INVALID. */
  async bindAlipayPhone(actor: Actor, response: string): Promise<SignedIn> {
    const answer = this.adapters.alipayOpen.decryptPhone(response);
    if (answer.status === 'rejected' || phoneNumber.problem(answer.data.phone))
      throw new Problem('PLATFORM_CODE_INVALID');
    return this.bindPhone(actor, answer.data.phone);
  }

  /**
   * The phone tells whose account this is: an account without a person behind it becomes part of that person's. Error:
   * CONFLICT if the phone is another person's.
   */
  private bindPhone(actor: Actor, phone: string): Promise<SignedIn> {
    return this.again(async (tx) => {
      await tx.lockRow('citizen', actor.id);
      const own = await this.citizens.byId(actor.id, within(tx));
      if (!own) throw new Problem('UNAUTHENTICATED');
      const holder = await this.citizens.byPhone(phone, within(tx));
      if (!holder) {
        await this.citizens.setPhone(tx, own.id, phone);
        await tx.audit({ actor, action: 'identity.phone', subject: { kind: 'citizen', id: own.id } });
      } else if (holder.id !== own.id) {
        if (own.realNameAt !== null || own.phone !== null)
          throw new Problem('CONFLICT', { message: '该手机号已绑定另一个账号，请用该手机号登录，或到窗口办理变更。' });
        return this.merge(tx, actor, own.id, holder.id);
      }
      await this.sessions.revoke(tx, actor.sessionId);
      return this.enter(tx, own.id, 'phone');
    });
  }

  private async merge(tx: Transaction, actor: Actor, from: string, into: string): Promise<SignedIn> {
    await tx.execute('UPDATE citizen_identity SET citizen_id = ? WHERE citizen_id = ?', [into, from]);
    await tx.execute('UPDATE citizen SET merged_into = ?, merged_at = ?, version = version + 1 WHERE id = ?', [
      into,
      tx.now,
      from,
    ]);
    await this.sessions.revokeAll(tx, from);
    await tx.audit({ actor, action: 'identity.merge', subject: { kind: 'citizen', id: into }, detail: { from } });
    return this.enter(tx, into, 'phone');
  }

  /** Error: SMS_CODE_INVALID. */
  async bySms(phone: string, code: string): Promise<SignedIn> {
    // The try must count even though the sign-in fails, so it has a transaction of its own.
    const taken = await this.database.unitOfWork((tx) => this.codes.take(tx, phone, code));
    if (!taken) throw new Problem('SMS_CODE_INVALID');
    return this.again(async (tx) => {
      const holder = await this.citizens.byPhone(phone, within(tx));
      return this.enter(tx, holder?.id ?? (await this.citizens.createCitizen(tx, { phone })), 'sms');
    });
  }

  /** Errors: LOGIN_FAILED, LOGIN_LOCKED; an unknown account and a wrong password are answered alike. */
  async byPassword(account: string, password: string): Promise<SignedIn> {
    const isId = residentId.problem(account) === null;
    const found = isId ? await this.citizens.byIdNumber(account) : await this.citizens.byPhone(account);
    // Phone and ID of one person share a count, and so do all ways to write them.
    const counted = found?.id ?? (isId ? residentId : phoneNumber).normalise(account);
    await this.guard.attempt(counted);
    const right = await verifyPassword(password, found?.passwordHash ?? (await this.nobody));
    if (!found?.passwordHash || !right) throw new Problem('LOGIN_FAILED');
    return this.database.unitOfWork(async (tx) => {
      await this.guard.forgive(tx, counted);
      return this.enter(tx, found.id, 'password');
    });
  }

  /** Errors: PHONE_REQUIRED, REAL_NAME_DONE, REAL_NAME_MISMATCH, REAL_NAME_TAKEN, DEPARTMENT_UNAVAILABLE. */
  async realName(actor: Actor, name: string, idNumber: string, password: string | undefined): Promise<CitizenView> {
    const account = await this.citizens.byId(actor.id);
    if (!account) throw new Problem('UNAUTHENTICATED');
    if (account.realNameAt !== null) throw new Problem('REAL_NAME_DONE');
    if (!account.phone) throw new Problem('PHONE_REQUIRED');
    const answer = await this.adapters.identityCheck.check({ name, idNumber });
    if (answer.status === 'unknown' || answer.status === 'pending') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected') throw new Problem('REAL_NAME_MISMATCH');
    const passwordHash = password ? await hashPassword(password) : null;
    try {
      return await this.database.unitOfWork(async (tx) => {
        const set = await this.citizens.setRealName(tx, actor.id, name, idNumber, passwordHash);
        if (!set) throw new Problem('REAL_NAME_DONE');
        await tx.audit({ actor, action: 'identity.real-name', subject: { kind: 'citizen', id: actor.id } });
        return this.citizens.view((await this.citizens.byId(actor.id, within(tx)))!);
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Problem('REAL_NAME_TAKEN');
      throw error;
    }
  }
}
