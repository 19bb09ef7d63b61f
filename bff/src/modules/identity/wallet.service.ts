import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, WalletItem } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { AccountMessages } from './account-messages.service';
import { CitizenService, type Proof, type Read, within } from './citizen.service';
import type { Platform } from './identity.blind';
import { SessionService } from './session.service';

type Who = Pick<Actor, 'kind' | 'id'>;

interface Row {
  provider: Platform;
  confirmed_at: number | null;
  created_at: number;
}

const names = { wechat: '微信', alipay: '支付宝' } as const;
const isWallet = (how: string | undefined): how is Platform => how === 'wechat' || how === 'alipay';

/**
 * The wallets (微信、支付宝) with which an account is entered, one of each provider. A phone alone binds one; on the account of
 * somebody who has shown her face it opens no more than a password does until her face, or the window, has confirmed it.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Wallets {
  @Inject() database!: Database;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() messages!: AccountMessages;
  @Inject('adapters') adapters!: Adapters;

  /** Whose wallet made this one-time code. Errors: PLATFORM_CODE_INVALID, TOO_MANY_REQUESTS, DEPARTMENT_UNAVAILABLE. */
  async openidOf(provider: Platform, code: string): Promise<string> {
    if (provider === 'alipay') {
      const answer = await this.adapters.alipayOpen.exchangeCode(code);
      if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
      if (answer.status === 'rejected') throw new Problem('PLATFORM_CODE_INVALID');
      return answer.data.openId;
    }
    const answer = await this.adapters.wechatOpen.codeToSession(code);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected')
      throw new Problem(answer.reason === 'too-often' ? 'TOO_MANY_REQUESTS' : 'PLATFORM_CODE_INVALID');
    return answer.data.openid;
  }

  /** The wallet with which a session was begun. */
  async ofSession(read: Read, sessionId: string | null): Promise<Platform | null> {
    if (!sessionId) return null;
    const [session] = await read<{ how: string }>('SELECT how FROM session WHERE id = ?', [sessionId]);
    return isWallet(session?.how) ? session.how : null;
  }

  /** Of the person at the screen. Times in ms UTC. */
  async list(actor: Actor): Promise<WalletItem[]> {
    const read: Read = (sql, params) => this.database.readNow(sql, params);
    const account = await this.citizens.byId(actor.id, read);
    if (!account) throw new Problem('UNAUTHENTICATED');
    const used = await this.ofSession(read, actor.sessionId);
    return (await this.rows(read, actor.id)).map(({ provider, confirmed_at, created_at }) => ({
      provider,
      boundAt: Number(created_at),
      confirmed: confirmed_at !== null || account.proof === null,
      current: provider === used,
    }));
  }

  private rows(read: Read, citizenId: string): Promise<Row[]> {
    return read<Row>(
      'SELECT provider, confirmed_at, created_at FROM citizen_identity WHERE citizen_id = ? ORDER BY provider DESC',
      [citizenId],
    );
  }

  /** The wallets of an account without a person become another one's. Error: CONFLICT if it has one of that provider. */
  async bind(tx: Transaction, actor: Who, from: string, into: string): Promise<void> {
    const there = new Set((await this.rows(within(tx), into)).map(({ provider }) => provider));
    const given = await this.rows(within(tx), from);
    const taken = given.find(({ provider }) => there.has(provider));
    if (taken) throw this.taken(taken.provider);
    await tx.execute(
      'UPDATE citizen_identity SET citizen_id = ?, confirmed_at = NULL, created_at = ? WHERE citizen_id = ?',
      [into, tx.now, from],
    );
    for (const { provider } of given) await this.told(tx, actor, into, 'wallet-bound', provider);
    await this.tell(tx, into, 'wallet-bound');
  }

  private taken(provider: Platform): Problem {
    const name = names[provider];
    return new Problem('CONFLICT', {
      message: `这个手机号的账号已经绑定了另一个${name}。请用短信验证码登录，在“我的 → 账号与安全”里解除原来的${name}，再用这个${name}登录。`,
    });
  }

  /** By the owner herself. Errors: NOT_FOUND; PHONE_REQUIRED, because nothing else would let her in. */
  async remove(tx: Transaction, actor: Actor, provider: Platform): Promise<void> {
    await tx.hold('citizen', actor.id);
    const account = await this.citizens.byId(actor.id, within(tx));
    if (!account?.openids[provider]) throw new Problem('NOT_FOUND');
    if (!account.phone) throw new Problem('PHONE_REQUIRED');
    await this.drop(tx, actor, actor.id, [provider], actor.sessionId);
  }

  /** Somebody else may have bound the others: `used` alone stays, of those beside it the ones for which `keeps` holds. */
  async dropOthers(
    tx: Transaction,
    actor: Who,
    citizenId: string,
    used: Platform | null,
    keeps: (confirmed: boolean) => boolean = () => false,
  ): Promise<void> {
    const others = (await this.rows(within(tx), citizenId)).filter(
      ({ provider, confirmed_at }) => provider !== used && !keeps(confirmed_at !== null),
    );
    await this.drop(
      tx,
      actor,
      citizenId,
      others.map(({ provider }) => provider),
    );
  }

  /**
   * The person has proven herself on a session that was begun with `used`, or through that wallet: it is hers. What her face
   * has not confirmed, now or before, ends.
   */
  async proven(tx: Transaction, actor: Who, citizenId: string, used: Platform | null): Promise<void> {
    await tx.execute('UPDATE citizen_identity SET confirmed_at = ? WHERE citizen_id = ? AND provider = ?', [
      tx.now,
      citizenId,
      used ?? '',
    ]);
    await this.dropOthers(tx, actor, citizenId, used, (confirmed) => confirmed);
  }

  /** The wallet that a proof confirms: that of the session, or the one through which the face was shown. */
  async shownBy(tx: Transaction, sessionId: string | null, how: Proof['how']): Promise<Platform | null> {
    return (await this.ofSession(within(tx), sessionId)) ?? (how === 'wechat' ? how : null);
  }

  private async drop(
    tx: Transaction,
    actor: Who,
    citizenId: string,
    providers: readonly Platform[],
    keep?: string,
  ): Promise<void> {
    for (const provider of providers) {
      await tx.remove('citizen_identity', { citizen_id: citizenId, provider });
      await this.sessions.revokeBegunBy(tx, citizenId, provider, keep);
      await this.told(tx, actor, citizenId, 'wallet-removed', provider);
    }
    if (providers.length > 0) await this.tell(tx, citizenId, 'wallet-removed');
  }

  private told(
    tx: Transaction,
    { kind, id }: Who,
    citizenId: string,
    what: ActionOf<'identity'>,
    provider: Platform,
  ): Promise<void> {
    const subject = { kind: 'citizen' as const, id: citizenId };
    return tx.audit({ actor: { kind, id }, action: `identity.${what}`, subject, detail: { provider } });
  }

  private async tell(tx: Transaction, citizenId: string, message: 'wallet-bound' | 'wallet-removed'): Promise<void> {
    const phone = (await this.citizens.byId(citizenId, within(tx)))?.phone;
    if (phone) await this.messages.send(tx, phone, message);
  }
}
