import type { FeeRule } from '../../src';

const sameForAll = { from: '2016-12-06', until: null, basis: '发改价格规〔2016〕2559号' };
const homes = ['dwelling', 'garage', 'parking', 'storage'];

/** A fee table as a new installation has it: ¥80 for homes, ¥550 for others, ¥10 for each further certificate. */
export const usualRules: readonly FeeRule[] = (['transfer', 'first', 'mortgage'] as const).flatMap((matter) => {
  const perFurtherCopyFen = matter === 'mortgage' ? 0 : 1_000;
  return [
    { matter, uses: homes, payer: 'any', perUnitFen: 8_000, perFurtherCopyFen, ...sameForAll },
    { matter, uses: [], payer: 'any', perUnitFen: 55_000, perFurtherCopyFen, ...sameForAll },
  ];
});

/** Nothing is charged to small payers. */
export const smallPayerRules: readonly FeeRule[] = (['transfer', 'first', 'mortgage'] as const).map((matter) => ({
  ...sameForAll,
  matter,
  uses: [],
  payer: 'small-enterprise',
  perUnitFen: 0,
  perFurtherCopyFen: matter === 'mortgage' ? 0 : 1_000,
  basis: '财税〔2016〕79号',
}));
