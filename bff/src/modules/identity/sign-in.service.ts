import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CitizenView,
  documentOf,
  identityNumber,
  isConfirmed,
  phone as phoneNumber,
  residentId,
  type SignedIn,
  walletsFor,
  windowSentence,
} from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { hashPassword, verifyPassword } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Origin } from '../../platform/http/origin';
import { dayMs, Quotas } from '../../platform/quota/quotas';
import { AccountMessages } from './account-messages.service';
import { type Account, CitizenService, within } from './citizen.service';
import { openidBlind, type Platform } from './identity.blind';
import { type Attempt, LoginGuard, spellingOf } from './login-guard.service';
import { SessionService } from './session.service';
import { SignInSources } from './sign-in-source.service';
import { SmsCodes } from './sms-code.service';
import { Wallets } from './wallet.service';

/** Of one phone; of one ID number from one address and from everywhere. */
const checksADay = { phone: { times: 10, perMs: dayMs }, person: { source: 5, all: 30 } };

/** Every way a citizen signs in, and how bound platforms come to belong to one account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SignIn {
  @Inject() database!: Database;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() codes!: SmsCodes;
  @Inject() guard!: LoginGuard;
  @Inject() sources!: SignInSources;
  @Inject() quotas!: Quotas;
  @Inject() messages!: AccountMessages;
  @Inject() wallets!: Wallets;
  @Inject('adapters') adapters!: Adapters;

  /** Hashed once, so that an unknown account costs the same time as a wrong password. */
  private readonly nobody = hashPassword('nobody has this password');

  /** Errors: those of `Wallets.openidOf`. */
  async byWechat(code: string, origin: Origin): Promise<SignedIn> {
    return this.byOpenid('wechat', await this.wallets.openidOf('wechat', code), origin);
  }

  /** Errors: those of `Wallets.openidOf`. */
  async byAlipay(authCode: string, origin: Origin): Promise<SignedIn> {
    return this.byOpenid('alipay', await this.wallets.openidOf('alipay', authCode), origin);
  }

  private async byOpenid(platform: Platform, openid: string, origin: Origin): Promise<SignedIn> {
    const openid_blind = openidBlind(this.citizens.cipher, platform, openid);
    const { cipher } = this.citizens;
    return this.again(async (tx) => {
      const [known] = await tx.query<{ citizen_id: string; confirmed_at: number | null; proven_at: number | null }>(
        'SELECT i.citizen_id, i.confirmed_at, c.proven_at FROM citizen_identity i JOIN citizen c ON c.id = i.citizen_id ' +
          'WHERE i.provider = ? AND i.openid_blind = ?',
        [platform, openid_blind],
      );
      // Of somebody who has shown her face: was it there?
      const hers = known?.confirmed_at !== null || known.proven_at === null;
      if (known) return this.enter(tx, known.citizen_id, platform, hers, origin);
      const citizen_id = await this.citizens.createCitizen(tx, {});
      const openid_cipher = cipher.encrypt(openid, `openid.${platform}`);
      const created_at = tx.now;
      await tx.insert('citizen_identity', { provider: platform, openid_blind, openid_cipher, citizen_id, created_at });
      return this.enter(tx, citizen_id, platform, true, origin, true);
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

  /** `confirmed`: the way in has shown that the device is the person's. `created`: there was no account before this sign-in. */
  private async enter(
    tx: Transaction,
    citizenId: string,
    how: string,
    confirmed: boolean,
    origin: Origin,
    created = false,
  ): Promise<SignedIn> {
    const account = await this.citizens.byId(citizenId, within(tx));
    if (!account) throw new Problem('UNAUTHENTICATED');
    const session = await this.sessions.start(tx, 'citizen', citizenId, { how, confirmed, origin });
    if (confirmed) await this.guard.forgiveHere(tx, account, origin);
    const known = await this.sources.remember(tx, citizenId, origin);
    if (!known && !created && account.phone) await this.messages.send(tx, account.phone, 'new-device');
    const who = { kind: 'citizen', id: citizenId } as const;
    await tx.audit({ actor: who, action: 'identity.sign-in', subject: who, detail: { how } });
    return { ...session, citizen: this.citizens.view(account, confirmed) };
  }

  /** Errors: PLATFORM_CODE_INVALID, DEPARTMENT_UNAVAILABLE. */
  async bindWechatPhone(actor: Actor, code: string, origin: Origin): Promise<SignedIn> {
    const answer = await this.adapters.wechatOpen.phoneNumber(code);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected' || phoneNumber.problem(answer.data.phone))
      throw new Problem('PLATFORM_CODE_INVALID');
    return this.bindPhone(actor, answer.data.phone, origin);
  }

  /** Error: PLATFORM_CODE_INVALID. */
  async bindAlipayPhone(actor: Actor, response: string, origin: Origin): Promise<SignedIn> {
    const answer = this.adapters.alipayOpen.decryptPhone(response);
    if (answer.status === 'rejected' || phoneNumber.problem(answer.data.phone))
      throw new Problem('PLATFORM_CODE_INVALID');
    return this.bindPhone(actor, answer.data.phone, origin);
  }

  /**
   * The phone tells whose account this is: an account without a person behind it becomes part of that person's. Another phone
   * for a named account must be that person's, too, and ends her proof. Errors: CONFLICT if the phone is another account's,
   * DEVICE_UNCONFIRMED, REAL_NAME_MISMATCH, DEPARTMENT_UNAVAILABLE.
   */
  private async bindPhone(actor: Actor, phone: string, origin: Origin): Promise<SignedIn> {
    const before = await this.citizens.byId(actor.id);
    if (before?.name && before.idNumber && before.phone !== phone) {
      if (!actor.assurance?.confirmed) throw new Problem('DEVICE_UNCONFIRMED');
      await this.requireOwn(before.name, before.idNumber, phone, origin);
    }
    return this.again(async (tx) => {
      await tx.lockRow('citizen', actor.id);
      const own = await this.citizens.byId(actor.id, within(tx));
      if (!own) throw new Problem('UNAUTHENTICATED');
      const holder = await this.citizens.byPhone(phone, within(tx));
      const wallet = await this.wallets.ofSession(within(tx), actor.sessionId);
      if (!holder) {
        await this.citizens.setPhone(tx, own.id, phone);
        if (own.phone) {
          await this.messages.send(tx, own.phone, 'phone-changed');
          await this.wallets.dropOthers(tx, actor, own.id, wallet);
        }
        this.sessions.refresh(tx, own.id);
        await tx.audit({ actor, action: 'identity.phone', subject: { kind: 'citizen', id: own.id } });
      } else if (holder.id !== own.id) {
        if (own.idNumber !== null || own.phone !== null)
          throw new Problem('CONFLICT', { message: '该手机号已绑定另一个账号，请用该手机号登录，或到窗口办理变更。' });
        return this.merge(tx, actor, own.id, holder, wallet, origin);
      }
      // Those that a code to the former phone has confirmed as well.
      await this.sessions.revokeAll(tx, own.id);
      return this.enter(tx, own.id, wallet ?? 'phone', true, origin);
    });
  }

  private async merge(
    tx: Transaction,
    actor: Actor,
    from: string,
    { id: into, proof }: Account,
    wallet: Platform | null,
    origin: Origin,
  ): Promise<SignedIn> {
    await tx.hold('citizen', into);
    await this.wallets.bind(tx, actor, from, into);
    await tx.execute('UPDATE citizen SET merged_into = ?, merged_at = ?, version = version + 1 WHERE id = ?', [
      into,
      tx.now,
      from,
    ]);
    await this.sessions.revokeAll(tx, from);
    await tx.audit({ actor, action: 'identity.merge', subject: { kind: 'citizen', id: into }, detail: { from } });
    // A phone is lent, lost and given to the next one; a wallet bound by it stays.
    return this.enter(tx, into, wallet ?? 'phone', wallet === null || proof === null, origin);
  }

  /** Error: SMS_CODE_INVALID. */
  async bySms(phone: string, code: string, origin: Origin): Promise<SignedIn> {
    // The try must count even though the sign-in fails, so it has a transaction of its own.
    const taken = await this.database.unitOfWork((tx) => this.codes.take(tx, phone, code, origin));
    if (!taken) throw new Problem('SMS_CODE_INVALID');
    return this.again(async (tx) => {
      const holder = await this.citizens.byPhone(phone, within(tx));
      const id = holder?.id ?? (await this.citizens.createCitizen(tx, { phone }));
      return this.enter(tx, id, 'sms', true, origin, !holder);
    });
  }

  /** Errors: LOGIN_FAILED, LOGIN_LOCKED; an unknown account and a wrong password are answered alike. */
  async byPassword(account: string, password: string, origin: Origin): Promise<SignedIn> {
    const isId = residentId.problem(account) === null;
    const found = isId ? await this.citizens.byIdNumber(account) : await this.citizens.byPhone(account);
    const counted = spellingOf[isId ? 'idNumber' : 'phone'](account);
    const work = async (attempt: Attempt) => {
      const right = await verifyPassword(password, found?.passwordHash ?? (await this.nobody));
      if (!found?.passwordHash || !right) throw new Problem('LOGIN_FAILED');
      attempt.proved = true;
      return this.database.unitOfWork(async (tx) => {
        await this.guard.forgive(tx, attempt);
        await this.guard.forgiveHere(tx, found, origin);
        return this.enter(tx, found.id, 'password', false, origin);
      });
    };
    return this.guard.judge(counted, origin, work, found ? { holder: found.id } : {});
  }

  /** Whether name, ID number and phone are one person's. Errors: REAL_NAME_MISMATCH, DEPARTMENT_UNAVAILABLE. */
  private async requireOwn(name: string, idNumber: string, phone: string, { address }: Origin): Promise<void> {
    // Whoever asks, and from however many accounts: about one person and about one phone only so often a day.
    await this.quotas.spend('identity-check', phoneNumber.normalise(phone), checksADay.phone);
    await this.quotas.guess('identity-check', identityNumber.normalise(idNumber), address, checksADay.person);
    const answer = await this.adapters.identityCheck.check({ name, idNumber, phone });
    if (answer.status === 'unknown' || answer.status === 'pending') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected') throw new Problem('REAL_NAME_MISMATCH');
  }

  /**
   * Whether somebody else has this identity already does not show: who proves it first, by face or at the window, has it.
   * `password` becomes that of an account that has none; one that it has is changed with the old one only.
   * Errors: PHONE_REQUIRED, REAL_NAME_DONE, REAL_NAME_MISMATCH, DEPARTMENT_UNAVAILABLE.
   */
  async realName(
    actor: Actor,
    { name, idNumber, password }: { name: string; idNumber: string; password?: string | undefined },
    origin: Origin,
  ): Promise<CitizenView> {
    const account = await this.citizens.byId(actor.id);
    if (!account) throw new Problem('UNAUTHENTICATED');
    if (account.realNameAt !== null) throw new Problem('REAL_NAME_DONE');
    if (!account.phone) throw new Problem('PHONE_REQUIRED');
    const { kind } = documentOf(idNumber);
    // Told now, not after five more screens: the window names and proves in one go.
    if (walletsFor(this.citizens.environment.FACE_DOCUMENTS, kind).length === 0)
      throw Problem.field('idNumber', windowSentence(kind), 'window');
    await this.requireOwn(name, idNumber, account.phone, origin);
    const passwordHash = password && account.passwordHash === null ? await hashPassword(password) : null;
    return this.database.unitOfWork(async (tx) => {
      const set = await this.citizens.setRealName(tx, actor.id, name, idNumber, passwordHash);
      const now = await this.citizens.byId(actor.id, within(tx));
      if (!now) throw new Problem('UNAUTHENTICATED');
      if (!set) throw new Problem(now.realNameAt === null ? 'REAL_NAME_MISMATCH' : 'REAL_NAME_DONE');
      this.sessions.refresh(tx, actor.id);
      await tx.audit({ actor, action: 'identity.real-name', subject: { kind: 'citizen', id: actor.id } });
      return this.citizens.view(now, isConfirmed(actor.assurance));
    });
  }

  /** A code to the phone of the account, to confirm the device. Errors: PHONE_REQUIRED, SMS_TOO_OFTEN. */
  async sendDeviceCode(actor: Actor, origin: Origin) {
    const phone = await this.phoneOf(actor);
    return this.database.unitOfWork((tx) => this.codes.send(tx, phone, origin, 'holder'));
  }

  /** Errors: PHONE_REQUIRED, SMS_CODE_INVALID. */
  async confirmDevice(actor: Actor, code: string, origin: Origin): Promise<CitizenView> {
    const phone = await this.phoneOf(actor);
    if (!(await this.database.unitOfWork((tx) => this.codes.take(tx, phone, code, origin))))
      throw new Problem('SMS_CODE_INVALID');
    return this.database.unitOfWork(async (tx) => {
      const account = await this.citizens.byId(actor.id, within(tx));
      if (!account) throw new Problem('UNAUTHENTICATED');
      await this.sessions.confirm(tx, actor.sessionId);
      await this.guard.forgiveHere(tx, account, origin);
      await tx.audit({ actor, action: 'identity.device', subject: { kind: 'citizen', id: actor.id } });
      return this.citizens.view(account, true);
    });
  }

  private async phoneOf(actor: Actor): Promise<string> {
    const account = await this.citizens.byId(actor.id);
    if (!account?.phone) throw new Problem('PHONE_REQUIRED');
    return account.phone;
  }
}
