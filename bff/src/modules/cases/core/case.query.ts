import { utilityAccountIds } from '@zhucheng/shared';
import type { FieldCipher } from '../../../platform/crypto/field-cipher';
import { placeholders } from '../../../platform/database/sql';
import type { CaseRecord, CheckRecord, EventRecord, HandOverRecord, PartyRecord } from './case.model';

/** Reads either committed data (`database.read`) or inside a transaction (`tx.query`). */
export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

export type Raw = Record<string, string | number | null>;

export const caseColumns = [
  'id',
  'acceptance_number',
  'business_id',
  'business_version',
  'state',
  'version',
  'applicant_id',
  'unit_id',
  'right_id',
  'unit_summary',
  'pending_key',
  'form_cipher',
  'content_hash',
  'warnings',
  'ever_submitted',
  'correction_used',
  'correction_cipher',
  'end_reason_cipher',
  'fee_fen',
  'fee_share',
  'fee_follows',
  'fee_reason',
  'order_id',
  'order_number',
  'claimed_by',
  'claimed_name',
  'claimed_at',
  'institution_id',
  'branch_id',
  'clerk_id',
  'clerk_name',
  'readiness',
  'state_since',
  'deadline_at',
  'submitted_at',
  'applied_at',
  'created_at',
  'updated_at',
].join(', ');

const number = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** A JSON column inside a JSON object comes as text or as a value, depending on the database. */
const fromJson = <T>(value: unknown): T => (typeof value === 'string' ? JSON.parse(value) : value) as T;

