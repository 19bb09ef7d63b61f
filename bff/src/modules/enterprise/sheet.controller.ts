import type { Readable } from 'node:stream';
import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes, xlsxType } from '@zhucheng/shared';
import { sendFile } from '../../platform/http/download';
import { type Input, Route } from '../../platform/http/route';
import type { Context } from '../../platform/http/runtime';
import { PermissionService } from '../institutions/permission.service';
import { SpreadsheetService } from '../spreadsheets/spreadsheet.service';
import { Clerks } from './clerks.service';
import { scheduleColumns, workColumns, workPages } from './export-columns';
import { Schedules } from './schedules.service';
import { SheetPreviews } from './sheet-preview.service';
import { SheetTemplates } from './sheet-template.service';
import { WorkListQuery } from './work-list.query';

const { sheets } = routes;
const pageSize = 500;

/** Spreadsheets of institutions: the template, what was filled in, and what is taken away. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class SheetController {
  @Inject() clerks!: Clerks;
  @Inject() previews!: SheetPreviews;
  @Inject() templates!: SheetTemplates;
  @Inject() workList!: WorkListQuery;
  @Inject() permissions!: PermissionService;
  @Inject() schedules!: Schedules;
  @Inject() spreadsheets!: SpreadsheetService;

  @Route(sheets.template)
  async template({ actor, query, ctx }: Input<typeof sheets.template>): Promise<void> {
    const plan = await this.previews.plan(actor, query.businessId, query.step);
    const file = await this.templates.template(actor, plan, query.batch);
    send(ctx, file, `${plan.business.name}-${plan.step.name}-模板.xlsx`);
  }

  @Route(sheets.preview)
  async preview({ actor, query, upload }: Input<typeof sheets.preview>) {
    const plan = await this.previews.plan(actor, query.businessId, query.step);
    return this.previews.preview(actor, plan, upload);
  }

  @Route(sheets.faults)
  async faults({ actor, query, ctx, upload }: Input<typeof sheets.faults>): Promise<void> {
    const plan = await this.previews.plan(actor, query.businessId, query.step);
    const file = await this.previews.faulty(actor, plan, upload);
    send(ctx, file, `${plan.business.name}-${plan.step.name}-有问题的行.xlsx`);
  }

  @Route(sheets.workList)
  async exported({ actor, body, ctx }: Input<typeof sheets.workList>): Promise<void> {
    const institutionId = actor.institutionId ?? '';
    const may = await this.permissions.judge(actor);
    const pages = workPages((cursor) => this.workList.page({ ...body, may, institutionId, cursor, limit: pageSize }));
    send(ctx, this.spreadsheets.streamTable(workColumns, pages, '业务列表'), '业务列表.xlsx');
  }

  @Route(sheets.schedule)
  async schedule({ actor, params, ctx }: Input<typeof sheets.schedule>): Promise<void> {
    const schedule = await this.schedules.view(params.id, await this.clerks.of(actor));
    send(
      ctx,
      this.spreadsheets.writeTable(scheduleColumns, schedule.rows, '登记结果明细表'),
      `${schedule.number}.xlsx`,
    );
  }
}

function send(ctx: Context, content: Buffer | Readable, name: string): void {
  sendFile(ctx, { content, type: xlsxType, way: 'attachment', plainName: 'table.xlsx', name });
}
