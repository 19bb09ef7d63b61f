import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, cleanText, identitiesTyped, type Readiness } from '@zhucheng/shared';
import { idBlindOf, idBlindsOf, nameBlindOf } from '../../../platform/crypto/blind';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { Database } from '../../../platform/database/database';
import { placeholders } from '../../../platform/database/sql';

export interface CaseFilters {
  state?: CaseState | undefined;
  businessId?: string | undefined;
  /** Institution that started the case. */
  institutionId?: string | undefined;
  claimedBy?: string | undefined;
  readiness?: Readiness | undefined;
  acceptanceNumber?: string | undefined;
}

export interface CaseQuestion extends CaseFilters {
  /**
   * As printed on paper: acceptance number, unit number or its beginning, whole name or number of any identity document of a
   * party, or the beginning of the location.
   */
  text?: string | undefined;
  /** False: no name or ID number is looked for, because the text came in an address. */
  byPerson?: boolean;
  /** Id of the last case of the page before. */
  cursor?: string | undefined;
  limit: number;
}

interface Condition {
  sql: string;
  params: unknown[];
}

type PartyColumn = 'id_blind' | 'name_blind';
type Ordered = 'unit_number' | 'location';
type Found<T> = { rows: T[]; next: string | null };

const top = '~';
/** Beyond every character a text can begin with; a range uses an index on both dialects, LIKE only on MySQL. */
const last = '\u{10FFFF}';

/** The beginning of a unit number of the city; a shorter row of digits may be a permit's. */
const ofUnit = /^4505\d{2}[A-Z0-9]*$/;

const filterColumns: Record<keyof CaseFilters, string> = {
  state: 'c.state',
  businessId: 'c.business_id',
  institutionId: 'c.institution_id',
  claimedBy: 'c.claimed_by',
  readiness: 'c.readiness',
  acceptanceNumber: 'c.acceptance_number',
};

function filtered(question: CaseFilters): Condition {
  const chosen = (Object.keys(filterColumns) as Array<keyof CaseFilters>).filter((name) => question[name]);
  return {
    sql: chosen.map((name) => ` AND ${filterColumns[name]} = ?`).join(''),
    params: chosen.map((name) => question[name]),
  };
}

/**
 * Finds cases for lists: each kind of text goes along an index of its own, in the order of that index, so that a page
 * reads about as many rows as it shows. One statement, two for words
 * and for numbers that may be those of several documents, one more for a later page of an ordered search.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseFinder {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /** `columns` of `registration_case`, `id` among them. */
  async page<T extends { id: unknown }>(columns: string, question: CaseQuestion): Promise<Found<T>> {
    const select = columns.replace(/\w+/g, 'c.$&');
    const typed = cleanText(question.text ?? '').trim();
    // Numbers are printed in groups; an address is stored as it is written.
    const text = typed.replace(/\s+/g, '').toUpperCase();
    if (!text) return this.newest(select, question);
    const byPerson = question.byPerson !== false;
    const { sure, identities } = byPerson ? identitiesTyped(typed) : { sure: false, identities: [] };
    // Along one index nothing need be sorted; what older versions kept under another is written anew by an upgrade.
    if (sure) {
      const blinds = new Set(identities.map((one) => idBlindOf(this.cipher, one)));
      return this.ofParty(select, question, 'id_blind', [...blinds]);
    }
    if (/^\d{15}$/.test(text)) return this.newest(select, { ...question, acceptanceNumber: text });
    if (ofUnit.test(text)) return this.ordered(select, question, 'unit_number', text);
    const party = byPerson ? await this.partyTyped(typed, identities) : null;
    if (party) return this.ofParty(select, question, party.column, party.blinds);
    if (/^\d{6}[A-Z0-9]*$/.test(text)) return this.ordered(select, question, 'unit_number', text);
    return this.ordered(select, question, 'location', typed);
  }

  /** Which of the identities that a text may be is a party's, or whose name it is. */
  private async partyTyped(
    typed: string,
    identities: readonly string[],
  ): Promise<{ column: PartyColumn; blinds: string[] } | null> {
    const column = identities.length > 0 ? 'id_blind' : 'name_blind';
    const asked =
      identities.length > 0
        ? [...new Set(identities.flatMap((one) => idBlindsOf(this.cipher, one)))]
        : [nameBlindOf(this.cipher, typed)];
    const known = await this.database.read<{ blind: string }>(
      `SELECT DISTINCT ${column} AS blind FROM case_party WHERE ${column} IN (${placeholders(asked)}) LIMIT ?`,
      // A bank is a party of very many cases, and one of them is enough to know.
      [...asked, asked.length],
    );
    return known.length > 0 ? { column, blinds: known.map(({ blind }) => blind) } : null;
  }

  private cut<T extends { id: unknown }>(rows: T[], limit: number): Found<T> {
    return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]!.id as string) : null };
  }

  private async newest<T extends { id: unknown }>(select: string, question: CaseQuestion): Promise<Found<T>> {
    const { sql, params } = filtered(question);
    // MariaDB would rather walk the primary key and throw away what does not fit; every filter has an index in order of id.
    const index = sql && this.database.dialect === 'mysql' ? ' IGNORE INDEX (PRIMARY)' : '';
    const rows = await this.database.read<T>(
      `SELECT ${select} FROM registration_case c${index} WHERE c.id < ?${sql} ORDER BY c.id DESC LIMIT ?`,
      [question.cursor ?? top, ...params, question.limit + 1],
    );
    return this.cut(rows, question.limit);
  }

  /** Newest first. Somebody who plays two parts in a case is listed once. */
  private async ofParty<T extends { id: unknown }>(
    select: string,
    question: CaseQuestion,
    column: PartyColumn,
    blinds: readonly string[],
  ): Promise<Found<T>> {
    const { sql, params } = filtered(question);
    const marks = placeholders(blinds);
    const rows = await this.database.read<T>(
      `SELECT ${select} FROM case_party p JOIN registration_case c ON c.id = p.case_id WHERE p.${column} IN (${marks}) AND p.case_id < ?${sql} ` +
        `AND NOT EXISTS (SELECT 1 FROM case_party q WHERE q.case_id = p.case_id AND q.${column} IN (${marks}) AND q.id < p.id) ` +
        'ORDER BY p.case_id DESC LIMIT ?',
      [...blinds, question.cursor ?? top, ...params, ...blinds, question.limit + 1],
    );
    return this.cut(rows, question.limit);
  }

  /** Cases whose unit number or location begins with `start`, in descending order; of one unit, the newest case first. */
  private async ordered<T extends { id: unknown }>(
    select: string,
    question: CaseQuestion,
    column: Ordered,
    start: string,
  ): Promise<Found<T>> {
    const { sql, params } = filtered(question);
    const { cursor, limit } = question;
    const [at] = cursor
      ? await this.database.read<Record<Ordered, string>>(
          'SELECT unit_number, location FROM registration_case WHERE id = ?',
          [cursor],
        )
      : [];
    const until: Condition = at
      ? { sql: `c.${column} <= ? AND (c.${column} < ? OR c.id < ?)`, params: [at[column], at[column], cursor] }
      : { sql: `c.${column} < ?`, params: [start + last] };
    const rows = await this.database.read<T>(
      `SELECT ${select} FROM registration_case c WHERE c.${column} >= ? AND ${until.sql}${sql} ` +
        `ORDER BY c.${column} DESC, c.id DESC LIMIT ?`,
      [start, ...until.params, ...params, limit + 1],
    );
    return this.cut(rows, limit);
  }
}
