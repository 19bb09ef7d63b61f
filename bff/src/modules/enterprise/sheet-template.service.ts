import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { sheetRowLimit } from '@zhucheng/shared';
import type { Actor } from '../../platform/http/actor';
import { type LoadedCase, stepStatus } from '../cases/core/case.model';
import { PermissionService } from '../institutions/permission.service';
import { SpreadsheetService } from '../spreadsheets/spreadsheet.service';
import type { SheetPlan } from './sheet-columns';
import { WorkListQuery } from './work-list.query';

type Row = Record<string, string>;
const pageSize = 500;

/** The spreadsheet to fill in (模板): a row for each case that waits for the step, or for each person who is asked about. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SheetTemplates {
  @Inject() sheets!: SpreadsheetService;
  @Inject() workList!: WorkListQuery;
  @Inject() permissions!: PermissionService;

  /** `batchId`: only the cases of this batch. */
  async template(actor: Actor, plan: SheetPlan, batchId: string | undefined): Promise<Buffer> {
    const rows: Row[] = [];
    for await (const page of this.waiting(actor, plan, batchId)) {
      rows.push(...page.flatMap((loaded) => rowsOf(plan, loaded)));
      if (rows.length >= sheetRowLimit) break;
    }
    return this.sheets.template(plan.columns, undefined, rows.slice(0, sheetRowLimit));
  }

  private async *waiting(actor: Actor, plan: SheetPlan, batchId: string | undefined): AsyncGenerator<LoadedCase[]> {
    const { business, step } = plan;
    const institutionId = actor.institutionId ?? '';
    let cursor: string | undefined;
    do {
      const page = await this.workList.fillable({
        institutionId,
        businessId: business.id,
        batchId,
        cursor,
        limit: pageSize,
      });
      const mine: LoadedCase[] = [];
      for (const loaded of page) {
        const { businessId, branchId } = loaded.record;
        const open = ['todo', 'refused'].includes(stepStatus(loaded, step.id));
        if (open && (await this.permissions.may(actor, businessId, branchId ?? ''))) mine.push(loaded);
      }
      yield mine.sort((a, b) => (a.record.unit.unitNumber < b.record.unit.unitNumber ? -1 : 1));
      cursor = page.length === pageSize ? page.at(-1)!.record.id : undefined;
    } while (cursor);
  }
}

function rowsOf(plan: SheetPlan, { record, parties }: LoadedCase): Row[] {
  const contacts = new Map(plan.roles.filter(({ contact }) => contact).map((role) => [role.id, role]));
  const asked = parties.filter(({ role }) => contacts.has(role));
  const known = parties.filter((party) => party.identity.registered && party.institutionId !== record.institutionId);
  const row: Row = {
    acceptanceNumber: record.acceptanceNumber,
    unit: record.unit.unitNumber,
    place: record.unit.location,
    known: known.map(({ identity }) => identity.name).join('、'),
  };
  if (asked.length === 0) return [row];
  return asked.map((party) => ({
    ...row,
    name: party.identity.name,
    ...(plan.roles.length > 1 && { role: contacts.get(party.role)!.name }),
  }));
}
