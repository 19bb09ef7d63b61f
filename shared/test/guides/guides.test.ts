import {
  type Business,
  businesses,
  calculateFee,
  type FeeQuote,
  feeTableOf,
  formatFen,
  type GuideBody,
  guideBody,
  guideMatches,
  guideOf,
  type UnitUse,
  unitUses,
} from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { usualRules } from '../support/fee-table';

const all = [...businesses, toyBusiness];
const day = '2026-03-09';
const uses = Object.keys(unitUses) as UnitUse[];

function quotes(business: Business): FeeQuote[] {
  const { matter } = business.fee;
  const ask = (use: UnitUse, copies: number) => calculateFee(usualRules, { matter, use, copies, day });
  return uses.map((use) => ({ use, one: ask(use, 1), two: ask(use, 2) }));
}

/** Every sentence of a guide. */
const sentences = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(sentences)
      : [];

describe.each(all.map((business) => [business.name, business] as const))('guide of %s', (_, business) => {
  const guide = guideOf(business);

  it('leaves no section empty', () => {
    expect(() => guideBody.parse(guide)).not.toThrow();
    const sections = ['conditions', 'materials', 'samples', 'steps', 'parties', 'times', 'legalBasis'] as const;
    expect(sections.filter((section) => guide[section].length === 0)).toEqual([]);
    expect(sentences(guide).filter((text) => /undefined|null|NaN|\[object/.test(text))).toEqual([]);
  });

  it('tells every step in the order of the declaration, with who acts', () => {
    expect(guide.steps.map((step) => step.name)).toEqual(business.steps.map((step) => step.name));
    const people = [...Object.values(business.parties).map((party) => party.name), '登记中心'];
    for (const step of guide.steps) expect(step.actor.split('、').filter((name) => !people.includes(name))).toEqual([]);
  });

  it('names no price that is not in the fee table', () => {
    const table = feeTableOf(quotes(business));
    expect(table.rows.length > 0 || table.remark).toBeTruthy();
    const prices = table.rows.flatMap((row) => [row.perUnitFen, row.furtherCopyFen]);
    for (const text of sentences({ ...guide, samples: guide.samples.map((sample) => sample.hint ?? '') }))
      for (const [, yuan] of text.matchAll(/(\d+(?:\.\d+)?) ?元/g))
        expect({ text, known: prices.includes(Math.round(Number(yuan) * 100)) }).toEqual({ text, known: true });
    for (const use of uses.filter(() => table.rows.length > 0)) {
      const row = table.rows.find(({ uses: names }) => names.split('、').includes(unitUses[use]))!;
      const { matter } = business.fee;
      const two = calculateFee(usualRules, { matter, use, copies: 2, day }).totalFen;
      expect(formatFen(row.perUnitFen + row.furtherCopyFen)).toBe(formatFen(two));
    }
  });

  it('says each time limit that its steps can reach', () => {
    const { limits } = business;
    const review = guide.times.find((time) => time.name === '审核')!;
    expect(review).toMatchObject({ days: limits.reviewWorkingDays, working: true });
    expect(review.text).toContain(`${limits.reviewWorkingDays} 个工作日`);
    expect(guide.times.some((time) => time.name === '缴费')).toBe(business.steps.some((step) => step.kind === 'pay'));
    for (const time of guide.times) expect(time.text).toContain(String(time.days));
  });
});

it('gives a sample of every text that has to be written', () => {
  for (const business of businesses)
    for (const step of business.steps)
      for (const field of 'fields' in step ? step.fields : [])
        if (field.kind === 'text' && field.required)
          expect(guideOf(business).samples).toContainEqual(
            expect.objectContaining({ step: step.name, field: field.name, example: field.examples[0] }),
          );
});

it('describes a kind of step, party, field and use that it does not know', () => {
  const base = all[0]!;
  const unknown = {
    ...base,
    parties: {
      ...base.parties,
      extra: { ...Object.values(base.parties)[0]!, name: '见证人', are: 'x', authorise: 'y' },
    },
    steps: [
      ...base.steps,
      { kind: 'survey', id: 'survey', name: '现场测绘', fields: [{ kind: 'map', id: 'm', name: '图' }] },
    ],
    unit: { ...base.unit, windowOnly: ['lighthouse'] },
  } as unknown as Business;
  const guide = guideOf(unknown);
  expect(() => guideBody.parse(guide)).not.toThrow();
  expect(guide.steps.at(-1)).toMatchObject({ name: '现场测绘', text: expect.stringContaining('现场测绘') });
  expect(guide.parties.at(-1)).toMatchObject({ name: '见证人', who: '按申请内容确定', how: '按页面提示确认' });
});

describe('search', () => {
  const guide: GuideBody = { ...guideOf(toyBusiness), name: '抵押权注销登记', materials: ['还清贷款的证明'] };
  it.each([
    ['', true],
    ['注销', true],
    ['注销 证明', true],
    ['  贷款　抵押 ', true],
    ['注销 买卖', false],
    ['%', false],
  ])('%j: %s', (search, found) => expect(guideMatches(guide, search)).toBe(found));
});
