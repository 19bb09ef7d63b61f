import fc from 'fast-check';
import type { Identifier } from '../../src/identifiers';
import * as all from '../../src/identifiers';

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
function singleChanges(value: string, alphabet: string): string[] {
  return [...value].flatMap((own, i) =>
    [...alphabet].filter((char) => char !== own).map((char) => value.slice(0, i) + char + value.slice(i + 1)),
  );
}

const dates = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replace(/-/g, ''));
const digits = (length: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
const chars = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });

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

describe('unitNumber', () => {
  const parts = fc.record({
    district: fc.constantFrom(...all.districts.map((each) => each.code)),
    zone: digits(3),
    subzone: digits(3),
    parcelFeature: fc.constantFrom('GB', 'JC', 'ZA'),
    parcel: digits(5),
    fixtureFeature: fc.constantFrom('F' as const, 'L' as const, 'Q' as const),
    fixture: fc.integer({ min: 1, max: 99999999 }).map((n) => String(n).padStart(8, '0')),
  });

  test('parse takes compose back', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const value = all.unitNumber.compose(given);
        expect(all.unitNumber.problem(value)).toBeNull();
        expect(all.unitNumber.parse(value)).toEqual(given);
        expect(all.unitNumber.normalise(all.unitNumber.group(value).toLowerCase())).toBe(value);
      }),
    );
  });

  test('land only ends in W00000000', () => {
    const land = { district: '450502', zone: '001', subzone: '002', parcelFeature: 'GB', parcel: '00003' };
    expect(all.unitNumber.compose(land)).toBe('450502001002GB00003W00000000');
    expect(all.unitNumber.problem('450502001002GB00003W00000001')).toContain('W00000000');
    expect(all.unitNumber.problem('450502001002GB00003F00000000')).toContain('不能全为0');
  });

  test('refuses other cities, features and lengths', () => {
    expect(all.unitNumber.problem('450102001002GB00003F00010001')).toContain('不在北海市');
    expect(all.unitNumber.problem('450502001002AB00003F00010001')).toContain('格式');
    expect(all.unitNumber.problem('450502001002GB00003X00010001')).toContain('格式');
    expect(all.unitNumber.problem('450502001002GB00003F0001000')).toContain('28位');
    expect(() =>
      all.unitNumber.compose({
        ...{ district: '450102', zone: '001' },
        subzone: '1',
        parcelFeature: 'GB',
        parcel: '1',
      }),
    ).toThrow(RangeError);
  });

  test('groups as certificates do', () => {
    expect(all.unitNumber.group('450502001001GB00001F00010001')).toBe('450502 001001 GB00001 F00010001');
  });
});

describe('certificate numbers', () => {
  const right = '桂（2016）北海市不动产权第1234567号';

  test('parse takes format back, for both kinds and places', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('right' as const, 'registration' as const),
        fc.constantFrom('北海市' as const, '合浦县' as const),
        fc.integer({ min: 2015, max: 2099 }),
        fc.integer({ min: 1, max: 9999999 }),
        (kind, place, year, serial) => {
          const text = all.certificateNumber.format(kind, year, serial, place);
          expect(all.certificateNumber.parse(text)).toEqual({ kind, place, year, serial });
          expect(all.certificateNumber.normalise(text)).toBe(text);
          const own = kind === 'right' ? all.rightCertificateNumber : all.registrationCertificateNumber;
          const other = kind === 'right' ? all.registrationCertificateNumber : all.rightCertificateNumber;
          expect(own.problem(text)).toBeNull();
          expect(other.problem(text)).toContain('这里需要');
        },
      ),
    );
  });

  test.each([
    '桂(2016)北海市不动产权第1234567号',
    '桂〔2016〕北海市不动产权第1234567号',
    ' 桂 （ 2016 ） 北海市 不动产权 第 1234567 号 ',
    '（2016）北海市不动产权第1234567号',
    '桂（２０１６）北海市不动产权第１２３４５６７号',
    '桂（2016）北海市不动产权第1234567',
    '桂2016北海市不动产权1234567',
  ])('reads %s', (text) => {
    expect(all.certificateNumber.normalise(text)).toBe(right);
    expect(all.rightCertificateNumber.normalise(text)).toBe(right);
    expect(all.rightCertificateNumber.problem(text)).toBeNull();
  });

  test.each(['2016-1234567', '2016 1234567', '桂（2016）1234567', '(2016)第1234567号', '20161234567', '2016/1234567'])(
    'reads the short %s where the kind is known',
    (text) => {
      expect(all.rightCertificateNumber.normalise(text)).toBe(right);
      expect(all.registrationCertificateNumber.normalise(text)).toBe('桂（2016）北海市不动产证明第1234567号');
      expect(all.certificateNumber.problem(text)).toContain('格式');
    },
  );

  test('pads the serial', () => {
    expect(all.rightCertificateNumber.normalise('2016-42')).toBe('桂（2016）北海市不动产权第0000042号');
    expect(all.certificateNumber.normalise('桂(2016)北海市不动产权第42号')).toBe('桂（2016）北海市不动产权第0000042号');
  });

  test.each([
    '粤（2016）北海市不动产权第1234567号',
    '桂（2016）南宁市不动产权第1234567号',
    '桂（2016）北海市不动产权第0号',
    '201642',
    `${right}1`,
  ])('refuses %s', (text) => expect(all.rightCertificateNumber.problem(text)).toContain('格式'));

  test('masks the middle of the serial, also of other spellings', () => {
    expect(all.certificateNumber.mask(right)).toBe('桂（2016）北海市不动产权第12***67号');
    expect(all.rightCertificateNumber.mask('2016-1234567')).toBe('桂（2016）北海市不动产权第12***67号');
  });

  test('format refuses what no certificate carries', () => {
    for (const [year, serial] of [
      [2014, 1],
      [2016, 0],
      [2016, 10000000],
      [2016.5, 1],
    ] as const) {
      expect(() => all.certificateNumber.format('right', year, serial)).toThrow(RangeError);
    }
  });
});

