import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type EscrowAlarm, type EscrowState, endedEscrowStates, troubledEscrowStates } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { EscrowEntity, EscrowEventEntity, EscrowInstructionEntity } from './escrow.entity';
import {
  type Agreement,
  type EscrowRecord,
  escrowFromRow,
  follows,
  hashOf,
  type InstructionKind,
  type InstructionRow,
  type Row,
  sealed,
} from './escrow.model';

type Columns = Partial<
  Pick<EscrowEntity, 'depositedFen' | 'lockedFen' | 'bankVersion' | 'says' | 'silentSince' | 'needsPerson' | 'settled'>
>;

const letters: Record<InstructionKind, string> = { open: 'A', lock: 'L', release: 'P', return: 'R', payee: 'C' };

/** Loads escrows for change, and changes them: the only place that writes an escrow's state. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowStore {
  @Inject() cipher!: FieldCipher;
  @Inject('log') log!: Logger;

  /** Its row locked until the end of the transaction. Error: NOT_FOUND. */
  async load(tx: Transaction, id: string): Promise<EscrowRecord> {
    const row = await tx.lockRow<Row>('escrow', id);
    if (!row) throw new Problem('NOT_FOUND');
    return escrowFromRow(this.cipher, row);
  }

  /** The one that a case has now, locked; null without one. */
  async openOf(tx: Transaction, caseId: string): Promise<EscrowRecord | null> {
    const row = await tx.lockRow<Row>('escrow', caseId, 'open_key');
    return row && escrowFromRow(this.cipher, row);
  }

  async create(tx: Transaction, agreement: Agreement): Promise<EscrowRecord> {
    const { caseId, amountFen, ...content } = agreement;
    const [earlier] = await tx.query<{ n: number }>('SELECT COUNT(*) AS n FROM escrow WHERE case_id = ?', [caseId]);
    const id = newId(tx.now);
    const number = `JG${content.acceptanceNumber}${String(Number(earlier!.n) + 1).padStart(2, '0')}`;
    await tx.insert(EscrowEntity, {
      id,
      caseId,
      openKey: caseId,
      agreementNumber: number,
      agreementHash: hashOf(agreement),
      contentCipher: sealed(this.cipher, id, content),
      payeeCipher: sealed(this.cipher, id, content.payee),
      depositCipher: null,
      amountFen,
      payOffFen: content.payOff?.fen ?? 0,
      depositedFen: 0,
      lockedFen: 0,
      state: 'agreed',
      bankVersion: 0,
      says: null,
      alarm: null,
      settled: null,
      needsPerson: false,
      silentSince: null,
      stateSince: tx.now,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    const record = await this.load(tx, id);
    await this.event(tx, record, '各方已刷脸同意监管协议。');
    await tx.audit({
      actor: system,
      action: 'escrow.agree',
      subject: { kind: 'escrow', id },
      detail: { caseId, amountFen },
    });
    await this.instruct(tx, record, 'open');
    return record;
  }

  /** Error: plain Error if that state cannot follow. Updates `record` in place. */
  async move(tx: Transaction, record: EscrowRecord, to: EscrowState, note: string | null = null): Promise<void> {
    const from = record.state;
    if (!follows[from].includes(to)) throw new Error(`Escrow ${record.id} cannot go from ${from} to ${to}`);
    const troubled = troubledEscrowStates.includes(to);
    const going = to === 'returning' || endedEscrowStates.includes(to);
    const needsPerson = troubled || record.alarm !== null;
    const openKey = going ? null : record.openKey;
    const says = troubled ? record.says : null;
    await tx.update(
      EscrowEntity,
      { state: to, stateSince: tx.now, updatedAt: tx.now, needsPerson, openKey, says },
      { id: record.id },
    );
    Object.assign(record, { state: to, stateSince: tx.now, needsPerson, openKey, says });
    await this.event(tx, record, note);
    await tx.audit({
      actor: system,
      action: 'escrow.move',
      subject: { kind: 'escrow', id: record.id },
      detail: { caseId: record.caseId, from, to },
    });
  }

  async event(tx: Transaction, { id, state }: EscrowRecord, note: string | null): Promise<void> {
    await tx.insert(EscrowEventEntity, { id: newId(tx.now), escrowId: id, state, note, at: tx.now });
  }

  async set(tx: Transaction, record: EscrowRecord, columns: Columns): Promise<void> {
    Object.assign(record, columns);
    await tx.update(EscrowEntity, { ...columns, updatedAt: tx.now }, { id: record.id });
  }

  async setDeposit(tx: Transaction, record: EscrowRecord, deposit: NonNullable<EscrowRecord['deposit']>) {
    record.deposit = deposit;
    await tx.update(EscrowEntity, { depositCipher: sealed(this.cipher, record.id, deposit) }, { id: record.id });
  }

  async setPayee(tx: Transaction, record: EscrowRecord, payee: EscrowRecord['payee']): Promise<void> {
    record.payee = payee;
    await tx.update(EscrowEntity, { payeeCipher: sealed(this.cipher, record.id, payee) }, { id: record.id });
  }

  /** Tells the bank something, in the order of writing. */
  async instruct(tx: Transaction, record: EscrowRecord, kind: InstructionKind): Promise<void> {
    const known = await this.instructions(tx, record.id);
    const count = known.filter((one) => one.kind === kind).length + 1;
    await tx.insert(EscrowInstructionEntity, {
      id: newId(tx.now),
      escrowId: record.id,
      number: `${record.agreementNumber}${letters[kind]}${count}`,
      kind,
      state: 'open',
      ticket: null,
      says: null,
      createdAt: tx.now,
      answeredAt: null,
    });
    await this.send(tx, record);
    await tx.audit({
      actor: system,
      action: 'escrow.instruct',
      subject: { kind: 'escrow', id: record.id },
      detail: { caseId: record.caseId, amountFen: record.amountFen, to: record.state },
    });
  }

  send(tx: Transaction, { id, caseId }: EscrowRecord): Promise<unknown> {
    return tx.enqueue('escrow.instruct', null, { escrowId: id }, { caseId });
  }

  /** Asks how it stands at the bank; `watch` goes on while money is awaited. */
  ask(tx: Transaction, { id, caseId }: Pick<EscrowRecord, 'id' | 'caseId'>, delayMs = 0): Promise<unknown> {
    return tx.enqueue('escrow.ask', null, { escrowId: id }, { caseId, ...(delayMs > 0 && { delayMs }) });
  }

  instructions(tx: Transaction, escrowId: string): Promise<InstructionRow[]> {
    return tx.query<InstructionRow>(
      'SELECT id, number, kind, state, ticket FROM escrow_instruction WHERE escrow_id = ? ORDER BY id',
      [escrowId],
    );
  }

  /** Once, and not again after somebody has dealt with it; the state stays what it is. */
  async alarm(tx: Transaction, record: EscrowRecord, alarm: EscrowAlarm): Promise<void> {
    if (record.alarm !== null || record.settled === alarm) return;
    Object.assign(record, { alarm, needsPerson: true });
    await tx.update(EscrowEntity, { alarm, needsPerson: true, updatedAt: tx.now }, { id: record.id });
    await tx.audit({
      actor: system,
      action: 'escrow.alarm',
      subject: { kind: 'escrow', id: record.id },
      detail: { caseId: record.caseId, cause: alarm },
    });
    tx.afterCommit(() =>
      this.log.error(
        { alarm: 'escrow', reason: alarm, escrowId: record.id },
        'the escrow bank reports what it was not told',
      ),
    );
  }

  /** Errors: ACTION_NOT_ALLOWED. */
  async settle(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, record: EscrowRecord, note: string): Promise<void> {
    if (record.alarm === null)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '这份监管协议现在没有告警，请刷新后再看。' });
    const { alarm } = record;
    const needsPerson = troubledEscrowStates.includes(record.state);
    await tx.update(EscrowEntity, { alarm: null, settled: alarm, needsPerson, updatedAt: tx.now }, { id: record.id });
    await tx.audit({
      actor,
      action: 'escrow.settle',
      subject: { kind: 'escrow', id: record.id },
      detail: { caseId: record.caseId, cause: alarm, reason: note },
    });
  }
}
