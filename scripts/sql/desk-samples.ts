import { AuditQuery } from '@zhucheng/bff/modules/audit/audit.query';
import { BatchPlans } from '@zhucheng/bff/modules/enterprise/batch-plans.service';
import { Buildings } from '@zhucheng/bff/modules/enterprise/buildings.service';
import { ConvertibleQuery } from '@zhucheng/bff/modules/enterprise/convertible.query';
import { Schedules } from '@zhucheng/bff/modules/enterprise/schedules.service';
import { SheetCases } from '@zhucheng/bff/modules/enterprise/sheet-cases.query';
import { WorkListQuery } from '@zhucheng/bff/modules/enterprise/work-list.query';
import { CentreStaffQuery } from '@zhucheng/bff/modules/identity/centre-staff.query';
import { FilingQuery } from '@zhucheng/bff/modules/institutions/filing.query';
import { JoiningService } from '@zhucheng/bff/modules/institutions/joining.service';
import { PermissionService } from '@zhucheng/bff/modules/institutions/permission.service';
import { KioskService } from '@zhucheng/bff/modules/printing/kiosk.service';
import { PrintQuery } from '@zhucheng/bff/modules/printing/print.query';
import { PrintService } from '@zhucheng/bff/modules/printing/print.service';
import { VisitService } from '@zhucheng/bff/modules/printing/visit.service';
import { VisitCards } from '@zhucheng/bff/modules/printing/visit-card.service';
import { VisitClerks } from '@zhucheng/bff/modules/printing/visit-clerk.service';
import { VisitFaces } from '@zhucheng/bff/modules/printing/visit-face.service';
import { BacklogQuery } from '@zhucheng/bff/modules/review/backlog.query';
import { CaseSearchQuery } from '@zhucheng/bff/modules/review/case-search.query';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import { businesses } from '@zhucheng/shared';
import { keyOf } from './fill';
import { type Asking, id, ids, institution, limit, type Sample } from './samples';

type Class<T> = new (...args: never[]) => T;
const of =
  <T>(type: Class<T>, ask: (service: T, asking: Asking) => unknown): Sample =>
  async (asking) =>
    ask(await asking.server.get(type), asking);

const actor = (roles: string[], kind = 'staff') =>
  ({ id, kind, roles, institutionId: institution }) as unknown as Actor;
const officer = actor(['officer']);
const registrar = actor(['registrar']);
const clerk = { institution: { id: institution, creditCode: institution }, staff: { name: '' } } as never;
/** That of row 5, whose number is asked for. */
const business = businesses[2]!;
const now = 1_700_000_000_000;
const may = () => false;

const ofCentre: Sample[] = [
  ...[officer, registrar].flatMap((who) => [
    of(BacklogQuery, (backlog) => backlog.overview(who)),
    of(BacklogQuery, (backlog) => backlog.cases(who, { limit })),
    of(BacklogQuery, (backlog) => backlog.cases(who, { limit, state: 'reviewing', left: 'soon' })),
  ]),
  of(BacklogQuery, (backlog) => backlog.cases(registrar, { limit, businessId: business.id })),
  of(BacklogQuery, (backlog) => backlog.cases(registrar, { limit, claimedBy: 'none' })),
  of(BacklogQuery, (backlog) => backlog.cases(registrar, { limit, claimedBy: id })),
  of(BacklogQuery, (backlog) => backlog.cases(registrar, { limit, cursor: `${now}.${id}` })),
  of(BacklogQuery, (backlog) => backlog.cases(registrar, { limit, cursor: `.${id}` })),
  of(CaseSearchQuery, (search) => search.page({ limit, state: 'reviewing' })),
  of(AuditQuery, (audit) => audit.list({ limit })),
  of(AuditQuery, (audit) => audit.list({ limit, action: 'case.claim' })),
  of(AuditQuery, (audit) => audit.list({ limit, subjectId: id })),
  of(AuditQuery, (audit) => audit.list({ limit, actorId: id })),
  of(AuditQuery, (audit) => audit.counts()),
  of(CentreStaffQuery, (staff) => staff.list(now)),
  of(CentreStaffQuery, (staff, { tx }) => staff.lockAll(tx)),
  of(FilingQuery, (filings) => filings.list({ limit })),
  of(FilingQuery, (filings) => filings.list({ limit, state: 'pending' })),
  of(FilingQuery, (filings) => filings.byId(id)),
  of(FilingQuery, (filings) => filings.byReceipt(id)),
];

const fillable = { institutionId: institution, businessId: business.id, limit };
const lines = (values: Record<string, string>) => [{ values }] as never;
const plan = { business } as never;
const ofDesks: Sample[] = [
  of(WorkListQuery, (list) => list.counts(institution)),
  of(WorkListQuery, (list) => list.page({ institutionId: institution, limit, may })),
  of(WorkListQuery, (list) => list.fillable(fillable)),
  of(WorkListQuery, (list) => list.fillable({ ...fillable, batchId: institution })),
  of(WorkListQuery, (list) => list.details(ids.map((each) => ({ id: each })))),
  of(SheetCases, (sheet) => sheet.match(actor([]), plan, lines({ acceptanceNumber: id }))),
  of(SheetCases, (sheet) => sheet.match(actor([]), plan, lines({ unit: '450502001001GB00001F00010001' }))),
  of(SheetCases, (sheet) => sheet.match(actor([]), plan, lines({ unit: '3幢502' }))),
  of(ConvertibleQuery, (notices) => notices.page(institution, { limit, registered: false })),
  of(ConvertibleQuery, (notices) => notices.page(institution, { limit, registered: true })),
  of(ConvertibleQuery, (notices) => notices.numbers(institution, ids)),
  of(BatchPlans, (plans) => plans.act(actor([]), clerk, 'withdraw', ids, '不办了')),
  of(Buildings, async (buildings) => {
    const starts = { building: async () => ({ business, building: { surveyNumber: id, units: [] }, starter: clerk }) };
    return buildings.table.call(Object.assign(Object.create(buildings), { starts }), actor([]), business.id, {});
  }),
  of(Schedules, (schedules) => schedules.page(clerk, undefined, limit)),
  of(Schedules, (schedules) => schedules.view(keyOf(1), clerk)),
  of(Schedules, (schedules, { tx }) => schedules.make(tx, actor([]), clerk, ids)),
  of(JoiningService, (joining, { database }) =>
    joining.memberNamed((sql, params) => database.read(sql, params), { credit_code: id, name: id }),
  ),
  of(JoiningService, (joining) => joining.list(institution, undefined, limit)),
  of(PermissionService, (permissions) => permissions.scopeOf(actor([]))),
];

const device = actor(['kiosk'], 'device');
const ofKiosks: Sample[] = [
  of(KioskService, (kiosks) => kiosks.list()),
  of(KioskService, (kiosks) => kiosks.byId(id)),
  of(KioskService, (kiosks, { tx }) => kiosks.within(tx, id)),
  of(PrintQuery, (prints, { tx }) => prints.within(tx, id)),
  of(PrintService, (prints) => prints.log(undefined, limit, undefined)),
  of(PrintService, (prints) => prints.log(undefined, limit, 'printing')),
  of(VisitService, (visits) => visits.read(device, id)),
  of(VisitCards, (cards) => cards.items(device, id, {} as never)),
  of(VisitClerks, (clerks) => clerks.state(device, id)),
  of(VisitClerks, (clerks) => clerks.waiting(device)),
  of(VisitFaces, (faces) => faces.check(device, id)),
];

export const ofDeskFiles: Sample[] = [...ofCentre, ...ofDesks, ...ofKiosks];
