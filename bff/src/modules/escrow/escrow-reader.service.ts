import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type EscrowView, identityNumber } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { CitizenService } from '../identity/citizen.service';
import { type EscrowPerson, type EscrowRecord, escrowFromRow, type PayeeChangeRow, type Row } from './escrow.model';
import { type EventRow, escrowView, troubleItem } from './escrow.view';
import { changeSql, latestChangeSql } from './payee-change.service';

type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;
type MayView = (actor: Actor, caseId: string) => Promise<void>;

const eventsSql = 'SELECT at, state, note FROM escrow_event WHERE escrow_id = ? ORDER BY id';

/** Reads escrows for people: the parties of the case, and the centre. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowReader {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() citizens!: CitizenService;

  private mayView: MayView | undefined;

  /** Registers who knows which citizens see a case, once, in `@Init()`; it throws NOT_FOUND for all others. */
  onMayView(reader: MayView): void {
    if (this.mayView) throw new Error('Two readers of who may see an escrow');
    this.mayView = reader;
  }

  readonly committed: Read = (sql, params) => this.database.read(sql, params);

  static within(tx: Transaction): Read {
    return (sql, params) => tx.query(sql, params);
  }

  /** Error: NOT_FOUND. */
  async byId(read: Read, id: string): Promise<EscrowRecord> {
    const [row] = await read<Row>('SELECT * FROM escrow WHERE id = ?', [id]);
    if (!row) throw new Problem('NOT_FOUND');
    return escrowFromRow(this.cipher, row);
  }

  /** Error: NOT_FOUND for whoever does not see the case. */
  async ofCase(actor: Actor, caseId: string): Promise<{ items: EscrowView[] }> {
    await this.mayView?.(actor, caseId);
    return this.listOf(caseId, await this.idNumberOf(actor));
  }

  forCentre(caseId: string): Promise<{ items: EscrowView[] }> {
    return this.listOf(caseId, null);
  }

  private async listOf(caseId: string, idNumber: string | null): Promise<{ items: EscrowView[] }> {
    const rows = await this.committed<Row>('SELECT * FROM escrow WHERE case_id = ? ORDER BY id DESC LIMIT 5', [caseId]);
    const records = rows.map((row) => escrowFromRow(this.cipher, row));
    return { items: await Promise.all(records.map((record) => this.present(this.committed, record, idNumber))) };
  }

  async view(read: Read, actor: Actor, id: string): Promise<EscrowView> {
    return this.present(read, await this.byId(read, id), await this.idNumberOf(actor));
  }

  private async present(read: Read, record: EscrowRecord, idNumber: string | null): Promise<EscrowView> {
    const events = await read<EventRow>(eventsSql, [record.id]);
    const [change] = await read<PayeeChangeRow>(latestChangeSql, [record.id]);
    const { depositors, receivers } = record.content;
    const among = (people: readonly EscrowPerson[]) =>
      idNumber !== null && people.some((person) => identityNumber.same(person.idNumber, idNumber));
    const me = among(depositors) ? 'depositor' : among(receivers) ? 'receiver' : 'other';
    const payee = among(payeesOf(record));
    return escrowView(this.cipher, record, events, change, { me, payee });
  }

  private async idNumberOf(actor: Actor): Promise<string | null> {
    return (await this.citizens.byId(actor.id))?.idNumber ?? null;
  }

  /** The person whose account it is, if that is who asks, in person. Error: NOT_FOUND for everybody else. */
  async payee(actor: Actor, record: EscrowRecord): Promise<EscrowPerson> {
    const idNumber = actor.agent ? null : await this.idNumberOf(actor);
    const payee = payeesOf(record).find((person) => idNumber && identityNumber.same(person.idNumber, idNumber));
    if (!payee) throw new Problem('NOT_FOUND');
    return payee;
  }

  /** A change of the payee's own. Error: NOT_FOUND. */
  async change(
    actor: Actor,
    id: string,
  ): Promise<{ change: PayeeChangeRow; record: EscrowRecord; payee: EscrowPerson }> {
    const [change] = await this.committed<PayeeChangeRow>(changeSql, [id]);
    if (!change) throw new Problem('NOT_FOUND');
    const record = await this.byId(this.committed, change.escrow_id);
    return { change, record, payee: await this.payee(actor, record) };
  }

  /** Escrows that need a person, newest first. */
  async troubled({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
    const rows = await this.committed<Row>(
      'SELECT * FROM escrow WHERE needs_person = 1 AND id < ? ORDER BY id DESC LIMIT ?',
      [cursor ?? '~', limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => troubleItem(escrowFromRow(this.cipher, row)));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }
}

const payeesOf = ({ content, payee }: EscrowRecord): EscrowPerson[] =>
  content.receivers.filter(({ name }) => name === payee.name);
