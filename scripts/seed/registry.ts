import { startOf } from '@zhucheng/shared';
import type {
  Building,
  City,
  Holder,
  Limit,
  Mortgage,
  Notice,
  Organisation,
  Ownership,
  PartyRef,
  Person,
  Unit,
} from '../city';

/** A right-holder as the register wants it. */
export interface Named {
  name: string;
  idNumber: string;
}

const byUnit = <T extends { unitNumber: string }>(entries: readonly T[]): Map<string, T[]> => {
  const map = new Map<string, T[]>();
  for (const entry of entries) {
    const list = map.get(entry.unitNumber);
    if (list) list.push(entry);
    else map.set(entry.unitNumber, [entry]);
  }
  return map;
};

const byKey = <T extends { key: string }>(entries: readonly T[]): Map<string, T> =>
  new Map(entries.map((entry) => [entry.key, entry]));

/** UTC ms of 10:00 in Beihai on that day. */
export const at = (day: string): number => startOf(day) + 10 * 3_600_000;

/** A city, indexed for the way it is written down: unit by unit. */
export class Registry {
  /** Organisation key → id of its institution; filled while seeding. */
  readonly institutions = new Map<string, string>();
  private readonly people: Map<string, Person>;
  private readonly organisations: Map<string, Organisation>;
  private readonly buildings: Map<string, Building>;
  private readonly estates: Map<string, { name: string; developer: string }>;
  private readonly ownerships: Map<string, Ownership>;
  private readonly mortgages: Map<string, Mortgage[]>;
  private readonly notices: Map<string, Notice[]>;
  private readonly limits: Map<string, Limit[]>;

  constructor(city: City) {
    this.people = byKey(city.people);
    this.organisations = byKey(city.organisations);
    this.buildings = byKey(city.buildings);
    this.estates = byKey(city.estates);
    this.ownerships = new Map(city.ownerships.map((ownership) => [ownership.unitNumber, ownership]));
    this.mortgages = byUnit(city.mortgages);
    this.notices = byUnit(city.notices);
    this.limits = byUnit(city.limits);
  }

  building(unit: Unit): Building {
    return this.buildings.get(unit.building)!;
  }

  estateName(unit: Unit): string {
    return this.estates.get(unit.estate)?.name ?? unit.estate;
  }

  developerOf(unit: Unit): { name: string; creditCode: string } | null {
    const developer = this.organisations.get(this.estates.get(unit.estate)?.developer ?? '');
    return developer ? { name: developer.name, creditCode: developer.creditCode } : null;
  }

  ownership(unit: Unit): Ownership | undefined {
    return this.ownerships.get(unit.unitNumber);
  }

  mortgagesOn(unit: Unit): Mortgage[] {
    return this.mortgages.get(unit.unitNumber) ?? [];
  }

  noticesOn(unit: Unit): Notice[] {
    return this.notices.get(unit.unitNumber) ?? [];
  }

  limitsOn(unit: Unit): Limit[] {
    return this.limits.get(unit.unitNumber) ?? [];
  }

  organisation(key: string): Organisation {
    return this.organisations.get(key)!;
  }

  named(party: PartyRef | Holder): Named {
    if (party.kind === 'person') {
      const { name, idNumber } = this.people.get(party.key)!;
      return { name, idNumber };
    }
    const { name, creditCode } = this.organisation(party.key);
    return { name, idNumber: creditCode };
  }

  names(parties: readonly (PartyRef | Holder)[]): string {
    return parties.map((party) => this.named(party).name).join('、');
  }
}
