import fc from 'fast-check';
import type { Identifier } from '../../src/identifiers';
import * as all from '../../src/identifiers';
import { chars, dates, digits, singleChanges } from '../support/arbitrary';

const identifiers: Record<string, Identifier> = {
  acceptanceNumber: all.acceptanceNumber,
  bankAccount: all.bankAccount,
  certificateNumber: all.certificateNumber,
  creditCode: all.creditCode,
  district: all.district,
  invoiceCode: all.invoiceCode,
  invoiceNumber: all.invoiceNumber,
  organisationName: all.organisationName,
  foreignResidentId: all.foreignResidentId,
  hkMacauPermit: all.hkMacauPermit,
  identityNumber: all.identityNumber,
  officerCard: all.officerCard,
  organisationCode: all.organisationCode,
  passportNumber: all.passportNumber,
  personalNumber: all.personalNumber,
  residencePermit: all.residencePermit,
  taiwanPermit: all.taiwanPermit,
  personName: all.personName,
  phone: all.phone,
  registrationCertificateNumber: all.registrationCertificateNumber,
  residentId: all.residentId,
  rightCertificateNumber: all.rightCertificateNumber,
  surveyNumber: all.surveyNumber,
  taxCertificateNumber: all.taxCertificateNumber,
  unitNumber: all.unitNumber,
};

describe.each(Object.entries(identifiers))('%s', (name, identifier) => {
  test('its example is canonical and has no problem', () => {
    expect(identifier.problem(identifier.example)).toBeNull();
    expect(identifier.normalise(identifier.example)).toBe(identifier.example);
    expect(identifier.problem(` ${identifier.example} `)).toBeNull();
  });

  test('an empty text gets a Chinese sentence', () => {
    expect(identifier.problem('')).toMatch(/^请.+。$/);
    expect(identifier.problem('   ')).toMatch(/^请.+。$/);
  });

  test('the mask hides something', () => {
    if (name === 'district') return;
    expect(identifier.mask(identifier.example)).toContain('*');
    expect(identifier.mask(identifier.example)).not.toBe(identifier.example);
  });

  test('any text is answered, and normalising twice changes nothing', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(identifier.example), fc.string());
    fc.assert(
      fc.property(texts, (text) => {
        const once = identifier.normalise(text);
        expect(identifier.normalise(once)).toBe(once);
        expect(identifier.problem(once)).toBe(identifier.problem(text));
        expect(typeof identifier.mask(text)).toBe('string');
      }),
    );
  });
});

