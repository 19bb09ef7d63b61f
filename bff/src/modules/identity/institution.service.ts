import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AgreementTerms, InstitutionItem } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { SessionService } from './session.service';

/** When an institution may work; times in ms UTC, null is without end. */
export interface Standing {
  state: string | null;
  valid_from: number | null;
  valid_until: number | null;
}

export function standing({ state, valid_from, valid_until }: Standing, now: number): InstitutionItem['state'] {
  if (state !== 'active') return 'closed';
  if (valid_from !== null && Number(valid_from) > now) return 'not-yet';
  return valid_until !== null && Number(valid_until) <= now ? 'expired' : 'active';
}

const day = 86_400_000;
const offset = 8 * 3_600_000;
const beginOf = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
/** `YYYY-MM-DD` in Beihai. */
export const dayOf = (at: number): string => new Date(at + offset).toISOString().slice(0, 10);

interface Row extends Standing {
  id: string;
  name: string;
  credit_code: string;
  kind: string;
  public_archive: number;
}

/** The terms under which institutions (机构) are members. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class InstitutionService {
  @Inject() database!: Database;
  @Inject() sessions!: SessionService;

  /** Newest first; one statement. */
  async list(cursor: string | undefined, limit: number, now: number) {
    const rows = await this.database.read<Row>(
      'SELECT id, name, credit_code, kind, state, valid_from, valid_until, public_archive FROM institution ' +
        'WHERE id < ? ORDER BY id DESC LIMIT ?',
      [cursor ?? '~', limit + 1],
    );
    const items = rows.slice(0, limit).map((row): InstitutionItem => {
      return {
        id: row.id,
        name: row.name,
        creditCode: row.credit_code,
        kind: row.kind,
        state: standing(row, now),
        from: row.valid_from === null ? null : dayOf(Number(row.valid_from)),
        until: row.valid_until === null ? null : dayOf(Number(row.valid_until) - day),
        publicArchive: row.public_archive === 1,
      };
    });
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** Names of all, for a choice; one statement. */
  async names(): Promise<Array<{ id: string; name: string }>> {
    const rows = await this.database.read<{ id: string; name: string }>(
      'SELECT id, name FROM institution WHERE id < ? ORDER BY id DESC LIMIT 1000',
      ['~'],
    );
    return rows.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  }

  /** New terms; a closed institution is open again. False if there is no such institution. */
  async setTerms(tx: Transaction, id: string, terms: AgreementTerms): Promise<boolean> {
    const set = {
      state: 'active',
      valid_from: beginOf(terms.from),
      valid_until: beginOf(terms.until) + day,
      public_archive: terms.publicArchive ? 1 : 0,
    };
    if (!(await tx.lockRow('institution', id))) return false;
    await tx.update('institution', set, { id });
    return true;
  }

  /** Ends membership; every session of its clerks dies at once. False if there is no such institution. */
  async close(tx: Transaction, id: string): Promise<boolean> {
    if (!(await tx.lockRow('institution', id))) return false;
    await tx.update('institution', { state: 'closed' }, { id });
    await this.sessions.revokeInstitution(tx, id);
    return true;
  }
}
