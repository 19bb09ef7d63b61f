import { formatFen, minuteOf, type ScheduleView, sheetRowLimit, type WorkItem } from '@zhucheng/shared';
import type { ExportColumn } from '../spreadsheets/table-writer';

const names = (parties: WorkItem['parties']): string => parties.map(({ name }) => name).join('、');

/** The work list (业务列表) as a table; it shows what the list shows. */
export const workColumns: ReadonlyArray<ExportColumn<WorkItem>> = [
  { header: '受理编号', value: (item) => item.acceptanceNumber, width: 18 },
  { header: '业务', value: (item) => item.businessName, width: 24 },
  { header: '状态', value: (item) => item.stateName, width: 14 },
  { header: '不动产单元号', value: (item) => item.unitNumber, width: 32 },
  { header: '坐落', value: (item) => item.location, width: 44 },
  { header: '当事人', value: (item) => names(item.parties), width: 20 },
  {
    header: '未授权',
    value: (item) => names(item.parties.filter(({ authorised }) => authorised === false)),
    width: 20,
  },
  { header: '未完成步骤', value: (item) => item.missing.join('、'), width: 24 },
  { header: '费用（元）', value: (item) => (item.feeFen === null ? null : formatFen(item.feeFen)), width: 12 },
  { header: '经办人', value: (item) => item.clerk, width: 12 },
  { header: '更新时间', value: (item) => minuteOf(item.updatedAt), width: 18 },
  { header: '办理期限', value: (item) => (item.deadlineAt === null ? null : minuteOf(item.deadlineAt)), width: 18 },
];

export const scheduleColumns: ReadonlyArray<ExportColumn<ScheduleView['rows'][number]>> = [
  { header: '受理编号', value: (row) => row.acceptanceNumber, width: 18 },
  { header: '不动产单元号', value: (row) => row.unitNumber, width: 32 },
  { header: '坐落', value: (row) => row.location, width: 44 },
  { header: '当事人', value: (row) => row.parties, width: 20 },
  { header: '登记证明号', value: (row) => row.certificateNumber, width: 36 },
  { header: '结果', value: (row) => row.result, width: 12 },
];

type Page = { items: WorkItem[]; next: string | null };

/** Page after page of the work list, as many rows as a spreadsheet takes back. */
export async function* workPages(read: (cursor: string | undefined) => Promise<Page>): AsyncGenerator<WorkItem[]> {
  let left = sheetRowLimit;
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield page.items.slice(0, left);
    left -= page.items.length;
    cursor = page.next ?? undefined;
  } while (cursor && left > 0);
}
