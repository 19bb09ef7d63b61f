import { z } from 'zod';
import { type Business, feeExemptionIds, feeExemptions, feeMatterIds, type UnitUse } from './declaration';

/**
 * A row of the table of registration fees (收费标准), fen. The table is in the database and effective-dated, so that the centre
 * can change it without a release; no fee is calculated from anything else. Source: 发改价格规〔2016〕2559号, 财税〔2019〕45号.
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

export const feePayers = { any: '所有缴费人', 'small-enterprise': '小微企业、个体工商户' } as const;
export type FeePayer = keyof typeof feePayers;

/**
 * The rule (文号) that grants an exemption, and its time. Such rules run out and are renewed under other numbers, so they are
 * rows beside the fee table, never sentences of a declaration; without a row in force nothing is promised.
 */
export const feeCitation = z.strictObject({
  exemption: z.enum(feeExemptionIds),
  text: z.string(),
  /** YYYY-MM-DD, Shanghai; `until` is the first day it no longer holds. */
  from: z.string(),
  until: z.string().nullable(),
});
export type FeeCitation = z.output<typeof feeCitation>;

export const holdsOn = (row: { from: string; until: string | null }, day: string): boolean =>
  row.from <= day && (!row.until || day < row.until);

/** The exemptions of a business on `day` (YYYY-MM-DD), as people are told of them. */
export const exemptionTexts = (
  { fee }: Pick<Business, 'fee'>,
  citations: readonly FeeCitation[],
  day: string,
): string[] =>
  fee.exemptions.flatMap((id) => {
    const texts = citations.filter((row) => row.exemption === id && holdsOn(row, day)).map(({ text }) => text);
    if (texts.length === 0) return [];
    return [`${feeExemptions[id]}的，可免收登记费（${texts.join('、')}），请带材料到窗口申请减免。`];
  });

/** The rule that a payer's fee is calculated from; a payer without a rule of its own pays like any other. */
export function feeRuleFor(
  rules: readonly FeeRule[],
  ask: { matter: FeeRule['matter']; use: UnitUse; day: string; payer?: FeeRule['payer'] | undefined },
): FeeRule | undefined {
  const inForce = rules.filter((rule) => rule.matter === ask.matter && holdsOn(rule, ask.day));
  const of = (payer: FeeRule['payer']) => {
    const rows = inForce.filter((candidate) => candidate.payer === payer);
    return rows.find(({ uses }) => uses.includes(ask.use)) ?? rows.find(({ uses }) => uses.length === 0);
  };
  return (ask.payer === 'small-enterprise' ? of(ask.payer) : undefined) ?? of('any');
}

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
  const rule = feeRuleFor(rules, ask);
  const reduced = ask.payer === 'small-enterprise' && rule?.payer === ask.payer;
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
