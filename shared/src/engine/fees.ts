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
  return [
    { matter, uses: homes, perUnitFen: 8_000, perFurtherCopyFen, ...sameForAll },
    { matter, uses: [], perUnitFen: 55_000, perFurtherCopyFen, ...sameForAll },
  ];
});

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

/** Fee for registering `matter` on one unit with `copies` certificates on `day` (YYYY-MM-DD). Throws RangeError if no rule is in force. */
export function calculateFee(
  rules: readonly FeeRule[],
  ask: { matter: FeeRule['matter']; use: UnitUse; copies: number; day: string },
): Fee {
  if (ask.matter === 'none') return { totalFen: 0, items: [], zeroReason: '该事项按规定不收取登记费。' };
  const inForce = rules.filter(
    (rule) => rule.matter === ask.matter && rule.from <= ask.day && (!rule.until || ask.day < rule.until),
  );
  const rule =
    inForce.find((candidate) => candidate.uses.includes(ask.use)) ??
    inForce.find((candidate) => candidate.uses.length === 0);
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
  return totalFen === 0 ? { totalFen, items, zeroReason: '该事项按规定免收登记费。' } : { totalFen, items };
}
