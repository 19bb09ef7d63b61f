import {
  acceptanceNumber,
  capitalAmount,
  certificateNumber,
  compareFraction,
  creditCode,
  type Fraction,
  fenProblem,
  organisationName,
  personName,
  phone,
  residentId,
  sumsToOne,
  surveyNumber,
  unitNumber,
} from '@zhucheng/shared';
import {
  buildCity,
  burdensOn,
  CITY_AS_OF,
  type City,
  DEMO_PASSWORD,
  demoPeople,
  demoStaff,
  isUnencumbered,
  ownershipsOf,
  SMALLEST_CITY,
} from '../city';

const city = buildCity();

function expectUnique(values: string[]): void {
  expect(new Set(values).size).toBe(values.length);
}

function numbersOf({ ownerships, mortgages, notices }: City): string[] {
  return [
    ...ownerships.flatMap((each) => each.certificateNumbers),
    ...[...mortgages, ...notices].map((each) => each.certificateNumber),
  ];
}

describe.each([
  [300, 20260101],
  [SMALLEST_CITY, 1],
  [1000, 7],
])('a city of %d units from seed %d', (units, seed) => {
  const own = buildCity({ units, seed });

  test('has exactly so many units, and is the same when built again', () => {
    expect(own.units).toHaveLength(units);
    expect(buildCity({ units, seed })).toEqual(own);
  });

  test('all identifiers are valid, canonical and unique', () => {
    const checks: [{ problem(raw: string): string | null; normalise(raw: string): string }, string[]][] = [
      [unitNumber, own.units.map((unit) => unit.unitNumber)],
      [residentId, own.people.map((person) => person.idNumber)],
      [phone, [...own.people, ...own.organisations, ...demoStaff].map((each) => each.phone)],
      [creditCode, own.organisations.map((each) => each.creditCode)],
      [organisationName, own.organisations.map((each) => each.name)],
      [certificateNumber, numbersOf(own)],
      [surveyNumber, own.buildings.flatMap((building) => building.surveyNumber ?? [])],
      [acceptanceNumber, own.buildings.flatMap((building) => building.firstRegistrationNumber ?? [])],
    ];
    for (const [identifier, values] of checks) {
      expectUnique(values);
      for (const value of values) {
        expect(identifier.problem(value)).toBeNull();
        expect(identifier.normalise(value)).toBe(value);
      }
    }
    for (const person of own.people) {
      expect(personName.problem(person.name)).toBeNull();
      expect(residentId.sex(person.idNumber)).toBe(person.sex);
    }
    expectUnique(own.utilities.map((account) => account.kind + account.accountNumber));
    expectUnique(own.units.map((unit) => unit.location));
    expectUnique(own.limits.map((limit) => limit.documentNumber));
    expectUnique([...own.people, ...own.organisations].map((each) => each.key));
  });

  test('certificate numbers count from one without a gap, in order of registration', () => {
    const dated = [
      ...own.ownerships.flatMap((each) =>
        each.certificateNumbers.map((number) => ({ number, day: each.registeredOn })),
      ),
      ...[...own.mortgages, ...own.notices].map((each) => ({ number: each.certificateNumber, day: each.registeredOn })),
    ].map(({ number, day }) => ({ ...certificateNumber.parse(number)!, day }));
    const groups = new Map<string, typeof dated>();
    for (const each of dated) {
      const group = `${each.kind}${each.year}`;
      groups.set(group, [...(groups.get(group) ?? []), each]);
    }
    for (const group of groups.values()) {
      group.sort((a, b) => a.serial - b.serial);
      expect(group.map((each) => each.serial)).toEqual(group.map((_, i) => i + 1));
      expect(group.map((each) => each.day)).toEqual(group.map((each) => each.day).sort());
      expect(group.every((each) => each.day.startsWith(String(each.year)))).toBe(true);
    }
  });

  test('every owner, holder and building exists; shares make up the whole', () => {
    const parties = new Set([
      ...own.people.map((each) => `person ${each.key}`),
      ...own.organisations.map((each) => `organisation ${each.key}`),
    ]);
    const unitNumbers = new Set(own.units.map((unit) => unit.unitNumber));
    const stage = new Map(
      own.units.map((unit) => [unit.unitNumber, own.buildings.find((each) => each.key === unit.building)?.stage]),
    );
    expectUnique(own.ownerships.map((each) => each.unitNumber));
    for (const { unitNumber: number, coOwnership, holders, certificateNumbers } of own.ownerships) {
      expect(stage.get(number)).toBe('registered');
      expect(holders.every((holder) => parties.has(`${holder.kind} ${holder.key}`))).toBe(true);
      expectUnique(holders.map((holder) => holder.key));
      expect(new Set(holders.map((holder) => holder.certificateNumber))).toEqual(new Set(certificateNumbers));
      if (coOwnership === 'joint') {
        expect(holders.length).toBeGreaterThan(1);
        expect(holders.every((holder) => holder.share === null)).toBe(true);
      } else {
        expect(holders.length > 1).toBe(coOwnership === 'shares');
        expect(sumsToOne(holders.map((holder) => holder.share as Fraction))).toBe(true);
      }
    }
    for (const notice of own.notices) {
      for (const party of [...notice.holders, ...notice.obligors])
        expect(parties.has(`${party.kind} ${party.key}`)).toBe(true);
    }
    for (const entry of [...own.mortgages, ...own.limits, ...own.notices, ...own.utilities]) {
      expect(unitNumbers.has(entry.unitNumber)).toBe(true);
    }
    for (const unit of own.units) {
      if (stage.get(unit.unitNumber) === 'registered')
        expect(own.ownerships.some((each) => each.unitNumber === unit.unitNumber)).toBe(true);
    }
  });

  test('days follow each other, and nothing was registered in the future or on a weekend', () => {
    const ownedOn = new Map(own.ownerships.map((each) => [each.unitNumber, each.registeredOn]));
    for (const { registeredOn } of [...own.ownerships, ...own.mortgages, ...own.notices]) {
      expect(registeredOn <= CITY_AS_OF).toBe(true);
      expect([0, 6]).not.toContain(new Date(`${registeredOn}T00:00:00Z`).getUTCDay());
    }
    for (const mortgage of own.mortgages) {
      expect(mortgage.registeredOn >= (ownedOn.get(mortgage.unitNumber) ?? '9')).toBe(true);
      expect(mortgage.debtStart < mortgage.debtEnd && mortgage.debtEnd > CITY_AS_OF).toBe(true);
    }
    for (const limit of own.limits) {
      expect(limit.from <= CITY_AS_OF).toBe(true);
      expect(limit.until === null || limit.until > '2028-01-01').toBe(true);
    }
    for (const ownership of own.ownerships) {
      for (const holder of ownership.holders) {
        const owner = own.people.find((person) => person.key === holder.key);
        if (owner && owner.key !== 'pang-xiaoyu')
          expect(residentId.ageOn(owner.idNumber, ownership.registeredOn)).toBeGreaterThanOrEqual(18);
      }
    }
  });

  test('amounts are fen, and loans stay below the collateral', () => {
    const loans = [...own.mortgages, ...own.notices.filter((notice) => notice.kind === 'presale-mortgage')];
    for (const { securedFen, collateralFen } of loans) {
      expect(fenProblem(securedFen, { min: 1, max: collateralFen })).toBeNull();
      expect(capitalAmount(securedFen as number)).toMatch(/万元整$/);
    }
  });

  test('plans are filled without gap or overlap, and give the area', () => {
    for (const { plan, innerAreaHundredths, areaHundredths } of own.units) {
      const { widthCm, depthCm, rooms } = plan;
      expect(rooms.reduce((sum, room) => sum + room.w * room.d, 0)).toBe(widthCm * depthCm);
      rooms.forEach((a, i) => {
        expect(a.x >= 0 && a.y >= 0 && a.x + a.w <= widthCm && a.y + a.d <= depthCm).toBe(true);
        for (const b of rooms.slice(i + 1)) {
          expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.d <= b.y || b.y + b.d <= a.y).toBe(true);
        }
      });
      expect(innerAreaHundredths).toBe(Math.round((widthCm * depthCm) / 100));
      expect(Number.isInteger(areaHundredths) && areaHundredths > innerAreaHundredths).toBe(true);
    }
  });

  test('every state is there', () => {
    const has = (entries: unknown[]): void => expect(entries.length).toBeGreaterThanOrEqual(2);
    for (const coOwnership of ['sole', 'joint', 'shares'])
      has(own.ownerships.filter((each) => each.coOwnership === coOwnership));
    for (const kind of ['seizure', 'pre-seizure', 'objection']) has(own.limits.filter((limit) => limit.kind === kind));
    for (const kind of ['presale', 'presale-mortgage']) has(own.notices.filter((notice) => notice.kind === kind));
    expect(own.notices.some((notice) => notice.kind === 'transfer')).toBe(true);
    has(own.mortgages.filter((mortgage) => mortgage.transferLimit));
    has(own.mortgages.filter((mortgage) => !mortgage.transferLimit && mortgage.registeredOn >= '2021-01-01'));
    expect(own.mortgages.some((mortgage) => mortgage.rank === 2)).toBe(true);
    for (const use of ['dwelling', 'shop', 'office', 'parking', 'storage', 'industrial'])
      has(own.units.filter((unit) => unit.use === use));
    has(own.ownerships.filter((each) => each.holders[0]?.key.startsWith('developer-')));
    for (const stage of ['presale', 'surveyed', 'registered'])
      expect(own.buildings.some((building) => building.stage === stage)).toBe(true);
    const owned = new Map(own.ownerships.map((each) => [each.unitNumber, each]));
    has(
      own.notices.filter(
        (notice) => notice.kind === 'presale-mortgage' && owned.get(notice.unitNumber)?.holders[0]?.kind === 'person',
      ),
    );
    const dwellings = new Set(own.units.filter((unit) => unit.use === 'dwelling').map((unit) => unit.unitNumber));
    const joint = own.ownerships.filter((each) => each.coOwnership === 'joint' && dwellings.has(each.unitNumber));
    expect(joint.length * 3).toBeGreaterThanOrEqual(dwellings.size);
  });
});

