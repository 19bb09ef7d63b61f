import { type FieldDeclaration, fieldIdentifiers, formatFen, type Identifier, parseAmount } from '@zhucheng/shared';
import type { Cell } from '../spreadsheets/cells';
import type { Column, Parsed } from '../spreadsheets/column.types';

/** A text as it stands in the cell; what it must look like is left to the step's own schema. */
export function plainColumn(header: string, more: Partial<Column> = {}): Column {
  return {
    header,
    kind: 'text',
    parse: (text, cell) =>
      cell.kind === 'date'
        ? { problem: `${header}被 Excel 变成了日期，请把这一列设为“文本”格式后重新填写。` }
        : { value: text },
    example: '',
    width: 18,
    ...more,
  };
}

/** Digits and letters that must arrive as they were typed. */
export const codeColumn = (identifier: Identifier, more: Partial<Column> = {}): Column => ({
  header: identifier.name,
  kind: 'code',
  parse: (text) => ({ value: identifier.normalise(text) }),
  example: identifier.example,
  width: 24,
  ...more,
});

const digits = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/** `2026-01-31`, `2026/1/31`, `2026年1月31日` → the first; anything else stays, for the schema to refuse. */
function parseDate(header: string, text: string, cell: Cell): Parsed<string> {
  if (cell.kind === 'date') return { value: text };
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(digits(text).replace(/\s/g, ''));
  if (!match) return { problem: `${header}不是日期，请写成 2026-01-31。` };
  return { value: `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}` };
}

/** The column of a declared field (按声明的字段). A cell becomes what the form would send. */
export function fieldColumn(field: FieldDeclaration, header: string): Column {
  const started = field.kind === 'count' && field.start !== undefined;
  const when = field.when ? '只在需要时填写。' : '';
  const common = {
    header,
    headed: field.required && !field.when && field.kind !== 'invoice-code' && !started,
    ...((field.hint || when) && { hint: `${field.hint ?? ''}${field.hint && when ? '。' : ''}${when}` }),
  };
  // A name is text, not a code.
  const identifier = field.kind === 'person-name' ? undefined : fieldIdentifiers[field.kind];
  if (identifier) return codeColumn(identifier, common);
  switch (field.kind) {
    case 'fen':
      return {
        ...common,
        kind: 'number',
        money: true,
        parse(text, cell, unit) {
          const value = parseAmount(text, unit);
          if (value !== null) return { value };
          const found = cell.kind === 'number' ? `（现在是 ${text}）` : '';
          return { problem: `${field.name}请填以元为单位的数字，最多两位小数，如 1280000.00${found}。` };
        },
        example: formatFen(128_000_000),
        hint: `单位：元。${common.hint ?? ''}`,
        width: 18,
      };
    case 'count':
      return {
        ...common,
        kind: 'number',
        parse(text) {
          const plain = digits(text).trim();
          return /^\d{1,9}$/.test(plain) ? { value: Number(plain) } : { problem: `${header}请填整数。` };
        },
        example: String(field.start ?? field.min),
        hint: `${field.min}～${field.max}${started ? `，不填按 ${field.start}` : ''}。${common.hint ?? ''}`,
        width: 12,
      };
    case 'date':
      return {
        ...common,
        kind: 'date',
        parse: (text, cell) => parseDate(header, text, cell),
        example: '2026-01-31',
        width: 14,
      };
    case 'choice': {
      const names = field.options.map((option) => option.name);
      return plainColumn(header, {
        ...common,
        parse(text) {
          const plain = text.replace(/\s/g, '');
          const option = field.options.find(({ name }) => name.replace(/\s/g, '') === plain);
          return option ? { value: option.value } : { problem: `${header}请从这几项里选一项：${names.join('、')}。` };
        },
        choices: names,
        example: names[0]!,
        hint: `可以填：${names.join('、')}。${common.hint ?? ''}`,
      });
    }
    case 'filing-number':
      return plainColumn(header, { ...common, kind: 'code', width: 24 });
    default:
      return plainColumn(header, { ...common, width: 24 });
  }
}
