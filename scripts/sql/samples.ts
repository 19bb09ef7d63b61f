import * as cases from '@zhucheng/bff/modules/cases/core/case.query';
import { CaseFinder, type CaseQuestion } from '@zhucheng/bff/modules/cases/reading/case-finder.query';
import { CaseUnits } from '@zhucheng/bff/modules/cases/reading/case-units.query';
import * as certificates from '@zhucheng/bff/modules/certificates/certificate.query';
import * as files from '@zhucheng/bff/modules/files/file.query';
import * as centreOrders from '@zhucheng/bff/modules/payments/centre-order.query';
import * as combined from '@zhucheng/bff/modules/payments/combined.query';
import * as enterprisePayments from '@zhucheng/bff/modules/payments/enterprise-payment.query';
import { FeeCasesQuery } from '@zhucheng/bff/modules/payments/fee-cases.query';
import * as merged from '@zhucheng/bff/modules/payments/merged-order.query';
import * as payments from '@zhucheng/bff/modules/payments/payment.query';
import { RegisterQuery } from '@zhucheng/bff/modules/register/register.query';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { UnitSearch } from '@zhucheng/bff/modules/register/unit-search.service';
import type { Database } from '@zhucheng/bff/platform/database/database';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import type { Server } from '@zhucheng/bff/server';
import { businesses } from '@zhucheng/shared';
import { keyOf } from './fill';

export interface Asking {
  server: Pick<Server, 'get' | 'cipher'>;
  database: Database;
  tx: Transaction;
  /** Statements of `work` belong to a text that stands in a query file and is asked elsewhere. */
  as(file: string, name: string, work: () => Promise<unknown>): Promise<void>;
}

/** One way to ask; what becomes of the rows does not matter here, only the statements do. */
export type Sample = (asking: Asking) => unknown;

export const id = keyOf(5);
export const ids = [keyOf(5), keyOf(6)];
export const institution = keyOf(1);
export const limit = 20;
const read = ({ database }: Asking): cases.Read => {
  return (sql, params) => database.read(sql, params);
};

const caseQuery = 'cases/core/case.query';
const ofCases: Sample[] = [
  (asking) => cases.readCase(read(asking), asking.server.cipher, id),
  (asking) => cases.readRows(read(asking), id),
  (asking) => cases.readRowsAtOnce(read(asking), id),
  (asking) => cases.readDetails(read(asking), asking.server.cipher, id),
  ...[null, ids].flatMap((units): Sample[] => [
    ({ as, ...asking }) =>
      as(caseQuery, 'caseListSql', () =>
        asking.database.read(cases.caseListSql(units), [id, '~', ...(units ?? []), limit]),
      ),
    ...[false, true].map(
      (open): Sample =>
        ({ as, ...asking }) =>
          as(caseQuery, 'authorisationListSql', () =>
            asking.database.read(cases.authorisationListSql(units, open), [id, '~', ...(units ?? []), limit]),
          ),
    ),
  ]),
  ({ as, ...asking }) => as(caseQuery, 'progressSql', () => asking.database.read(cases.progressSql, [id])),
  async ({ server }) => (await server.get(CaseUnits)).busy(businesses[0]!.id, ids),
  async ({ server, database }) =>
    (await server.get(CaseUnits)).pending(id, (sql, params) => database.read(sql, params)),
  async ({ server }) =>
    (await server.get(CaseUnits)).covered(
      { agent: { unitIds: ids } } as unknown as Parameters<CaseUnits['covered']>[0],
      ids,
    ),
];

/** A person's number that nobody has; a name of row 5, since a name is looked for before it is searched. */
const questions: Array<Partial<CaseQuestion>> = [
  {},
  { acceptanceNumber: id },
  { state: 'reviewing' },
  { businessId: businesses[0]!.id },
  { institutionId: institution },
  { institutionId: institution, state: 'reviewing' },
  { institutionId: institution, readiness: 'ready' },
  { institutionId: institution, businessId: businesses[0]!.id },
  { claimedBy: institution, state: 'reviewing' },
  { text: '45050219880521106X' },
  { text: '450502001001GB00001' },
  { text: '450502001001GB00001', institutionId: institution },
  { text: '北海市海城区' },
  { text: 'k0', cursor: id },
  { text: '北海市海城区', institutionId: institution },
];
const ofFinder: Sample[] = [
  ...questions.map(
    (question): Sample =>
      async ({ server }) =>
        (await server.get(CaseFinder)).page('id', { limit, ...question }),
  ),
  // page() first looks whether a name is a party's; here none is, so its second statement is asked directly.
  ...[{ limit }, { limit, institutionId: institution }].map(
    (question): Sample =>
      async ({ server }) => {
        const finder = (await server.get(CaseFinder)) as unknown as { ofParty(...question: unknown[]): unknown };
        return finder.ofParty('c.id', question, 'name_blind', [id]);
      },
  ),
];

