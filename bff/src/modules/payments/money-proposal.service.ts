import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, MoneyContent, MoneyMatter, MoneyProposal } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { StaffNames } from '../identity/staff-names.service';
import { MoneyProposalRow } from './money-proposal.entity';

type ContentOf<K extends MoneyMatter> = Extract<MoneyContent, { kind: K }>;

/** A proposal that is being agreed to. */
export interface Agreed<K extends MoneyMatter> {
  id: string;
  subjectId: string;
  content: ContentOf<K>;
}

interface Handler<K extends MoneyMatter> {
  /** Before the transaction, where departments may be asked; an error stops the agreement. */
  before?(proposal: Agreed<K>): Promise<void>;
  /** Carries it out in the transaction that marks it agreed. */
  agreed(tx: Transaction, actor: Actor, proposal: Agreed<K>): Promise<void>;
}

interface Question {
  kind: MoneyMatter;
  state?: MoneyProposalRow['state'] | undefined;
  cursor?: string | undefined;
  limit: number;
}

const columns =
  'id, kind, subject_id AS subjectId, open_subject AS openSubject, content_cipher AS contentCipher, state, ' +
  'proposed_by AS proposedBy, created_at AS createdAt, decided_by AS decidedBy, decided_at AS decidedAt, ' +
  'decision_cipher AS decisionCipher';
const contentContext = 'money_proposal.content';
const decisionContext = 'money_proposal.decision';
const newest = '~';

