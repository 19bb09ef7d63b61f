import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateNumber, cleanText, placeKey, unitNumber } from '@zhucheng/shared';
import { RegisterQuery, type UnitContent } from './register.query';

export interface UnitQuestion {
  /** Unit number, certificate number, or the beginning of one of them, of estate + building + room, of the location. */
  text?: string | undefined;
  estate?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Found {
  contents: UnitContent[];
  next: string | null;
}

/** Columns that are looked through by beginning, in the order of their index. */
type Ordered = 'number_key' | 'name_key' | 'location_key';
interface Beginning {
  column: Ordered;
  start: string;
}
interface Condition {
  sql: string;
  value: string[];
}

/** Beyond every character a text can begin with; a range uses an index on both dialects, LIKE only on MySQL. */
const last = '\u{10FFFF}';
/** A half typed certificate number stands for at most so many of each kind of certificate. */
const mostOfHalf = 100;
const orderOf: Record<Ordered, string> = {
  number_key: 'u.number_key, u.id',
  name_key: 'u.name_key, u.id',
  location_key: 'u.location_key, u.id',
};

/** Right certificates, and the registration certificates of mortgages and notices. */
const certificates = ['FROM right_certificate', 'FROM mortgage', 'FROM advance_notice'] as const;
const withNumber = (number: string): Condition[] =>
  certificates.map((from) => ({ sql: `SELECT unit_id ${from} WHERE number_key = ?`, value: [number] }));
/** Each on its own goes along its index and stops. */
const withBeginning = (start: string): Condition[] =>
  certificates.map((from) => ({
    sql: `SELECT unit_id FROM (SELECT unit_id ${from} WHERE number_key >= ? AND number_key < ? ORDER BY number_key LIMIT ${mostOfHalf}) AS some_units`,
    value: [start, start + last],
  }));

function certificateConditions(text: string): Condition[] {
  const parts = certificateNumber.parse(text) ?? certificateNumber.parse(text, 'right');
  const number = parts && certificateNumber.format(parts.kind, parts.year, parts.serial, parts.place);
  const exact = number ? withNumber(number) : [];
  const start = placeKey(text).replace(/\(/g, '（').replace(/\)/g, '）');
  // Typed half: may be meant as the whole number without its zeros, or as its beginning.
  const unfinished = start.startsWith('桂') && !start.endsWith('号');
  return unfinished ? [...exact, ...withBeginning(start)] : exact;
}

/** Finds units for the centre's register browser; each kind of text goes along its own index, a page at a time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnitSearch {
  @Inject() registerQuery!: RegisterQuery;

  /** At most three statements, whatever the number of units. */
  async find(question: UnitQuestion): Promise<Found> {
    const text = question.text && cleanText(question.text).trim();
    if (!text) return this.newest(question);
    const unit = unitNumber.normalise(text);
    if (/^4505\d{2}[0-9A-Z]*$/.test(unit)) return this.beginning(question, [{ column: 'number_key', start: unit }]);
    const conditions = certificateConditions(text);
    if (conditions.length > 0) return this.certified(question, conditions);
    return this.beginning(question, [
      { column: 'name_key', start: placeKey(text) },
      { column: 'location_key', start: placeKey(text) },
    ]);
  }

  private page(contents: UnitContent[], limit: number): Found {
    const page = contents.slice(0, limit);
    return { contents: page, next: contents.length > limit ? page.at(-1)!.unit.id : null };
  }

  private ofEstate({ estate }: UnitQuestion): { sql: string; params: unknown[] } {
    return estate ? { sql: ' AND u.estate = ?', params: [estate] } : { sql: '', params: [] };
  }

  private async newest(question: UnitQuestion): Promise<Found> {
    const { cursor, limit } = question;
    const estate = this.ofEstate(question);
    const contents = await this.registerQuery.contentsBy(
      this.registerQuery.committed,
      `WHERE u.id < ?${estate.sql} ORDER BY u.id DESC LIMIT ?`,
      [cursor ?? '~', ...estate.params, limit + 1],
    );
    return this.page(contents, limit);
  }

  /** Those of the first column that has any, in the order of that column's index. A later page knows its column. */
  private async beginning(question: UnitQuestion, ways: readonly Beginning[]): Promise<Found> {
    const { cursor, limit } = question;
    const estate = this.ofEstate(question);
    const [at] = cursor
      ? await this.registerQuery.committed<Record<Ordered | 'id', string>>(
          'SELECT id, number_key, name_key, location_key FROM unit WHERE id = ?',
          [cursor],
        )
      : [];
    for (const { column, start } of ways) {
      if (at && !at[column].startsWith(start)) continue;
      const after = at ? ` AND (u.${column} > ? OR u.id > ?)` : '';
      const contents = await this.registerQuery.contentsBy(
        this.registerQuery.committed,
        `WHERE u.${column} >= ? AND u.${column} < ?${after}${estate.sql} ORDER BY ${orderOf[column]} LIMIT ?`,
        [at?.[column] ?? start, start + last, ...(at ? [at[column], at.id] : []), ...estate.params, limit + 1],
      );
      if (contents.length > 0) return this.page(contents, limit);
    }
    return { contents: [], next: null };
  }

  private async certified({ estate, cursor, limit }: UnitQuestion, conditions: Condition[]): Promise<Found> {
    const { committed } = this.registerQuery;
    const found = await committed<{ unit_id: string }>(
      conditions.map(({ sql }) => sql).join(' UNION ALL '),
      conditions.flatMap(({ value }) => value),
    );
    const ids = [...new Set(found.map(({ unit_id }) => unit_id))].sort().reverse();
    const wanted = ids.filter((id) => !cursor || id < cursor).slice(0, limit + 1);
    if (wanted.length === 0) return { contents: [], next: null };
    const contents = await this.registerQuery.contents(committed, wanted, 'current');
    const page = this.page(contents, limit);
    return estate ? { ...page, contents: page.contents.filter(({ unit }) => unit.estate === estate) } : page;
  }
}
