import {
  type Fraction,
  type Identifier,
  invoiceCode,
  invoiceNumber,
  personalNumber,
  personName,
  phone,
  taxCertificateNumber,
  unitNumber,
} from '@zhucheng/shared';
import type { Column, Columns } from './column.types';

/** A column whose values are one of the field's identifiers. */
export function identifierColumn(
  identifier: Identifier,
  more: Partial<Column<string>> & { kind?: 'text' | 'code' } = {},
): Column<string> {
  return {
    header: identifier.name,
    kind: 'code',
    parse(text) {
      const problem = identifier.problem(text);
      return problem === null ? { value: identifier.normalise(text) } : { problem };
    },
    example: identifier.example,
    width: 22,
    ...more,
  };
}

/** A plain text of at most `longest` characters. */
export function textColumn(header: string, longest: number, more: Partial<Column<string>> = {}): Column<string> {
  return {
    header,
    kind: 'text',
    parse: (text) =>
      [...text].length > longest ? { problem: `${header}最多 ${longest} 个字，请缩短。` } : { value: text },
    example: '',
    width: 18,
    ...more,
  };
}

const shareProblem = { problem: '份额请写成“1/2”或“50%”，全部份额写“1/1”。' };
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Share of a right (份额): `1/2`, `50%`, `0.5`. */
export const shareColumn: Column<Fraction> = {
  header: '份额',
  aliases: ['共有份额', '所占份额'],
  kind: 'text',
  parse(text, cell) {
    if (cell.kind === 'date')
      return { problem: '份额被 Excel 变成了日期，请把这一列设为“文本”格式后重新填写，如 1/2。' };
    const plain = text
      .replace(/[\s　]/g, '')
      .replace('／', '/')
      .replace('％', '%');
    const quotient = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(plain);
    const percent = /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(plain);
    const decimal = /^(0(?:\.\d{1,6})|1(?:\.0+)?)$/.exec(plain);
    const [numerator, denominator] = quotient
      ? [Number(quotient[1]), Number(quotient[2])]
      : percent
        ? [Math.round(Number(percent[1]) * 1e4), 1e6]
        : decimal
          ? [Math.round(Number(decimal[1]) * 1e6), 1e6]
          : [0, 1];
    if (numerator <= 0 || numerator > denominator) return shareProblem;
    const common = gcd(numerator, denominator);
    return { value: { numerator: numerator / common, denominator: denominator / common } };
  },
  example: '1/2',
  hint: '共有时填写；写成 1/2 或 50%。',
  width: 10,
};

/** The usual columns of a list of parties (批量导入当事人); a business adds its own or takes some away. */
export const partyColumns = {
  unitNumber: identifierColumn(unitNumber, {
    header: '房号/不动产单元号',
    aliases: ['不动产单元号', '单元号', '房号'],
    required: true,
    width: 32,
    // Room numbers are matched with the project's list of units by the module that imports.
    parse: (text) => {
      const value = unitNumber.normalise(text);
      if (unitNumber.problem(text) === null) return { value };
      return [...text].length <= 60 && !/^[0-9A-Z]{20,}$/i.test(value)
        ? { value: text }
        : { problem: unitNumber.problem(text)! };
    },
    hint: '28 位不动产单元号，或楼盘表上的房号（如 3幢1单元502）。',
  }),
  name: identifierColumn(personName, { header: '姓名', kind: 'text', required: true, width: 14 }),
  // The kinds whose form tells them; the others name theirs in a column of its own, see `documentColumns`.
  idNumber: identifierColumn(personalNumber, {
    header: '身份证号',
    aliases: ['身份证号码', '证件号', '证件号码', '公民身份号码'],
    required: true,
    hint: '先把这一列设为“文本”格式再填写，否则 Excel 会把后几位变成 0。',
  }),
  phone: identifierColumn(phone, {
    header: '手机号',
    aliases: ['手机号码', '联系电话', '手机'],
    required: true,
    width: 16,
  }),
  share: shareColumn,
  taxCertificateNumber: identifierColumn(taxCertificateNumber, {
    header: '完税证明号',
    aliases: ['完税证明号码', '税收完税证明号'],
  }),
  invoiceCode: identifierColumn(invoiceCode, { header: '发票代码', hint: '数电票没有发票代码，留空。', width: 16 }),
  invoiceNumber: identifierColumn(invoiceNumber, { header: '发票号码' }),
} satisfies Columns;
