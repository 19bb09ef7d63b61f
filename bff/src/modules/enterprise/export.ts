import type { WorkItem } from '@zhucheng/shared';

/** A file that a spreadsheet opens without trouble has no more rows. */
const mostRows = 10_000;

const columns: Array<[string, (item: WorkItem) => string]> = [
  ['受理编号', (item) => item.acceptanceNumber],
  ['业务', (item) => item.businessName],
  ['状态', (item) => item.stateName],
  ['不动产单元号', (item) => item.unitNumber],
  ['坐落', (item) => item.location],
  ['当事人', (item) => item.parties.map((party) => party.name).join('、')],
  [
    '未授权',
    (item) =>
      item.parties
        .filter((party) => party.authorised === false)
        .map(({ name }) => name)
        .join('、'),
  ],
  ['未完成步骤', (item) => item.missing.join('、')],
  ['经办人', (item) => item.clerk],
];

/** Long numbers stay text, and nothing typed by somebody else is taken for a formula. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) || /^\d{12,}$/.test(value) ? `\t${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The work list as CSV (UTF-8 with a byte order mark). */
export async function exportCsv(
  read: (cursor: string | null) => Promise<{ items: WorkItem[]; next: string | null }>,
): Promise<string> {
  const lines = [columns.map(([title]) => cell(title)).join(',')];
  let cursor: string | null = null;
  do {
    const page = await read(cursor);
    for (const item of page.items) lines.push(columns.map(([, value]) => cell(value(item))).join(','));
    cursor = page.next;
  } while (cursor && lines.length <= mostRows);
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
