import type { Fraction } from '@zhucheng/shared';
import { DEMO_JOINT_DWELLINGS, registerDemoHoldings } from './demo-holdings';
import { buildEstates } from './estates';
import type { Building, City, Day, Estate, Ownership, PartyRef, Unit } from './model';
import { buildOrganisations } from './organisations';
import { Population } from './people';
import { Random } from './random';
import { organisation, person, RegisterWriter } from './register';

/** The day every city's register is as of. */
export const CITY_AS_OF: Day = '2026-03-01';

/** Below this the demonstration's own people would crowd out everybody else. */
export const SMALLEST_CITY = 120;

const BANKS = ['bank-yintan', 'bank-zhucheng', 'bank-weizhou', 'bank-nanzhu'];
const QUOTAS: [number, number][][] = [
  [
    [1, 2],
    [1, 2],
  ],
  [
    [7, 10],
    [3, 10],
  ],
  [
    [1, 3],
    [1, 3],
    [1, 3],
  ],
  [
    [1, 4],
    [1, 4],
    [1, 2],
  ],
];

/** Draws what people do with their units. Kept in one object so that each step reads like a sentence. */
class Settlement {
  readonly register: RegisterWriter;
  readonly people: Population;
  private readonly buildings: Map<string, Building>;
  private readonly developers: Map<string, string>;
  private readonly unitsByNumber: Map<string, Unit>;
  private convertible = 0;
  private readonly owned: { unit: Unit; ownership: Ownership }[] = [];

  constructor(
    private readonly random: Random,
    private readonly units: Unit[],
    buildings: Building[],
    estates: Estate[],
  ) {
    this.buildings = new Map(buildings.map((building) => [building.key, building]));
    this.developers = new Map(estates.map((estate) => [estate.key, estate.developer]));
    this.unitsByNumber = new Map(units.map((unit) => [unit.unitNumber, unit]));
    this.people = new Population(random);
    this.register = new RegisterWriter(random, CITY_AS_OF, this.buildings);
  }

  settle(): void {
    const registered = this.units.filter((unit) => this.buildings.get(unit.building)?.stage === 'registered');
    const fresh = registered.filter((unit) => this.firstRegisteredOn(unit) >= '2025-10-01');
    const settled = registered.filter((unit) => !fresh.includes(unit));
    const demo = registerDemoHoldings(settled, this.people, this.register);
    const free = settled.filter((unit) => !demo.has(unit));
    this.settleDwellings(free.filter((unit) => unit.use === 'dwelling'));
    this.settleFresh(fresh);
    this.settleOthers(free.filter((unit) => unit.use !== 'dwelling'));
    for (const unit of this.units) {
      const building = this.buildings.get(unit.building);
      if (building?.stage === 'presale' && this.random.chance(0.6)) this.presell(unit, '2025-01-06');
      if (building?.stage === 'surveyed' && this.random.chance(0.75)) this.presell(unit, '2023-05-08');
    }
    this.encumber();
    this.register.close();
  }

  private settleDwellings(dwellings: Unit[]): void {
    const all = this.units.filter((unit) => unit.use === 'dwelling').length;
    // A third of all dwellings belongs to couples; of the later buildings some are still the developer's.
    const joint = Math.ceil(all / 3) - DEMO_JOINT_DWELLINGS;
    const late = dwellings.filter((unit) => this.firstRegisteredOn(unit) >= '2018-01-01');
    const unsold = new Set(this.random.shuffle(late).slice(0, Math.max(6, Math.round(all * 0.07))));
    const sold = this.random.shuffle(dwellings.filter((unit) => !unsold.has(unit)));
    const byQuota = joint + Math.max(4, Math.round(all * 0.06));
    sold.forEach((unit, i) => {
      if (i < joint) this.ownAsCouple(unit);
      else if (i < byQuota) this.ownByQuota(unit);
      else this.ownAlone(unit);
    });
    for (const unit of unsold) this.keep(unit);
  }

