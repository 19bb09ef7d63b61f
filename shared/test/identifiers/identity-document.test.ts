import {
  type DocumentKind,
  documentKindNamed,
  documentKindOf,
  documentKinds,
  documentOf,
  documentProblem,
  faceDocuments,
  identityDocuments,
  identityNumber,
  identityNumberOf,
  personalNumber,
  personName,
  residentId,
  walletsForNumber,
  windowSentence,
} from '../../src';

const document = (kind: DocumentKind, number: string, country: string | null = null) => ({ kind, number, country });
const resident = '45050219900307123X';
const residence = residentId.compose('81000019900307123');
const foreign = residentId.compose('91112419810803002');

describe('identity documents', () => {
  test.each<[DocumentKind, string, string | null, string]>([
    ['resident', '450502 19900307 123x', null, resident],
    ['hk-macau-permit', 'h12345678', null, 'HMP:H12345678'],
    ['hk-macau-permit', 'Ｍ1234567801', null, 'HMP:M1234567801'],
    ['taiwan-permit', '12345678', null, 'TWP:12345678'],
    ['taiwan-permit', '1234567801(B)', null, 'TWP:1234567801(B)'],
    ['residence-permit', residence, null, residence],
    ['foreign-resident', 'USA110180010101', null, 'FRP:USA110180010101'],
    ['foreign-resident', foreign, null, foreign],
    ['passport', 'e 1234 5678', '美国', 'PASSPORT:USA:E12345678'],
    ['officer', '南字第 12345678 号', null, 'OFFICER:南字第12345678号'],
    ['organisation', '91450502MA5KYH1X2R', null, '91450502MA5KYH1X2R'],
    ['old-organisation', '12345678-8', null, '123456788'],
  ])('%s %s is kept as one text, read back as it was, and once more', (kind, number, country, kept) => {
    expect(documentProblem(document(kind, number, country))).toBeNull();
    expect(identityNumberOf(document(kind, number, country))).toBe(kept);
    expect(documentOf(kept).kind).toBe(kind);
    expect(identityNumberOf(documentOf(kept))).toBe(kept);
    expect(identityNumber.normalise(kept)).toBe(kept);
    expect(identityNumber.problem(kept)).toBeNull();
    expect(personalNumber.problem(kept) === null).toBe(identityDocuments[kind].of === 'person');
  });

  test('one number of two kinds, or of two countries, is two people', () => {
    const keys = [
      identityNumberOf(document('passport', 'H12345678', 'USA')),
      identityNumberOf(document('passport', 'H12345678', 'CAN')),
      identityNumberOf(document('hk-macau-permit', 'H12345678')),
    ].map(identityNumber.key);
    expect(new Set(keys).size).toBe(3);
    expect(identityNumber.key(identityNumberOf(document('passport', '123456788', 'USA')))).not.toBe(
      identityNumber.key('123456788'),
    );
  });

  test.each<[DocumentKind, string, string | null, 'number' | 'country', string]>([
    ['hk-macau-permit', 'H1234567', null, 'number', '通行证号应为字母H或M加8位数字'],
    ['hk-macau-permit', 'T12345678', null, 'number', '通行证号应为字母H或M'],
    ['taiwan-permit', '1234567', null, 'number', '通行证号应为8位数字'],
    ['residence-permit', resident, null, 'number', '以81、82或83开头'],
    ['resident', residence, null, 'number', '请把证件种类改为港澳台居民居住证'],
    [
      'residence-permit',
      `${residence.slice(0, 17)}${residence.endsWith('0') ? '1' : '0'}`,
      null,
      'number',
      '校验不通过',
    ],
    ['foreign-resident', 'US110180010101', null, 'number', '3位字母加12位数字'],
    ['passport', 'E123', 'USA', 'number', '5至20位'],
    ['passport', 'E12345678', null, 'country', '请选择护照的签发国家'],
    ['passport', 'E12345678', 'Mars', 'country', '请选择护照的签发国家'],
    ['officer', '12345678', null, 'number', '南字第12345678号'],
    ['old-organisation', '12345678-9', null, 'number', '校验不通过'],
  ])('%s %s (%s) is refused at its %s', (kind, number, country, at, said) => {
    const found = documentProblem(document(kind, number, country));
    expect(found).toEqual({ at, problem: expect.stringContaining(said) });
  });

  test('the number alone tells the kind only where no other has its form', () => {
    expect([resident, residence, foreign, 'USA110180010101', 'H1234567801'].map(documentKindOf)).toEqual([
      'resident',
      'residence-permit',
      'foreign-resident',
      'foreign-resident',
      'hk-macau-permit',
    ]);
    expect(['H12345678', '12345678', 'E12345678', 'G1234567'].map(documentKindOf)).toEqual([null, null, null, null]);
  });

  test('masks hide the middle and the last four, and name the document', () => {
    expect(identityNumber.mask(resident)).toBe('4505************3X');
    expect(identityNumber.mask('PASSPORT:USA:E12345678')).toBe('护照（美国） E1*****78');
    expect(identityNumber.print('HMP:H12345678')).toBe('港澳居民来往内地通行证 H12345678');
    expect(identityNumber.print(resident)).toBe(resident);
    expect(['PASSPORT:USA:E12345678', 'OFFICER:南字第12345678号', resident].map(identityNumber.lastFour)).toEqual([
      '5678',
      '5678',
      '123X',
    ]);
  });

  test('fifteen digits of an old card are the person of the eighteen, and stay as printed', () => {
    const eighteen = residentId.compose('45050219680130103');
    expect(residentId.fromOld('450502680130103')).toBe(eighteen);
    expect(residentId.toOld(eighteen)).toBe('450502680130103');
    expect(identityNumber.key('450502680130103')).toBe(identityNumber.key(eighteen));
    expect(identityNumber.normalise('450502680130103')).toBe('450502680130103');
    expect(residentId.fromOld('450502681330103')).toBeNull();
    expect(residentId.toOld(residentId.compose('45050220140105108'))).toBeNull();
    // Nobody can enter one: such cards have been void since 2013.
    expect(personalNumber.problem('450502680130103')).toContain('18位');
  });

  test('kinds are known by their names and by what people call them', () => {
    for (const kind of documentKinds) expect(documentKindNamed(identityDocuments[kind].name)).toBe(kind);
    expect(['回乡证', '台胞证', '身份证', '港澳居民往来内地通行证', '房产证'].map(documentKindNamed)).toEqual([
      'hk-macau-permit',
      'taiwan-permit',
      'resident',
      'hk-macau-permit',
      null,
    ]);
  });
});

