import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CoOwnership, LimitKind, UnitUse } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import type { HistoryRow } from './register.history';
import { openAuthority, openHolder, openNoticeHolders } from './register.secrets';
import type {
  Dated,
  LimitRecord,
  MortgageRecord,
  NoticeKind,
  NoticeRecord,
  Ownership,
  RegisterSnapshot,
  UnitRecord,
} from './register.types';

/** Anything that runs a reading statement: the database, or a transaction. */
export type Reader = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

/** All of a unit, in force or ended. */
export type UnitContent = Pick<RegisterSnapshot, 'unit'> & {
  rights: Array<Dated<Ownership>>;
  mortgages: Array<Dated<MortgageRecord>>;
  notices: Array<Dated<NoticeRecord>>;
  limits: Array<Dated<LimitRecord>>;
  head: { seq: number; hash: string };
  history: HistoryRow[];
};

const order: Array<ThingRow['source']> = ['unit', 'holder', 'certificate', 'mortgage', 'notice', 'limit', 'history'];

interface UnitRow {
  id: string;
  unit_number: string;
  estate: string;
  building: string;
  floor: number;
  room: string;
  location: string;
  use_code: UnitUse;
  area_hundredths: number;
  right_nature: string;
  right_type: string;
  term_start: string | null;
  term_end: string | null;
  plan: string | UnitRecord['plan'];
  survey_number: string | null;
  developer_code: string | null;
  developer_name: string | null;
  version: number;
  history_seq: number;
  history_hash: string;
}

/** One row for everything that hangs on a unit, so that one statement reads it all; see `thingsOf` for the columns. */
interface ThingRow {
  source: 'unit' | 'holder' | 'certificate' | 'mortgage' | 'notice' | 'limit' | 'history';
  unit_id: string;
  id: string;
  number: number | null;
  kind: string | null;
  document: string | null;
  secret: string | null;
  from_date: string | null;
  until_date: string | null;
  amount1: number | null;
  amount2: number | null;
  party: string | null;
  code: string | null;
  other_id: string | null;
  since: string | null;
  reference: string | null;
  valid_from: number;
  valid_to: number | null;
}

const unitColumns = [
  'id, unit_number, estate, building, floor, room, location, use_code, area_hundredths, right_nature, right_type',
  'term_start, term_end, plan, survey_number, developer_code, developer_name, version, history_seq, history_hash',
].join(', ');

const unitAsJson = unitColumns
  .split(', ')
  .map((column) => `'${column}', ${column}`)
  .join(', ');

/** The units themselves as rows of the same statement. */
const unitsOf = (ids: string): string =>
  `SELECT 'unit' AS source, id AS unit_id, id, NULL AS number, NULL AS kind, NULL AS document, JSON_OBJECT(${unitAsJson}) AS secret, NULL AS from_date, NULL AS until_date, NULL AS amount1, NULL AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, 0 AS valid_from, NULL AS valid_to FROM unit WHERE id IN (${ids}) UNION ALL `;

