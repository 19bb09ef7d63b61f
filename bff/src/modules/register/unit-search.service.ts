import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateNumber, unitNumber } from '@zhucheng/shared';
import { RegisterQuery, type UnitContent } from './register.query';

export interface UnitQuestion {
  /** Unit number, certificate number, or the beginning of one of them, of estate + building + room, of the location. */
  text?: string | undefined;
  estate?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Condition {
  sql: string;
  params: string[];
}

/** Beyond every character a text can begin with; a range uses an index on both dialects, LIKE only on MySQL. */
const last = '\u{10FFFF}';
const startsWith = (table: string, column: string, id: string, start: string): Condition => ({
  sql: `SELECT ${id} FROM ${table} WHERE ${column} >= ? AND ${column} < ?`,
  params: [start, start + last],
});
const equals = (table: string, column: string, id: string, value: string): Condition => ({
  sql: `SELECT ${id} FROM ${table} WHERE ${column} = ?`,
  params: [value],
});

/** Right certificates, and the registration certificates of mortgages and notices. */
function byCertificate(how: typeof equals, number: string): Condition[] {
  return [
    how('right_certificate', 'number', 'unit_id', number),
    how('mortgage', 'certificate_number', 'unit_id', number),
    how('advance_notice', 'certificate_number', 'unit_id', number),
  ];
}

function certificateConditions(text: string): Condition[] {
  const parts = certificateNumber.parse(text) ?? certificateNumber.parse(text, 'right');
  const number = parts && certificateNumber.format(parts.kind, parts.year, parts.serial, parts.place);
  const exact = number ? byCertificate(equals, number) : [];
  const start = text.replace(/\s+/g, '').replace(/\(/g, '（').replace(/\)/g, '）');
  // Typed half: may be meant as the whole number without its zeros, or as its beginning.
  const unfinished = start.startsWith('桂') && !start.endsWith('号');
  return unfinished ? [...exact, ...byCertificate(startsWith, start)] : exact;
}

/** Which indexes to look in for what somebody typed. */
function conditionsFor(text: string): Condition[] {
  const unit = unitNumber.normalise(text);
  if (unitNumber.problem(unit) === null) return [equals('unit', 'unit_number', 'id', unit)];
  if (/^4505\d{2}[0-9A-Z]*$/.test(unit)) return [startsWith('unit', 'unit_number', 'id', unit)];
  const certificates = certificateConditions(text);
  if (certificates.length > 0) return certificates;
  const start = text.replace(/\s+/g, '');
  return [startsWith('unit', 'name_key', 'id', start), startsWith('unit', 'location', 'id', text)];
}

/** Finds units for the centre's register browser; each kind of text goes along its own index. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnitSearch {
  @Inject() registerQuery!: RegisterQuery;

  /** Newest id first; two statements. */
  async find({ text, estate, cursor, limit }: UnitQuestion): Promise<{ contents: UnitContent[]; next: string | null }> {
    const where = ['u.id < ?'];
    const params: unknown[] = [cursor ?? '~'];
    const asked = text?.trim();
    if (asked) {
      const found = conditionsFor(asked);
      where.push(`u.id IN (${found.map(({ sql }) => sql).join(' UNION ')})`);
      params.push(...found.flatMap((condition) => condition.params));
    }
    if (estate) {
      where.push('u.estate = ?');
      params.push(estate);
    }
    const rest = `WHERE ${where.join(' AND ')} ORDER BY u.id DESC LIMIT ?`;
    const contents = await this.registerQuery.contentsBy(this.registerQuery.committed, rest, [...params, limit + 1]);
    const page = contents.slice(0, limit);
    return { contents: page, next: contents.length > limit ? page.at(-1)!.unit.id : null };
  }
}
