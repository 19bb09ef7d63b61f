import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { AccountMessages } from './account-messages.service';
import { type Account, type Citizen, CitizenService, type Proof, within } from './citizen.service';
import { type FaceChannel, FaceChecks, type FaceSession, type StartedFace } from './face-check.service';
import { SessionService } from './session.service';
import { Takeover } from './takeover.service';
import { Wallets } from './wallet.service';

interface AttemptRow {
  id: string;
  citizen_id: string;
  session_id: string;
  channel: FaceChannel;
  session_cipher: string;
  state: string;
  expires_at: number;
}

interface LockedRow {
  id_blind: string | null;
  merged_into: string | null;
  proven_until: number | null;
}

const attemptSql =
  'SELECT id, citizen_id, session_id, channel, session_cipher, state, expires_at FROM identity_face_attempt WHERE id = ?';
/** Two accounts of one person showed a face at once, and the other one stays. */
const joined = () =>
  new Problem('UNAUTHENTICATED', { message: '您刚刚在别处确认了本人，几个账号已合成一个，请重新登录。' });
const context = (attemptId: string) => `identity-face:${attemptId}`;
/** How long a proof counts, ms. */
export const proofLifeMs = 365 * 86_400_000;

/** Ties an account to the person (本人核验): a face shown to WeChat or Alipay, or an officer who has seen person and document. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Proofs {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() outbox!: Outbox;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() faces!: FaceChecks;
  @Inject() takeover!: Takeover;
  @Inject() messages!: AccountMessages;
  @Inject() wallets!: Wallets;

  @Init()
  async init(): Promise<void> {
    // Finds the result even if the app was closed right after the face check.
    this.outbox.on('identity.face', (task: Task<{ attemptId: string }>) => this.follow(task.payload.attemptId), {
      maxAttempts: 60,
    });
  }

  /** Errors: REAL_NAME_REQUIRED, ACTION_NOT_ALLOWED, DEPARTMENT_UNAVAILABLE. */
  async startFace(actor: Actor, channel: FaceChannel): Promise<{ attemptId: string } & StartedFace> {
    const { id, name, idNumber } = await this.citizens.requireRealName(actor);
    const attemptId = newId();
    return { attemptId, ...(await this.faces.start({ citizenId: id, name, idNumber }, channel, attemptId)) };
  }

  async saveFace(
    tx: Transaction,
    actor: Actor,
    { attemptId, channel, session, expiresAt }: { attemptId: string } & StartedFace,
  ): Promise<void> {
    await tx.insert('identity_face_attempt', {
      id: attemptId,
      citizen_id: actor.id,
      session_id: actor.sessionId,
      channel,
      session_cipher: this.cipher.encryptJson(session, context(attemptId)),
      state: 'open',
      created_at: tx.now,
      expires_at: expiresAt,
    });
    await tx.enqueue('identity.face', attemptId, { attemptId }, { delayMs: 20_000 });
    const subject = { kind: 'citizen' as const, id: actor.id };
    await tx.audit({ actor, action: 'identity.face-start', subject, detail: { channel, faceConsent: true } });
  }

  /** Asks the platform. Errors: NOT_FOUND, FACE_NOT_PASSED, DEPARTMENT_UNAVAILABLE. */
  async faceResult(actor: Actor, attemptId: string): Promise<AttemptRow> {
    const [attempt] = await this.citizens.committed<AttemptRow>(attemptSql, [attemptId]);
    // After a takeover the session goes on under another account.
    if (!attempt || (attempt.citizen_id !== actor.id && attempt.session_id !== actor.sessionId))
      throw new Problem('NOT_FOUND');
    if (attempt.state !== 'passed') this.faces.requirePassed(await this.ask(attempt));
    return attempt;
  }

  /** Writes a passed check down; returns the account under which the person goes on. */
  async recordFace(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, attempt: AttemptRow): Promise<string> {
    const passed = await tx.execute(
      "UPDATE identity_face_attempt SET state = 'passed' WHERE id = ? AND state = 'open'",
      [attempt.id],
    );
    if (passed === 0) return actor.id;
    return this.prove(tx, actor, attempt.citizen_id, attempt.channel, attempt.session_id);
  }

  /**
   * Whatever a face was shown for, it proves the person and confirms the device it was shown on. Returns the account under
   * which the person goes on: another one if an older account is hers, too.
   */
  async prove(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    citizenId: string,
    how: Proof['how'],
    sessionId: string | null,
  ): Promise<string> {
    const row = await this.lockPerson(tx, citizenId);
    if (row?.merged_into) throw joined();
    if (!row?.id_blind) return citizenId;
    const wallet = await this.wallets.shownBy(tx, sessionId, how);
    const account = await this.takeover.settle(tx, actor, citizenId, { sessionId, wallet });
    await this.wallets.proven(tx, actor, account, wallet);
    await tx.execute(
      'UPDATE citizen SET proven_at = ?, proven_how = ?, proven_until = ?, proven_blind = id_blind, ' +
        'real_name_at = COALESCE(real_name_at, ?), version = version + 1 WHERE id = ?',
      [tx.now, how, tx.now + proofLifeMs, tx.now, account],
    );
    if (sessionId) await this.sessions.confirm(tx, sessionId);
    this.sessions.refresh(tx, account);
    await tx.audit({ actor, action: 'identity.proven', subject: { kind: 'citizen', id: account }, detail: { how } });
    if (row.proven_until === null) await this.tell(tx, account);
    return account;
  }

  /** With the person's other accounts, in one order for all: two of them may show a face at once. */
  private async lockPerson(tx: Transaction, citizenId: string): Promise<LockedRow | null> {
    const accounts = await tx.query<{ id: string }>(
      'SELECT o.id FROM citizen c JOIN citizen o ON o.id_blind = c.id_blind WHERE c.id = ? ORDER BY o.id',
      [citizenId],
    );
    for (const { id } of accounts) await tx.lockRow('citizen', id);
    return tx.lockRow<LockedRow>('citizen', citizenId);
  }

  /** The account under which a session that was let in goes on; error: UNAUTHENTICATED if another account took its place. */
  async goesOn(tx: Transaction, id: string, sessionId: string): Promise<Account> {
    const account = await this.citizens.byId(id, within(tx));
    if (account) return account;
    const [session] = await tx.query<{ subject_id: string }>(
      'SELECT subject_id FROM session WHERE id = ? AND revoked_at IS NULL',
      [sessionId],
    );
    const moved = session ? await this.citizens.byId(session.subject_id, within(tx)) : null;
    if (!moved) throw joined();
    return moved;
  }

  private async tell(tx: Transaction, account: string): Promise<void> {
    const phone = (await this.citizens.byId(account, within(tx)))?.phone;
    if (phone) await this.messages.send(tx, phone, 'account-proven');
  }

  private async ask(attempt: AttemptRow) {
    const session = this.cipher.decryptJson<FaceSession>(attempt.session_cipher, context(attempt.id));
    const person = (await this.citizens.byId(attempt.citizen_id)) as Citizen | null;
    if (!person?.idNumber) throw new Problem('NOT_FOUND');
    return this.faces.ask(attempt.channel, session, person, attempt.id);
  }

  private async follow(attemptId: string): Promise<{ againAfterMs: number } | undefined> {
    const [attempt] = await this.citizens.committed<AttemptRow>(attemptSql, [attemptId]);
    if (attempt?.state !== 'open') return undefined;
    // Joined to another account of the person meanwhile: she has shown her face there.
    if (!(await this.citizens.byId(attempt.citizen_id))) return undefined;
    const { state } = await this.ask(attempt);
    if (state === 'passed') {
      await this.database.unitOfWork((tx) => this.recordFace(tx, system, attempt));
      return undefined;
    }
    return state === 'refused' || this.clock.now() > Number(attempt.expires_at) ? undefined : { againAfterMs: 30_000 };
  }
}