export function caseFromRow(cipher: FieldCipher, row: Raw): CaseRecord {
  const id = row.id as string;
  return {
    id,
    acceptanceNumber: row.acceptance_number as string,
    businessId: row.business_id as string,
    businessVersion: Number(row.business_version),
    state: row.state as CaseRecord['state'],
    version: Number(row.version),
    applicantId: row.applicant_id as string,
    unitId: row.unit_id as string,
    rightId: row.right_id as string,
    unit: fromJson(row.unit_summary),
    pendingKey: row.pending_key as string | null,
    form: cipher.decryptJson(row.form_cipher as string, `case.form:${id}`),
    contentHash: row.content_hash as string,
    warnings: fromJson(row.warnings),
    everSubmitted: Number(row.ever_submitted) === 1,
    correctionUsed: Number(row.correction_used) === 1,
    correction: row.correction_cipher
      ? cipher.decryptJson(row.correction_cipher as string, `case.correction:${id}`)
      : null,
    endReason: row.end_reason_cipher ? cipher.decrypt(row.end_reason_cipher as string, `case.end:${id}`) : null,
    feeFen: number(row.fee_fen),
    feeShare: row.fee_share as string | null,
    feeFollows: row.fee_follows as string | null,
    feeReason: row.fee_reason as string | null,
    orderId: row.order_id as string | null,
    orderNumber: row.order_number as string | null,
    claimedBy: row.claimed_by as string | null,
    claimedName: row.claimed_name as string | null,
    claimedAt: number(row.claimed_at),
    institutionId: row.institution_id as string | null,
    branchId: row.branch_id as string | null,
    clerkId: row.clerk_id as string | null,
    clerkName: row.clerk_name as string | null,
    readiness: row.readiness as CaseRecord['readiness'],
    stateSince: Number(row.state_since),
    deadlineAt: number(row.deadline_at),
    submittedAt: number(row.submitted_at),
    appliedAt: number(row.applied_at),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

export const partyColumns =
  'id, case_id, role, position, id_blind, identity_cipher, institution_id, share_numerator, share_denominator, visible, applicant, auth_state, auth_how, auth_at, auth_reason_cipher, agreed_hash, asked_at, agent_cipher';

export function partyFromRow(cipher: FieldCipher, row: Raw): PartyRecord {
  const id = row.id as string;
  return {
    id,
    caseId: row.case_id as string,
    role: row.role as string,
    position: Number(row.position),
    idBlind: row.id_blind as string,
    identity: cipher.decryptJson(row.identity_cipher as string, `party:${id}`),
    institutionId: row.institution_id as string | null,
    share: row.share_numerator
      ? { numerator: Number(row.share_numerator), denominator: Number(row.share_denominator) }
      : null,
    visible: Number(row.visible) === 1,
    applicant: Number(row.applicant) === 1,
    authState: row.auth_state as PartyRecord['authState'],
    authHow: row.auth_how as string | null,
    authAt: number(row.auth_at),
    authReason: row.auth_reason_cipher ? cipher.decrypt(row.auth_reason_cipher as string, `party.reason:${id}`) : null,
    agreedHash: row.agreed_hash as string | null,
    askedAt: number(row.asked_at),
    agent: row.agent_cipher ? cipher.decryptJson(row.agent_cipher as string, `party.agent:${id}`) : null,
  };
}

/** Context for encrypting the label that says who caused an event. */
export const eventByContext = (caseId: string): string => `event.by:${caseId}`;

/** The order in which accounts are shown. */
const accountOrder: readonly HandOverRecord['account'][] = utilityAccountIds;

export interface CaseDetails {
  parties: PartyRecord[];
  checks: CheckRecord[];
  events: EventRecord[];
  handOver: HandOverRecord[];
}

/**
 * Parties, checks, events and hand-overs in one statement. Column use by `kind`:
 * a–h short text, i–l numbers, c1–c3 cipher text.
 */
export const detailsSql = `
SELECT 'party' AS kind, position AS ord, id AS a, role AS b, id_blind AS c, institution_id AS d, auth_state AS e, auth_how AS f, agreed_hash AS g,
  share_numerator AS i, share_denominator AS j, visible AS k, applicant AS l, auth_at AS m, asked_at AS n, identity_cipher AS c1, auth_reason_cipher AS c2, agent_cipher AS c3
  FROM case_party WHERE case_id = ?
UNION ALL SELECT 'check', 0, check_id, result, input_hash, ticket, message, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, NULL, answer_cipher, NULL
  FROM case_check WHERE case_id = ?
UNION ALL SELECT 'event', seq, action, to_state, by_label, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, by_cipher, note_cipher, NULL
  FROM case_event WHERE case_id = ?
UNION ALL SELECT 'hand-over', 0, account, provider, state, message, NULL, NULL, NULL, NULL, NULL, NULL, NULL, updated_at, NULL, number_cipher, NULL, NULL
  FROM case_hand_over WHERE case_id = ?`;

export async function readCase(read: Read, cipher: FieldCipher, id: string): Promise<CaseRecord | null> {
  const [row] = await read<Raw>(`SELECT ${caseColumns} FROM registration_case WHERE id = ?`, [id]);
  return row ? caseFromRow(cipher, row) : null;
}

/** A case and its details as the database gave them, still enciphered: the case's row first. */
export async function readRows(read: Read, id: string): Promise<Raw[] | null> {
  const [row] = await read<Raw>(`SELECT ${caseColumns} FROM registration_case WHERE id = ?`, [id]);
  if (!row) return null;
  return [row, ...(await read<Raw>(detailsSql, [id, id, id, id]))];
}

const caseAsJson = caseColumns
  .split(', ')
  .map((column) => `'${column}', ${column}`)
  .join(', ');

/** The same in one statement, the case's columns as JSON: slower to take apart, but a command pays for each statement. */
export async function readRowsAtOnce(read: Read, id: string): Promise<Raw[] | null> {
  const rows = await read<Raw>(
    `SELECT 'case' AS kind, 0 AS ord, id AS a, NULL AS b, NULL AS c, NULL AS d, NULL AS e, NULL AS f, NULL AS g, NULL AS i, NULL AS j, NULL AS k, NULL AS l, NULL AS m, NULL AS n, JSON_OBJECT(${caseAsJson}) AS c1, NULL AS c2, NULL AS c3 FROM registration_case WHERE id = ? UNION ALL ${detailsSql}`,
    [id, id, id, id, id],
  );
  const found = rows.findIndex((row) => row.kind === 'case');
  if (found < 0) return null;
  const [row] = rows.splice(found, 1);
  return [JSON.parse(row!.c1 as string) as Raw, ...rows];
}

export function sameRows(a: readonly Raw[], b: readonly Raw[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    for (const column in left) if (left[column] !== right[column]) return false;
  }
  return true;
}

export async function readDetails(read: Read, cipher: FieldCipher, caseId: string): Promise<CaseDetails> {
  return detailsFromRows(cipher, caseId, await read<Raw>(detailsSql, [caseId, caseId, caseId, caseId]));
}

export function detailsFromRows(cipher: FieldCipher, caseId: string, rows: readonly Raw[]): CaseDetails {
  const details: CaseDetails = { parties: [], checks: [], events: [], handOver: [] };
  for (const row of rows) {
    if (row.kind === 'party') {
      details.parties.push(
        partyFromRow(cipher, {
          id: row.a!,
          case_id: caseId,
          role: row.b!,
          position: row.ord!,
          id_blind: row.c!,
          identity_cipher: row.c1!,
          institution_id: row.d!,
          share_numerator: row.i!,
          share_denominator: row.j!,
          visible: row.k!,
          applicant: row.l!,
          auth_state: row.e!,
          auth_how: row.f!,
          auth_at: row.m!,
          auth_reason_cipher: row.c2!,
          agreed_hash: row.g!,
          asked_at: row.n!,
          agent_cipher: row.c3!,
        }),
      );
    } else if (row.kind === 'check') {
      details.checks.push(
        checkFromRow(cipher, caseId, {
          check_id: row.a!,
          result: row.b!,
          input_hash: row.c!,
          ticket: row.d!,
          message: row.e!,
          answer_cipher: row.c2!,
          at: row.m!,
        }),
      );
    } else if (row.kind === 'event') {
      details.events.push({
        seq: Number(row.ord),
        at: Number(row.m),
        action: row.a as string,
        toState: row.b as EventRecord['toState'],
        by: row.c1 ? cipher.decrypt(row.c1 as string, eventByContext(caseId)) : (row.c as string),
        note: row.c2 ? cipher.decrypt(row.c2 as string, `event:${caseId}`) : null,
      });
    } else {
      details.handOver.push({
        account: row.a as HandOverRecord['account'],
        provider: row.b as string,
        state: row.c as HandOverRecord['state'],
        message: row.d as string | null,
        number: cipher.decrypt(row.c1 as string, `hand-over:${caseId}`),
      });
    }
  }
  details.parties.sort((a, b) => (a.role === b.role ? a.position - b.position : a.id < b.id ? -1 : 1));
  details.handOver.sort((a, b) => accountOrder.indexOf(a.account) - accountOrder.indexOf(b.account));
  details.events.sort((a, b) => a.seq - b.seq);
  return details;
}

export const checkColumns = 'check_id, result, message, input_hash, ticket, answer_cipher, at';

export function checkFromRow(cipher: FieldCipher, caseId: string, row: Raw): CheckRecord {
  return {
    checkId: row.check_id as string,
    result: row.result as CheckRecord['result'],
    message: row.message as string,
    inputHash: row.input_hash as string,
    ticket: row.ticket as string | null,
    answer: row.answer_cipher ? cipher.decryptJson(row.answer_cipher as string, `check:${caseId}`) : null,
    at: Number(row.at),
  };
}

/** A condition for the units that a family agent's grant names; empty without such a limit. */
const onlyUnits = (units: readonly string[] | null): string =>
  units ? ` AND c.unit_id IN (${placeholders(units)})` : '';

/**
 * Cases of a person, newest first. Parameters: blind index, cursor (case id) or a text above all ids, the units if there
 * are any, limit.
 */
export const caseListSql = (units: readonly string[] | null): string => `
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.unit_summary, c.updated_at, c.created_at, c.deadline_at, c.readiness, p.applicant
FROM case_party p JOIN registration_case c ON c.id = p.case_id
WHERE p.id_blind = ? AND p.visible = 1 AND p.case_id < ?${onlyUnits(units)}
ORDER BY p.case_id DESC LIMIT ?`;

/**
 * Authorisations that a person was asked for, newest first. Parameters as of `caseListSql`. `open`: only those that the
 * person has not given yet; the plus keeps the search from beginning with everybody's cases in that state.
 */
export const authorisationListSql = (units: readonly string[] | null, open = false): string => `
SELECT p.id, p.case_id, p.role, p.auth_state, p.asked_at, c.business_id, c.business_version, c.unit_summary, c.deadline_at, c.state, a.identity_cipher AS applicant_cipher, a.id AS applicant_party
FROM case_party p JOIN registration_case c ON c.id = p.case_id JOIN case_party a ON a.case_id = c.id AND a.applicant = 1
WHERE p.id_blind = ? AND p.visible = 1 AND p.asked_at IS NOT NULL${open ? " AND p.auth_state <> 'passed' AND +c.state = 'authorising'" : ''} AND p.id < ?${onlyUnits(units)}
ORDER BY p.id DESC LIMIT ?`;

/** For whoever has no account: the case and every party that could prove to know it. */
export const progressSql = `
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.readiness, c.ever_submitted, c.fee_fen, c.created_at, c.updated_at, c.deadline_at, p.id AS party_id, p.role, p.identity_cipher
FROM registration_case c JOIN case_party p ON p.case_id = c.id WHERE c.acceptance_number = ? AND p.visible = 1`;
