import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AuditAction, dayOf, type GuideNoteView, type GuideSection, type GuideView } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Savers } from '../identity/savers.service';
import { StaffService } from '../identity/staff.service';
import { GuideNote } from './guide-note.entity';

export interface NoteWords {
  section: GuideSection;
  text: string;
  from: string;
  until: string | null;
}

interface Row {
  id: string;
  guide_id: string;
  section: string;
  text: string;
  valid_from: string;
  valid_until: string | null;
  author_id: string;
  author_name: string;
  version: number;
  created_at: number;
  updated_at: number;
  withdrawn_at: number | null;
}
const columns =
  'id, guide_id, section, text, valid_from, valid_until, author_id, author_name, version, created_at, updated_at, withdrawn_at';
const listed = 200;

function viewOf(row: Row, now: number): GuideNoteView {
  const today = dayOf(now);
  const past = row.valid_until !== null && row.valid_until < today;
  const state = row.withdrawn_at !== null ? 'withdrawn' : past ? 'past' : row.valid_from > today ? 'coming' : 'shown';
  return {
    id: row.id,
    section: row.section as GuideSection,
    text: row.text,
    from: row.valid_from,
    until: row.valid_until,
    state,
    author: row.author_name,
    version: Number(row.version),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

/** What the centre adds to guides. Declarations stay as released; every change of a note is in the action log. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GuideNotes {
  @Inject() database!: Database;
  @Inject() staff!: StaffService;
  @Inject() savers!: Savers;

  /** Notes that people see on the day of `now`, oldest first; one statement. */
  async shown(guideId: string, now: number): Promise<GuideView['notes']> {
    const day = dayOf(now);
    const rows = await this.database.read<{ section: string; text: string; updated_at: number }>(
      'SELECT section, text, updated_at FROM guide_note WHERE guide_id = ? AND withdrawn_at IS NULL AND valid_from <= ? ' +
        'AND (valid_until IS NULL OR valid_until >= ?) ORDER BY id',
      [guideId, day, day],
    );
    return rows.map(({ section, text, updated_at }) => ({
      section: section as GuideSection,
      text,
      updatedAt: Number(updated_at),
    }));
  }

  /** Every note of a guide, newest first. */
  async list(guideId: string, now: number): Promise<GuideNoteView[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${columns} FROM guide_note WHERE guide_id = ? ORDER BY id DESC LIMIT ?`,
      [guideId, listed],
    );
    return rows.map((row) => viewOf(row, now));
  }

  /** Asked before the unit of work begins, because it reads committed data. */
  async nameOf(actor: Actor): Promise<string> {
    return (await this.staff.byId(actor.id))?.name ?? actor.id;
  }

  async add(tx: Transaction, actor: Actor, author: string, guideId: string, words: NoteWords): Promise<GuideNoteView> {
    const id = newId();
    await tx.insert(GuideNote, {
      id,
      guideId,
      ...words,
      authorId: actor.id,
      authorName: author,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
      withdrawnAt: null,
    });
    await this.record(tx, actor, 'guide-note.add', id, { guideId, ...words });
    return this.view(tx, id);
  }

  /** Errors: NOT_FOUND, CONFLICT (withdrawn), SAVED_MEANWHILE. */
  async edit(
    tx: Transaction,
    actor: Actor,
    author: string,
    id: string,
    version: number,
    words: NoteWords,
  ): Promise<GuideNoteView> {
    const before = await this.lock(tx, actor, id, version);
    await tx.update(
      GuideNote,
      { ...words, authorId: actor.id, authorName: author, version: version + 1, updatedAt: tx.now },
      { id, version },
    );
    await this.record(tx, actor, 'guide-note.edit', id, { guideId: before.guide_id, before: before.text, ...words });
    return this.view(tx, id);
  }

  /** The note is kept, but no longer shown. Errors: NOT_FOUND, CONFLICT. */
  async withdraw(tx: Transaction, actor: Actor, id: string, version: number): Promise<GuideNoteView> {
    const { guide_id: guideId } = await this.lock(tx, actor, id, version);
    await tx.update(GuideNote, { withdrawnAt: tx.now, updatedAt: tx.now, version: version + 1 }, { id, version });
    await this.record(tx, actor, 'guide-note.withdraw', id, { guideId });
    return this.view(tx, id);
  }

  private async lock(tx: Transaction, actor: Actor, id: string, version: number): Promise<Row> {
    const row = await tx.lockRow<Row>('guide_note', id);
    if (!row) throw new Problem('NOT_FOUND');
    if (row.withdrawn_at !== null) throw new Problem('CONFLICT');
    const { section, text, valid_from: from, valid_until: until } = row;
    const saved = { version: row.version, saved_by: row.author_id, saved_at: row.updated_at };
    await this.savers.requireNewest(actor, saved, version, { section, text, from, until });
    return row;
  }

  private async view(tx: Transaction, id: string): Promise<GuideNoteView> {
    const [row] = await tx.query<Row>(`SELECT ${columns} FROM guide_note WHERE id = ?`, [id]);
    return viewOf(row!, tx.now);
  }

  private record(tx: Transaction, actor: Actor, action: AuditAction, id: string, detail: Record<string, unknown>) {
    return tx.audit({ actor, action, subject: { kind: 'guide-note', id }, detail });
  }
}
