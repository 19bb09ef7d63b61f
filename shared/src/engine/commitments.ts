import type { Business, PartyDeclaration, UnitCondition } from './declaration';

/** What is to be committed to, and the roles that do. */
export interface Commitment {
  when: UnitCondition;
  text: string;
  roles: string[];
}

/** A party that can commit: asked to agree, or the starter, who ticks it when sending the case off. */
export const mayCommit = (party: PartyDeclaration): boolean =>
  party.authorise === 'face' || party.authorise === 'institution' || ticksOnSending(party);

/** A starter who is not asked to authorise: sending the case off counts as agreeing. */
export const ticksOnSending = (party: PartyDeclaration): boolean =>
  party.are === 'starter' && party.authorise === 'none';

/** The commitments (承诺) that these conditions of the unit ask for, in the order of the declaration. */
export function commitmentsFor(business: Business, conditions: ReadonlyArray<UnitCondition>): Commitment[] {
  const able = Object.keys(business.parties).filter((role) => mayCommit(business.parties[role]!));
  return business.unit.commitments
    .filter(({ when }) => conditions.includes(when))
    .map(({ when, by, text }) => ({ when, text, roles: by.length > 0 ? [...by] : able }));
}
