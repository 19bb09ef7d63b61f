import type { GuideFees } from '../contract/guides';
import { type UnitUse, unitUses } from '../engine/declaration';
import type { Fee } from '../engine/fees';

/** What the fee table answers for one and for two certificates of a unit of this use. */
export interface FeeQuote {
  use: UnitUse;
  one: Fee;
  two: Fee;
}

/** Uses that cost the same share a row. Without quotes, or when nothing is ever due, a sentence stands instead. */
export function feeTableOf(quotes: readonly FeeQuote[], exemptions: string[] = []): GuideFees {
  if (quotes.length === 0) return { rows: [], remark: '按收费标准收取，缴费前会告诉您金额。', exemptions };
  if (quotes.every(({ one, two }) => one.items.length === 0 && two.totalFen === 0))
    return { rows: [], remark: quotes[0]!.one.zeroReason ?? '不收登记费。', exemptions };
  const rows = new Map<string, { names: string[]; row: Omit<GuideFees['rows'][number], 'uses'> }>();
  for (const { use, one, two } of quotes) {
    const row = {
      perUnitFen: one.totalFen,
      furtherCopyFen: two.totalFen - one.totalFen,
      basis: one.items[0]?.basis ?? '',
      zeroReason: one.zeroReason ?? null,
    };
    const key = JSON.stringify(row);
    const same = rows.get(key);
    if (same) same.names.push(unitUses[use]);
    else rows.set(key, { names: [unitUses[use]], row });
  }
  return {
    rows: [...rows.values()].map(({ names, row }) => ({ uses: names.join('、'), ...row })),
    remark: null,
    exemptions,
  };
}
