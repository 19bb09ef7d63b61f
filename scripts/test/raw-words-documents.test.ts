import { renderUnsignedCertificatePdf } from '@zhucheng/bff/modules/certificates/document/index';
import { scheduleColumns } from '@zhucheng/bff/modules/enterprise/export-columns';
import { schedulePdf } from '@zhucheng/bff/modules/enterprise/schedule-pdf';
import { sheetPlan } from '@zhucheng/bff/modules/enterprise/sheet-columns';
import { joinMessages, type MessageTemplate, messageTemplates } from '@zhucheng/bff/modules/messages/templates';
import { SpreadsheetService } from '@zhucheng/bff/modules/spreadsheets/spreadsheet.service';
import { businesses, sheetSteps, taskFault, taskNames } from '@zhucheng/shared';
import { crowded, registrationCertificate, rightCertificate } from '../../bff/test/certificates/document.fixtures';
import { infoText, readPdf } from '../../bff/test/certificates/document.reader';
import { textsOfWorkbook } from '../../bff/test/spreadsheets/read-table';
import { rawWords } from '../play/raw-words';

const schedule = {
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  number: 'MX202611250001',
  institution: '北海市银滩农村商业银行',
  businessName: '抵押权注销登记',
  by: '邱晓琳',
  cases: 1,
  createdAt: Date.UTC(2026, 10, 25),
  rows: [
    {
      acceptanceNumber: '202611250000011',
      unitNumber: '450502001001GB00001F00010001',
      location: '北海市银海区银滩大道88号银滩花园3幢1210',
      parties: '陈海波',
      certificateNumber: null,
      result: '已办结',
    },
  ],
};

/** Lines go together again: a long address stands on two of them. */
const textOf = (pdf: Buffer): string =>
  readPdf(pdf)
    .pages.map(({ text }) => text.replaceAll('\n', ''))
    .join('　');

test.each(Object.entries({ rightCertificate, registrationCertificate, crowded }))(
  'the PDF of a %s, and what a viewer says of it, has no word that only a programmer understands',
  async (_, content) => {
    const pdf = await renderUnsignedCertificatePdf(content);
    const read = textOf(pdf).replaceAll(content.verifyUrl, '');
    expect(read).toContain('《中华人民共和国民法典》');
    expect(rawWords([read, infoText(pdf, 'Title'), infoText(pdf, 'Subject')])).toEqual([]);
  },
);

test('a schedule of results neither', async () => {
  const read = textOf(await schedulePdf(schedule));
  expect(read).toContain('抵押权注销登记');
  expect(rawWords([read])).toEqual([]);
});

test('the same as a table neither', () => {
  const texts = textsOfWorkbook(new SpreadsheetService().writeTable(scheduleColumns, schedule.rows, '登记结果明细表'));
  expect(texts).toEqual(expect.arrayContaining(['登记结果明细表', '登记证明号', '已办结']));
  expect(rawWords(texts)).toEqual([]);
});

const filledInTables = businesses.flatMap((business) =>
  sheetSteps(business).map(({ id, name }) => [business.name, name, sheetPlan(business, id)] as const),
);
test.each(filledInTables)('the template of %s, %s: headers, choices, notes', (_business, _step, { columns }) => {
  const texts = textsOfWorkbook(new SpreadsheetService().template(columns));
  expect(texts).toEqual(expect.arrayContaining(['填写说明', '受理编号']));
  expect(rawWords(texts)).toEqual([]);
});

test('what is said of a cell that holds nothing of the kind', () => {
  const said = filledInTables.flatMap(([, , { columns }]) =>
    Object.values(columns).flatMap((column) => {
      const read = column.parse('？', { kind: 'text', text: '？' });
      return 'problem' in read ? [read.problem] : [];
    }),
  );
  expect(said.length).toBeGreaterThan(filledInTables.length);
  expect(rawWords(said)).toEqual([]);
});

test('every message template says every parameter, alone and after other news, in words', () => {
  for (const template of Object.keys(messageTemplates) as MessageTemplate[]) {
    const { body } = messageTemplates[template];
    const names = [...body.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const params = Object.fromEntries(names.map((name, index) => [name, `第${index + 1}项`]));
    const part = { template, params };
    const alone = joinMessages([part]);
    for (const name of names) expect(alone.body).toContain(params[name]);
    const news = { template: 'resumed' as const, params: { business: '抵押权注销登记', location: '银滩大道88号' } };
    const after = joinMessages([part, news]);
    expect(rawWords([alone.title, alone.body, after.title, after.body])).toEqual([]);
    expect(alone.body + after.body).not.toMatch(/[{}]/);
  }
});

test('a task that was given up says why in words, whatever the code was', () => {
  for (const code of ['phone-invalid', 'FORBIDDEN', 'TypeError', 'ER_LOCK_DEADLOCK', 'anything'])
    expect(rawWords([taskFault(code)])).toEqual([]);
  expect(taskFault('phone-invalid')).toBe('手机号不对，运营商不收');
  expect(Object.values(taskNames).every((name) => /^\p{Script=Han}+$/u.test(name))).toBe(true);
});

test('a word that slips out is noticed', () => {
  expect(
    rawWords(['办件 case.claim', '限制：seizure', '审核队列 N', 'PDF 文件', '桂（2026）', '微信 wechat-native']),
  ).toEqual(['case.claim in “办件 case.claim”', 'seizure in “限制：seizure”', 'wechat-native in “微信 wechat-native”']);
});