/** Every text that differs from the value in exactly one digit or letter of the alphabet. */
describe('residentId', () => {
  const ids = fc
    .tuple(fc.constantFrom('450502', '450503', '450521', '110101', '830000'), dates, digits(3))
    .map(([region, date, serial]) => all.residentId.compose(region + date + serial));

  test('composes valid numbers, and knows date and sex', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(all.residentId.problem(id)).toBeNull();
        expect(all.residentId.birthDate(id)?.replace(/-/g, '')).toBe(id.slice(6, 14));
        expect(all.residentId.sex(id)).toBe('13579'.includes(id.charAt(16)) ? 'male' : 'female');
      }),
    );
  });

  test('catches every single wrong character', () => {
    fc.assert(
      fc.property(ids, (id) => {
        for (const wrong of singleChanges(id, '0123456789X')) expect(all.residentId.problem(wrong)).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test('accepts the published example with spaces, full width and lower-case x', () => {
    expect(all.residentId.problem('11010519491231002X')).toBeNull();
    expect(all.residentId.normalise(' １１０１０５ 19491231 002x ')).toBe('11010519491231002X');
    expect(all.residentId.normalise("-'11010519491231002X")).toBe('11010519491231002X');
  });

  test('the birth date must exist, from 1900, and not after today when today is told', () => {
    const on = (date: string): string => all.residentId.compose(`450502${date}123`);
    expect(all.residentId.problem(on('19000101'))).toBeNull();
    for (const date of ['18991231', '19000229', '20230229', '20231301', '20230431', '20230100']) {
      expect(all.residentId.problem(on(date))).toContain('出生日期');
    }
    expect(all.residentId.problem(on('20000229'), '2000-02-29')).toBeNull();
    expect(all.residentId.problem(on('20000229'), '2000-02-28')).toContain('出生日期');
  });

  test('counts full years', () => {
    const id = all.residentId.compose('45050220080229123');
    expect(all.residentId.ageOn(id, '2026-02-28')).toBe(17);
    expect(all.residentId.ageOn(id, '2026-03-01')).toBe(18);
    expect(all.residentId.ageOn(id, '2007-01-01')).toBeNull();
  });

  test('the mask gives away neither the birthday nor the last four', () => {
    expect(all.residentId.mask('11010519491231002X')).toBe('1101************2X');
  });

  test('refuses unknown regions and wrong lengths', () => {
    expect(all.residentId.problem(all.residentId.compose('00050219900307123'))).toContain('地区');
    expect(all.residentId.problem('4505021990030712')).toContain('18位');
    expect(() => all.residentId.compose('123')).toThrow(RangeError);
  });
});

describe('creditCode', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const codes = fc
    .tuple(fc.constantFrom('91', '12', '51', '93', 'Y1'), digits(6), chars(alphabet, 8))
    .map((parts) => all.creditCode.compose(parts.join('')));

  test('composes valid codes and catches every single wrong character', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(all.creditCode.problem(code)).toBeNull();
        for (const wrong of singleChanges(code, alphabet)) expect(all.creditCode.problem(wrong)).not.toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test.each(['91350100M000100Y43', '91110000600037341L', '914403001922038216', '91440300708461136T'])(
    'accepts the published %s',
    (code) => expect(all.creditCode.problem(code.toLowerCase())).toBeNull(),
  );

  test('names the letters that are never used', () => {
    expect(all.creditCode.problem('9135010OM000100Y43')).toContain('不含字母');
    expect(() => all.creditCode.compose('91450502MA5KYH1')).toThrow(RangeError);
    expect(() => all.creditCode.compose('91450502MA5KYH1I')).toThrow(RangeError);
  });
});

describe('phone', () => {
  test.each(['139 0779 0001', '+86 13907790001', '0086-139-0779-0001', '8613907790001', '１３９０７７９０００１'])(
    'reads %s',
    (text) => expect(all.phone.normalise(text)).toBe('13907790001'),
  );
  test.each(['12907790001', '1390779000', '139077900011', '07793031234'])('refuses %s', (text) =>
    expect(all.phone.problem(text)).toContain('11位'),
  );
  test('mask', () => expect(all.phone.mask('13907790001')).toBe('139****0001'));
});

describe('names', () => {
  test.each(['陈海波', '欧阳娜娜', '买买提·吐尔逊', '𬍛文', 'Mary-Jane O’Neill', 'José García', 'J. Smith Jr.'])(
    'a person: %s',
    (name) => expect(all.personName.problem(name)).toBeNull(),
  );
  test.each(['陈', '陈<b>', '陈\u0000波', 'a1', '陈海波1', '·陈', '陈··波', '陈'.repeat(51), '😀😀', '--'])(
    'no person: %j',
    (name) => expect(all.personName.problem(name)).not.toBeNull(),
  );
  test('a code of the right form whose check characters do not fit is warned about, not refused', () => {
    const odd = '91450502MA5KYH1X2T';
    expect(all.creditCode.problem(odd)).toContain('校验不通过');
    expect(all.registeredCode.problem(odd)).toBeNull();
    expect(all.registeredCode.warning(odd)).toContain('市场监管部门核实');
    expect(all.registeredCode.warning('91450502MA5KYH1X2R')).toBeNull();
    expect(all.registeredCode.problem('91450502MA5KYH1X2')).toContain('18位');
    expect(all.registeredCode.warning('91450502MA5KYH1X2')).toBeNull();
  });

  test('inputs have room for what people paste', () => {
    for (const [identifier, pasted, value] of [
      [all.residentId, '450503 19880521 1064', '450503198805211064'],
      [all.phone, '+86 139 7799 0000', '13977990000'],
      [all.phone, '0086-139-7799-0000', '13977990000'],
      [all.registeredCode, '9145 0502 MA5K YH1X 2R', '91450502MA5KYH1X2R'],
      [all.unitNumber, all.unitNumber.example.replace(/(.{2})/g, '$1 ').trim(), all.unitNumber.example],
    ] as const) {
      expect(pasted.length).toBeLessThanOrEqual(all.typingRoom(identifier));
      expect(identifier.normalise(pasted.slice(0, all.typingRoom(identifier)))).toBe(value);
    }
    expect(all.documentRoom).toBeGreaterThanOrEqual(2 * 20 + 8);
  });

  test('spellings of a person', () => {
    expect(all.personName.normalise(' 陈 海　波 ')).toBe('陈海波');
    expect(all.personName.normalise('买买提•吐尔逊')).toBe('买买提·吐尔逊');
    expect(all.personName.normalise('Mary   Jane')).toBe('Mary Jane');
    expect(all.personName.mask('陈海波')).toBe('陈**');
  });

  test.each(['北海市银滩农村商业银行', '北海某某（集团）有限公司', 'ABC Holdings, Ltd.', '3M中国有限公司'])(
    'an organisation: %s',
    (name) => expect(all.organisationName.problem(name)).toBeNull(),
  );
  test.each(['北', '北海<script>', '123456', '北海\u0007公司', '北'.repeat(101)])('no organisation: %j', (name) =>
    expect(all.organisationName.problem(name)).not.toBeNull(),
  );

  test.each([
    ['北海市国民银行', '北海市國⺠銀⾏'],
    ['北海市长青车马公司', '北海市⻓⻘⻋⻢公司'],
    ['广西壮族自治区银滩农业发展集团', '廣西壯族自治區銀灘農業發展集團'],
    ['Zhucheng Bank', 'ＺＨＵＣＨＥＮＧ　ｂａｎｋ'],
  ])('takes %s for one with %s', (name, written) => {
    expect(all.organisationKey(written)).toBe(all.organisationKey(name));
  });

  test('keeps organisations apart that a reader keeps apart', () => {
    const names = ['北海银行', '南海银行', '北海银号', '北海农商银行', '北海人民医院', '北海市民医院'];
    expect(new Set(names.map((name) => all.organisationKey(name))).size).toBe(names.length);
  });

  test('brackets become full-width', () => {
    expect(all.organisationName.normalise(' 北海(集团) 公司 ')).toBe('北海（集团）公司');
  });
});

describe('district', () => {
  test('by code or by name', () => {
    expect(all.districtName('450521')).toBe('合浦县');
    expect(all.district.normalise('北海市银海区')).toBe('450503');
    expect(all.district.problem('450102')).toContain('海城区');
  });
});
