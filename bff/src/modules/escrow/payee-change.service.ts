import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type EscrowState, minuteOf, payeeChangeWaitMs } from '@zhucheng/shared';
import type { EscrowPayee } from '../../adapters/escrow/port';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { type FaceChannel, FaceChecks, type FaceSession, type StartedFace } from '../identity/face-check.service';
import { Proofs } from '../identity/proof.service';
import { EscrowPayeeChangeEntity } from './escrow.entity';
import { type EscrowPerson, type EscrowRecord, opened, type PayeeChangeRow, sealed } from './escrow.model';
import { EscrowMessages } from './escrow-messages.service';
import { EscrowStore } from './escrow-store.service';

const columns =
  'id, escrow_id, citizen_id, session_id, channel, session_cipher, payee_cipher, state, expires_at, effective_at';
export const changeSql = `SELECT ${columns} FROM escrow_payee_change WHERE id = ?`;
export const latestChangeSql = `SELECT ${columns} FROM escrow_payee_change WHERE escrow_id = ? AND state <> 'awaiting-face' ORDER BY id DESC LIMIT 1`;

/** In these the money has not been paid and is not going back. */
export const changeable: readonly EscrowState[] = ['agreed', 'awaiting-deposit', 'deposited', 'lock-short', 'locked'];

const tailOf = ({ account }: EscrowPayee): string => account.slice(-4);