  /** A building registered weeks ago: sold off plan for the most part, the first buyers have their titles. */
  private settleFresh(units: Unit[]): void {
    units.forEach((unit, i) => {
      if (i % 4 === 0) this.leaveConvertible(unit, i % 8 === 0 ? this.ownAsCouple(unit) : this.ownAlone(unit));
      else this.keep(unit);
      if (i % 4 > 1) this.presell(unit, '2024-09-02');
    });
  }

  private settleOthers(units: Unit[]): void {
    const enterprises = ['enterprise-pearl', 'enterprise-tea', 'enterprise-software', 'enterprise-travel'];
    const makers = ['enterprise-seafood', 'enterprise-glass'];
    for (const unit of units) {
      const draw = this.random.next();
      if (unit.use === 'industrial') this.ownBy(unit, organisation(this.random.pick(makers)));
      else if (draw < 0.2) this.keep(unit);
      else if (unit.use === 'office' && draw < 0.8) this.ownBy(unit, organisation(this.random.pick(enterprises)));
      else if (unit.use === 'shop' && draw < 0.45) this.ownBy(unit, organisation(this.random.pick(enterprises)));
      else if (unit.use === 'parking' || unit.use === 'storage') this.ownAsNeighbour(unit);
      else if (draw < 0.65) this.ownAsCouple(unit);
      else this.ownAlone(unit);
    }
  }

  private ownAsCouple(unit: Unit): Ownership {
    return this.record(
      unit,
      this.register.own(
        unit,
        this.people.addCouple().map((each) => person(each.key)),
        { joint: true },
      ),
    );
  }

  private ownByQuota(unit: Unit): Ownership {
    const quota = this.random.pick(QUOTAS);
    const shares = quota.map(([numerator, denominator]): Fraction => ({ numerator, denominator }));
    return this.record(
      unit,
      this.register.own(
        unit,
        shares.map(() => person(this.people.add().key)),
        { shares },
      ),
    );
  }

  private ownAlone(unit: Unit): Ownership {
    const before = this.owned.filter(
      ({ ownership }) => ownership.coOwnership === 'sole' && ownership.holders[0]?.kind === 'person',
    );
    const again =
      before.length > 0 && this.random.chance(0.12) ? this.random.pick(before).ownership.holders[0]?.key : undefined;
    return this.record(unit, this.register.own(unit, [person(again ?? this.people.add().key)]));
  }

  private ownBy(unit: Unit, owner: PartyRef): Ownership {
    return this.record(unit, this.register.own(unit, [owner]));
  }

  /** Parking spaces and storage rooms go to people who live in the estate. */
  private ownAsNeighbour(unit: Unit): void {
    const near = this.owned.filter((each) => each.unit.estate === unit.estate && each.unit.use === 'dwelling');
    const { ownership } = this.random.pick(near.filter((each) => each.ownership.coOwnership !== 'shares'));
    const owners = ownership.holders.map(({ kind, key }): PartyRef => ({ kind, key }));
    this.record(unit, this.register.own(unit, owners, { joint: owners.length > 1, from: ownership.registeredOn }));
  }

  /** The developer's own, from the day of the first registration. */
  private keep(unit: Unit): void {
    const developer = this.developer(unit);
    this.register.own(unit, [developer], { on: this.firstRegisteredOn(unit) });
    this.register.connect(unit, developer, false);
  }

  /** Sold off plan: buyers noticed, half of them with their bank. */
  private presell(unit: Unit, from: Day): void {
    const buyers = (this.random.chance(0.6) ? this.people.addCouple() : [this.people.add()]).map((each) =>
      person(each.key),
    );
    const notice = this.register.notice(unit, 'presale', buyers, [this.developer(unit)], from);
    if (this.random.chance(0.5)) {
      this.register.notice(
        unit,
        'presale-mortgage',
        [organisation(this.random.pick(BANKS))],
        buyers,
        notice.registeredOn,
      );
    }
  }

  /** The home is the buyers' by now, the bank still holds a notice only: it may convert it to a mortgage. */
  private leaveConvertible(unit: Unit, ownership: Ownership): void {
    const owners = ownership.holders.map(({ kind, key }): PartyRef => ({ kind, key }));
    const bank = this.convertible % 2 === 0 ? 'bank-yintan' : this.random.pick(BANKS);
    this.convertible += 1;
    this.register.notice(unit, 'presale-mortgage', [organisation(bank)], owners, '2024-09-02');
  }

