import {
  acceptanceNumber,
  type Business,
  coOwnerships,
  countryCode,
  documentKindNamed,
  type FieldDeclaration,
  identityDocuments,
  personalDocuments,
  personName,
  phone,
  residentId,
  type SheetStep,
  sheetSteps,
  unitNumber,
} from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import type { Column, Columns } from '../spreadsheets/column.types';
import { shareColumn } from '../spreadsheets/party-columns';
import { codeColumn, fieldColumn, plainColumn } from './sheet-fields';

/** People a row may speak of: those to be entered, or those the register knows and whose phone is asked for. */
export interface SheetRole {
  id: string;
  name: string;
  contact: boolean;
  shares: boolean;
}

/** What a spreadsheet for a step looks like; everything follows from the declaration. */
export interface SheetPlan {
  business: Business;
  step: SheetStep;
  columns: Columns;
  /** The step's own fields by the keys of their columns. */
  fields: ReadonlyMap<string, FieldDeclaration>;
  roles: readonly SheetRole[];
}

const documentNames = personalDocuments.map((kind) => identityDocuments[kind].name);

/** Columns that describe one person. */
export const personKeys = ['role', 'name', 'document', 'country', 'idNumber', 'phone', 'coOwnership', 'share'] as const;

const caseColumn = codeColumn(acceptanceNumber, { given: true, hint: '受理编号、房号两列填一列就能对上。', width: 18 });
const unitColumn: Column = {
  header: '房号/不动产单元号',
  aliases: ['不动产单元号', '单元号', '房号'],
  kind: 'code',
  given: true,
  parse(text) {
    const value = unitNumber.normalise(text);
    return { value: unitNumber.problem(text) === null ? value : text };
  },
  example: unitNumber.example,
  hint: '28 位不动产单元号，或楼盘表上的房号（如 3幢502）。同一套房有几个人时写几行，每行一个人。',
  width: 32,
};

const shownOnly: Omit<Column, 'header'> = {
  kind: 'text',
  given: true,
  parse: (text) => ({ value: text }),
  example: '',
  hint: '供核对，不会读取。',
};

/** Errors: STEP_UNKNOWN, also for a step with documents. */
export function sheetPlan(business: Business, stepId: string): SheetPlan {
  const step = sheetSteps(business).find(({ id }) => id === stepId);
  if (!step) throw new Problem('STEP_UNKNOWN');
  const roles = rolesOf(business, step);
  const columns: Record<string, Column> = {
    acceptanceNumber: caseColumn,
    unit: unitColumn,
    place: { ...shownOnly, header: '坐落', width: 40 },
    known: { ...shownOnly, header: '登记簿上的当事人', width: 20 },
    ...personColumns(roles),
  };
  const taken = new Set(Object.values(columns).flatMap(({ header, aliases }) => [header, ...(aliases ?? [])]));
  const fields = new Map<string, FieldDeclaration>();
  for (const field of step.fields) {
    const key = `field.${field.id}`;
    const name = taken.has(field.name) ? `${step.name}${field.name}` : field.name;
    const header = field.kind === 'fen' ? `${name}（元）` : name;
    taken.add(name);
    columns[key] = fieldColumn(field, header);
    fields.set(key, field);
  }
  return { business, step, columns, fields, roles };
}

function rolesOf(business: Business, step: SheetStep): SheetRole[] {
  if (step.kind !== 'form') return [];
  const of = (contact: boolean) => (id: string) => {
    const { name, shares } = business.parties[id]!;
    return { id, name, contact, shares };
  };
  return [...step.parties.map(of(false)), ...step.contacts.map(of(true))];
}

/** Only for documents other than the resident ID, and of those only where the number does not tell the kind. */
const documentColumns: Record<string, Column> = {
  document: plainColumn('证件种类', {
    aliases: ['证件类型', '证件类别', '证件名称'],
    parse(text) {
      const kind = documentKindNamed(text);
      return kind && personalDocuments.includes(kind)
        ? { value: kind }
        : { problem: `证件种类请从这几项里选一项：${documentNames.join('、')}。` };
    },
    choices: documentNames,
    each: true,
    example: documentNames[0]!,
    hint: '居民身份证可以不填。',
    width: 24,
  }),
  country: plainColumn('护照签发国家', {
    aliases: ['国籍', '签发国家', '国家或地区', '国籍（地区）'],
    parse(text) {
      const code = countryCode(text);
      return code
        ? { value: code }
        : { problem: '没有这个国家，请填国家的通用名称，如 美国、马来西亚，或三位代码，如 USA。' };
    },
    each: true,
    example: '',
    hint: '只有护照要填。',
    width: 14,
  }),
};

function personColumns(roles: readonly SheetRole[]): Record<string, Column> {
  if (roles.length === 0) return {};
  const entered = roles.filter(({ contact }) => !contact);
  const who = roles.map(({ name }) => name).join('、');
  const columns: Record<string, Column> = {};
  if (roles.length > 1)
    columns.role = plainColumn('当事人类型', {
      parse(text) {
        const role = roles.find(({ name }) => name === text.replace(/\s/g, ''));
        return role ? { value: role.id } : { problem: `当事人类型请填：${who}。` };
      },
      choices: roles.map(({ name }) => name),
      example: roles[0]!.name,
      each: true,
    });
  columns.name = plainColumn('姓名', {
    each: true,
    headed: entered.length > 0,
    given: entered.length === 0,
    example: personName.example,
    hint: entered.length > 0 ? `${who}的姓名，每行一位。` : `${who}，来自登记簿。`,
    width: 14,
  });
  columns.idNumber = codeColumn(residentId, {
    aliases: ['身份证号码', '证件号', '证件号码', '公民身份号码'],
    each: true,
    headed: entered.length > 0,
    hint:
      entered.length > 0
        ? '这一列要是“文本”格式，否则 Excel 会把后几位变成 0。其他证件的号码也填在这里。'
        : '只有几个人同名时才要填，其他证件的号码也填在这里。',
  });
  if (entered.length > 0) Object.assign(columns, documentColumns);
  columns.phone = codeColumn(phone, {
    aliases: ['手机号码', '联系电话', '手机'],
    each: true,
    headed: true,
    width: 16,
  });
  if (entered.some(({ shares }) => shares)) {
    const forms = Object.entries(coOwnerships);
    columns.coOwnership = plainColumn('共有方式', {
      parse(text) {
        const form = forms.find(([, name]) => name === text.replace(/\s/g, ''));
        return form
          ? { value: form[0] }
          : { problem: `共有方式请从这几项里选一项：${forms.map(([, name]) => name).join('、')}。` };
      },
      choices: forms.map(([, name]) => name),
      example: coOwnerships.joint,
      hint: '一个人不用填；几个人的，第一行填就够了。',
      width: 12,
    });
    columns.share = { ...shareColumn, each: true, hint: '按份共有时填写；写成 1/2 或 50%。' } as Column;
  }
  return columns;
}