/**
 * Another account of the payee (更换收款账号): wanted by her alone, confirmed by her own face, told to both sides, and in
 * effect a day later unless she cancels it. Whose account it is cannot be changed.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PayeeChanges {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: EscrowStore;
  @Inject() faces!: FaceChecks;
  @Inject() proofs!: Proofs;
  @Inject() messages!: EscrowMessages;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('escrow.payee', (task: Task<{ changeId: string }>) =>
      this.database.unitOfWork((tx) => this.takeEffect(tx, task.payload.changeId)),
    );
  }

  /** `payee`: the person whose account it is. Errors: ACTION_NOT_ALLOWED, DEPARTMENT_UNAVAILABLE. */
  async start(
    actor: Actor,
    record: EscrowRecord,
    payee: EscrowPerson,
    channel: FaceChannel,
  ): Promise<{ attemptId: string } & StartedFace> {
    this.requireOpen(record);
    const attemptId = newId();
    const { name, idNumber } = payee;
    return { attemptId, ...(await this.faces.start({ citizenId: actor.id, name, idNumber }, channel, attemptId)) };
  }

  private requireOpen({ state }: EscrowRecord): void {
    if (!changeable.includes(state))
      throw new Problem('ACTION_NOT_ALLOWED', { message: '监管资金已经付出或正在退回，收款账号不能再换。' });
  }

  async save(
    tx: Transaction,
    actor: Actor,
    record: EscrowRecord,
    account: { bank: string; account: string },
    { attemptId, channel, session, expiresAt }: { attemptId: string } & StartedFace,
  ): Promise<void> {
    const payee: EscrowPayee = { name: record.payee.name, bank: account.bank, account: account.account };
    await tx.insert(EscrowPayeeChangeEntity, {
      id: attemptId,
      escrowId: record.id,
      openKey: null,
      citizenId: actor.id,
      sessionId: actor.sessionId,
      channel,
      sessionCipher: sealed(this.store.cipher, record.id, session),
      payeeCipher: sealed(this.store.cipher, record.id, payee),
      state: 'awaiting-face',
      expiresAt,
      effectiveAt: null,
      createdAt: tx.now,
    });
    await tx.audit({
      actor,
      action: 'escrow.payee-ask',
      subject: { kind: 'escrow', id: record.id },
      detail: { caseId: record.caseId, channel, faceConsent: true },
    });
  }

  /** Asks the platform. Errors: FACE_NOT_PASSED, DEPARTMENT_UNAVAILABLE. */
  async requirePassed(record: EscrowRecord, payee: EscrowPerson, change: PayeeChangeRow): Promise<void> {
    if (change.state !== 'awaiting-face') return;
    const session = opened<FaceSession>(this.store.cipher, record.id, change.session_cipher);
    this.faces.requirePassed(await this.faces.ask(change.channel, session, payee, change.id));
  }

  /** Errors: ACTION_NOT_ALLOWED if the money is on its way, or another change waits. */
  async confirm(tx: Transaction, actor: Actor, change: PayeeChangeRow): Promise<EscrowRecord> {
    const record = await this.store.load(tx, change.escrow_id);
    if (change.state !== 'awaiting-face') return record;
    this.requireOpen(record);
    const effectiveAt = tx.now + payeeChangeWaitMs;
    try {
      const fresh = await tx.update(
        EscrowPayeeChangeEntity,
        { state: 'waiting', openKey: record.id, effectiveAt },
        { id: change.id, state: 'awaiting-face' },
      );
      if (fresh === 0) return record;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new Problem('ACTION_NOT_ALLOWED', { message: '已经有一次更换在等待生效，请先取消它。' });
    }
    const payee = this.payeeOf(record, change);
    await tx.enqueue(
      'escrow.payee',
      change.id,
      { changeId: change.id },
      { caseId: record.caseId, delayMs: payeeChangeWaitMs },
    );
    await this.messages.both(tx, record, 'payee-change', {
      payee: payee.name,
      tail: tailOf(payee),
      time: minuteOf(effectiveAt),
    });
    await this.store.event(tx, record, `收款人已刷脸确认更换收款账号（尾号 ${tailOf(payee)}），一天后生效。`);
    await this.audit(tx, actor, 'escrow.payee-confirm', record);
    await this.proofs.prove(tx, actor, change.citizen_id, change.channel, change.session_id);
    return record;
  }

  /** Errors: ACTION_NOT_ALLOWED once it has taken effect. */
  async cancel(tx: Transaction, actor: Actor, change: PayeeChangeRow): Promise<EscrowRecord> {
    const record = await this.store.load(tx, change.escrow_id);
    const cancelled = await tx.update(
      EscrowPayeeChangeEntity,
      { state: 'cancelled', openKey: null },
      { id: change.id, state: 'waiting' },
    );
    if (cancelled === 0)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '这次更换已经生效或已经取消，请刷新后再看。' });
    await this.kept(tx, record, '收款人取消了更换。');
    await this.audit(tx, actor, 'escrow.payee-cancel', record);
    return record;
  }

  /** The money is being paid or goes back: what still waits is over. */
  async drop(tx: Transaction, record: EscrowRecord): Promise<void> {
    const dropped = await tx.update(
      EscrowPayeeChangeEntity,
      { state: 'cancelled', openKey: null },
      { openKey: record.id, state: 'waiting' },
    );
    if (dropped > 0) await this.kept(tx, record, '更换生效前资金已经付出或退回。');
  }

  private async takeEffect(tx: Transaction, changeId: string): Promise<void> {
    const [change] = await tx.query<PayeeChangeRow>(changeSql, [changeId]);
    if (!change) return;
    const record = await this.store.load(tx, change.escrow_id);
    const due = await tx.update(EscrowPayeeChangeEntity, { state: 'sent' }, { id: changeId, state: 'waiting' });
    if (due > 0) await this.store.instruct(tx, record, 'payee');
  }

  /** The account that the bank is being told. */
  async underWay(escrowId: string): Promise<EscrowPayee | null> {
    const change = await this.database.readOne<PayeeChangeRow>(
      `SELECT ${columns} FROM escrow_payee_change WHERE open_key = ? AND state = 'sent'`,
      [escrowId],
    );
    return change ? opened<EscrowPayee>(this.store.cipher, escrowId, change.payee_cipher) : null;
  }

  /** The bank has the new account. */
  async arrived(tx: Transaction, record: EscrowRecord): Promise<void> {
    const [change] = await tx.query<PayeeChangeRow>(
      `SELECT ${columns} FROM escrow_payee_change WHERE open_key = ? AND state = 'sent'`,
      [record.id],
    );
    if (!change) return;
    const payee = this.payeeOf(record, change);
    await tx.update(EscrowPayeeChangeEntity, { state: 'effective', openKey: null }, { id: change.id });
    await this.store.setPayee(tx, record, payee);
    await this.store.event(tx, record, `收款账号已更换为尾号 ${tailOf(payee)}。`);
    await this.messages.both(tx, record, 'payee-changed', { tail: tailOf(payee) });
  }

  async refused(tx: Transaction, record: EscrowRecord, reason: string): Promise<void> {
    await tx.update(
      EscrowPayeeChangeEntity,
      { state: 'refused', openKey: null },
      { openKey: record.id, state: 'sent' },
    );
    await this.kept(tx, record, reason);
  }

  private async kept(tx: Transaction, record: EscrowRecord, reason: string): Promise<void> {
    await this.store.event(tx, record, `收款账号没有更换：${reason}`);
    await this.messages.both(tx, record, 'payee-kept', { tail: tailOf(record.payee), reason });
  }

  private payeeOf(record: EscrowRecord, change: PayeeChangeRow): EscrowPayee {
    return opened<EscrowPayee>(this.store.cipher, record.id, change.payee_cipher);
  }

  private audit(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    action: 'escrow.payee-confirm' | 'escrow.payee-cancel',
    { id, caseId }: EscrowRecord,
  ): Promise<void> {
    return tx.audit({ actor, action, subject: { kind: 'escrow', id }, detail: { caseId } });
  }
}
