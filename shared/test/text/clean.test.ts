import fc from 'fast-check';
import { cleanText, holderKey, holdersNamed, namesHolders, personName, phone, plainText, residentId } from '../../src';

test.each([
  ['韦\u200b建\u2060国\ufeff', '韦建国'],
  ['\u202e13907790005\u202c', '13907790005'],
  ['王\u{e0100}某', '王某'],
  ['a\u00a0b\u3000c\u2003d\te', 'a b c d e'],
  ['一\r\n二\r三\u2028四', '一\n二\n三\n四'],
  ['北海市⼤道⽅', '北海市大道方'],
  ['\uf90a\u{2f800}', '金丽'],
  ['第０３１８号Ａｂ', '第0318号Ab'],
  ['（２０２６）第　１　号，全角标点：保留。', '（2026）第 1 号，全角标点：保留。'],
  ['e\u0301', 'é'],
  ['𠮷𪸩', '𠮷𪸩'],
])('%j is %j to its reader', (raw, clean) => {
  expect(cleanText(raw)).toBe(clean);
});

test('what is clean stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
      const once = cleanText(raw);
      expect(cleanText(once)).toBe(once);
      expect(once).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u3000\u00a0]/);
    }),
  );
});

test('identifiers as people type and paste them', () => {
  for (const x of ['x', 'X', '×', 'ｘ', 'Х', '✕'])
    expect(residentId.normalise(`45050219900307123${x}`)).toBe('45050219900307123X');
  expect(residentId.normalise("'450502 19900307\u00ad123X")).toBe('45050219900307123X');
  expect(phone.normalise('\u202a+86 139-0779-0001\u202c')).toBe('13907790001');
  expect(phone.normalise('’１３９０７７９０００１')).toBe('13907790001');
  for (const name of ['韦　建国', '韦\u200d建国', ' 韦\t建国\n', '韦建\u{e0100}国'])
    expect(personName.normalise(name)).toBe('韦建国');
  expect(personName.problem('韦\u202e建国')).toBeNull();
  expect(holderKey('北海⽅圆（集团）公司')).toBe(holderKey('北海方圆(集团) 公司'));
});

test('free text is cleaned before it is measured, and keeps its lines', () => {
  expect(plainText('说明', 4).parse(' \u200b一\u00a0二\u200b\u200b\r\n\ufeff ')).toBe('一 二');
  expect(plainText('说明', 10).parse('一\r\n二')).toBe('一\n二');
  expect(plainText('说明', 4).safeParse('一二三四五').success).toBe(false);
});

test('joint holders as printed are the same people in any order, with any space or sign between; nobody else is', () => {
  const holders = ['陈海波', '林\u200b晓珍', 'John Smith'];
  for (const typed of [
    '陈海波、林晓珍',
    '陈海波和林晓珍',
    '陈海波与林晓珍',
    '陈海波 及 林晓珍',
    '林晓珍以及陈海波',
    '林晓珍，陈海波',
    '林晓珍 陈海波',
    '陈 海波；林 晓珍',
    '陈海波\n林晓珍',
    '陈海波/john  smith',
  ])
    expect([typed, namesHolders(typed, holders)]).toEqual([typed, true]);
  for (const typed of ['', '、', '陈海波、林晓', '陈海波 王五', 'John', '陈海波林晓珍王五'])
    expect([typed, namesHolders(typed, holders)]).toEqual([typed, false]);
});

test('a name that holds a joining word itself is one name, alone and beside others', () => {
  const holders = ['刘和平', '与之', '及第', '和跟与'];
  for (const name of holders) {
    expect(holdersNamed(name, holders)).toEqual([name]);
    for (const other of holders.filter((each) => each !== name))
      for (const word of ['和', '与', '及', '以及', '、', ' '])
        expect([name + word + other, holdersNamed(name + word + other, holders)]).toEqual([
          name + word + other,
          holders.filter((each) => each === name || each === other),
        ]);
  }
  // Nor are its parts anybody.
  expect(holdersNamed('刘和平', ['刘', '平', '刘和平'])).toEqual(['刘和平']);
  expect(holdersNamed('刘和平', ['刘'])).toEqual([]);
});

test('parts that PDF readers copy for whole characters are those characters, from both blocks of radicals', () => {
  expect(['⻩志强', '⻢建国', '⻰海波', '⽅建国'].map(cleanText)).toEqual(['黄志强', '马建国', '龙海波', '方建国']);
});
