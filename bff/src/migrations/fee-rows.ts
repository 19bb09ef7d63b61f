/**
 * The fees (登记费) in force when the migrations that write them were released, fen. They are history: a fee that changes
 * gets a row of its own with its first day, and nothing here is edited.
 */
interface FeeRow {
  matter: string;
  uses: readonly string[];
  perUnitFen: number;
  perFurtherCopyFen: number;
}

/** 发改价格规〔2016〕2559号, from 2016-12-06. */
export const usualRows: readonly FeeRow[] = [
  { matter: 'transfer', uses: ['dwelling', 'garage', 'parking', 'storage'], perUnitFen: 8000, perFurtherCopyFen: 1000 },
  { matter: 'transfer', uses: [], perUnitFen: 55000, perFurtherCopyFen: 1000 },
  { matter: 'first', uses: ['dwelling', 'garage', 'parking', 'storage'], perUnitFen: 8000, perFurtherCopyFen: 1000 },
  { matter: 'first', uses: [], perUnitFen: 55000, perFurtherCopyFen: 1000 },
  { matter: 'mortgage', uses: ['dwelling', 'garage', 'parking', 'storage'], perUnitFen: 8000, perFurtherCopyFen: 0 },
  { matter: 'mortgage', uses: [], perUnitFen: 55000, perFurtherCopyFen: 0 },
];
export const usualBasis = { from: '2016-12-06', basis: '发改价格规〔2016〕2559号' };

/** Nothing is charged to small and micro enterprises and the self-employed: 财税〔2016〕79号, from 2016-12-06. */
export const smallPayerRows: readonly FeeRow[] = [
  { matter: 'transfer', uses: [], perUnitFen: 0, perFurtherCopyFen: 1000 },
  { matter: 'first', uses: [], perUnitFen: 0, perFurtherCopyFen: 1000 },
  { matter: 'mortgage', uses: [], perUnitFen: 0, perFurtherCopyFen: 0 },
];
export const smallPayerBasis = { from: '2016-12-06', basis: '财税〔2016〕79号' };