describe('who can show a face', () => {
  test('by default residents in both wallets, and nobody else', () => {
    const usual = faceDocuments();
    expect(usual).toEqual({ wechat: ['resident'], alipay: ['resident'] });
    expect(walletsForNumber(usual, resident)).toEqual(['wechat', 'alipay']);
    expect(walletsForNumber(usual, 'HMP:H12345678')).toEqual([]);
  });

  test('what the centre has agreed with a wallet is added, what a wallet never checks is refused', () => {
    const agreed = faceDocuments('alipay:hk-macau-permit,residence-permit wechat:residence-permit');
    expect(walletsForNumber(agreed, 'HMP:H12345678')).toEqual(['alipay']);
    expect(walletsForNumber(agreed, residence)).toEqual(['wechat', 'alipay']);
    expect(() => faceDocuments('wechat:hk-macau-permit')).toThrow('wechat does not check hk-macau-permit');
    expect(() => faceDocuments('alipay:passport')).toThrow('alipay does not check passport');
    expect(() => faceDocuments('paypal:resident')).toThrow('paypal is no wallet');
  });

  test('the sentence for the others says where to go', () => {
    expect(windowSentence('passport')).toBe('护照不能刷脸核验，请本人带证件原件到登记窗口办理。');
  });
});

describe('names in any script', () => {
  test.each(['བསོད་ནམས', 'ئابدۇقادىر', 'Nguyễn Thị Hạnh', 'Иван Петров', '山田たろう', 'José O’Neill'])('%s', (name) => {
    expect(personName.problem(name)).toBeNull();
  });
  test.each(['阿依古丽•买买提', '阿依古丽‧买买提', '阿依古丽・买买提', '阿依古丽.买买提', '阿依古丽⸱买买提'])(
    '%s has one middle dot',
    (name) => {
      expect(personName.normalise(name)).toBe('阿依古丽·买买提');
    },
  );
  test.each(['陈', '陈3', 'A1', '陈_海', '字'.repeat(51)])('%s is none', (name) => {
    expect(personName.problem(name)).not.toBeNull();
  });
});
