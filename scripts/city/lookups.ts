import type { City, Limit, Mortgage, Notice, Ownership } from './model';

export interface Burdens {
  mortgages: Mortgage[];
  limits: Limit[];
  notices: Notice[];
}

/** What a person or organisation owns, alone or with others, in the register's order. */
export function ownershipsOf(city: City, holderKey: string): Ownership[] {
  return city.ownerships.filter(({ holders }) => holders.some((holder) => holder.key === holderKey));
}

/** Everything registered against a unit. */
export function burdensOn(city: City, unitNumber: string): Burdens {
  const on = (entry: { unitNumber: string }): boolean => entry.unitNumber === unitNumber;
  return { mortgages: city.mortgages.filter(on), limits: city.limits.filter(on), notices: city.notices.filter(on) };
}

/** Whether nothing is registered against a unit. */
export function isUnencumbered(city: City, unitNumber: string): boolean {
  return Object.values(burdensOn(city, unitNumber)).every((entries) => entries.length === 0);
}
