import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type ErrorCode, errorCatalogue, type FieldFault, type FileView } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor, Covered } from '../../platform/http/actor';
import { CitizenService } from '../identity/citizen.service';
import { UploadedFile } from './file.entity';
import { readFileRow, readFileRows, readOfSubject } from './file.query';
import type { AttachedFile, FileRow, Read, Subject } from './file.types';
import { attachedViewOf, fileViewOf } from './file.view';
import { FileTickets, holderOf } from './file-ticket.service';
import { FileVault } from './file-vault.service';

export interface Attachment {
  /** In the order in which they are shown. */
  fileIds: readonly string[];
  /** Citizen or staff account whose files they must be. */
  ownerId: string;
  subject: Subject;
  /** Which requirement of the subject they meet, e.g. `id-card`. */
  slot: string;
  /** Where the ids stand in the request, for faults; `body.fileIds` unless given. */
  path?: string;
}

/** Uploaded materials, for their owners and for the modules they are handed in with. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileService {
  @Inject() cipher!: FieldCipher;
  @Inject() database!: Database;
  @Inject() tickets!: FileTickets;
  @Inject() vault!: FileVault;
  @Inject() citizens!: CitizenService;

  @Init()
  async init(): Promise<void> {
    this.citizens.onTakeover((tx, from, to) => tx.update('uploaded_file', { owner_id: to }, { owner_id: from }));
  }

  /** Registers who knows which cases a family agent may learn of, once, in `@Init()`. */
  onCovered(reader: Covered): void {
    if (this.covered) throw new Error('Two readers of what an agent may learn of');
    this.covered = reader;
  }

  private covered: Covered | undefined;
  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Error: NOT_FOUND, also for another's. */
  async own(actor: Actor, id: string): Promise<FileView> {
    return fileViewOf(await this.ownRow(this.committed, actor, id), this.cipher);
  }

  /** Removes a file that was not handed in. Errors: NOT_FOUND, FILE_IN_USE. */
  async remove(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const row = await this.ownRow((sql, params) => tx.query(sql, params), actor, id);
    const removed = await tx.execute('DELETE FROM uploaded_file WHERE id = ? AND loose_since IS NOT NULL', [id]);
    if (removed === 0) throw new Problem('FILE_IN_USE');
    await tx.audit({ actor, action: 'file.remove', subject: { kind: 'file', id } });
    if (row.blobKey) await tx.enqueue('file.erase', row.blobKey, { key: row.blobKey });
  }

  /** A download address for the owner. Errors: NOT_FOUND, FILE_SCANNING, FILE_INFECTED. */
  async linkFor(actor: Actor, id: string): Promise<{ url: string; expiresAt: number }> {
    return this.link(await this.ownRow(this.committed, actor, id), actor);
  }

  /** What a ticket opens; null if the ticket is of no use any more. */
  async contentOf(ticket: string): Promise<{ file: FileView; content: Buffer } | null> {
    const found = await this.tickets.read(ticket);
    if (found?.file !== 'upload') return null;
    const row = await readFileRow(this.committed, found.id);
    if (row?.state !== 'clean') return null;
    return { file: fileViewOf(row, this.cipher), content: await this.vault.get(row) };
  }

  /**
   * Hands files in with a subject, in this order; those that are there already stay, so it may be called again with a
   * longer list. Error: INVALID_INPUT with one fault at each id: `unknown` (also another's, or handed in elsewhere),
   * `scanning`, `infected`, `duplicate`.
   */
  async attach(tx: Transaction, { fileIds, ownerId, subject, slot, path = 'body.fileIds' }: Attachment): Promise<void> {
    const rows = await readFileRows((sql, params) => tx.query(sql, params), fileIds);
    const found = new Map(rows.map((row) => [row.id, row]));
    const here = (row: FileRow) =>
      row.subjectKind === subject.kind && row.subjectId === subject.id && row.slot === slot;
    const fields = fileIds.flatMap((id, index): FieldFault[] => {
      const row = found.get(id);
      const fault = (code: string, message: string): FieldFault[] => [{ path: `${path}.${index}`, code, message }];
      if (fileIds.indexOf(id) !== index) return fault('duplicate', '同一份材料只需上传一次。');
      if (row?.ownerId !== ownerId || (row.looseSince === null && !here(row)))
        return fault('unknown', '没有找到这份材料，请重新上传。');
      if (row.state === 'refused') return fault('infected', sentence('FILE_INFECTED'));
      return row.state === 'scanning' ? fault('scanning', '材料还在做安全检查，请等几秒再提交。') : [];
    });
    if (fields.length > 0) throw new Problem('INVALID_INPUT', { fields });
    for (const [position, id] of fileIds.entries()) {
      const row = found.get(id)!;
      const set = { subjectKind: subject.kind, subjectId: subject.id, slot, position, looseSince: null };
      // Unchanged since it was read: two applications may reach for one file at once.
      const same = {
        id,
        state: 'clean' as const,
        looseSince: row.looseSince,
        subjectId: row.subjectId,
        slot: row.slot,
      };
      if ((await tx.update(UploadedFile, set, same)) === 0) throw new Problem('CONFLICT');
    }
  }

  /** Takes files off a subject – all, those of a slot, or the given ones; they are kept for two more days. */
  async detach(
    tx: Transaction,
    { subject, slot, fileIds }: { subject: Subject; slot?: string; fileIds?: readonly string[] },
  ): Promise<void> {
    const rows = await readOfSubject((sql, params) => tx.query(sql, params), subject);
    const off = rows.filter((row) => (!slot || row.slot === slot) && (!fileIds || fileIds.includes(row.id)));
    const set = { subjectKind: null, subjectId: null, slot: null, position: 0, looseSince: tx.now };
    for (const { id } of off) await tx.update(UploadedFile, set, { id, subjectId: subject.id });
  }

  /** The materials of a subject, by slot, in their order. One statement. */
  async listOf(read: Read, subject: Subject): Promise<AttachedFile[]> {
    return (await readOfSubject(read, subject)).map((row) => attachedViewOf(row, this.cipher));
  }

  /** The materials of a subject with their contents, one in memory at a time. */
  async *readFor(subject: Subject): AsyncGenerator<{ file: AttachedFile; content: Buffer }> {
    for (const row of await readOfSubject(this.committed, subject)) {
      yield { file: attachedViewOf(row, this.cipher), content: await this.vault.get(row) };
    }
  }

  /** The same for a material that `listOf` gave, so that a list needs no statement for each. */
  addressOf(file: AttachedFile, actor: Actor): { url: string; expiresAt: number } {
    return this.link(file, actor);
  }

  /** Error: NOT_FOUND, also for another's. */
  private async ownRow(read: Read, actor: Actor, id: string): Promise<FileRow> {
    const row = await readFileRow(read, id);
    if (row?.ownerId !== actor.id) throw new Problem('NOT_FOUND');
    if (
      row.subjectKind === 'case' &&
      row.subjectId &&
      actor.agent?.unitIds &&
      !(await this.covered?.(actor, [row.subjectId]))?.has(row.subjectId)
    )
      throw new Problem('NOT_FOUND');
    return row;
  }

  private link(row: Pick<FileRow, 'id' | 'state'>, actor: Actor): { url: string; expiresAt: number } {
    if (row.state === 'scanning') throw new Problem('FILE_SCANNING');
    if (row.state === 'refused') throw new Problem('FILE_INFECTED');
    const { ticket, expiresAt } = this.tickets.issue(row.id, 'upload', holderOf(actor));
    return { url: `/api/files/download/${ticket}`, expiresAt };
  }
}

const sentence = (code: ErrorCode): string => errorCatalogue[code].message;
