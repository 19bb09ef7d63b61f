import { type CaseView, fillPath, type RouteDefinition, routes } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import type { Actor } from '../walk/cast';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';
import { statementsOf } from './support/statements';

jest.setTimeout(180_000);

const most = 3;

interface Read {
  name: string;
  definition: RouteDefinition;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  token: string;
}

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let huang: Actor;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    chen = await platform.cast.person('chen-haibo');
    huang = await platform.cast.person('huang-zhiqiang');
  });
  afterAll(() => platform?.close());

  async function play(id: string, until?: string): Promise<void> {
    const path = walkPaths(secondHandTransfer).find((candidate) => candidate.id === id)!;
    const { cast, playground } = platform;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    const end = until ? path.steps.findIndex((step) => step.move.do === until) : path.steps.length;
    if (until) Object.assign(player, { finish: async () => undefined });
    const result = await walk(secondHandTransfer, { ...path, steps: path.steps.slice(0, end) }, player);
    expect({ error: result.error, passed: result.passed }).toEqual({ error: undefined, passed: true });
  }

  async function statements({ definition, params, query = '', body, token }: Read): Promise<number> {
    const call = async () => {
      const response = await fetch(`${platform.url}${fillPath(definition.path, params)}${query}`, {
        method: definition.method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${definition.path}: ${response.status} ${text}`);
    };
    return statementsOf(platform.server, call);
  }

  async function everyRead(): Promise<Read[]> {
    const citizen = chen.client.token;
    const officer = (await platform.cast.officer('officer1')).token;
    const auditor = (await platform.cast.officer('auditor')).token;
    const { items } = await chen.client.call(routes.cases.list, { query: { limit: 100 } });
    const find = (done: boolean) =>
      items.find((item) => (item.state === 'completed') === done && item.state !== 'withdrawn')!;
    const open: CaseView = await chen.client.call(routes.cases.detail, { params: { id: find(false).id } });
    const completed = await chen.client.call(routes.cases.detail, { params: { id: find(true).id } });
    const certificate = (await huang.client.call(routes.certificates.mine, {})).items[0]!;
    const order = (await huang.client.call(routes.payments.list, { query: { limit: 1 } })).items[0]!;
    const me = open.parties.find((party) => party.isMe)!;
    const { acceptanceNumber } = completed;
    const buyer = huang.client.token;
    const { cases, authorisations, payments, register, certificates, messages, identity, review, audit } = routes;
    const verifyToken = new URLSearchParams(certificate.verifyUrl.split('?')[1]).get('token')!;
    const reads: Array<[string, unknown, string, Omit<Read, 'name' | 'definition' | 'token'>?]> = [
      ['me', identity.me, citizen],
      ['staff me', identity.staffMe, officer],
      ['my cases', cases.list, citizen],
      ['open case', cases.detail, citizen, { params: { id: open.id } }],
      ['completed case', cases.detail, citizen, { params: { id: completed.id } }],
      ['completed case, buyer', cases.detail, buyer, { params: { id: completed.id } }],
      ['step', cases.stepData, citizen, { params: { id: open.id, step: 'transaction' } }],
      ['progress', cases.progress, '', { body: { acceptanceNumber, proof: chen.idNumber.slice(-4) } }],
      ['my authorisations', authorisations.list, citizen],
      ['authorisation', authorisations.detail, citizen, { params: { id: me.id } }],
      ['my orders', payments.list, buyer],
      ['order', payments.detail, buyer, { params: { id: order.id } }],
      ['my real estate', register.mine, citizen],
      ['my certificates', certificates.mine, citizen],
      ['certificate', certificates.detail, buyer, { params: { id: certificate.id } }],
      ['verification by code', certificates.verifyToken, '', { params: { token: verifyToken } }],
      [
        'verification by number',
        certificates.verifyNumber,
        '',
        { body: { number: certificate.number, rightHolder: huang.name } },
      ],
      ['messages', messages.list, citizen],
      ['unread', messages.unread, citizen],
      ['queue', review.queue, officer],
      ['case at the centre, open', review.detail, officer, { params: { id: open.id } }],
      ['case at the centre, completed', review.detail, officer, { params: { id: completed.id } }],
      ['window queue', review.windowQueue, officer],
      ['units', register.units, officer, { query: '?limit=20' }],
      [
        'units, searched',
        register.units,
        officer,
        { query: `?search=${encodeURIComponent(completed.unit.unitNumber)}` },
      ],
      ['unit', register.unit, officer, { params: { id: completed.unit.id } }],
      ['audit', audit.list, auditor],
      ['dead letters', audit.deadLetters, (await platform.cast.officer('administrator')).token],
    ];
    return reads.map(([name, definition, token, more]) => ({
      name,
      definition: definition as RouteDefinition,
      token,
      ...more,
    }));
  }

  async function measured(): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const read of await everyRead()) found[read.name] = await statements(read);
    return found;
  }

  it(`reads with at most ${most} statements, however many rows there are`, async () => {
    await play('happy');
    await play('happy', 'submit');
    const few = await measured();
    expect(Object.entries(few).filter(([, count]) => count > most)).toEqual([]);
    await play('two-copies');
    await play('happy', 'submit');
    await play('happy', 'submit');
    expect(await measured()).toEqual(few);
  });
});
