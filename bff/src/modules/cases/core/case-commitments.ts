import { type CaseView, commitmentsFor, ticksOnSending } from '@zhucheng/shared';
import type { LoadedCase, PartyRecord } from './case.model';

/** `authHow` of a starter who is not asked to authorise and ticks the commitments when sending the case off. */
export const committedHow = 'committed';

const given = (loaded: Pick<LoadedCase, 'record'>, party: PartyRecord): boolean =>
  party.agreedHash === loaded.record.contentHash && (party.authState === 'passed' || party.authHow === committedHow);

/** Commitments (承诺) that the register asks for now, and who has given which. Two conditions with one sentence count once. */
export function commitmentsOf(loaded: Pick<LoadedCase, 'record' | 'business' | 'parties'>): CaseView['commitments'] {
  const { record, business, parties } = loaded;
  const asked = commitmentsFor(
    business,
    record.warnings.map(({ kind }) => kind),
  );
  const first = asked.filter((one, index) => asked.findIndex(({ text }) => text === one.text) === index);
  return first.map(({ when, text, roles }) => ({
    kind: when,
    text,
    by: parties
      .filter((party) => roles.includes(party.role) && party.authState !== 'told')
      .map((party) => {
        const declared = business.parties[party.role]!;
        return {
          partyId: party.id,
          name: party.identity.name,
          roleName: declared.name,
          how: ticksOnSending(declared) ? ('send' as const) : ('authorise' as const),
          at: given(loaded, party) ? party.authAt : null,
        };
      }),
  }));
}

/** What this party commits to when it agrees. */
export const commitmentTexts = (loaded: LoadedCase, party: PartyRecord): string[] =>
  commitmentsOf(loaded)
    .filter(({ by }) => by.some(({ partyId }) => partyId === party.id))
    .map(({ text }) => text);

/** Starters who still have to tick theirs before the case can be sent off. */
export const toTick = (loaded: LoadedCase): PartyRecord[] => {
  const open = new Set(
    commitmentsOf(loaded).flatMap(({ by }) =>
      by.filter(({ how, at }) => how === 'send' && at === null).map(({ partyId }) => partyId),
    ),
  );
  return loaded.parties.filter((party) => open.has(party.id));
};
