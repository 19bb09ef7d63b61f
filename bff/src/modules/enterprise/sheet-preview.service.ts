import type { Readable } from 'node:stream';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { SheetFault, SheetItem, SheetPreview } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { type Actor, personOf } from '../../platform/http/actor';
import type { Upload } from '../../platform/http/upload';
import { Turn } from '../../platform/turns';
import { Businesses } from '../businesses/businesses.service';
import type { LoadedCase } from '../cases/core/case.model';
import { type Institution, StaffService } from '../identity/staff.service';
import { PermissionService } from '../institutions/permission.service';
import type { Columns, ReadRow, RowsReading } from '../spreadsheets/column.types';
import { SpreadsheetService } from '../spreadsheets/spreadsheet.service';
import type { ExportColumn } from '../spreadsheets/table-writer';
import { type Match, SheetCases } from './sheet-cases.query';
import { type SheetPlan, sheetPlan } from './sheet-columns';
import { isUntouched, mostLines, peopleOf, SheetContent } from './sheet-content';

type Row = ReadRow<Columns>;

interface Group {
  match: Match;
  lines: Row[];
}

/** Rows written before other requests get their turn. */
const rowsAtOnce = 100;
/** Faults told one by one; of what comes after, every case tells its first and how many more there are. */
const mostFaults = 500;

/** What a filled spreadsheet would do, row by row (核对). Nothing is written, nothing is kept. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SheetPreviews {
  @Inject() sheets!: SpreadsheetService;
  @Inject() businesses!: Businesses;
  @Inject() cases!: SheetCases;
  @Inject() staff!: StaffService;
  @Inject() permissions!: PermissionService;

  /** Errors: BUSINESS_UNKNOWN, STEP_UNKNOWN, FORBIDDEN (not the clerk's business). */
  async plan(actor: Actor, businessId: string, step: string): Promise<SheetPlan> {
    const business = this.businesses.current(businessId);
    if (!business) throw new Problem('BUSINESS_UNKNOWN');
    const plan = sheetPlan(business, step);
    const scope = await this.permissions.requireScope(actor);
    if (scope.businessIds !== '*' && !scope.businessIds.includes(businessId))
      await this.permissions.require(actor, businessId, scope.branchId);
    return plan;
  }

  /** Six statements at most, however many rows. Errors: those of `SpreadsheetService.readRows`. */
  async preview(actor: Actor, plan: SheetPlan, file: Upload): Promise<SheetPreview> {
    const { preview } = await this.read(actor, plan, file);
    return { ...preview, items: shortened(preview.items) };
  }

  /** The faulty rows as they are, with what is wrong. Errors: as above. */
  async faulty(actor: Actor, plan: SheetPlan, file: Upload): Promise<Readable> {
    const { preview, reading } = await this.read(actor, plan, file);
    const said = new Map<number, string[]>();
    for (const { rows, faults } of preview.items.filter((item) => item.faults.length > 0)) {
      // Rows of the same case belong together, also those without a fault of their own.
      for (const row of rows) if (!said.has(row)) said.set(row, []);
      for (const fault of faults) {
        const known = said.get(fault.row);
        if (known) known.push(sentence(fault));
        else said.set(fault.row, [sentence(fault)]);
      }
    }
    const rows = reading.rows.filter(({ row }) => said.has(row));
    const columns: Array<ExportColumn<Row>> = [...reading.headers].map(([place, header]) => ({
      header,
      value: ({ cells }) => cells.get(place)?.text ?? null,
      width: Math.min(40, Math.max(12, header.length * 2 + 2)),
    }));
    columns.push({ header: '原行号', value: ({ row }) => row, width: 8 });
    columns.push({
      header: '问题',
      value: ({ row }) => said.get(row)!.join('\n') || '同一件的其他行有问题。',
      width: 60,
    });
    async function* pages() {
      for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
    }
    return this.sheets.streamTable(columns, pages(), '填写');
  }

  private async read(actor: Actor, plan: SheetPlan, file: Upload) {
    const reading = await this.sheets.readRows(file, plan.columns, personOf(actor));
    requireKey(reading);
    const turn = new Turn();
    const touched = new Set<Row>();
    for (const line of reading.rows) {
      await turn.over();
      if (!isUntouched(plan, line)) touched.add(line);
    }
    const matches = await this.cases.match(actor, plan, reading.rows);
    const groups = groupsOf(reading.rows, matches);
    const institutions = await this.institutions(plan, [...touched]);
    const items: SheetItem[] = [];
    let untouched = 0;
    for (const group of groups) {
      await turn.over();
      if (!group.lines.some((line) => touched.has(line))) untouched++;
      else items.push(itemOf(plan, group, institutions));
    }
    const good = items.filter(({ data }) => data !== null).length;
    const preview: SheetPreview = {
      sheet: reading.sheet,
      otherSheets: reading.otherSheets,
      rows: reading.rows.length,
      hiddenRows: [...touched].filter(({ hidden }) => hidden).map(({ row }) => row),
      hiddenColumns: reading.hiddenColumns,
      good,
      faulty: items.length - good,
      untouched,
      items,
    };
    return { preview, reading };
  }

  private async institutions(plan: SheetPlan, lines: readonly Row[]): Promise<Map<string, Institution>> {
    const keys = [...plan.fields].filter(([, field]) => field.kind === 'institution').map(([key]) => key);
    const names = new Set(
      lines.flatMap(({ values }) => keys.map((key) => values[key]).filter((name) => name !== undefined)),
    );
    const known = await this.staff.institutionsByName([...names] as string[]);
    return new Map(known.map((institution) => [institution.name, institution]));
  }
}