function thingsOf(ids: string, current: string, withHistory: boolean): string {
  const where = `WHERE unit_id IN (${ids})`;
  const parts = [
    "SELECT 'holder' AS source, r.unit_id, r.id, h.position AS number, r.co_ownership AS kind, " +
      'r.acceptance_number AS document, h.holder_cipher AS secret, NULL AS from_date, NULL AS until_date, ' +
      'h.share_num AS amount1, h.share_den AS amount2, NULL AS party, NULL AS code, NULL AS other_id, ' +
      'NULL AS since, NULL AS reference, r.valid_from, r.valid_to FROM right_record r JOIN right_holder h ON h.right_id = r.id ' +
      `WHERE r.unit_id IN (${ids})${current}`,
    "SELECT 'certificate', unit_id, id, NULL, NULL, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, right_id, NULL, NULL, " +
      `valid_from, valid_to FROM right_certificate ${where}${current}`,
    "SELECT 'mortgage', unit_id, id, mortgage_rank * 2 + transfer_limit, NULL, certificate_number, NULL, debt_start, " +
      'debt_end, secured_fen, collateral_fen, mortgagee_name, mortgagee_code, institution_id, rank_from, NULL, ' +
      `valid_from, valid_to FROM mortgage ${where}${current}`,
    "SELECT 'notice', unit_id, id, notice_rank, kind, certificate_number, holders_cipher, debt_start, effective_until, " +
      'secured_fen, collateral_fen, obligors_cipher, debt_end, co_ownership, applied_on, applied_number, ' +
      'valid_from, valid_to ' +
      `FROM advance_notice ${where}${current}`,
    "SELECT 'limit', unit_id, id, NULL, kind, document_number, authority_cipher, from_date, until_date, NULL, NULL, " +
      `NULL, NULL, NULL, NULL, NULL, valid_from, valid_to FROM unit_limit ${where}${current}`,
  ];
  if (withHistory) {
    parts.push(
      "SELECT 'history', unit_id, NULL, seq, kind, summary, payload, NULL, NULL, NULL, NULL, prev_hash, hash, case_id, " +
        `NULL, NULL, at, NULL FROM unit_history ${where}`,
    );
  }
  return parts.join(' UNION ALL ');
}

function toUnit(row: UnitRow): UnitRecord {
  return {
    id: row.id,
    unitNumber: row.unit_number,
    estate: row.estate,
    building: row.building,
    floor: row.floor,
    room: row.room,
    location: row.location,
    use: row.use_code,
    areaHundredths: row.area_hundredths,
    rightNature: row.right_nature,
    rightType: row.right_type,
    termStart: row.term_start,
    termEnd: row.term_end,
    plan: typeof row.plan === 'string' ? JSON.parse(row.plan) : row.plan,
    surveyNumber: row.survey_number,
    developer: row.developer_code ? { name: row.developer_name ?? '', creditCode: row.developer_code } : null,
    version: row.version,
  };
}

const dated = (row: ThingRow) => ({ validFrom: row.valid_from, validTo: row.valid_to });

