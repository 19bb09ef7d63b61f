import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { endedEscrowStates, escrowReason, troubledEscrowStates } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import type { DepartmentAnswer } from '../../adapters/answer';
import type { EscrowStanding } from '../../adapters/escrow/port';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { EscrowInstructionEntity } from './escrow.entity';
import { type EscrowRecord, escrowFromRow, type InstructionRow, partsOf, type Row } from './escrow.model';
import { EscrowMessages } from './escrow-messages.service';
import { EscrowStandings } from './escrow-standing.service';
import { EscrowStore } from './escrow-store.service';
import { PayeeChanges } from './payee-change.service';

type Again = { againAfterMs: number } | undefined;
type Refused = Extract<DepartmentAnswer<EscrowStanding>, { status: 'rejected' }>;

const hour = 3_600_000;
const longestWaitMs = 600_000;
const openSql =
  "SELECT id, number, kind, state, ticket FROM escrow_instruction WHERE escrow_id = ? AND state = 'open' ORDER BY id LIMIT 1";

/**
 * Talks to the supervising bank: instructions one after the other, each until it is answered, however long the bank is
 * silent; and questions how an agreement stands. A callback only makes it ask at once.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowBank {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() outbox!: Outbox;
  @Inject() store!: EscrowStore;
  @Inject() standings!: EscrowStandings;
  @Inject() payees!: PayeeChanges;
  @Inject() messages!: EscrowMessages;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('escrow.instruct', (task: Task<{ escrowId: string }>) => this.pursue(task.payload.escrowId), {
      maxAttempts: 200,
    });
    this.outbox.on('escrow.ask', (task: Task<{ escrowId: string }>) => this.ask(task.payload.escrowId), {
      maxAttempts: 200,
    });
  }

  /** A genuine callback: the agreement is asked about at once. False if nobody knows it. */
  async heard(agreement: string): Promise<boolean> {
    const row = await this.database.readOne<{ id: string; case_id: string }>(
      'SELECT id, case_id FROM escrow WHERE agreement_number = ?',
      [agreement],
    );
    if (!row) return false;
    await this.database.unitOfWork((tx) => this.store.ask(tx, { id: row.id, caseId: row.case_id }));
    return true;
  }

  private async peek(escrowId: string): Promise<EscrowRecord | null> {
    const row = await this.database.readOne<Row>('SELECT * FROM escrow WHERE id = ?', [escrowId]);
    return row ? escrowFromRow(this.store.cipher, row) : null;
  }

  /** The oldest instruction without an answer, and then the next. */
  private async pursue(escrowId: string): Promise<Again> {
    for (;;) {
      const record = await this.peek(escrowId);
      const open = await this.database.readOne<InstructionRow>(openSql, [escrowId]);
      if (!record || !open) return undefined;
      const again = await this.heed(record, open, await this.send(record, open));
      if (again) return again;
    }
  }

  private send(record: EscrowRecord, { kind, number, ticket }: InstructionRow) {
    const { escrow } = this.adapters;
    const { agreementNumber: agreement, amountFen, content } = record;
    if (ticket) return escrow.result(ticket, agreement);
    switch (kind) {
      case 'open': {
        const { payOff, depositors, acceptanceNumber: reference } = content;
        const people = depositors.map(({ name, idNumber }) => ({ name, idNumber }));
        return escrow.open({ agreement, reference, amountFen, payOff, depositors: people, payee: record.payee });
      }
      case 'lock':
        return escrow.instruct({ kind, number, agreement, amountFen });
      case 'release':
        return escrow.instruct({ kind, number, agreement, parts: partsOf(record) });
      case 'return':
        return escrow.instruct({ kind, number, agreement });
      case 'payee':
        return this.payees
          .underWay(record.id)
          .then((payee) => escrow.instruct({ kind, number, agreement, payee: payee ?? record.payee }));
    }
  }

  private async heed(
    record: EscrowRecord,
    open: InstructionRow,
    answer: DepartmentAnswer<EscrowStanding>,
  ): Promise<Again> {
    if (answer.status === 'unknown') return this.silent(record.id);
    if (answer.status === 'pending') {
      if (answer.ticket !== open.ticket) await this.ticket(open, answer.ticket);
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    if (answer.status === 'rejected' && answer.reason === 'ticket-unknown') {
      await this.ticket(open, null);
      return { againAfterMs: 5_000 };
    }
    await this.database.unitOfWork(async (tx) => {
      const fresh = await this.store.load(tx, record.id);
      const says = answer.status === 'rejected' ? answer.reason : null;
      const settled = await tx.update(
        EscrowInstructionEntity,
        { state: says ? 'refused' : 'done', says, ticket: null, answeredAt: tx.now },
        { id: open.id, state: 'open' },
      );
      if (settled === 0) return;
      await this.spoke(tx, fresh);
      if (answer.status === 'rejected') return this.refused(tx, fresh, open, answer);
      if (open.kind === 'payee') await this.payees.arrived(tx, fresh);
      await this.standings.take(tx, fresh, answer.data);
    });
    return undefined;
  }

  private async ticket({ id }: InstructionRow, ticket: string | null): Promise<void> {
    await this.database.unitOfWork((tx) => tx.update(EscrowInstructionEntity, { ticket }, { id, state: 'open' }));
  }

  /** A signed no: a state with a name, and somebody who looks at it. */
  private async refused(
    tx: Transaction,
    record: EscrowRecord,
    { kind }: InstructionRow,
    { reason }: Refused,
  ): Promise<void> {
    await this.store.set(tx, record, { says: reason, silentSince: null });
    const trouble = `${escrowReason(reason)}。`;
    const { state } = record;
    if (kind === 'payee') return this.payees.refused(tx, record, trouble);
    if (kind === 'return' && reason === 'agreement-unknown' && record.depositedFen === 0) {
      if (state === 'returning') await this.store.move(tx, record, 'returned', '没有存入资金，监管协议已经解除。');
      return;
    }
    const to = { open: 'refused', lock: 'lock-short', release: 'release-problem', return: 'return-problem' } as const;
    const expected = { open: 'agreed', lock: 'deposited', release: 'releasing', return: 'returning' } as const;
    if (state !== expected[kind]) return;
    await this.store.move(tx, record, to[kind], trouble);
    await this.messages.both(tx, record, 'escrow-trouble', { trouble });
  }

  /** Asked again, more and more seldom; after an hour somebody at the centre is shown it. */
  private silent(escrowId: string): Promise<Again> {
    return this.database.unitOfWork(async (tx) => {
      const record = await this.store.load(tx, escrowId);
      const since = record.silentSince ?? tx.now;
      const long = tx.now - since >= hour && !record.needsPerson;
      if (record.silentSince === null || long)
        await this.store.set(tx, record, {
          silentSince: since,
          ...(long && { needsPerson: true, says: 'silent' }),
        });
      const wait = Math.min(longestWaitMs, (tx.now - since) / 4);
      return { againAfterMs: Math.max(this.environment.DEPARTMENT_RETRY_MS, Math.round(wait)) };
    });
  }

  /** The bank answers once more. */
  private async spoke(tx: Transaction, record: EscrowRecord): Promise<void> {
    if (record.silentSince === null) return;
    const needsPerson = record.alarm !== null || troubledEscrowStates.includes(record.state);
    await this.store.set(tx, record, {
      silentSince: null,
      needsPerson,
      ...(record.says === 'silent' && { says: null }),
    });
  }

  /** How it stands; again and again while money is awaited or a lock is short. */
  private async ask(escrowId: string): Promise<Again> {
    const before = await this.peek(escrowId);
    if (!before) return undefined;
    const answer = await this.adapters.escrow.query(before.agreementNumber);
    if (answer.status === 'unknown')
      return endedEscrowStates.includes(before.state) ? { againAfterMs: longestWaitMs } : this.silent(escrowId);
    if (answer.status === 'accepted')
      await this.database.unitOfWork(async (tx) => {
        const record = await this.store.load(tx, escrowId);
        await this.spoke(tx, record);
        await this.standings.take(tx, record, answer.data);
      });
    const after = await this.peek(escrowId);
    if (after?.state !== 'awaiting-deposit' && after?.state !== 'lock-short') return undefined;
    const waited = (this.clock.now() - after.stateSince) / 20;
    return {
      againAfterMs: Math.max(this.environment.DEPARTMENT_RETRY_MS, Math.round(Math.min(longestWaitMs, waited))),
    };
  }

  /**
   * Somebody at the centre has the bank asked again: what it has refused is sent once more under the same number, so nothing
   * is paid twice. Error: ACTION_NOT_ALLOWED.
   */
  async askAgain(tx: Transaction, record: EscrowRecord): Promise<void> {
    const kind = (
      { refused: 'open', 'lock-short': 'lock', 'release-problem': 'release', 'return-problem': 'return' } as const
    )[record.state as string];
    if (!kind && !record.needsPerson)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '这份监管协议现在不用再问银行，请刷新后再看。' });
    const last = (await this.store.instructions(tx, record.id)).findLast((one) => one.kind === kind);
    if (last && last.state !== 'open')
      await tx.update(EscrowInstructionEntity, { state: 'open', ticket: null }, { id: last.id });
    const back = { refused: 'agreed', 'release-problem': 'releasing', 'return-problem': 'returning' } as const;
    const to = back[record.state as keyof typeof back];
    if (to) await this.store.move(tx, record, to, '登记中心再次通知监管银行。');
    await this.store.send(tx, record);
    await this.store.ask(tx, record);
  }
}
