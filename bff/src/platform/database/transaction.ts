import type { AuditAction, AuditDetails, AuditSubject } from '@zhucheng/shared';
import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../http/actor';
import { bindable, type Dialect, quote, type Row, type SqlValue } from './sql';

export interface Outcome {
  rows: Row[];
  affected: number;
}

/** What a dialect gives a transaction: one connection's statements. */
export interface Session {
  run(sql: string, params: readonly unknown[]): Promise<Outcome>;
}

export interface AuditDraft {
  /** With the family agent, if one acted in the actor's name: both are written down. */
  actor: Pick<Actor, 'kind' | 'id' | 'agent'>;
  /** What was done, e.g. `case.submit`. */
  action: AuditAction;
  subject: { kind: AuditSubject; id: string };
  /** Facts, encrypted; numbers of people, and names beyond what people wrote themselves, have no place here all the same. */
  detail?: AuditDetails;
}

export interface EnqueueOptions {
  /** Milliseconds until the first attempt. */
  delayMs?: number;
  /** Case the task belongs to, for the dead-letter list. */
  caseId?: string;
}

/** Platform tables write through these; the Database injects them so that it needs to know none of them. */
export interface TransactionServices {
  enqueue(
    tx: Transaction,
    topic: string,
    key: string | null,
    payload: unknown,
    options: EnqueueOptions,
  ): Promise<boolean>;
  audit(tx: Transaction, draft: AuditDraft): Promise<void>;
}

type Columns = Record<string, unknown>;
type EntityClass<E extends ObjectLiteral> = new () => E;
type Target = EntityTarget<ObjectLiteral>;

/** One open transaction. Everything written in it is committed together or not at all. */
export class Transaction {
  readonly hooks: Array<() => void> = [];
  private readonly last = new Map<string, () => Promise<void>>();
  private open = true;

  constructor(
    readonly dialect: Dialect,
    private readonly session: Session,
    private readonly source: DataSource,
    private readonly services: TransactionServices,
    /** UTC milliseconds at which the transaction began; use it for every timestamp written in it. */
    readonly now: number,
  ) {}

