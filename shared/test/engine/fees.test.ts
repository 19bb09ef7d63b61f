import { addWorkingDays, calculateFee, initialFeeRules, smallPayerFeeRules } from '../../src';

const ask = { matter: 'transfer' as const, day: '2026-03-02', copies: 1 };

describe('fees', () => {
  it('charge ¥80 for a dwelling and ¥550 for a shop', () => {
    expect(calculateFee(initialFeeRules, { ...ask, use: 'dwelling' }).totalFen).toBe(8_000);
    expect(calculateFee(initialFeeRules, { ...ask, use: 'shop' }).totalFen).toBe(55_000);
  });

  it('give the first certificate free and charge ¥10 for each further one', () => {
    expect(calculateFee(initialFeeRules, { ...ask, use: 'dwelling', copies: 3 }).totalFen).toBe(8_000 + 2 * 1_000);
  });

  it('say why nothing is due', () => {
    expect(calculateFee(initialFeeRules, { ...ask, matter: 'none', use: 'dwelling' })).toMatchObject({
      totalFen: 0,
      zeroReason: expect.any(String),
    });
  });

  it('charge a payer that is verified as small nothing, say why, and only while the table says so', () => {
    const rules = [...initialFeeRules, ...smallPayerFeeRules];
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
      expect(calculateFee(initialFeeRules, { ...ask, use }).totalFen).toBe(8_000);
  });

  it('follow the table in force on the day', () => {
    const rules = [
      { ...initialFeeRules[0]!, until: '2027-01-01' },
      { ...initialFeeRules[0]!, perUnitFen: 4_000, from: '2027-01-01' },
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
