import {
  type FeeDifference,
  type FeePayer,
  feeMatters,
  feePayers,
  formatFen,
  type UnitUse,
  unitUses,
} from '@zhucheng/shared';

export const usesText = (uses: readonly string[]): string =>
  uses.length === 0 ? '其他用途' : uses.map((use) => unitUses[use as UnitUse] ?? '其他').join('、');

export const ruleName = (rule: { matter: string; payer: FeePayer; uses: readonly string[] }): string => {
  const matter = feeMatters[rule.matter as keyof typeof feeMatters];
  const payer = rule.payer === 'any' ? '' : ` · ${feePayers[rule.payer]}`;
  return `${matter} · ${usesText(rule.uses)}${payer}`;
};

export const rateText = (rate: FeeDifference['before']): string => {
  if (!rate) return '没有标准';
  const copies = rate.perFurtherCopyFen > 0 ? `，加一本 ${formatFen(rate.perFurtherCopyFen)} 元` : '';
  return `${formatFen(rate.perUnitFen)} 元/件${copies}`;
};