/** Reads of the register, each in as few statements as its result allows. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterQuery {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /** Outside a transaction. */
  readonly committed: Reader = (sql, params) => this.database.read(sql, params);

  /** Inside one. */
  inside(tx: Transaction): Reader {
    return (sql, params) => tx.query(sql, params);
  }

  /**
   * Units with what hangs on them, in the order of `ids`; unknown ids are left out. One statement. `current`: only what
   * is in force, without the history.
   */
  contents(read: Reader, ids: readonly string[], scope: 'current' | 'all'): Promise<UnitContent[]> {
    return this.fill(read, ids, null, scope);
  }

  /** Units found by a condition of the caller's; `from` continues `SELECT … FROM unit u`. Two statements. */
  async contentsBy(read: Reader, from: string, params: readonly unknown[]): Promise<UnitContent[]> {
    const columns = unitColumns.replace(/(\w+)/g, 'u.$1');
    const units = await read<UnitRow>(`SELECT ${columns} FROM unit u ${from}`, params);
    if (units.length === 0) return [];
    const ids = units.map((unit) => unit.id);
    return this.fill(read, ids, units, 'current');
  }

  /** `units` null: they are read by the same statement. */
  private async fill(read: Reader, ids: readonly string[], known: UnitRow[] | null, scope: 'current' | 'all') {
    const all = scope === 'all';
    const marks = placeholders(ids);
    const things = await read<ThingRow>(
      (known ? '' : unitsOf(marks)) + thingsOf(marks, all ? '' : ' AND valid_to IS NULL', all),
      Array.from({ length: (known ? 0 : 1) + (all ? 6 : 5) }, () => ids).flat(),
    );
    const units =
      known ?? things.filter((row) => row.source === 'unit').map((row) => JSON.parse(row.secret!) as UnitRow);
    // Holders before certificates: a certificate looks for its right.
    things.sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source) || (a.number ?? 0) - (b.number ?? 0));
    const byId = new Map(units.map((row) => [row.id, this.emptyContent(row)]));
    for (const row of things) this.addThing(byId.get(row.unit_id), row);
    const found = ids.flatMap((id) => byId.get(id) ?? []);
    for (const content of found) this.sort(content);
    return found;
  }

  private emptyContent(row: UnitRow): UnitContent {
    const head = { seq: row.history_seq, hash: row.history_hash };
    return { unit: toUnit(row), rights: [], mortgages: [], notices: [], limits: [], history: [], head };
  }

  private addHolder(content: UnitContent, row: ThingRow): void {
    let right = content.rights.find((candidate) => candidate.rightId === row.id);
    if (!right) {
      right = {
        rightId: row.id,
        coOwnership: row.kind as CoOwnership,
        holders: [],
        certificates: [],
        acceptanceNumber: row.document,
        ...dated(row),
      };
      content.rights.push(right);
    }
    const stored = { holder_cipher: row.secret! };
    right.holders.push(openHolder(this.cipher, { ...stored, share_num: row.amount1, share_den: row.amount2 }));
  }

  private addThing(content: UnitContent | undefined, row: ThingRow): void {
    if (!content) return;
    const { id } = row;
    switch (row.source) {
      case 'holder':
        this.addHolder(content, row);
        break;
      case 'certificate':
        content.rights
          .find((right) => right.rightId === row.other_id)
          ?.certificates.push({ id, number: row.document! });
        break;
      case 'mortgage':
        content.mortgages.push({
          id,
          rank: row.number! >> 1,
          transferLimit: (row.number! & 1) === 1,
          mortgagee: { name: row.party!, creditCode: row.code!, institutionId: row.other_id },
          securedFen: row.amount1!,
          collateralFen: row.amount2!,
          debtStart: row.from_date!,
          debtEnd: row.until_date!,
          certificateNumber: row.document!,
          rankFrom: row.since,
          ...dated(row),
        });
        break;
      case 'notice':
        content.notices.push({
          id,
          kind: row.kind as NoticeKind,
          holders: openNoticeHolders(this.cipher, row.secret!),
          obligors: row.party ? openNoticeHolders(this.cipher, row.party) : [],
          coOwnership: row.other_id as CoOwnership | null,
          certificateNumber: row.document!,
          terms:
            row.amount1 === null
              ? null
              : {
                  securedFen: row.amount1,
                  collateralFen: row.amount2 ?? row.amount1,
                  debtStart: row.from_date ?? '',
                  debtEnd: row.code ?? '',
                },
          rank: row.number,
          effectiveUntil: row.until_date,
          applied: row.since === null ? null : { on: row.since, acceptanceNumber: row.reference ?? '' },
          ...dated(row),
        });
        break;
      case 'limit':
        content.limits.push({
          id,
          kind: row.kind as LimitKind,
          authority: openAuthority(this.cipher, row.secret!),
          documentNumber: row.document!,
          from: row.from_date!,
          until: row.until_date,
          ...dated(row),
        });
        break;
      case 'history':
        content.history.push({
          unit_id: row.unit_id,
          seq: row.number!,
          kind: row.kind as HistoryRow['kind'],
          summary: row.document!,
          payload: row.secret!,
          prev_hash: row.party!,
          hash: row.code!,
          at: row.valid_from,
          case_id: row.other_id,
        });
        break;
    }
  }

  private sort(content: UnitContent): void {
    const newestFirst = (a: { validFrom: number; id: string }, b: { validFrom: number; id: string }) =>
      b.validFrom - a.validFrom || (a.id < b.id ? 1 : -1);
    content.rights.sort((a, b) => b.validFrom - a.validFrom || (a.rightId < b.rightId ? 1 : -1));
    for (const right of content.rights) right.certificates.sort((a, b) => (a.number < b.number ? -1 : 1));
    content.mortgages.sort((a, b) => a.rank - b.rank || a.validFrom - b.validFrom);
    content.notices.sort(newestFirst);
    content.limits.sort(newestFirst);
    content.history.sort((a, b) => a.seq - b.seq);
  }
}
