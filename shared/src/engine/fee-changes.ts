import type { FieldFault } from '../contract/errors';
import { type FeeExemption, feeMatterIds, feeMatters, type UnitUse, unitUses } from './declaration';
import { type FeeCitation, type FeePayer, type FeeRule, feePayers, feeRuleFor, holdsOn } from './fees';

type Matter = Exclude<FeeRule['matter'], 'none'>;

/** A change of the fee table (收费标准调整): from its day on these rows hold, with the basis (文号) that orders them. */
export interface FeeChange {
  /** YYYY-MM-DD, Beihai: the first day. */
  from: string;
  basis: string;
  /** `fees: null`: the row ends the day before, and nothing takes its place. */
  rows: ReadonlyArray<{
    matter: Matter;
    payer: FeePayer;
    uses: readonly string[];
    fees: { perUnitFen: number; perFurtherCopyFen: number } | null;
  }>;
  /** Which rule grants an exemption from then on; `text: null`: none does any more. `until`: first day it no longer holds. */
  citations: ReadonlyArray<{ exemption: FeeExemption; text: string | null; until: string | null }>;
}

export interface FeeTable {
  rules: readonly FeeRule[];
  citations: readonly FeeCitation[];
}

/** What a payer pays for one unit, before and after. */
export interface FeeDifference {
  matter: Matter;
  payer: FeePayer;
  uses: UnitUse[];
  before: Rate | null;
  after: Rate | null;
}
type Rate = Pick<FeeRule, 'perUnitFen' | 'perFurtherCopyFen' | 'basis'>;

const matters = feeMatterIds.filter((matter): matter is Matter => matter !== 'none');
const payers = Object.keys(feePayers) as FeePayer[];
const keyOf = (row: { matter: string; payer: string; uses: readonly string[] }): string =>
  [row.matter, row.payer, ...[...row.uses].sort()].join(' ');
const lasts = (row: { until: string | null }, day: string): boolean => row.until === null || row.until > day;

/**
 * The table with a change, what the change ends and adds, and what is wrong with it. Rows are never altered but for their
 * last day, and the day of a change lies behind every earlier one of the same row.
 */
export function feeTableAfter<R extends FeeRule, C extends FeeCitation>(
  table: { rules: readonly R[]; citations: readonly C[] },
  change: FeeChange,
): {
  after: FeeTable;
  ends: { rules: R[]; citations: C[] };
  adds: { rules: FeeRule[]; citations: FeeCitation[] };
  faults: FieldFault[];
} {
  const { from, basis } = change;
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, code: 'invalid', message });
  const ends = { rules: [] as R[], citations: [] as C[] };
  const adds = { rules: [] as FeeRule[], citations: [] as FeeCitation[] };
  if (change.rows.length + change.citations.length === 0) fault('rows', '请至少改一条标准。');
  const seen = new Set<string>();
  change.rows.forEach(({ matter, payer, uses, fees }, i) => {
    const key = keyOf({ matter, payer, uses });
    if (seen.has(key)) fault(`rows.${i}`, '这一条写了两遍，请删去一遍。');
    seen.add(key);
    const same = table.rules.filter((rule) => keyOf(rule) === key && lasts(rule, from));
    const later = same.find((rule) => rule.from >= from);
    if (later) fault('from', `其中一条从 ${later.from} 起已另有标准，请选在那以后的日子。`);
    if (!fees && same.length === 0) fault(`rows.${i}`, '现行标准里没有这一条，不能停用。');
    const [before] = same;
    if (fees && before?.perUnitFen === fees.perUnitFen && before.perFurtherCopyFen === fees.perFurtherCopyFen)
      if (before.basis === basis) fault(`rows.${i}`, '和现行标准一样，请改金额，或删去这一条。');
    ends.rules.push(...same);
    if (fees) adds.rules.push({ matter, payer, uses: [...uses], ...fees, from, until: null, basis });
  });
  change.citations.forEach(({ exemption, text, until }, i) => {
    const same = table.citations.filter((row) => row.exemption === exemption && lasts(row, from));
    const later = same.find((row) => row.from >= from);
    if (later) fault('from', `减免的依据从 ${later.from} 起已另有规定，请选在那以后的日子。`);
    if (until !== null && until <= from) fault(`citations.${i}.until`, '到期日要晚于生效日。');
    ends.citations.push(...same);
    if (text !== null) adds.citations.push({ exemption, text, from, until });
  });
  const ended = <T extends FeeRule | FeeCitation>(rows: readonly T[], gone: readonly T[]): T[] =>
    rows.map((row) => (gone.includes(row) ? { ...row, until: from } : row));
  const after = {
    rules: [...ended(table.rules, ends.rules), ...adds.rules],
    citations: [...ended(table.citations, ends.citations), ...adds.citations],
  };
  const broken = faults.length === 0 && tableFault(after.rules, from);
  if (broken) fault('rows', broken);
  return { after, ends, adds, faults };
}

/** From `day` on every matter has one fee for every use: neither two, nor none. Null if that holds. */
function tableFault(rules: readonly FeeRule[], day: string): string | null {
  const days = new Set([day]);
  for (const { from, until } of rules) for (const each of [from, until]) if (each && each > day) days.add(each);
  for (const on of [...days].sort())
    for (const matter of matters)
      for (const payer of payers) {
        const rows = rules.filter((rule) => rule.matter === matter && rule.payer === payer && holdsOn(rule, on));
        const said = `从 ${on} 起，${feeMatters[matter]}（${feePayers[payer]}）`;
        const general = rows.filter(({ uses }) => uses.length === 0).length;
        if (general > 1) return `${said}有两条“其他用途”的标准，请先停用原来的一条。`;
        if (general === 0 && payer === 'any') return `${said}没有“其他用途”的标准，会有人算不出费用。`;
        const uses = rows.flatMap((row) => row.uses);
        const twice = uses.find((use, i) => uses.indexOf(use) !== i);
        if (twice) return `${said}有两条标准都管${unitUses[twice as UnitUse] ?? twice}，请先停用原来的一条。`;
      }
  return null;
}

/** For whom the fee is another one on `day`; uses that change alike stand together. */
export function feeDifferences(before: readonly FeeRule[], after: readonly FeeRule[], day: string): FeeDifference[] {
  const found = new Map<string, FeeDifference>();
  for (const matter of matters)
    for (const payer of payers)
      for (const use of Object.keys(unitUses) as UnitUse[]) {
        const rate = (rules: readonly FeeRule[]): Rate | null => {
          const rule = feeRuleFor(rules, { matter, payer, use, day });
          if (!rule) return null;
          const { perUnitFen, perFurtherCopyFen, basis } = rule;
          return { perUnitFen, perFurtherCopyFen, basis };
        };
        const [was, is] = [rate(before), rate(after)];
        const key = JSON.stringify([matter, payer, was, is]);
        if (JSON.stringify(was) === JSON.stringify(is)) continue;
        const same = found.get(key);
        if (same) same.uses.push(use);
        else found.set(key, { matter, payer, uses: [use], before: was, after: is });
      }
  return [...found.values()];
}