const sentence = ({ column, message }: SheetFault): string => (column ? `${column}：${message}` : message);

function shortened(items: readonly SheetItem[]): SheetItem[] {
  let left = mostFaults;
  return items.map((item) => {
    const told = item.faults.slice(0, Math.max(1, left));
    left -= told.length;
    const more = item.faults.length - told.length;
    if (more === 0) return item;
    const row = item.faults[told.length]!.row;
    const message = `这一件还有 ${more} 处问题没有列出，请下载有问题的行查看。`;
    return { ...item, faults: [...told, { row, column: '', message }] };
  });
}

function requireKey({ found }: RowsReading<Columns>): void {
  if (!found.has('acceptanceNumber') && !found.has('unit'))
    throw new Problem('SHEET_COLUMNS', { message: '表格缺少“受理编号”或“房号/不动产单元号”，请用下载的模板填写。' });
}

/** Rows about one case belong together wherever they stand; a row without a case stands alone. */
function groupsOf(lines: readonly Row[], matches: readonly Match[]): Group[] {
  const byCase = new Map<string, Group>();
  const groups: Group[] = [];
  for (const [at, line] of lines.entries()) {
    const match = matches[at]!;
    const id = match.loaded?.record.id;
    const known = id === undefined ? undefined : byCase.get(id);
    if (known) known.lines.push(line);
    else {
      const group = { match, lines: [line] };
      groups.push(group);
      if (id !== undefined) byCase.set(id, group);
    }
  }
  return groups;
}

function itemOf(plan: SheetPlan, { match, lines }: Group, institutions: ReadonlyMap<string, Institution>): SheetItem {
  const { loaded, fault } = match;
  const first = lines[0]!;
  const most = loaded ? mostLines(plan, loaded) : 1;
  const common = {
    rows: lines.map(({ row }) => row),
    people: peopleOf(plan, loaded, lines.slice(0, most)),
    ...about(loaded, first),
    replaces: loaded?.record.form[plan.step.id]?.data !== undefined,
    version: loaded?.record.form[plan.step.id]?.version ?? 0,
  };
  if (!loaded || fault) {
    const faults = lines.flatMap((line) => line.faults);
    const { key, message } = fault!;
    const { header } = plan.columns[key]!;
    // A number that could not be read has its fault already.
    if (!faults.some(({ column }) => column === header)) faults.unshift({ row: first.row, column: header, message });
    return { ...common, data: null, faults };
  }
  if (lines.length > most) {
    const message = `这一件写了 ${lines.length} 行，最多 ${most} 行，请核对受理编号或房号，每位当事人只写一行。`;
    return { ...common, data: null, faults: [{ row: lines[most]!.row, column: '', message }] };
  }
  const content = new SheetContent(plan, loaded, lines, institutions);
  const data = content.read();
  return { ...common, data, faults: content.faults };
}

function about(loaded: LoadedCase | undefined, { values }: Row) {
  if (loaded)
    return {
      about: loaded.record.unit.location,
      caseId: loaded.record.id,
      acceptanceNumber: loaded.record.acceptanceNumber,
    };
  const typed = [values.unit, values.acceptanceNumber, values.place].find((value) => value !== undefined);
  return { about: String(typed ?? ''), caseId: null, acceptanceNumber: null };
}
