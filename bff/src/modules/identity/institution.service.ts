import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AgreementTerms,
  dayMs,
  dayOf,
  endOf,
  type InstitutionItem,
  organisationKey,
  startOf,
} from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import type { Actor } from '../../platform/http/actor';
import { rekey } from '../../platform/jobs/rekeying';
import { Upgrades } from '../../platform/jobs/upgrades';
import type { Read } from './citizen.service';
import { type SavedRow, Savers, savingBy } from './savers.service';
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

interface Row extends Standing {
  id: string;
  name: string;
  credit_code: string;
  kind: string;
  public_archive: number;
  version: number;
}

/** An institution with its terms. */
export interface Member extends Standing {
  id: string;
  name: string;
  credit_code: string;
}
const daysOf = ({ valid_from, valid_until }: Standing) => ({
  from: valid_from === null ? null : dayOf(Number(valid_from)),
  until: valid_until === null ? null : dayOf(Number(valid_until) - dayMs),
});

type TermsRow = Standing & SavedRow & { public_archive: number };
const termsIn = (row: TermsRow) => ({ ...daysOf(row), publicArchive: Number(row.public_archive) === 1, note: '' });

/** The terms under which institutions (机构) are members. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class InstitutionService {
  @Inject() database!: Database;
  @Inject() sessions!: SessionService;
  @Inject() savers!: Savers;
  @Inject() upgrades!: Upgrades;

  @Init()
  start(): void {
    this.upgrades.add(
      'institution-name-keys',
      rekey(this.database, { table: 'institution', keys: { name_key: [['name'], organisationKey] } }),
    );
  }

  /** Newest first; one statement. */
  async list(cursor: string | undefined, limit: number, now: number) {
    const rows = await this.database.read<Row>(
      'SELECT id, name, credit_code, kind, state, valid_from, valid_until, public_archive, version FROM institution ' +
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
        ...daysOf(row),
        publicArchive: row.public_archive === 1,
        version: Number(row.version),
      };
    });
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** The one with this credit code, or else one with this name; one statement. */
  async named(read: Read, creditCode: string, name: string): Promise<Member | null> {
    const rows = await read<Member>(
      'SELECT id, name, credit_code, state, valid_from, valid_until FROM institution WHERE credit_code = ? OR name_key = ?',
      [creditCode, organisationKey(name)],
    );
    return rows.find((row) => row.credit_code === creditCode) ?? rows[0] ?? null;
  }

  /** Names of all, for a choice; one statement. */
  async names(): Promise<Array<{ id: string; name: string }>> {
    const rows = await this.database.read<{ id: string; name: string }>(
      'SELECT id, name FROM institution WHERE id < ? ORDER BY id DESC LIMIT 1000',
      ['~'],
    );
    return rows.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  }

  /**
   * New terms; a closed institution is open again. False if there is no such institution. `version`: the terms they are to
   * replace; null at a filing, which replaces none. Error: SAVED_MEANWHILE.
   */
  async setTerms(
    tx: Transaction,
    actor: Pick<Actor, 'id'>,
    id: string,
    terms: AgreementTerms,
    version: number | null,
  ): Promise<boolean> {
    const set = {
      state: 'active',
      valid_from: startOf(terms.from),
      valid_until: endOf(terms.until),
      public_archive: terms.publicArchive ? 1 : 0,
    };
    const row = await tx.lockRow<TermsRow>('institution', id);
    if (!row) return false;
    if (version !== null) await this.savers.requireNewest(actor, row, version, termsIn(row));
    const saving = savingBy(actor, Number(row.version) + 1, tx.now);
    await tx.update('institution', { ...set, ...saving }, { id });
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
