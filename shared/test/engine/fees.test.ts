import { addWorkingDays, businesses, calculateFee, exemptionTexts, type FeeCitation } from '../../src';
import { smallPayerRules, usualRules } from '../support/fee-table';

const ask = { matter: 'transfer' as const, day: '2026-03-02', copies: 1 };

describe('fees', () => {
  it('charge ¥80 for a dwelling and ¥550 for a shop', () => {
    expect(calculateFee(usualRules, { ...ask, use: 'dwelling' }).totalFen).toBe(8_000);
    expect(calculateFee(usualRules, { ...ask, use: 'shop' }).totalFen).toBe(55_000);
  });

  it('give the first certificate free and charge ¥10 for each further one', () => {
    expect(calculateFee(usualRules, { ...ask, use: 'dwelling', copies: 3 }).totalFen).toBe(8_000 + 2 * 1_000);
  });

  it('name the rule of an exemption that is in force on the day, and promise nothing between two', () => {
    const row = (text: string, from: string, until: string | null): FeeCitation => ({
      exemption: 'community-services',
      text,
      from,
      until,
    });
    const citations = [row('甲号', '2019-06-01', '2026-01-01'), row('乙号', '2026-02-01', null)];
    const exempting = businesses.find(({ fee }) => fee.exemptions.length > 0)!;
    const on = (day: string) => exemptionTexts(exempting, citations, day).join();
    expect(on('2025-12-31')).toContain('（甲号）');
    expect(on('2026-01-01')).toBe('');
    expect(on('2026-02-01')).toContain('（乙号）');
    expect(exemptionTexts({ fee: { ...exempting.fee, exemptions: [] } }, citations, '2025-12-31')).toEqual([]);
  });

  it('are cited by dated rows only, in no sentence of a declaration', () => {
    const cited = businesses.filter((business) => /公告\s*\d{4}\s*年|财税〔|发改价格/.test(JSON.stringify(business)));
    expect(cited.map(({ id }) => id)).toEqual([]);
  });

  it('are amounts of the table, in no sentence of a declaration', () => {
    const priced = businesses.filter((business) => /\d\s*元/.test(JSON.stringify(business)));
    expect(priced.map(({ id }) => id)).toEqual([]);
  });

  it('say why nothing is due', () => {
    expect(calculateFee(usualRules, { ...ask, matter: 'none', use: 'dwelling' })).toMatchObject({
      totalFen: 0,
      zeroReason: expect.any(String),
    });
  });

  it('charge a payer that is verified as small nothing, say why, and only while the table says so', () => {
    const rules = [...usualRules, ...smallPayerRules];
    const first = { ...ask, matter: 'first' as const, use: 'shop' as const };
    expect(calculateFee(rules, first).totalFen).toBe(55_000);
    expect(calculateFee(rules, { ...first, payer: 'small-enterprise' })).toMatchObject({
      totalFen: 0,
      zeroReason: expect.stringContaining('小微企业'),
    });
    const ended = rules.map((rule) => (rule.payer === 'any' ? rule : { ...rule, until: '2026-01-01' }));
    expect(calculateFee(ended, { ...first, payer: 'small-enterprise' }).totalFen).toBe(55_000);
  });

  it('cost ¥80 for garages, parking spaces and storage rooms with certificates of their own', () => {
    for (const use of ['garage', 'parking', 'storage'] as const)
      expect(calculateFee(usualRules, { ...ask, use }).totalFen).toBe(8_000);
  });

  it('follow the table in force on the day', () => {
    const rules = [
      { ...usualRules[0]!, until: '2027-01-01' },
      { ...usualRules[0]!, perUnitFen: 4_000, from: '2027-01-01' },
    ];
    expect(calculateFee(rules, { ...ask, use: 'dwelling', day: '2026-12-31' }).totalFen).toBe(8_000);
    expect(calculateFee(rules, { ...ask, use: 'dwelling', day: '2027-01-01' }).totalFen).toBe(4_000);
    expect(() => calculateFee(rules, { ...ask, use: 'shop' })).toThrow(RangeError);
  });
});

describe('working days', () => {
  it('skip the weekend and holidays, and end with the day in Beihai', () => {
    const friday = Date.parse('2026-03-06T10:00:00+08:00');
    expect(new Date(addWorkingDays(friday, 1)).toISOString()).toBe('2026-03-09T15:59:59.999Z');
    expect(new Date(addWorkingDays(friday, 1, new Set(['2026-03-09']))).toISOString()).toBe('2026-03-10T15:59:59.999Z');
  });
});