  private record(unit: Unit, ownership: Ownership): Ownership {
    this.owned.push({ unit, ownership });
    const { kind, key } = ownership.holders[0] as PartyRef;
    this.register.connect(unit, { kind, key }, this.random.chance(0.06));
    return ownership;
  }

  private encumber(): void {
    const noticed = new Set(this.register.notices.map((notice) => notice.unitNumber));
    const clear = this.random.shuffle(this.owned.filter(({ unit }) => !noticed.has(unit.unitNumber)));
    const homes = clear.filter(({ unit }) => unit.use === 'dwelling');
    const mortgaged = homes.slice(0, Math.round(homes.length * 0.38));
    mortgaged.forEach(({ unit, ownership }, i) => {
      // The first four make sure that both kinds are there; the others fall out by date and chance.
      const transferLimit = i < 4 ? i % 2 === 0 : undefined;
      const mortgage = this.register.mortgage(unit, ownership, BANKS[i % BANKS.length] as string, {
        transferLimit,
        from: transferLimit === undefined ? undefined : '2021-02-01',
      });
      if (i % 12 === 4) {
        this.register.mortgage(unit, ownership, 'bank-weizhou', {
          rank: 2,
          transferLimit: false,
          from: mortgage.registeredOn,
        });
      }
    });
    for (const { unit, ownership } of clear
      .filter(({ unit }) => unit.use === 'industrial' || unit.use === 'office')
      .slice(0, 4)) {
      this.register.mortgage(unit, ownership, this.random.pick(BANKS));
    }
    const limits = Math.max(4, Math.round(this.units.length / 60));
    const unmortgaged = homes.slice(mortgaged.length);
    for (const { unit } of [...unmortgaged.slice(0, limits - 1), ...mortgaged.slice(-1)])
      this.register.seize(unit, 'seizure');
    for (const { unit } of unmortgaged.slice(limits, limits * 2 - 1)) this.register.object(unit, this.people.add().key);
    const owned = new Set(this.register.ownerships.map((ownership) => ownership.unitNumber));
    const offPlan = this.register.notices.filter(
      (notice) => notice.kind === 'presale' && !owned.has(notice.unitNumber),
    );
    for (const { unitNumber } of this.random.shuffle(offPlan).slice(0, limits - 1)) {
      this.register.seize(this.unitsByNumber.get(unitNumber) as Unit, 'pre-seizure');
    }
  }

  private firstRegisteredOn(unit: Unit): Day {
    return this.buildings.get(unit.building)?.firstRegisteredOn ?? unit.termStart;
  }

  private developer(unit: Unit): PartyRef {
    return organisation(this.developers.get(unit.estate) as string);
  }
}

/**
 * A believable, wholly invented city: estates, people, organisations and the state of the register.
 * The same options give the same city everywhere; the named people and staff don't depend on them.
 * Throws RangeError for fewer than `SMALLEST_CITY` units.
 */
export function buildCity({ units: wanted = 300, seed = 20260101 }: { units?: number; seed?: number } = {}): City {
  if (!Number.isInteger(wanted) || wanted < SMALLEST_CITY)
    throw new RangeError(
      `演示城市至少要有 ${SMALLEST_CITY} 个单元。请把 --units（npm start 用环境变量 SEED_UNITS）改成不小于 ${SMALLEST_CITY} 的整数。`,
    );
  const { estates, buildings, units } = buildEstates(wanted);
  const settlement = new Settlement(new Random(seed), units, buildings, estates);
  settlement.settle();
  const { ownerships, mortgages, limits, notices, utilities } = settlement.register;
  return {
    seed,
    asOf: CITY_AS_OF,
    estates,
    buildings,
    units,
    people: settlement.people.people,
    organisations: buildOrganisations(),
    ownerships,
    mortgages,
    limits,
    notices,
    utilities,
  };
}