const ofCertificates: Sample[] = [
  (asking) => certificates.readById(read(asking), id),
  (asking) => certificates.readByToken(read(asking), id),
  (asking) => certificates.readByNumber(read(asking), id),
  (asking) => certificates.readMine(read(asking), ids),
  (asking) => certificates.readPageOf(read(asking), id, { cursor: '~', limit }),
  ...(['certificate', 'case', 'unit'] as const).map(
    (of): Sample =>
      (asking) =>
        certificates.readPageOf(read(asking), id, { cursor: '~', limit, key: { of, numbers: ids } }),
  ),
  (asking) => certificates.readOneOfMine(read(asking), ids, id),
  (asking) => certificates.readSummariesOfCase(read(asking), id, id),
  (asking) => certificates.readSummaries(read(asking), ids),
];

const ofFiles: Sample[] = [
  (asking) => files.readFileRow(read(asking), id),
  (asking) => files.readFileRows(read(asking), ids),
  (asking) => files.readOfSubject(read(asking), { kind: 'case', id }),
  (asking) => files.readLooseBytes(read(asking), id),
  (asking) => files.readStale(read(asking), 1_700_000_000_000, limit),
];

const ofPayments: Sample[] = [
  ({ tx }) => payments.lockOrder(tx, id),
  ({ tx }) => payments.lockOrders(tx, ids),
  ({ tx }) => payments.lockOrderAndParent(tx, { id }),
  ({ tx }) => payments.lockOrderAndParent(tx, { caseId: keyOf(2) }),
  ({ tx }) => payments.lockAttempt(tx, id),
  ({ tx }) => payments.attemptByNumber(tx, id),
  ({ tx }) => payments.attemptsOfOrder(tx, keyOf(2)),
  ({ tx }) => payments.lockRefund(tx, id),
  ({ tx }) => payments.refundByNumber(tx, id),
  ({ tx }) => payments.openRefundsOfAttempt(tx, keyOf(2)),
  ({ tx }) => payments.lockInbox(tx, id),
  (asking) => payments.readOrder(read(asking), id, id),
  (asking) => payments.readOrdersOfPayer(read(asking), id, '~', limit),
  (asking) => payments.readOrdersOfCases(read(asking), ids),
  (asking) => payments.readOrdersOfCase(read(asking), id),
  (asking) => payments.readAcceptanceOfOrder(read(asking), id),
  (asking) => enterprisePayments.readOrdersAt(read(asking), id, 'open', '~', limit),
  (asking) => enterprisePayments.readOrdersByAcceptance(read(asking), id, id),
  (asking) => enterprisePayments.readStateOfPayer(read(asking), id, id),
  (asking) => enterprisePayments.readOrderOfPayer(read(asking), id, id),
  ...[undefined, 'paid' as const].map(
    (state): Sample =>
      (asking) =>
        centreOrders.readOrdersByState(read(asking), state, undefined, limit),
  ),
  (asking) => centreOrders.readOrdersByNumber(read(asking), id),
  (asking) => centreOrders.readOrdersByPayer(read(asking), id, undefined, limit),
  (asking) => centreOrders.readOrderFacts(read(asking), id),
  ...[undefined, 'abnormal' as const].map(
    (state): Sample =>
      (asking) =>
        centreOrders.readRefunds(read(asking), state, undefined, limit),
  ),
  async ({ server }) => (await server.get(FeeCasesQuery)).appliedByMatter(),
  ({ tx }) => combined.lockGroup(tx, id),
  ({ tx }) => combined.groupByNumber(tx, id),
  ({ tx }) => combined.attemptsOfGroup(tx, id),
  ({ tx }) => combined.lockOrdersOfGroup(tx, id),
  ({ tx }) => combined.lockTaxOrders(tx, id),
  ({ tx }) => combined.unpaidOf(tx, id),
  (asking) => combined.readDues(read(asking), id, id),
  (asking) => combined.readTaxPayments(read(asking), id),
  (asking) => combined.readTaxOrders(read(asking), id),
  ({ tx }) => combined.lockTaxRefund(tx, id),
  ({ tx }) => merged.lockChildren(tx, keyOf(4)),
  ({ tx }) => merged.casesOf(tx, { id: keyOf(4), caseId: null }),
  ({ tx }) => merged.lockOrdersOfPayer(tx, id, ids),
  ({ tx }) => merged.liveAttemptsOf(tx, ids),
  ({ tx }) => merged.joinChildren(tx, id, ids),
  ({ tx }) => merged.releaseChildren(tx, keyOf(4)),
  ({ tx }) =>
    merged.markChildrenPaid(tx, id, { paidAttemptId: id, paidMethod: 'wechat-jsapi', paidAt: 1_700_000_000_000 }),
];

const ofRegister: Sample[] = [
  ...(['current', 'all'] as const).map(
    (scope): Sample =>
      async ({ server }) => {
        const query = await server.get(RegisterQuery);
        return query.contents(query.committed, ids, scope);
      },
  ),
  async ({ server }) => (await server.get(RegisterService)).realEstateOf('45050219880521106X'),
  ...[undefined, '450502001001GB00001', '北海市海城区', '桂（2024）北海市不动产权第5000001号'].flatMap((text) =>
    [undefined, id].map(
      (cursor): Sample =>
        async ({ server }) =>
          (await server.get(UnitSearch)).find({ text, cursor, limit } as Parameters<UnitSearch['find']>[0]),
    ),
  ),
];

export const ofQueryFiles: Sample[] = [
  ...ofCases,
  ...ofFinder,
  ...ofCertificates,
  ...ofFiles,
  ...ofPayments,
  ...ofRegister,
];