describe('surveyNumber', () => {
  test('12 or 14 digits with an existing date', () => {
    expect(all.surveyNumber.compose('20240516', 12)).toBe('202405160012');
    expect(all.surveyNumber.compose('20240516', 12, '01')).toBe('01202405160012');
    for (const length of [11, 13, 15]) {
      expect(all.surveyNumber.problem('202405160012345'.slice(0, length))).toContain('12位或14位');
    }
    expect(all.surveyNumber.problem('202413160012')).toContain('日期');
    expect(() => all.surveyNumber.compose('20240516', 10000)).toThrow(RangeError);
  });
});

describe('acceptanceNumber', () => {
  test('composes valid numbers; every wrong digit and swap of neighbours is caught', () => {
    fc.assert(
      fc.property(dates, digits(6), (date, six) => {
        const value = all.composeAcceptanceNumber(date, six);
        expect(all.acceptanceNumber.problem(value)).toBeNull();
        for (const wrong of singleChanges(value, '0123456789'))
          expect(all.acceptanceNumber.problem(wrong)).not.toBeNull();
        for (let i = 0; i < 14; i += 1) {
          if (value[i] === value[i + 1]) continue;
          const swapped = `${value.slice(0, i)}${value[i + 1]}${value[i]}${value.slice(i + 2)}`;
          expect(all.acceptanceNumber.problem(swapped)).not.toBeNull();
        }
      }),
      { numRuns: 30 },
    );
    expect(() => all.composeAcceptanceNumber('20260230', '000001')).toThrow(RangeError);
    expect(() => all.composeAcceptanceNumber('20260228', '1')).toThrow(RangeError);
  });

  test('scattering uses every number of the day once', () => {
    const seen = new Uint8Array(1000000);
    for (let serial = 0; serial < 1000000; serial += 1) {
      const at = Number(all.scatterSerial(serial, 987654321, '20260105'));
      seen[at] = (seen[at] ?? 0) + 1;
    }
    expect(seen.every((count) => count === 1)).toBe(true);
  });

  test('neighbours, days and keys are unrelated', () => {
    const steps = new Set<number>();
    for (let serial = 0; serial < 200; serial += 1) {
      const [a, b] = [serial, serial + 1].map((each) => Number(all.scatterSerial(each, 42, '20260105')));
      steps.add((b ?? 0) - (a ?? 0));
    }
    expect(steps.size).toBeGreaterThan(190);
    expect(all.scatterSerial(1, 42, '20260105')).not.toBe(all.scatterSerial(1, 42, '20260106'));
    expect(all.scatterSerial(1, 42, '20260105')).not.toBe(all.scatterSerial(1, 42 + 2 ** 40, '20260105'));
    expect(() => all.scatterSerial(1000000, 1, '20260105')).toThrow(RangeError);
    expect(() => all.scatterSerial(1, -1, '20260105')).toThrow(RangeError);
    expect(() => all.scatterSerial(1, 1, '20260232')).toThrow(RangeError);
  });
});

describe('bank account', () => {
  test.each([
    ['6222 6201 1000 1234 567', null],
    ['6222620110001234568', '银行卡号有一位不对'],
    // An account of a passbook has no check digit.
    ['20110002140900812345', null],
    ['1234567', '8到30位'],
    ['6222X20110001234567', '8到30位'],
  ])('%s → %s', (typed, problem) => {
    const said = all.bankAccount.problem(typed);
    if (problem === null) expect(said).toBeNull();
    else expect(said).toContain(problem);
  });
});

describe('invoice', () => {
  test.each([
    [{ number: '12345678901234567890' }, null],
    [{ code: '', number: '12345678901234567890' }, null],
    [{ code: '045001900111', number: '12345678901234567890' }, 'code'],
    [{ code: '0450019001', number: '12345678' }, null],
    [{ code: '045001900111', number: '12345678' }, null],
    [{ code: '04500190011', number: '12345678' }, 'code'],
    [{ number: '12345678' }, 'code'],
    [{ code: '045001900111', number: '1234567' }, 'number'],
    [{ number: '' }, 'number'],
  ])('%j → %s', (invoice, field) => expect(all.invoiceProblem(invoice)?.field ?? null).toBe(field));
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