describe('the people of the demonstration', () => {
  const burdens = (key: string): string[] =>
    ownershipsOf(city, key).flatMap(({ unitNumber: number }) => {
      const { mortgages, limits, notices } = burdensOn(city, number);
      return [
        ...mortgages.map((mortgage) => (mortgage.transferLimit ? 'mortgage-with-limit' : 'mortgage')),
        ...limits.map((limit) => limit.kind),
        ...notices.map((notice) => notice.kind),
      ];
    });
  const useOf = (number: string): string | undefined => city.units.find((unit) => unit.unitNumber === number)?.use;

  test('come first, and are the same in every city', () => {
    const demo = city.people.filter((person) => person.demo);
    expect(city.people.slice(0, demo.length)).toEqual(demoPeople());
    expect(buildCity({ units: 150, seed: 3 }).people.slice(0, demo.length)).toEqual(demo);
    expect(demo.every((person) => person.phone.startsWith('1390779'))).toBe(true);
  });

  test('陈海波 and 林晓珍 own a home in every state', () => {
    const own = ownershipsOf(city, 'chen-haibo');
    expect(ownershipsOf(city, 'lin-xiaozhen')).toEqual(own);
    expect(own.every((each) => each.coOwnership === 'joint' && useOf(each.unitNumber) === 'dwelling')).toBe(true);
    expect(own.filter((each) => isUnencumbered(city, each.unitNumber)).length).toBeGreaterThanOrEqual(6);
    expect(burdens('chen-haibo').sort()).toEqual([
      'mortgage',
      'mortgage-with-limit',
      'objection',
      'seizure',
      'transfer',
    ]);
    const limited = city.mortgages.find(
      (mortgage) => own.some((each) => each.unitNumber === mortgage.unitNumber) && mortgage.transferLimit,
    );
    expect(city.organisations.find((each) => each.key === limited?.mortgagee)?.name).toBe('北海市银滩农村商业银行');
  });

  test('the others own what the tour says, free of anything', () => {
    const uses = (key: string): (string | undefined)[] =>
      ownershipsOf(city, key)
        .map((each) => useOf(each.unitNumber))
        .sort();
    expect(uses('huang-zhiqiang').concat(uses('su-yutong'))).toEqual([]);
    expect(uses('wei-jianguo')).toEqual(['dwelling', 'dwelling', 'dwelling', 'dwelling', 'parking', 'shop']);
    expect(uses('wu-xiulan').length).toBeGreaterThan(0);
    expect(uses('pang-xiaoyu')).toEqual(['dwelling']);
    for (const key of ['wei-jianguo', 'wu-xiulan', 'liang-siqi', 'pang-xiaoyu']) expect(burdens(key)).toEqual([]);
    const shares = ownershipsOf(city, 'liang-siqi').map((shared) => shared.holders[0]?.share as Fraction);
    for (const [numerator, denominator] of [[60, 100] as const, [2, 3] as const])
      expect(shares.filter((share) => compareFraction(share, { numerator, denominator }) === 0)).toHaveLength(2);
    const age = (key: string): number | null =>
      residentId.ageOn(city.people.find((person) => person.key === key)?.idNumber ?? '', CITY_AS_OF);
    expect(age('pang-xiaoyu')).toBe(12);
    expect(age('wu-xiulan')).toBeGreaterThanOrEqual(70);
  });

  test('staff accounts', () => {
    expect(DEMO_PASSWORD).toMatch(/[A-Z].*[#].*\d/);
    expect(demoStaff.map((account) => account.username)).toEqual(
      expect.arrayContaining(['officer1', 'officer2', 'registrar', 'auditor', 'administrator', 'bank1']),
    );
    expectUnique(demoStaff.map((account) => account.totpSecret));
    for (const account of demoStaff) {
      expect(account.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
      const needsInstitution = account.roles.includes('institution-clerk');
      expect(city.organisations.some((each) => each.key === account.institution)).toBe(needsInstitution);
    }
  });
});

test('another seed gives another city; too small a city is refused', () => {
  expect(buildCity({ seed: 2 }).people).not.toEqual(city.people);
  const tooSmall = () => buildCity({ units: SMALLEST_CITY - 1 });
  expect(tooSmall).toThrow(RangeError);
  expect(tooSmall).toThrow(`演示城市至少要有 ${SMALLEST_CITY} 个单元`);
});
