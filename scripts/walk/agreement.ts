import { type AuthorisationView, type Business, type CaseView, routes } from '@zhucheng/shared';
import type { Actor } from './cast';
import { type Playground, Refused } from './client';

/** All parties of a role, or the one with the bigger or the smaller share. */
export function ofShare(parties: CaseView['parties'], role: string, share: 'bigger' | 'smaller' | undefined) {
  const of = parties.filter((party) => party.role === role);
  if (!share) return of;
  const size = (text: string | null) => {
    const [numerator, denominator] = (text ?? '0/1').split('/').map(Number) as [number, number];
    return numerator / denominator;
  };
  of.sort((a, b) => size(b.share) - size(a.share));
  return share === 'bigger' ? of.slice(0, 1) : of.slice(-1);
}

/** A party is shown exactly what it has to commit to. */
export function checkCommitments(shown: AuthorisationView, party: { id: string; name: string }): void {
  for (const { text, by } of shown.case.commitments)
    if (by.some(({ partyId }) => partyId === party.id) !== shown.commitments.includes(text))
      throw new Error(`${party.name} is not shown what to commit to: ${text}`);
}

/** The face check of a party on the own phone; before it has passed, saying so is refused. */
export async function passFace(
  { client }: Actor,
  { id, contentHash }: { id: string; contentHash: string },
  playground: Playground,
): Promise<void> {
  const params = { id };
  const { attemptId, alipay } = await client.call(routes.authorisations.face, {
    params,
    body: { channel: 'alipay', contentHash, faceConsent: true },
  });
  const confirm = () => client.call(routes.authorisations.confirm, { params, body: { attemptId } });
  const early = await confirm().then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  );
  if (early !== 'FACE_NOT_PASSED') throw new Error(`a face check that was not passed was ${early}`);
  await playground.send('POST', `/faces/${alipay!.certifyId}/pass`);
  await confirm();
}

/** Owners who were not needed find out, in the case and as a message. */
export async function checkTold(
  business: Business,
  { parties, acceptanceNumber }: CaseView,
  people: readonly Actor[],
): Promise<void> {
  for (const party of parties) {
    const { enough } = business.parties[party.role]!;
    if (enough === 'everybody' || party.authorisation.state === 'passed') continue;
    if (party.authorisation.state !== 'told')
      throw new Error(`${party.name} is ${party.authorisation.state}, not told`);
    const person = people.find(({ name }) => name === party.name)!;
    const { items } = await person.client.call(routes.messages.list, { query: { limit: 20 } });
    if (!items.some(({ body }) => body.includes(acceptanceNumber) && body.includes('三分之二')))
      throw new Error(`${party.name} got no message`);
  }
}
