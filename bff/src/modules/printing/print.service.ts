import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type PrintEntry, type PrintState, type PrintTrouble, printStates, printTroubles } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';
import { PrintQuery, type PrintRow } from './print.query';
import type { Visit } from './visit.service';

const reasonContext = 'print.reason';
/** A print whose end nobody has told in this time is one for the staff. */
const silenceMs = 10 * 60_000;

/** Prints of certificates: each copy once; again only after an officer has said why. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PrintService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() jobs!: Jobs;
  @Inject() query!: PrintQuery;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('print-silence', 60_000, () => this.endSilent());
  }

  /** The unique key on the copy lets one print begin, wherever else it is tried. Error: PRINTED_ALREADY. */
  async begin(
    tx: Transaction,
    actor: Actor,
    visit: Visit,
    certificate: { id: string; number: string },
  ): Promise<string> {
    const id = newId(tx.now);
    try {
      await tx.insert('print_copy', {
        id,
        certificate_id: certificate.id,
        certificate_number: certificate.number,
        active_key: certificate.id,
        kiosk_id: actor.id,
        visit_hash: visit.hash,
        state: 'printing',
        trouble: null,
        reason_cipher: null,
        started_at: tx.now,
        ended_at: null,
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Problem('PRINTED_ALREADY');
      throw error;
    }
    await tx.audit({
      actor,
      action: 'print.begin',
      subject: { kind: 'certificate', id: certificate.id },
      detail: { printId: id, number: certificate.number },
    });
    return id;
  }

  /** Returns the certificate's id. Errors: NOT_FOUND; CONFLICT if the result is known already. */
  async report(tx: Transaction, actor: Actor, visit: Visit, id: string, trouble: PrintTrouble | null): Promise<string> {
    const [row] = await tx.query<{ certificate_id: string }>(
      'SELECT certificate_id FROM print_copy WHERE id = ? AND visit_hash = ?',
      [id, visit.hash],
    );
    if (!row) throw new Problem('NOT_FOUND');
    await this.end(tx, actor, id, row.certificate_id, trouble);
    return row.certificate_id;
  }

  private async end(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    id: string,
    certificateId: string,
    trouble: PrintTrouble | null,
  ): Promise<void> {
    const state = trouble ? 'trouble' : 'printed';
    const set = { state, trouble, ended_at: tx.now };
    if ((await tx.update('print_copy', set, { id, state: 'printing' })) === 0) throw new Problem('CONFLICT');
    const detail = { printId: id, ...(trouble && { trouble }) };
    await tx.audit({ actor, action: `print.${state}`, subject: { kind: 'certificate', id: certificateId }, detail });
  }

  private async endSilent(): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const rows = await tx.query<{ id: string; certificate_id: string }>(
        "SELECT id, certificate_id FROM print_copy WHERE state = 'printing' AND started_at < ? LIMIT 200",
        [tx.now - silenceMs],
      );
      for (const row of rows) await this.end(tx, system, row.id, row.certificate_id, 'no-answer');
    });
  }

  /** The copy may be printed once more. Errors: NOT_FOUND; CONFLICT if it is printing, or has been released already. */
  async release(tx: Transaction, actor: Actor, id: string, reason: string): Promise<PrintEntry> {
    const before = await tx.lockRow<{ state: PrintState; certificate_id: string }>('print_copy', id);
    if (!before) throw new Problem('NOT_FOUND');
    if (before.state === 'printing')
      throw new Problem('CONFLICT', { message: '这一份还在打印，请等打印结束后再处理。' });
    const set = { state: 'released', active_key: null, reason_cipher: this.cipher.encrypt(reason, reasonContext) };
    if ((await tx.update('print_copy', set, { id, state: before.state, active_key: before.certificate_id })) === 0)
      throw new Problem('CONFLICT');
    await tx.audit({
      actor,
      action: 'print.release',
      subject: { kind: 'certificate', id: before.certificate_id },
      detail: { printId: id, after: before.state },
    });
    return this.entryOf(await this.query.within(tx, id));
  }

  /** Newest first, one statement. */
  async log(cursor: string | undefined, limit: number, state: PrintState | undefined) {
    const rows = await this.query.page(cursor, limit + 1, state);
    const items = rows.slice(0, limit).map((row) => this.entryOf(row));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  private entryOf(row: PrintRow): PrintEntry {
    return {
      id: row.id,
      certificateId: row.certificate_id,
      certificateNumber: row.certificate_number,
      kioskName: row.kiosk_name,
      pointName: row.point_name,
      state: row.state,
      stateName: printStates[row.state],
      troubleName: row.trouble ? printTroubles[row.trouble] : null,
      startedAt: Number(row.started_at),
      endedAt: row.ended_at === null ? null : Number(row.ended_at),
      reason: row.reason_cipher ? this.cipher.decrypt(row.reason_cipher, reasonContext) : null,
    };
  }
}
