import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

/** An invoice as a person types it; the code stays empty for an all-electronic invoice. */
export interface InvoiceReference {
  code?: string;
  number: string;
}

/** Which of the two fields is wrong, and what to do about it. */
export interface InvoiceProblem {
  field: keyof InvoiceReference;
  problem: string;
}

/** Invoice code (发票代码), 10 or 12 digits, on classic invoices only. */
export const invoiceCode: Identifier = {
  name: '发票代码',
  normalise: compactCode,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写发票代码。';
    if (!/^(\d{10}|\d{12})$/.test(value)) return '发票代码应为10位或12位数字，请对照发票核对。';
    return null;
  },
  mask: (value) => maskMiddle(compactCode(value), 4, 2),
  example: '045001900111',
};

/** Invoice number (发票号码): 8 digits, or the 20 of an all-electronic invoice (数电票). */
export const invoiceNumber: Identifier = {
  name: '发票号码',
  normalise: compactCode,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写发票号码。';
    if (!/^(\d{8}|\d{20})$/.test(value)) return '发票号码应为8位数字（数电票为20位），请对照发票核对。';
    return null;
  },
  mask: (value) => maskMiddle(compactCode(value), 2, 2),
  example: '26452000000012345678',
};

/** Checks both fields together: 20 digits go without a code, 8 digits need one. Null when fine. */
export function invoiceProblem(invoice: InvoiceReference): InvoiceProblem | null {
  const code = compactCode(invoice.code ?? '');
  const wrongNumber = invoiceNumber.problem(invoice.number);
  if (wrongNumber !== null) return { field: 'number', problem: wrongNumber };
  if (compactCode(invoice.number).length === 20) {
    return code === '' ? null : { field: 'code', problem: '数电票没有发票代码，请清空发票代码。' };
  }
  const wrongCode = invoiceCode.problem(code);
  return wrongCode === null ? null : { field: 'code', problem: wrongCode };
}
