import fc from 'fast-check';
import { formatFen, moneyUnit, parseAmount, parseYuan, unitSaid } from '../../src';

test.each([
  ['元', 100],
  ['万元', 1_000_000],
  ['万', 1_000_000],
  ['亿', 10_000_000_000],
  ['分', 1],
  ['百十', null],
  ['', null],
  ['美元', null],
])('%s counts %s fen', (word, fen) => {
  expect(moneyUnit(word)).toBe(fen);
});

test.each([
  ['（单位：人民币万元）', 1_000_000],
  ['(RMB 元)', 100],
  ['必填，以元填写，如 1280000.00', 100],
  ['按抵押合同填写', null],
  ['', null],
  ['元或万元', 'unclear'],
  ['单位：HKD', 'unclear'],
  ['百十元', 'unclear'],
  ['单位：千', 100_000],
])('%s', (remark, unit) => {
  expect(unitSaid(remark)).toBe(unit);
});

test('an amount in yuan reads as it does in a form; in any other unit it is exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e13, max: 1e13 }), (fen) => {
      expect(parseAmount(formatFen(fen))).toBe(parseYuan(formatFen(fen)));
      const inTenThousands = `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 1e6)}.${String(Math.abs(fen) % 1e6).padStart(6, '0')}`;
      expect(parseAmount(inTenThousands, 1_000_000)).toBe(fen === 0 ? 0 : fen);
    }),
  );
});

test.each(['', '很多', '1.005', '1,28', '12万3', '1e5', '9'.repeat(18), '美元5', '128百十', '--1'])(
  '%s is no amount',
  (text) => {
    expect(parseAmount(text)).toBeNull();
  },
);
