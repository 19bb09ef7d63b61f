import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { type FaceChannel, FaceChecks, type FaceSession, type StartedFace } from '../identity/face-check.service';
import { Proofs } from '../identity/proof.service';
import { GrantFaceEntity } from './grant.entity';
import { type Grant, type GrantRow, grantById, grantFromRow, isOver } from './grant.model';
import { GrantService } from './grant.service';
import { GrantReader } from './grant-reader.service';

interface AttemptRow {
  id: string;
  grant_id: string;
  citizen_id: string;
  session_id: string | null;
  channel: FaceChannel;
  session_cipher: string;
  state: string;
  expires_at: number;
}

const attemptSql =
  'SELECT id, grant_id, citizen_id, session_id, channel, session_cipher, state, expires_at FROM grant_face_attempt WHERE id = ?';
const context = (attemptId: string) => `grant-face:${attemptId}`;

/** The principal's own face check, without which no grant is offered. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GrantFace {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() outbox!: Outbox;
  @Inject() faces!: FaceChecks;
  @Inject() proofs!: Proofs;
  @Inject() grants!: GrantService;
  @Inject() reader!: GrantReader;

  @Init()
  async init(): Promise<void> {
    // Finds the result even if the app was closed right after the face check.
    this.outbox.on('agent.face', (task: Task<{ attemptId: string }>) => this.follow(task.payload.attemptId), {
      maxAttempts: 60,
    });
  }

  /** Errors: NOT_FOUND, ACTION_NOT_ALLOWED, DEPARTMENT_UNAVAILABLE. */
  async start(actor: Actor, grantId: string, channel: FaceChannel): Promise<{ attemptId: string } & StartedFace> {
    const grant = await this.waiting(actor, grantId);
    const attemptId = newId();
    const { name, idNumber } = grant.people.principal;
    return { attemptId, ...(await this.faces.start({ citizenId: actor.id, name, idNumber }, channel, attemptId)) };
  }

  async save(
    tx: Transaction,
    actor: Actor,
    grantId: string,
    { attemptId, channel, session, expiresAt }: { attemptId: string } & StartedFace,
  ): Promise<void> {
    await tx.insert(GrantFaceEntity, {
      id: attemptId,
      grantId,
      citizenId: actor.id,
      sessionId: actor.sessionId,
      channel,
      sessionCipher: this.cipher.encryptJson(session, context(attemptId)),
      state: 'open',
      createdAt: tx.now,
      expiresAt,
    });
    await tx.enqueue('agent.face', attemptId, { attemptId }, { delayMs: 20_000 });
    await tx.audit({
      actor,
      action: 'agent-grant.face-start',
      subject: { kind: 'agent-grant', id: grantId },
      detail: { channel, faceConsent: true },
    });
  }

  /** Asks the platform. Errors: NOT_FOUND, FACE_NOT_PASSED, DEPARTMENT_UNAVAILABLE. */
  async result(actor: Actor, grantId: string, attemptId: string): Promise<AttemptRow> {
    const [attempt] = await this.reader.committed<AttemptRow>(attemptSql, [attemptId]);
    if (attempt?.grant_id !== grantId || (attempt.citizen_id !== actor.id && attempt.session_id !== actor.sessionId))
      throw new Problem('NOT_FOUND');
    if (attempt.state === 'passed') return attempt;
    const { grant } = await this.reader.own(this.reader.committed, actor, grantId);
    this.faces.requirePassed(await this.ask(attempt, grant));
    return attempt;
  }

  /**
   * Writes a passed check down and offers the grant; the face also proves the principal. Returns her account. Error:
   * ACTION_NOT_ALLOWED if the grant has ended meanwhile.
   */
  async record(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, attempt: AttemptRow): Promise<string> {
    const fresh = await tx.execute("UPDATE grant_face_attempt SET state = 'passed' WHERE id = ? AND state = 'open'", [
      attempt.id,
    ]);
    await this.grants.offer(tx, actor, attempt.grant_id);
    if (fresh === 0) return actor.id;
    return this.proofs.prove(tx, actor, attempt.citizen_id, attempt.channel, attempt.session_id);
  }

  private async waiting(actor: Actor, grantId: string): Promise<Grant> {
    const { grant, me } = await this.reader.own(this.reader.committed, actor, grantId);
    if (me !== 'principal') throw new Problem('NOT_FOUND');
    if (grant.state !== 'awaiting-face' || isOver(grant, this.clock.now()))
      throw new Problem('ACTION_NOT_ALLOWED', { message: '这份委托不用再刷脸，请刷新后再看。' });
    return grant;
  }

  private ask(attempt: AttemptRow, { people }: Grant) {
    const session = this.cipher.decryptJson<FaceSession>(attempt.session_cipher, context(attempt.id));
    return this.faces.ask(attempt.channel, session, people.principal, attempt.id);
  }

  private async follow(attemptId: string): Promise<{ againAfterMs: number } | undefined> {
    const [attempt] = await this.reader.committed<AttemptRow>(attemptSql, [attemptId]);
    if (attempt?.state !== 'open') return undefined;
    const [row] = await this.reader.committed<GrantRow>(grantById, [attempt.grant_id]);
    const grant = row && grantFromRow(this.cipher, row);
    if (grant?.state !== 'awaiting-face' || isOver(grant, this.clock.now())) return undefined;
    const answer = await this.ask(attempt, grant);
    if (answer.state === 'passed') {
      await this.database.unitOfWork((tx) => this.record(tx, system, attempt));
      return undefined;
    }
    if (answer.state === 'refused' || this.clock.now() > Number(attempt.expires_at)) return undefined;
    return { againAfterMs: 30_000 };
  }
}
