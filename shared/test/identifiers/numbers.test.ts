import fc from 'fast-check';
import * as all from '../../src/identifiers';
import { dates, digits, singleChanges } from '../support/arbitrary';

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
