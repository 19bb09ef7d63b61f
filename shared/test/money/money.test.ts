import fc from 'fast-check';
import {
  capitalAmount,
  compareFraction,
  fenProblem,
  formatFen,
  formatShare,
  parseShare,
  parseYuan,
  sharesProblem,
  sharesReach,
  sumsToOne,
} from '../../src/money';

const amounts = fc.maxSafeInteger();

describe('fen', () => {
  test('parseYuan takes formatFen back, exactly', () => {
    fc.assert(fc.property(amounts, (fen) => expect(parseYuan(formatFen(fen))).toBe(fen)));
  });

  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [123450, '1,234.50'],
    [100000000, '1,000,000.00'],
    [-123, '-1.23'],
    [99999, '999.99'],
    [Number.MAX_SAFE_INTEGER, '90,071,992,547,409.91'],
  ])('%d fen read %s', (fen, text) => expect(formatFen(fen)).toBe(text));

  test.each([
    ['1234.5', 123450],
    ['1,234.50', 123450],
    ['¥1234', 123400],
    ['￥ 1 234', 123400],
    ['0.1', 10],
    ['１２．３', 1230],
    ['80元', 8000],
    ['0.29', 29],
    ['-1', -100],
    ['-0', 0],
  ])('%s is %d fen', (text, fen) => expect(parseYuan(text)).toBe(fen));

  test.each([
    '',
    ' ',
    '1.234',
    '1,23.00',
    '1e3',
    'abc',
    '1.',
    '.5',
    '--1',
    '12,34',
    '0x10',
    'NaN',
    '90071992547409.92',
    '一百',
  ])('%j is no amount', (text) => expect(parseYuan(text)).toBeNull());

  test('problems', () => {
    expect(fenProblem(8000)).toBeNull();
    expect(fenProblem(0, { min: 1 })).toBe('金额不能小于0.01元，请核对后重新填写。');
    expect(fenProblem(101, { max: 100 })).toContain('不能大于1.00元');
    for (const value of [undefined, null, '', '8000', 1.5, Number.NaN, Infinity, 2 ** 53, {}, -1]) {
      expect(fenProblem(value)).toMatch(/。$/);
    }
    expect(() => formatFen(0.5)).toThrow(RangeError);
  });
});

describe('capitalAmount', () => {
  test.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角整'],
    [15, '壹角伍分'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [1000, '壹拾元整'],
    [123450, '壹仟贰佰叁拾肆元伍角整'],
    [140950, '壹仟肆佰零玖元伍角整'],
    [600714, '陆仟零柒元壹角肆分'],
    [168032, '壹仟陆佰捌拾元叁角贰分'],
    [1640902, '壹万陆仟肆佰零玖元零贰分'],
    [32504, '叁佰贰拾伍元零肆分'],
    [10700053, '壹拾万柒仟元伍角叁分'],
    [100000000, '壹佰万元整'],
    [100050000, '壹佰万零伍佰元整'],
    [1000000000, '壹仟万元整'],
    [10000000000, '壹亿元整'],
    [10000050000, '壹亿零伍佰元整'],
    [1000100010000, '壹佰亿零壹佰万零壹佰元整'],
    [100000000000000, '壹万亿元整'],
    [100010000000000, '壹万零壹亿元整'],
    [Number.MAX_SAFE_INTEGER, '玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分'],
    [-8000, '负捌拾元整'],
  ])('%d', (fen, text) => expect(capitalAmount(fen)).toBe(text));

  test('never doubles, leads or ends with zero, and tells any two amounts apart', () => {
    const plain = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const text = capitalAmount(a);
        expect(text).not.toMatch(/零零|^零|零[元万亿整]|零$/);
        expect(text === capitalAmount(b)).toBe(a === b);
      }),
    );
  });

  test('refuses fractions', () => expect(() => capitalAmount(1.5)).toThrow(RangeError));
});

describe('shares', () => {
  const half = { numerator: 1, denominator: 2 };
  const third = { numerator: 1, denominator: 3 };

  test('sums are exact', () => {
    expect(sumsToOne([third, third, third])).toBe(true);
    expect(sumsToOne([half, third])).toBe(false);
    expect(sumsToOne([])).toBe(false);
    const big = { numerator: 9007199254740990, denominator: 9007199254740991 };
    expect(sumsToOne([big, { numerator: 1, denominator: 9007199254740991 }])).toBe(true);
    expect(sumsToOne([big])).toBe(false);
  });

  test('any cutting of the whole sums to one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10000 }), { minLength: 1, maxLength: 20 }), (parts) => {
        const denominator = parts.reduce((a, b) => a + b, 0);
        const shares = parts.map((numerator) => ({ numerator, denominator }));
        expect(sumsToOne(shares)).toBe(true);
        expect(sharesProblem(shares)).toBeNull();
        expect(shares.map((share) => parseShare(formatShare(share)))).toEqual(
          shares.map((s) => parseShare(`${s.numerator}/${s.denominator}`)),
        );
      }),
    );
  });

  test('comparing', () => {
    expect(compareFraction(half, third)).toBe(1);
    expect(compareFraction(third, half)).toBe(-1);
    expect(compareFraction(half, { numerator: 2, denominator: 4 })).toBe(0);
    expect(sharesReach([third, third], { numerator: 2, denominator: 3 })).toBe(true);
    expect(sharesReach([{ numerator: 60, denominator: 100 }], { numerator: 2, denominator: 3 })).toBe(false);
    expect(() => compareFraction({ numerator: 1, denominator: 0 }, half)).toThrow(RangeError);
  });

  test('reading and writing', () => {
    expect(formatShare({ numerator: 50, denominator: 100 })).toBe('1/2');
    expect(parseShare('60%')).toEqual({ numerator: 3, denominator: 5 });
    expect(parseShare(' 33.33％ ')).toEqual({ numerator: 3333, denominator: 10000 });
    for (const text of ['', '0/2', '3/2', '1/0', '101%', '0%', '-1/2', 'half', '0.5'])
      expect(parseShare(text)).toBeNull();
  });

  test('problems', () => {
    expect(sharesProblem([])).toContain('请填写');
    expect(sharesProblem([half, { numerator: 0, denominator: 2 }])).toContain('大于0');
    expect(sharesProblem([half, third])).toContain('相加');
  });
});

test('amounts and shares are read as a reader sees them', () => {
  for (const text of ['\u202d1,280,000.00\u202c', '1280000\u200b', "'1280000"])
    expect(parseYuan(text)).toBe(128_000_000);
  expect(parseShare('\u202d1/2\u202c')).toEqual({ numerator: 1, denominator: 2 });
});