/** Four eyes (双人复核) over money: whoever proposes something cannot agree to it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MoneyProposals {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() names!: StaffNames;

  private readonly handlers = new Map<MoneyMatter, Handler<MoneyMatter>>();

  /** Registers who carries a kind out, once, in `@Init()`. */
  on<K extends MoneyMatter>(kind: K, handler: Handler<K>): void {
    if (this.handlers.has(kind)) throw new Error(`Two handlers for ${kind}`);
    this.handlers.set(kind, handler as unknown as Handler<MoneyMatter>);
  }

  /** Error: CONFLICT while another one about the same thing waits. `openAs`: what that thing is, unless the subject. */
  async propose(
    tx: Transaction,
    actor: Actor,
    subjectId: string,
    content: MoneyContent,
    openAs = `${content.kind}:${subjectId}`,
  ): Promise<string> {
    const row: MoneyProposalRow = {
      id: newId(tx.now),
      kind: content.kind,
      subjectId,
      openSubject: openAs,
      contentCipher: this.cipher.encryptJson(content, contentContext),
      state: 'open',
      proposedBy: actor.id,
      createdAt: tx.now,
      decidedBy: null,
      decidedAt: null,
      decisionCipher: null,
    };
    try {
      await tx.insert(MoneyProposalRow, row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new Problem('CONFLICT', { message: '已有一项正在等待复核，请先同意或不同意那一项，再提出新的。' });
    }
    await this.audit(tx, actor, 'propose', row);
    return row.id;
  }

  /** What must be asked before `agree`; see `Handler.before`. Errors: NOT_FOUND, CONFLICT, FOUR_EYES, the handler's. */
  async prepare(actor: Actor, id: string): Promise<void> {
    const row = await this.database.readOne<MoneyProposalRow>(`SELECT ${columns} FROM money_proposal WHERE id = ?`, [
      id,
    ]);
    if (row?.state !== 'open') return;
    this.requireOther(actor, row);
    await this.handlers.get(row.kind)!.before?.(this.opened(row));
  }

  /** Errors: NOT_FOUND, CONFLICT (decided already, or overtaken), FOUR_EYES. */
  async agree(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const row = await this.holdOpen(tx, id);
    this.requireOther(actor, row);
    await this.decide(tx, actor, row, 'agreed');
    await this.handlers.get(row.kind)!.agreed(tx, actor, this.opened(row));
    await this.audit(tx, actor, 'agree', row);
  }

  /** By whoever proposed it, too: then it is withdrawn. Errors: NOT_FOUND, CONFLICT. */
  async refuse(tx: Transaction, actor: Actor, id: string, reason: string): Promise<void> {
    const row = await this.holdOpen(tx, id);
    const own = row.proposedBy === actor.id;
    await this.decide(tx, actor, row, own ? 'withdrawn' : 'refused', reason);
    await this.audit(tx, actor, own ? 'withdraw' : 'refuse', row);
  }

  /** Newest first; two statements. */
  async page(actor: Actor, { kind, state, cursor, limit }: Question) {
    const rows = await this.database.read<MoneyProposalRow>(
      `SELECT ${columns} FROM money_proposal WHERE kind = ?${state ? ' AND state = ?' : ''} AND id < ? ORDER BY id DESC LIMIT ?`,
      [kind, ...(state ? [state] : []), cursor ?? newest, limit + 1],
    );
    const items = await this.views(actor, rows.slice(0, limit));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** The latest hundred about these things, newest first; two statements. */
  async about(actor: Actor, subjectIds: readonly string[]): Promise<MoneyProposal[]> {
    const marks = subjectIds.map(() => '?').join(', ');
    const rows = await this.database.read<MoneyProposalRow>(
      `SELECT ${columns} FROM money_proposal WHERE subject_id IN (${marks}) ORDER BY id DESC LIMIT 100`,
      subjectIds,
    );
    return this.views(actor, rows);
  }

  /** The one that waits. Two statements. */
  async openOf(actor: Actor, openSubject: string): Promise<MoneyProposal | null> {
    const rows = await this.database.read<MoneyProposalRow>(
      `SELECT ${columns} FROM money_proposal WHERE open_subject = ?`,
      [openSubject],
    );
    return (await this.views(actor, rows))[0] ?? null;
  }

  /** How many wait, by kind. One statement along the unique index of what waits. */
  async waiting(): Promise<Array<{ kind: MoneyMatter; count: number }>> {
    const rows = await this.database.read<{ kind: MoneyMatter; n: number }>(
      'SELECT kind, COUNT(*) AS n FROM money_proposal WHERE open_subject IS NOT NULL GROUP BY kind',
    );
    return rows.map(({ kind, n }) => ({ kind, count: Number(n) }));
  }

  /** As it is in the transaction. */
  async view(tx: Transaction, actor: Actor, id: string): Promise<MoneyProposal> {
    const rows = await tx.query<MoneyProposalRow>(`SELECT ${columns} FROM money_proposal WHERE id = ?`, [id]);
    return (await this.views(actor, rows))[0]!;
  }

  private async views(actor: Actor, rows: readonly MoneyProposalRow[]): Promise<MoneyProposal[]> {
    const names = await this.names.of(rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]));
    return rows.map((row) => ({
      id: row.id,
      subjectId: row.subjectId,
      content: this.opened(row).content,
      state: row.state,
      by: names.get(row.proposedBy) ?? '',
      mine: row.proposedBy === actor.id,
      at: Number(row.createdAt),
      decidedBy: row.decidedBy && (names.get(row.decidedBy) ?? ''),
      decidedAt: row.decidedAt === null ? null : Number(row.decidedAt),
      decisionReason: row.decisionCipher && this.cipher.decrypt(row.decisionCipher, decisionContext),
    }));
  }

  private opened(row: MoneyProposalRow): Agreed<MoneyMatter> {
    const content = this.cipher.decryptJson<MoneyContent>(row.contentCipher, contentContext);
    return { id: row.id, subjectId: row.subjectId, content };
  }

  private requireOther(actor: Actor, row: MoneyProposalRow): void {
    if (row.proposedBy === actor.id) throw new Problem('FOUR_EYES');
  }

  private async holdOpen(tx: Transaction, id: string): Promise<MoneyProposalRow> {
    const suffix = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const sql = `SELECT ${columns} FROM money_proposal WHERE id = ?${suffix}`;
    const [row] = await tx.query<MoneyProposalRow>(sql, [id]);
    if (!row) throw new Problem('NOT_FOUND');
    if (row.state !== 'open') throw new Problem('CONFLICT', { message: '这一项已经有结果，请刷新查看。' });
    return row;
  }

  private async decide(
    tx: Transaction,
    actor: Actor,
    { id }: MoneyProposalRow,
    state: MoneyProposalRow['state'],
    reason?: string,
  ): Promise<void> {
    const decisionCipher = reason === undefined ? null : this.cipher.encrypt(reason, decisionContext);
    const set = { state, openSubject: null, decidedBy: actor.id, decidedAt: tx.now, decisionCipher };
    if ((await tx.update(MoneyProposalRow, set, { id, state: 'open' })) === 0) throw new Problem('CONFLICT');
  }

  private async audit(tx: Transaction, actor: Actor, what: ActionOf<'money'>, row: MoneyProposalRow): Promise<void> {
    const subject = { kind: 'money-proposal', id: row.id } as const;
    await tx.audit({ actor, action: `money.${what}`, subject, detail: { kind: row.kind, subjectId: row.subjectId } });
  }
}