  /** Reads rows inside the transaction, `?` placeholders. */
  async query<T = Row>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    this.check();
    return (await this.session.run(sql, params)).rows as T[];
  }

  /** Runs a writing statement; returns the number of affected rows. */
  async execute(sql: string, params: readonly unknown[] = []): Promise<number> {
    this.check();
    return (await this.session.run(sql, params)).affected;
  }

  /** Inserts a row: with an entity class, property names and column transformers apply; with a table name, raw columns. */
  async insert<E extends ObjectLiteral>(target: EntityClass<E>, row: Partial<E>): Promise<void>;
  async insert(table: string, row: Columns): Promise<void>;
  async insert(target: Target, row: Columns): Promise<void> {
    const { table, columns, values } = this.map(target, row);
    const marks = columns.map(() => '?').join(', ');
    await this.execute(`INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES (${marks})`, values);
  }

  /** Inserts rows of equal shape in one statement; keep them to a few hundred. */
  async insertAll<E extends ObjectLiteral>(target: EntityClass<E>, rows: ReadonlyArray<Partial<E>>): Promise<void>;
  async insertAll(table: string, rows: readonly Columns[]): Promise<void>;
  async insertAll(target: Target, rows: readonly Columns[]): Promise<void> {
    const mapped = rows.map((row) => this.map(target, row));
    const first = mapped[0];
    if (!first) return;
    const marks = `(${first.columns.map(() => '?').join(', ')})`;
    await this.execute(
      `INSERT INTO ${quote(first.table)} (${first.columns.map(quote).join(', ')}) VALUES ${mapped.map(() => marks).join(', ')}`,
      mapped.flatMap(({ values }) => values),
    );
  }

  /**
   * Updates the rows that match every property of `where` and returns how many there were: 0 means that somebody else
   * was faster (`if (await tx.update(…, {id, version}) === 0) throw new Problem('CONFLICT')`).
   */
  async update<E extends ObjectLiteral>(target: EntityClass<E>, set: Partial<E>, where: Partial<E>): Promise<number>;
  async update(table: string, set: Columns, where: Columns): Promise<number>;
  async update(target: Target, set: Columns, where: Columns): Promise<number> {
    const changes = this.map(target, set);
    const condition = this.condition(target, where);
    const assignments = changes.columns.map((column) => `${quote(column)} = ?`).join(', ');
    return this.execute(`UPDATE ${quote(changes.table)} SET ${assignments} WHERE ${condition.sql}`, [
      ...changes.values,
      ...condition.values,
    ]);
  }

  /** Deletes the rows that match every property of `where`; returns how many. */
  async remove<E extends ObjectLiteral>(target: EntityClass<E>, where: Partial<E>): Promise<number>;
  async remove(table: string, where: Columns): Promise<number>;
  async remove(target: Target, where: Columns): Promise<number> {
    const condition = this.condition(target, where);
    return this.execute(`DELETE FROM ${quote(condition.table)} WHERE ${condition.sql}`, condition.values);
  }

  /**
   * The row, locked until the end of the transaction, or null; for a row that is then written: see `hold`. On SQLite the
   * whole transaction is exclusive already.
   */
  async lockRow<T = Row>(table: string, id: string, idColumn = 'id'): Promise<T | null> {
    const suffix = this.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const sql = `SELECT * FROM ${quote(table)} WHERE ${quote(idColumn)} = ?${suffix}`;
    return (await this.query<T>(sql, [id]))[0] ?? null;
  }

  /**
   * Keeps a row for this transaction for the sake of other rows that it counts or compares: another that holds the same row
   * waits, or is run again where it writes on another server of a cluster. There a row that is only looked at would be no
   * lock, so it is written. False if no row has this id and these properties.
   */
  async hold(table: string, id: string, where: Columns = {}): Promise<boolean> {
    const condition = this.condition(table, { id, ...where });
    const sql = `UPDATE ${quote(table)} SET held = held + 1 WHERE ${condition.sql}`;
    return (await this.execute(sql, condition.values)) === 1;
  }

  /** Runs in this transaction when all else is done; of several with the same key only the latest. */
  beforeCommit(key: string, work: () => Promise<void>): void {
    this.last.set(key, work);
  }

  /** Called by the Database before it commits. */
  async settle(): Promise<void> {
    for (const work of this.last.values()) await work();
  }

  /** Runs after a successful commit, never after a rollback; must not throw. */
  afterCommit(hook: () => void): void {
    this.hooks.push(hook);
  }

  /**
   * Queues an effect for the outbox. With a `key`, a second task of the same topic and key is not queued.
   * Returns false if it was there already.
   */
  enqueue(topic: string, key: string | null, payload: unknown, options: EnqueueOptions = {}): Promise<boolean> {
    return this.services.enqueue(this, topic, key, payload, options);
  }

  /** Writes an entry of the action log. */
  audit(draft: AuditDraft): Promise<void> {
    return this.services.audit(this, draft);
  }

  /** Called by the Database at the end; a forgotten `await` then fails loudly instead of writing outside. */
  close(): void {
    this.open = false;
  }

  private check(): void {
    if (!this.open) throw new Error('This transaction has ended; a statement was not awaited inside the unit of work');
  }

  private condition(target: Target, where: Columns) {
    const { table, columns, values } = this.map(target, where);
    if (columns.length === 0) throw new Error('An update or delete needs a condition');
    const bound: SqlValue[] = [];
    const parts = columns.map((column, i) => {
      if (values[i] === null) return `${quote(column)} IS NULL`;
      bound.push(values[i]!);
      return `${quote(column)} = ?`;
    });
    return { table, sql: parts.join(' AND '), values: bound };
  }

  private map(target: Target, row: Columns) {
    const columns: string[] = [];
    const values: SqlValue[] = [];
    if (typeof target === 'string') {
      for (const [column, value] of Object.entries(row)) {
        if (value === undefined) continue;
        columns.push(column);
        values.push(bindable(value));
      }
      return { table: target, columns, values };
    }
    const metadata: EntityMetadata = this.source.getMetadata(target);
    for (const [property, value] of Object.entries(row)) {
      if (value === undefined) continue;
      const column = metadata.findColumnWithPropertyName(property);
      if (!column) throw new Error(`${metadata.name} has no column ${property}`);
      const transformer = column.transformer;
      const stored = transformer && !Array.isArray(transformer) ? transformer.to(value) : value;
      columns.push(column.databaseName);
      values.push(bindable(stored));
    }
    return { table: metadata.tableName, columns, values };
  }
}
