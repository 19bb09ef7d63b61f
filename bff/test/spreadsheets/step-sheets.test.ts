import { type Business, businesses, sheetSteps } from '@zhucheng/shared';
import { roomKey } from '../../src/modules/enterprise/sheet-cases.query';
import { sheetPlan } from '../../src/modules/enterprise/sheet-columns';
import { SpreadsheetService } from '../../src/modules/spreadsheets/spreadsheet.service';
import { readSheet } from './read-table';

const sheets = new SpreadsheetService();
const plain = (header: string) => header.replace(/（.*?）/g, '');
const all = businesses.flatMap((business) => sheetSteps(business).map((step) => [business, step.id] as const));

test.each(all.map(([business, step]) => [`${business.id} ${step}`, business, step] as const))(
  '%s has a spreadsheet that follows from its declaration',
  (_, business, step) => {
    const { columns, fields, roles } = sheetPlan(business, step);
    const headers = Object.values(columns).map(({ header }) => plain(header));
    expect(new Set(headers).size).toBe(headers.length);
    for (const field of fields.values()) expect(headers).toContain(field.name);
    if (roles.length > 0) expect(headers).toEqual(expect.arrayContaining(['姓名', '手机号']));
    if (roles.some(({ contact }) => !contact)) expect(headers).toContain('身份证号');
    const reading = readSheet(
      sheets.template(columns, undefined, [{ acceptanceNumber: '202601054829131', place: '某处' }]),
      columns,
    );
    expect(reading).toMatchObject({ sheet: '填写', otherSheets: ['填写说明'] });
    expect(reading.rows.map(({ values, faults }) => [values.acceptanceNumber, faults])).toEqual([
      ['202601054829131', []],
    ]);
    expect(reading.found.size).toBe(Object.keys(columns).length);
  },
);

test('a step with several kinds of people asks whom a row is about; names of fields and people do not clash', () => {
  const [sale] = businesses.filter(({ id }) => id === 'second-hand-transfer');
  const form = sale!.steps.find(({ id }) => id === 'transaction') as Extract<
    Business['steps'][number],
    { kind: 'form' }
  >;
  const phoneField = {
    kind: 'text' as const,
    id: 'agentPhone',
    name: '手机号',
    required: true,
    maxLength: 20,
    examples: [],
  };
  const step = { ...form, contacts: ['seller'], fields: [...form.fields, phoneField] };
  const changed = { ...sale!, steps: sale!.steps.map((each) => (each === form ? step : each)) };
  const { columns, roles } = sheetPlan(changed, form.id);
  expect(roles.map(({ name, contact }) => [name, contact])).toEqual([
    ['买受人', false],
    ['出卖人', true],
  ]);
  expect(columns.role).toMatchObject({ header: '当事人类型', choices: ['买受人', '出卖人'] });
  expect(columns['field.agentPhone']!.header).toBe(`${form.name}手机号`);
});

test.each([
  ['3 幢 502 室', '3幢502'],
  ['３号楼５０２', '3幢502'],
  ['3栋502号', '3幢502'],
  ['b1-003', 'B1-003'],
])('%s and %s are the same room', (typed, known) => {
  expect(roomKey(typed)).toBe(roomKey(known));
});

test('a table that comes page by page is the same as one written at once', async () => {
  const columns = [
    { header: '号', value: (row: number) => `=${row}`, width: 10 },
    { header: '数', value: (row: number) => row },
  ];
  async function* pages() {
    for (let page = 0; page < 20; page++) yield Array.from({ length: 50 }, (_, i) => page * 50 + i);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of sheets.streamTable(columns, pages())) chunks.push(chunk as Buffer);
  const read = readSheet(Buffer.concat(chunks), {
    a: { header: '号', kind: 'text', examples: [], example: '', parse: (text) => ({ value: text }) },
  });
  expect(read.rows.map(({ values }) => values.a)).toEqual(Array.from({ length: 1_000 }, (_, i) => `=${i}`));
  async function* broken(): AsyncGenerator<number[]> {
    yield [1];
    throw new Error('the database is gone');
  }
  const stream = sheets.streamTable(columns, broken());
  await expect(stream.toArray()).rejects.toThrow('the database is gone');
});
