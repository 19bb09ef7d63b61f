import { GrantService } from '@zhucheng/bff/modules/agents/grant.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { type AgentScope, addDays, agentScopeIds, dayOf, type GrantDraft, routes } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { secondHandTransfer } from '../../../shared/src/business/second-hand-transfer';
import type { Actor } from '../../walk/cast';
import { HttpPlayer } from '../../walk/player';
import type { Platform } from './platform';

const days = (platform: Platform, count: number): string => addDays(dayOf(platform.clock.now()), count);

/** One grant of 林晓珍 to 陈海波 for each scope alone, in force at once. */
export async function grantEachScope(platform: Platform): Promise<ReadonlyMap<AgentScope, string>> {
  const { server, cast } = platform;
  const [principal, agent] = [await cast.person('lin-xiaozhen'), await cast.person('chen-haibo')];
  const citizens = await server.get(CitizenService);
  const grants = await server.get(GrantService);
  const principalId = (await citizens.byIdNumber(principal.idNumber))!.id;
  const agentId = (await citizens.byIdNumber(agent.idNumber))!.id;
  const found = new Map<AgentScope, string>();
  for (const scope of agentScopeIds) {
    const draft = { relation: 'spouse' as const, scopes: [scope], endsOn: days(platform, 90) };
    const id = await server.database.unitOfWork((tx) =>
      grants.import(tx, { principalId, agentId, principal, agent }, draft),
    );
    found.set(scope, id);
  }
  return found;
}

/** A grant as people make it: written, shown a face, accepted. Returns its id. */
export async function grantTo(
  platform: Platform,
  principal: Actor,
  agent: Actor,
  more: Partial<GrantDraft> = {},
): Promise<string> {
  const { name, idNumber, phone } = agent;
  const draft = {
    agent: { name, idNumber, phone },
    relation: 'other' as const,
    scopes: ['apply' as const, 'authorise' as const, 'pay' as const, 'book' as const],
    unitIds: null,
    endsOn: days(platform, 200),
    statement: true as const,
    ...more,
  };
  const { id } = await principal.client.call(routes.agents.create, { body: draft });
  const params = { id };
  const started = await principal.client.call(routes.agents.face, {
    params,
    body: { channel: 'alipay', faceConsent: true },
  });
  await platform.playground.send('POST', `/faces/${started.alipay!.certifyId}/pass`);
  await principal.client.call(routes.agents.confirm, { params, body: { attemptId: started.attemptId } });
  await agent.client.call(routes.agents.accept, { params, body: { statement: true } });
  return id;
}

/** Plays a sale of the couple; `until` stops before the first move of this kind. Returns the case. */
export async function sale({ cast, playground }: Platform, until?: string): Promise<string> {
  const path = walkPaths(secondHandTransfer).find(({ id }) => id === 'happy')!;
  const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
  if (until) Object.assign(player, { finish: async () => undefined });
  const end = until ? path.steps.findIndex((step) => step.move.do === until) : path.steps.length;
  const result = await walk(secondHandTransfer, { ...path, steps: path.steps.slice(0, end) }, player);
  expect({ error: result.error, passed: result.passed }).toEqual({ error: undefined, passed: true });
  return (await player.view()).id;
}

/** Runs `work` while everything that the principal does is done by somebody else under a grant. */
export async function throughAgent<T>(
  { client }: Actor,
  agent: Actor,
  grantId: string,
  work: () => Promise<T>,
): Promise<T> {
  const own = await client.session();
  Object.assign(client, { token: await agent.client.session(), actingFor: grantId });
  try {
    return await work();
  } finally {
    Object.assign(client, { token: own, actingFor: undefined });
  }
}
