import { z } from 'zod';
import { feeMatterIds, type UnitUse } from './declaration';

/**
 * Registration fees (登记费), fen. The table is effective-dated so that the centre can change it without a release; these rows
 * are what a new installation starts with. Source: 发改价格规〔2016〕2559号, 财税〔2019〕45号.
 */
export const feeRule = z.strictObject({
  matter: z.enum(feeMatterIds),
  /** Unit uses it covers; empty covers all others. */
  uses: z.array(z.string()),
  /** `small-enterprise`: only for payers verified as small or micro enterprises or self-employed (小微企业、个体工商户). */
  payer: z.enum(['any', 'small-enterprise']).default('any'),
  perUnitFen: z.number().int().min(0),
  perFurtherCopyFen: z.number().int().min(0),
  /** YYYY-MM-DD, Shanghai; `until` is the first day it no longer holds. */
  from: z.string(),
  until: z.string().nullable(),
  basis: z.string(),
});
export type FeeRule = z.output<typeof feeRule>;

const basis = '发改价格规〔2016〕2559号';
const sameForAll = { from: '2016-12-06', until: null, basis };
const homes = ['dwelling', 'garage', 'parking', 'storage'];

/** Mortgage certificates (登记证明) cost nothing, so only rights have a price for further copies. */
export const initialFeeRules: readonly FeeRule[] = (['transfer', 'first', 'mortgage'] as const).flatMap((matter) => {
  const perFurtherCopyFen = matter === 'mortgage' ? 0 : 1_000;
  const payer = 'any';
  return [
    { matter, uses: homes, payer, perUnitFen: 8_000, perFurtherCopyFen, ...sameForAll },
    { matter, uses: [], payer, perUnitFen: 55_000, perFurtherCopyFen, ...sameForAll },
  ];
});

/** Nothing is charged to small payers. Source: 财税〔2016〕79号. */
export const smallPayerFeeRules: readonly FeeRule[] = (['transfer', 'first', 'mortgage'] as const).map((matter) => ({
  matter,
  uses: [],
  payer: 'small-enterprise',
  perUnitFen: 0,
  perFurtherCopyFen: matter === 'mortgage' ? 0 : 1_000,
  from: '2016-12-06',
  until: null,
  basis: '财税〔2016〕79号',
}));

export interface FeeItem {
  name: string;
  unitFen: number;
  quantity: number;
  amountFen: number;
  basis: string;
}
export interface Fee {
  totalFen: number;
  items: FeeItem[];
  /** Set when nothing is due: why. */
  zeroReason?: string;
}

/** `because`: said when the matter is free. Fee for registering `matter` on one unit with `copies` certificates on `day` (YYYY-MM-DD). Throws RangeError if no rule is in force. */
export function calculateFee(
  rules: readonly FeeRule[],
  ask: {
    matter: FeeRule['matter'];
    use: UnitUse;
    copies: number;
    day: string;
    payer?: FeeRule['payer'];
    because?: string;
  },
): Fee {
  if (ask.matter === 'none') return { totalFen: 0, items: [], zeroReason: ask.because ?? '该事项按规定不收取登记费。' };
  const inForce = rules.filter(
    (rule) => rule.matter === ask.matter && rule.from <= ask.day && (!rule.until || ask.day < rule.until),
  );
  const of = (payer: FeeRule['payer']) => {
    const rows = inForce.filter((candidate) => candidate.payer === payer);
    return rows.find(({ uses }) => uses.includes(ask.use)) ?? rows.find(({ uses }) => uses.length === 0);
  };
  const reduced = ask.payer === 'small-enterprise' ? of(ask.payer) : undefined;
  const rule = reduced ?? of('any');
  if (!rule) throw new RangeError(`no fee rule for ${ask.matter}/${ask.use} on ${ask.day}`);
  const further = Math.max(0, ask.copies - 1);
  const items: FeeItem[] = [
    { name: '不动产登记费', unitFen: rule.perUnitFen, quantity: 1, amountFen: rule.perUnitFen, basis: rule.basis },
  ];
  if (further > 0)
    items.push({
      name: '证书工本费（第二本起）',
      unitFen: rule.perFurtherCopyFen,
      quantity: further,
      amountFen: further * rule.perFurtherCopyFen,
      basis: rule.basis,
    });
  const totalFen = items.reduce((sum, item) => sum + item.amountFen, 0);
  const zeroReason = reduced
    ? `缴费单位经核验为小微企业或个体工商户，免收登记费（${rule.basis}）。`
    : '该事项按规定免收登记费。';
  return totalFen === 0 ? { totalFen, items, zeroReason } : { totalFen, items };
}
