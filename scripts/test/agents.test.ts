import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { businesses, type CaseView, personName, type RouteDefinition, routes } from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import type { Actor } from '../walk/cast';
import { Client } from '../walk/client';
import { patiently } from '../walk/patience';
import { grantTo, sale as playSale, throughAgent } from './support/grants';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { statementsOf } from './support/statements';

jest.setTimeout(180_000);

const { agents, authorisations, cases, certificates, payments, register, review } = routes;

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let lin: Actor;
  let huang: Actor;
  let liang: Actor;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const person = (key: string) => platform.cast.person(key);
    [chen, lin, huang, liang] = (await Promise.all(
      ['chen-haibo', 'lin-xiaozhen', 'huang-zhiqiang', 'liang-siqi'].map(person),
    )) as [Actor, Actor, Actor, Actor];
  });
  afterAll(() => platform?.close());
  afterEach(async () => {
    for (const { client } of [chen, huang]) {
      const { given } = await client.call(agents.list, {});
      for (const { id, state } of given) if (state !== 'ended') await revoke(client, id);
    }
  });

  const as = (agent: Actor, grantId: string) => new Client(platform.url, agent.client.token, grantId);
  const codeOf = async (promise: Promise<unknown>): Promise<string> => (await refusal(promise)).code;
  const revoke = (principal: Client, id: string) => principal.call(agents.revoke, { params: { id } });

  const sale = (until?: string): Promise<string> => playSale(platform, until);

  const mine = (view: CaseView, { name }: Actor) => view.parties.find((party) => party.name === name)!;

  async function face(client: Client, partyId: string): Promise<unknown> {
    const params = { id: partyId };
    const { contentHash } = await client.call(authorisations.detail, { params });
    const body = { channel: 'alipay' as const, contentHash, faceConsent: true as const };
    const started = await client.call(authorisations.face, { params, body });
    await platform.playground.send('POST', `/faces/${started.alipay!.certifyId}/pass`);
    return client.call(authorisations.confirm, { params, body: { attemptId: started.attemptId } });
  }

  it('lets an agent do a seller’s whole sale; log, desk and audit name both', async () => {
    const id = await grantTo(platform, chen, liang, { relation: 'child' });
    const caseId = await throughAgent(chen, liang, id, () => sale());
    const view = await chen.client.call(cases.detail, { params: { id: caseId } });
    expect(view.state).toBe('completed');
    const agent = `（代办人 ${personName.mask(liang.name)}）`;
    const label = `${personName.mask(chen.name)}${agent}`;
    const by = (action: string) => view.timeline.filter((entry) => entry.action === action).map((entry) => entry.by);
    expect(by('start')).toEqual([`出卖人${agent}`]);
    expect(new Set(by('fill'))).toEqual(new Set([`出卖人${agent}`]));
    expect(by('send')).toEqual([`出卖人 ${label}`]);
    expect(by('submit')).toEqual([`出卖人 ${label}`]);
    expect(by('authorise')).toEqual(expect.arrayContaining([`出卖人 ${label}`, `出卖人 ${personName.mask(lin.name)}`]));
    expect(mine(view, chen).authorisation.agent).toEqual({
      name: '梁思齐',
      idNumberMasked: expect.stringMatching(/^4505\*/),
      relationName: '子女',
      scopes: ['apply', 'authorise', 'pay', 'book', 'follow'],
      acceptedAt: expect.any(Number),
      endsOn: expect.any(String),
    });
    expect(mine(view, lin).authorisation.agent).toBeNull();
    // The other side and the desk see it as well.
    const buyers = await huang.client.call(cases.detail, { params: { id: caseId } });
    expect(mine(buyers, chen).authorisation.agent?.name).toBe('梁思齐');
    const officer = await platform.cast.officer('officer1');
    const desk = await officer.call(review.detail, { params: { id: caseId } });
    expect(mine(desk.case, chen).authorisation.agent?.relationName).toBe('子女');
    // It was the agent's face.
    const { faces } = await platform.playground.send<{ faces: Array<{ idNumber?: string; certNo?: string }> }>(
      'GET',
      '/faces',
    );
    const shown = JSON.stringify(faces);
    expect(shown).toContain(liang.idNumber);
    const rows = await platform.server.database.read<{ id: string; actor_id: string; detail: string }>(
      "SELECT id, actor_id, detail FROM audit_entry WHERE subject_id = ? AND action = 'case.submit'",
      [caseId],
    );
    expect(rows.map((row) => platform.server.audit.detailOf(row).agent)).toEqual([
      { citizenId: expect.not.stringMatching(rows[0]!.actor_id), grantId: id },
    ]);
    await revoke(chen.client, id);
  });

  it('gives an agent addresses of files that end with the grant', async () => {
    const id = await grantTo(platform, chen, liang, { scopes: ['follow'] });
    const agent = as(liang, id);
    const [certificate] = (await agent.call(certificates.mine, {})).items;
    const link = { params: { id: certificate!.id }, body: { file: 'pdf' } } as const;
    const { url } = await agent.call(certificates.link, link);
    const { url: own } = await chen.client.call(certificates.link, link);
    const status = async (path: string) => (await fetch(`${platform.url}${path}`)).status;
    expect([await status(url), await status(own)]).toEqual([200, 200]);
    await revoke(chen.client, id);
    // The agent is still signed in.
    await liang.client.call(routes.identity.me, {});
    expect([await status(url), await status(own)]).toEqual([404, 200]);
    const stripped = url.replace(`-grant-${id}`, '');
    expect(stripped).not.toBe(url);
    expect(await status(stripped)).toBe(404);
  });

  it('shows and does nothing outside the granted units', async () => {
    const owned = (await chen.client.call(register.mine, {})).items;
    const caseId = await sale('authorise');
    const open = await chen.client.call(cases.detail, { params: { id: caseId } });
    const inside = owned.find(({ unit, conditions }) => unit.id !== open.unit.id && conditions.length === 0)!;
    const id = await grantTo(platform, chen, liang, { unitIds: [inside.unit.id] });
    const agent = as(liang, id);
    expect((await agent.call(register.mine, {})).items.map(({ unit }) => unit.id)).toEqual([inside.unit.id]);
    const held = (await chen.client.call(certificates.mine, {})).items;
    const seen = (await agent.call(certificates.mine, {})).items;
    expect(new Set(seen.map(({ unitId }) => unitId))).toEqual(new Set([inside.unit.id]));
    const outside = held.find(({ unitId }) => unitId !== inside.unit.id)!;
    expect(await codeOf(agent.call(certificates.detail, { params: { id: outside.id } }))).toBe('NOT_FOUND');
    expect(await codeOf(agent.call(certificates.link, { params: { id: outside.id }, body: { file: 'pdf' } }))).toBe(
      'NOT_FOUND',
    );

    const items = async (route: typeof cases.list | typeof authorisations.list, client: Client) =>
      (await client.call(route as typeof cases.list, { query: { limit: 100 } })).items;
    expect((await items(cases.list, chen.client)).length).toBeGreaterThan(0);
    expect(await items(cases.list, agent)).toEqual([]);
    expect(await items(authorisations.list, agent)).toEqual([]);
    expect((await agent.call(payments.list, {})).items).toEqual([]);
    const params = { id: caseId };
    const party = { id: mine(open, chen).id };
    for (const attempt of [
      agent.call(cases.detail, { params }),
      agent.call(cases.stepData, { params: { ...params, step: 'transaction' } }),
      agent.call(cases.recall, { params }),
      agent.call(cases.withdraw, { params, body: { reason: '不办了' } }),
      agent.call(cases.submit, { params }),
      agent.call(authorisations.detail, { params: party }),
      agent.call(authorisations.window, { params: party }),
      agent.call(authorisations.refuse, { params: party, body: { reason: '不同意' } }),
    ])
      expect(await codeOf(attempt)).toBe('NOT_FOUND');

    const start = (number: string) =>
      agent.call(cases.start, {
        body: {
          businessId: secondHandTransfer.id,
          verify: { certificateNumber: number, rightHolder: chen.name, declared: true },
        },
      });
    expect(await codeOf(start(outside.number))).toBe('VERIFY_NO_MATCH');
    const started = await start(seen[0]!.number);
    expect(started.actions.map(({ action }) => action)).toContain('fill');
    expect((await items(cases.list, agent)).map((one) => one.id)).toEqual([started.id]);
    await chen.client.call(cases.withdraw, { params: { id: started.id }, body: { reason: '换一处' } });
    await chen.client.call(cases.withdraw, { params, body: { reason: '换一处' } });
    await revoke(chen.client, id);
  });

  it('offers an agent only what the scope allows', async () => {
    const caseId = await sale('authorise');
    const params = { id: caseId };
    const follow = await grantTo(platform, chen, liang, { scopes: ['follow'] });
    const view = await as(liang, follow).call(cases.detail, { params });
    expect(view.actions).toEqual([]);
    expect(view.parties.find((party) => party.isMe)!.name).toBe(chen.name);
    // What the principal sees stays what the principal may do, whoever looked first.
    expect((await chen.client.call(cases.detail, { params })).actions.length).toBeGreaterThan(0);
    await revoke(chen.client, follow);
    const sign = await grantTo(platform, chen, liang, { scopes: ['authorise'] });
    const acts = (await as(liang, sign).call(cases.detail, { params })).actions.map(({ action }) => action);
    expect(acts).toEqual(expect.arrayContaining(['authorise', 'refuse']));
    expect(acts).not.toContain('recall');
    await revoke(chen.client, sign);
    await chen.client.call(cases.withdraw, { params, body: { reason: '换一处' } });
  });

  it('lets nobody deal with themselves, nor for both sides; a couple on one side may stand in for each other', async () => {
    const caseId = await sale('authorise');
    const view = await chen.client.call(cases.detail, { params: { id: caseId } });
    const seller = mine(view, chen).id;
    const buyer = mine(view, huang).id;

    const toBuyer = await grantTo(platform, chen, huang);
    const selfDealing = await refusal(face(as(huang, toBuyer), seller));
    expect(selfDealing).toMatchObject({ code: 'AGENT_SELF_DEALING', status: 409 });
    expect(selfDealing.reply.message).toContain('另一方');

    const forSeller = await grantTo(platform, chen, liang);
    const forBuyer = await grantTo(platform, huang, liang);
    await face(as(liang, forSeller), seller);
    expect(await codeOf(face(as(liang, forBuyer), buyer))).toBe('AGENT_SELF_DEALING');

    // 林晓珍 sells with 陈海波; after a change of content both agree anew, she for both.
    const toWife = await grantTo(platform, chen, lin);
    await chen.client.call(cases.recall, { params: { id: caseId } });
    const before = await chen.client.call(cases.detail, { params: { id: caseId } });
    const step = { id: caseId, step: 'transaction' };
    const { version: saved, data } = await chen.client.call(cases.stepData, { params: step });
    expect(before.state).toBe('verified');
    await chen.client.call(cases.fill, {
      params: step,
      body: { version: saved, data: { ...data, agreement: '家具留给买方' } },
    });
    const { version } = await chen.client.call(cases.detail, { params: { id: caseId } });
    const sent = await chen.client.call(cases.send, { params: { id: caseId }, body: { version } });
    expect(mine(sent, chen).authorisation).toMatchObject({ state: 'waiting', agent: null });
    await face(as(lin, toWife), seller);
    const after = await chen.client.call(cases.detail, { params: { id: caseId } });
    expect(mine(after, chen).authorisation).toMatchObject({ state: 'passed', agent: { name: lin.name } });

    for (const id of [toBuyer, forSeller, toWife]) await revoke(chen.client, id);
    await revoke(huang.client, forBuyer);
    await chen.client.call(cases.withdraw, { params: { id: caseId }, body: { reason: '换一处' } });
  });

  it('records nothing for an agent whose grant was revoked after the face check was begun', async () => {
    const caseId = await sale('authorise');
    const view = await chen.client.call(cases.detail, { params: { id: caseId } });
    const params = { id: mine(view, chen).id };
    const id = await grantTo(platform, chen, liang);
    const agent = as(liang, id);
    const { contentHash } = await agent.call(authorisations.detail, { params });
    const started = await agent.call(authorisations.face, {
      params,
      body: { channel: 'alipay', contentHash, faceConsent: true },
    });
    await platform.playground.send('POST', `/faces/${started.alipay!.certifyId}/pass`);
    // Neither the principal nor the agent in person can use the agent's check.
    const body = { attemptId: started.attemptId };
    expect(await codeOf(chen.client.call(authorisations.confirm, { params, body }))).toBe('NOT_FOUND');
    expect(await codeOf(liang.client.call(authorisations.confirm, { params, body }))).toBe('NOT_FOUND');
    await revoke(chen.client, id);
    expect(await codeOf(agent.call(authorisations.confirm, { params, body }))).toBe('GRANT_ENDED');
    platform.clock.advance(25_000);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const later = await chen.client.call(cases.detail, { params: { id: caseId } });
    expect(mine(later, chen).authorisation.state).toBe('waiting');
    await chen.client.call(cases.withdraw, { params: { id: caseId }, body: { reason: '换一处' } });
  });

  it('keeps a repeated command apart from the agent’s own, and refuses it once revoked', async () => {
    const id = await grantTo(platform, chen, liang, { scopes: ['apply'] });
    const owned = (await chen.client.call(certificates.mine, {})).items;
    const send = (actingFor?: string) =>
      fetch(`${platform.url}${cases.start.path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${liang.client.token}`,
          'content-type': 'application/json',
          'idempotency-key': `family-${dialect}-repeat`,
          ...(actingFor && { 'x-acting-for': actingFor }),
        },
        body: JSON.stringify({
          businessId: secondHandTransfer.id,
          verify: { certificateNumber: owned.at(-1)!.number, rightHolder: chen.name, declared: true },
        }),
      });
    const first = await send(id);
    const repeat = await send(id);
    expect([first.status, repeat.status]).toEqual([200, 200]);
    expect(repeat.headers.get('idempotent-replay')).toBe('true');
    const { id: caseId } = (await first.json()) as CaseView;
    const own = await send();
    expect(own.headers.get('idempotent-replay')).toBeNull();
    expect(own.status).toBe(422);
    await revoke(chen.client, id);
    expect((await send(id)).status).toBe(403);
    await chen.client.call(cases.withdraw, { params: { id: caseId }, body: { reason: '不办了' } });
  });

  it('pays for the principal, and only then', async () => {
    const caseId = await sale('pay');
    const order = await patiently(
      async () => (await huang.client.call(cases.detail, { params: { id: caseId } })).order ?? undefined,
      () => `${caseId} has no order`,
    );
    const params = { id: order.id };
    const body = { method: 'wechat-native' as const };
    const follow = await grantTo(platform, huang, liang, { scopes: ['follow'] });
    expect(await codeOf(as(liang, follow).call(payments.pay, { params, body }))).toBe('AGENT_NOT_ALLOWED');
    expect((await as(liang, follow).call(payments.detail, { params })).state).toBe('unpaid');
    await revoke(huang.client, follow);
    const pay = await grantTo(platform, huang, liang, { scopes: ['pay'] });
    const started = await as(liang, pay).call(payments.pay, { params, body });
    await platform.playground.send('POST', '/wallet/code', { codeUrl: started.native!.codeUrl });
    expect((await as(liang, pay).call(payments.check, { params })).state).toBe('paid');
    await revoke(huang.client, pay);
  });

  it('leaves to the people themselves what a declaration wants of them in person', async () => {
    const inPerson = {
      ...toyBusiness,
      parties: Object.fromEntries(
        Object.entries(toyBusiness.parties).map(([role, party]) => [role, { ...party, byAgent: false }]),
      ),
    };
    (await platform.server.get(Businesses)).use([...businesses, inPerson]);
    const id = await grantTo(platform, chen, liang);
    const [held] = (await chen.client.call(certificates.mine, {})).items.slice(-1);
    const answer = await refusal(
      as(liang, id).call(cases.start, {
        body: { businessId: toyBusiness.id, verify: { certificateNumber: held!.number, rightHolder: chen.name } },
      }),
    );
    expect(answer.code).toBe('AGENT_NOT_ALLOWED');
    expect(answer.reply.message).toContain('本人办理');
    (await platform.server.get(Businesses)).use([...businesses, toyBusiness]);
    await revoke(chen.client, id);
  });

  it('costs an agent at most one statement more on every read', async () => {
    const id = await grantTo(platform, chen, liang);
    const { items } = await chen.client.call(cases.list, { query: { limit: 1 } });
    const view = await chen.client.call(cases.detail, { params: { id: items[0]!.id } });
    const [certificate] = (await chen.client.call(certificates.mine, {})).items;
    const reads: Array<[unknown, Record<string, string>?]> = [
      [cases.list],
      [cases.detail, { id: view.id }],
      [cases.stepData, { id: view.id, step: 'transaction' }],
      [authorisations.list],
      [payments.list],
      [register.mine],
      [certificates.mine],
      [certificates.detail, { id: certificate!.id }],
      [routes.appointments.mine],
    ];
    const count = (client: Client, [definition, params]: (typeof reads)[number]) =>
      statementsOf(platform.server, () => client.call(definition as RouteDefinition, { params } as never));
    for (const read of reads) {
      const own = await count(chen.client, read);
      const path = (read[0] as RouteDefinition).path;
      expect({ path, more: (await count(as(liang, id), read)) - own }).toEqual({ path, more: 1 });
    }
    await revoke(chen.client, id);
  });
});
