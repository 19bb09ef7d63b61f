import type { LoadedCase } from '@zhucheng/bff/modules/cases/core/case.model';
import { sheetPlan } from '@zhucheng/bff/modules/enterprise/sheet-columns';
import { SheetContent } from '@zhucheng/bff/modules/enterprise/sheet-content';
import { businesses, residentId } from '@zhucheng/shared';

const business = businesses.find(({ id }) => id === 'new-house-transfer')!;
const step = business.steps.find((one) => one.kind === 'form' && one.parties.length > 0)!;
const plan = sheetPlan(business, step.id);
const loaded = { business, parties: [], record: { form: {} } } as unknown as LoadedCase;
const cell = { kind: 'text', text: '' } as never;

/** What the columns and the content make of one buyer's cells; other faults of the case are not looked at. */
function read(given: Record<string, string>) {
  const values: Record<string, unknown> = {};
  const said: Array<{ column: string; message: string }> = [];
  for (const [key, text] of Object.entries({ name: '何港生', phone: '13907790001', ...given })) {
    const parsed = plan.columns[key]!.parse(text, cell);
    if ('value' in parsed) values[key] = parsed.value;
    else said.push({ column: plan.columns[key]!.header, message: parsed.problem });
  }
  const content = new SheetContent(plan, loaded, [{ row: 2, values, faults: [] }], new Map());
  content.read();
  const data = (content as unknown as { data: { parties?: Record<string, { members: Array<{ idNumber: string }> }> } })
    .data;
  const columns = ['证件种类', '护照签发国家', '身份证号'];
  const faults = [...said, ...content.faults.filter(({ column }) => columns.includes(column))];
  return {
    idNumber: Object.values(data.parties ?? {})[0]?.members[0]?.idNumber,
    faults: faults.map(({ column, message }) => [column, message]),
  };
}

const resident = residentId.compose('45050219900307123');
const residence = residentId.compose('81000019900307123');

describe('kinds of documents in a spreadsheet', () => {
  test.each([
    ['without a kind, the resident ID', { idNumber: resident }, resident],
    ['a residence permit by its form', { idNumber: residence }, residence],
    ['an old permanent residence card by its form', { idNumber: 'USA110180010101' }, 'FRP:USA110180010101'],
    ['by the name people use', { document: '回乡证', idNumber: 'h12345678' }, 'HMP:H12345678'],
    ['Taiwan', { document: '台湾居民来往大陆通行证', idNumber: '12345678' }, 'TWP:12345678'],
    [
      'a passport with its country',
      { document: '护照', country: '美国', idNumber: 'E12345678' },
      'PASSPORT:USA:E12345678',
    ],
    ['a country by its code', { document: '护照', country: 'mys', idNumber: 'A1234567' }, 'PASSPORT:MYS:A1234567'],
  ])('%s', (_, given, kept) => {
    expect(read(given)).toEqual({ idNumber: kept, faults: [] });
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['ambiguous', { idNumber: 'H12345678' }, '证件种类', '从号码看不出是哪种证件，请填写证件种类。'],
    ['no country', { document: '护照', idNumber: 'E12345678' }, '护照签发国家', '请选择护照的签发国家。'],
    ['no such kind', { document: '房产证', idNumber: resident }, '证件种类', '证件种类请从这几项里选一项'],
    ['an organisation', { document: '营业执照', idNumber: resident }, '证件种类', '证件种类请从这几项里选一项'],
    ['another kind', { document: '身份证', idNumber: residence }, '身份证号', '请把证件种类改为港澳台居民居住证'],
    ['wrong number', { document: '港澳居民来往内地通行证', idNumber: 'H123' }, '身份证号', '通行证号应为字母H或M'],
    ['a country for a resident', { country: '美国', idNumber: resident }, '证件种类', '填了签发国家的'],
    ['a mistyped resident ID stays one', { idNumber: `${resident.slice(0, 16)}00` }, '身份证号', '校验不通过'],
  ])('%s is said at its cell, once', (_, given, column, message) => {
    expect(read(given).faults).toEqual([[column, expect.stringContaining(message)]]);
  });
});

test('a row whose name two parties share belongs to the one with its number, and says so where that is missing', () => {
  const mortgage = businesses.find(({ id }) => id === 'house-mortgage')!;
  const contract = mortgage.steps.find((one) => one.kind === 'form' && one.contacts.length > 0)!;
  const [role] = (contract as { contacts: string[] }).contacts;
  const other = residentId.compose('45050219910307123');
  const parties = [resident, other].map((idNumber) => ({ role, identity: { name: '陈海波', idNumber } }));
  const both = { business: mortgage, parties, record: { form: {} } } as unknown as LoadedCase;
  const phonesOf = (...given: Array<Record<string, string>>) => {
    const lines = given.map((values, i) => ({ row: i + 2, values: { name: '陈海波', ...values }, faults: [] }));
    const content = new SheetContent(sheetPlan(mortgage, contract.id), both, lines, new Map());
    content.read();
    const { contacts } = (content as unknown as { data: { contacts: Record<string, string[]> } }).data;
    const said = content.faults.filter(({ column }) => ['身份证号', '手机号', '姓名'].includes(column));
    return { phones: contacts[role!], said: said.map((fault) => [fault.row, fault.column, fault.message]) };
  };
  const [one, two] = ['13907790001', '13907790002'];
  const needed = '有2位抵押人都叫陈海波，请填写证件号码，才知道这一行说的是哪一位。';
  expect(phonesOf({ phone: one })).toEqual({ phones: ['', ''], said: [[2, '身份证号', needed]] });
  expect(phonesOf({ phone: two, idNumber: other }, { phone: one, idNumber: resident })).toEqual({
    phones: [one, two],
    said: [],
  });
  expect(phonesOf({ phone: one, idNumber: resident }, { phone: two })).toEqual({
    phones: [one, ''],
    said: [[3, '身份证号', needed]],
  });
});

test('one row that names joint holders as their certificate does gives the phone of each', () => {
  const mortgage = businesses.find(({ id }) => id === 'house-mortgage')!;
  const contract = mortgage.steps.find((one) => one.kind === 'form' && one.contacts.length > 0)!;
  const [role] = (contract as { contacts: string[] }).contacts;
  const parties = ['陈海波', '林\u200b晓珍'].map((name) => ({ role, identity: { name } }));
  const joint = { business: mortgage, parties, record: { form: {} } } as unknown as LoadedCase;
  const phonesOf = (name: string) => {
    const lines = [{ row: 2, values: { name, phone: '13907790001' }, faults: [] }];
    const content = new SheetContent(sheetPlan(mortgage, contract.id), joint, lines, new Map());
    content.read();
    const { contacts } = (content as unknown as { data: { contacts: Record<string, string[]> } }).data;
    return { phones: contacts[role!], faults: content.faults.filter(({ column }) => column === '姓名').length };
  };
  for (const name of ['陈海波、林晓珍', '林晓珍 陈海波'])
    expect(phonesOf(name)).toEqual({ phones: ['13907790001', '13907790001'], faults: 0 });
  expect(phonesOf('陈海波、王五')).toEqual({ phones: ['', ''], faults: 1 });
});
