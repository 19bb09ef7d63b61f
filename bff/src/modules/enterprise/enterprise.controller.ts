import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, caseStates, routes } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { sendFile } from '../../platform/http/download';
import { type Input, Route } from '../../platform/http/route';
import { Businesses } from '../businesses/businesses.service';
import { StartCase } from '../cases/starting/start-case.service';
import { CertificateService } from '../certificates/certificate.service';
import { CertificateFileService } from '../certificates/certificate-file.service';
import { FileTickets, holderOf } from '../files/file-ticket.service';
import { PermissionService } from '../institutions/permission.service';
import { BatchPlans } from './batch-plans.service';
import { Batches } from './batches.service';
import { Buildings } from './buildings.service';
import { type Clerk, Clerks } from './clerks.service';
import { ConvertibleQuery } from './convertible.query';
import { exportCsv } from './export';
import { schedulePdf } from './schedule-pdf';
import { Schedules } from './schedules.service';
import { WorkListQuery } from './work-list.query';

const { enterprise } = routes;
const top = '~';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class EnterpriseController {
  @Inject() database!: Database;
  @Inject() clerks!: Clerks;
  @Inject() permissions!: PermissionService;
  @Inject() businesses!: Businesses;
  @Inject() starts!: StartCase;
  @Inject() buildings!: Buildings;
  @Inject() plans!: BatchPlans;
  @Inject() batches!: Batches;
  @Inject() workList!: WorkListQuery;
  @Inject() convertibles!: ConvertibleQuery;
  @Inject() schedulesService!: Schedules;
  @Inject() certificatesService!: CertificateService;
  @Inject() files!: CertificateFileService;
  @Inject() tickets!: FileTickets;

  @Route(enterprise.desk)
  async desk({ actor }: Input<typeof enterprise.desk>) {
    const clerk = await this.clerks.of(actor);
    const scope = await this.permissions.requireScope(actor);
    const counts = await this.workList.counts(clerk.institution.id);
    return {
      institution: clerk.institution,
      clerk: { id: clerk.staff.id, name: clerk.staff.name },
      businesses: this.startable(clerk)
        .filter(({ id }) => scope.businessIds === '*' || scope.businessIds.includes(id))
        .map(({ id, name, category }) => ({ id, name, category })),
      counts: counts.map(({ state, cases }) => ({ state, stateName: caseStates[state].name, cases: Number(cases) })),
    };
  }

  private startable({ institution }: Clerk): Business[] {
    return this.businesses.list().filter(({ startedBy, startedByKinds }) => {
      const kinds: readonly string[] = startedByKinds;
      return startedBy.includes('institution-clerk') && (kinds.length === 0 || kinds.includes(institution.kind));
    });
  }

  @Route(enterprise.building)
  building({ actor, body }: Input<typeof enterprise.building>) {
    return this.buildings.table(actor, body.businessId, body.verify);
  }

  @Route(enterprise.start)
  async start(input: Input<typeof enterprise.start>) {
    const prepared = await this.starts.prepare(input.actor, input.body.businessId, input.body.verify);
    return input.unitOfWork((tx) => this.starts.begin(tx, input.actor, prepared));
  }

  @Route(enterprise.open)
  async open(input: Input<typeof enterprise.open>) {
    const clerk = await this.clerks.of(input.actor);
    const plan = await this.plans.toStart(input.actor, clerk, input.body);
    return input.unitOfWork((tx) => this.batches.create(tx, input.actor, clerk, plan));
  }

  @Route(enterprise.fill)
  async fill(input: Input<typeof enterprise.fill>) {
    const clerk = await this.clerks.of(input.actor);
    const plan = await this.plans.fill(input.actor, clerk, input.body.step, input.body.rows);
    return input.unitOfWork((tx) => this.batches.create(tx, input.actor, clerk, plan));
  }

  @Route(enterprise.act)
  async act(input: Input<typeof enterprise.act>) {
    const clerk = await this.clerks.of(input.actor);
    const { action, caseIds, reason } = input.body;
    if (action === 'withdraw' && !reason) throw Problem.field('reason', '请填写撤回原因。');
    const plan = await this.plans.act(input.actor, clerk, action, caseIds, reason);
    return input.unitOfWork((tx) => this.batches.create(tx, input.actor, clerk, plan));
  }

  @Route(enterprise.batch)
  batch({ actor, params }: Input<typeof enterprise.batch>) {
    return this.batches.view(params.id, actor.institutionId ?? '');
  }

  @Route(enterprise.list)
  async list({ actor, query }: Input<typeof enterprise.list>) {
    const { search, ...filters } = query;
    const own = { institutionId: actor.institutionId ?? '', may: await this.permissions.judge(actor) };
    return this.workList.page({ ...filters, ...own, text: search, byPerson: false });
  }

  @Route(enterprise.find)
  async find({ actor, body }: Input<typeof enterprise.find>) {
    const may = await this.permissions.judge(actor);
    return this.workList.page({ ...body, institutionId: actor.institutionId ?? '', may });
  }

  @Route(enterprise.exported)
  async exported({ actor, query, ctx }: Input<typeof enterprise.exported>): Promise<void> {
    const own = { institutionId: actor.institutionId ?? '', may: await this.permissions.judge(actor) };
    const text = await exportCsv((cursor) =>
      this.workList.page({ ...own, ...query, cursor: cursor ?? undefined, limit: 200 }),
    );
    sendFile(ctx, { content: text, type: 'text/csv; charset=utf-8', way: 'attachment', plainName: 'cases.csv' });
  }

  @Route(enterprise.convertible)
  async convertible({ actor, query }: Input<typeof enterprise.convertible>) {
    const { institution } = await this.clerks.of(actor);
    return this.convertibles.page(institution.creditCode, { ...query, registered: query.registered !== undefined });
  }

  @Route(enterprise.makeSchedule)
  async makeSchedule(input: Input<typeof enterprise.makeSchedule>) {
    const clerk = await this.clerks.of(input.actor);
    return input.unitOfWork((tx) => this.schedulesService.make(tx, input.actor, clerk, input.body.caseIds));
  }

  @Route(enterprise.schedules)
  async schedules({ actor, query }: Input<typeof enterprise.schedules>) {
    return this.schedulesService.page(await this.clerks.of(actor), query.cursor, query.limit);
  }

  @Route(enterprise.schedule)
  async schedule({ actor, params }: Input<typeof enterprise.schedule>) {
    return this.schedulesService.view(params.id, await this.clerks.of(actor));
  }

  @Route(enterprise.schedulePdf)
  async schedulePdf({ actor, params, ctx }: Input<typeof enterprise.schedulePdf>): Promise<void> {
    const schedule = await this.schedulesService.view(params.id, await this.clerks.of(actor));
    const content = await schedulePdf(schedule);
    sendFile(ctx, { content, type: 'application/pdf', way: 'inline', plainName: `${schedule.number}.pdf` });
  }

  @Route(enterprise.certificates)
  async certificates({ actor, query }: Input<typeof enterprise.certificates>) {
    const { institution } = await this.clerks.of(actor);
    const rows = await this.certificatesService.ofOrganisation(institution.creditCode, {
      cursor: query.cursor ?? top,
      limit: query.limit + 1,
      number: query.number,
    });
    const shown = rows.slice(0, query.limit);
    return {
      items: shown.map(({ id, number, kindName, location, state, issuedAt, fileFault }) => ({
        id,
        number,
        kindName,
        location,
        state,
        issuedAt,
        fileFault,
      })),
      next: rows.length > query.limit ? shown.at(-1)!.id : null,
    };
  }

  @Route(enterprise.certificateLink)
  async certificateLink({ actor, params }: Input<typeof enterprise.certificateLink>) {
    const { institution } = await this.clerks.of(actor);
    const { id } = await this.certificatesService.ownOfOrganisation(institution.creditCode, params.id);
    await this.files.read(id, 'pdf');
    const { ticket, expiresAt } = this.tickets.issue(id, 'pdf', holderOf(actor));
    return { url: `/api/certificate-files/${ticket}`, expiresAt };
  }
}
