import { agentRoutes, type GrantDraft, type GrantView } from '@zhucheng/shared';
import { call, citizenOf, type fakeAdapters } from '../identity/people';
import type { TestServer } from '../support/server';

export type Person = Awaited<ReturnType<typeof citizenOf>>;
type Fakes = ReturnType<typeof fakeAdapters>;
const day = 86_400_000;

export const dayIn = (server: TestServer, days: number): string =>
  new Date(server.clock.now() + 8 * 3_600_000 + days * day).toISOString().slice(0, 10);

/** A complete draft; `more` replaces parts of it. */
export const draftFor = (server: TestServer, agent: Person, more: Partial<GrantDraft> = {}) => ({
  agent: { name: agent.name, idNumber: agent.idNumber, phone: agent.phone },
  relation: 'spouse',
  scopes: ['apply', 'authorise', 'pay', 'book'],
  unitIds: null,
  endsOn: dayIn(server, 180),
  statement: true,
  ...more,
});

/** Lets the last started face check end so. */
export function showFace({ state }: Fakes, how: 'passed' | 'refused' = 'passed'): void {
  [...state.faces.values()].at(-1)!.state = how;
}

/** Draft, face, offer: as the principal does it. */
export async function offered(server: TestServer, fakes: Fakes, principal: Person, draft: unknown): Promise<GrantView> {
  const { token } = principal;
  const created = await call(server, agentRoutes.create, { token, body: draft });
  if (created.status !== 200) throw new Error(JSON.stringify(created.body));
  const params = { id: created.body.id };
  const face = { channel: 'alipay', faceConsent: true };
  const started = await call(server, agentRoutes.face, { token, params, body: face });
  showFace(fakes);
  const { attemptId } = started.body;
  return (await call(server, agentRoutes.confirm, { token, params, body: { attemptId } })).body;
}

/** A grant in force. */
export async function granted(
  server: TestServer,
  fakes: Fakes,
  principal: Person,
  agent: Person,
  more: Partial<GrantDraft> = {},
): Promise<GrantView> {
  const { id } = await offered(server, fakes, principal, draftFor(server, agent, more));
  const accepted = await call(server, agentRoutes.accept, {
    token: agent.token,
    params: { id },
    body: { statement: true },
  });
  if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.body));
  return accepted.body;
}
