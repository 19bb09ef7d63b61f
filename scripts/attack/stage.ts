import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newId } from '@zhucheng/bff/platform/ids';
import { type AgentScope, addDays, agentScopeIds, dayOf, routes } from '@zhucheng/shared';
import { buildCity, DEMO_PASSWORD } from '../city';
import { type Actor, Cast } from '../walk/cast';
import { Client, Playground } from '../walk/client';
import { Caller } from './caller';
import type { CallerRole, Keys, Lesser } from './matrix';
import type { OwnPlatform } from './own-platform';

/** Where the attack takes place: an address, its gateways, and people to sign in. */
export interface Stage {
  url: string;
  cast: Cast;
  playground: Playground;
  caller: Caller;
}

export function stageAt(url: string, sandbox: string): Stage {
  const playground = new Playground(sandbox);
  return { url, cast: new Cast(url, playground), playground, caller: new Caller(url) };
}

/** Starts a platform in another process, with options of Node if there are any. Error: in Chinese, if it does not start. */
export async function ownPlatform(
  mysqlUrl: string | undefined,
  { node = [], variables = {} }: { node?: string[]; variables?: Record<string, string> } = {},
): Promise<OwnPlatform & { close(): Promise<void> }> {
  const program = [...node, join(__dirname, 'own-platform.js'), ...(mysqlUrl ? [mysqlUrl] : [])];
  const child = spawn(process.execPath, program, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    // It may write more, which nobody needs.
    child.stdout.resume();
    const close = async () => {
      child.stdin.end();
      await ended;
    };
    return { ...(JSON.parse(line) as OwnPlatform), close };
  }
  throw new Error('平台没有启动。');
}

export const staffOf: Record<Exclude<CallerRole, 'citizen' | 'kiosk'>, string> = {
  officer: 'officer1',
  registrar: 'registrar',
  auditor: 'auditor',
  administrator: 'administrator',
  'institution-clerk': 'bank1',
};

/** Registers a kiosk (自助机) at the first service point; the token is its key. */
export async function kioskToken(cast: Cast, name = '一楼自助机'): Promise<string> {
  const administrator = await cast.officer('administrator');
  const { items } = await administrator.call(routes.appointments.points, {});
  const body = { pointId: items[0]!.id, name };
  return (await administrator.call(routes.printing.registerKiosk, { body })).token;
}

/** A session of every role. */
export async function tokensOf(cast: Cast): Promise<Map<CallerRole, string>> {
  const tokens = new Map<CallerRole, string>([['citizen', await (await cast.person('chen-haibo')).client.session()]]);
  for (const [role, username] of Object.entries(staffOf))
    tokens.set(role as CallerRole, await (await cast.officer(username)).session());
  tokens.set('kiosk', await kioskToken(cast, `自助机 ${newId()}`));
  return tokens;
}

/** Citizens known by a wallet; by a name, with a wallet or a password; and by a face that was shown on another device. */
export async function lesserOf(stage: Pick<Stage, 'url' | 'playground' | 'cast'>): Promise<Map<Lesser, string>> {
  const client = new Client(stage.url);
  const of = (key: string) => buildCity().people.find((person) => person.key === key)!;
  const password = async (key: string): Promise<string> => {
    const { idNumber } = of(key);
    return (await client.call(routes.identity.password, { body: { account: idNumber, password: DEMO_PASSWORD } }))
      .token;
  };
  const codeOf = async (path: string, body: unknown) =>
    (await stage.playground.send<{ code: string }>('POST', path, body)).code;
  const wallet = async (whose: { openid: string } | { phone: string }) =>
    client.call(routes.identity.wechat, { body: { code: await codeOf('/wechat/login-code', whose) } });
  const walletOf = async (key: string): Promise<string> => {
    const { phone } = of(key);
    const { token, citizen } = await wallet({ phone });
    if (citizen.phoneMasked) return token;
    const code = await codeOf('/wechat/phone-code', { phone });
    return (await new Client(stage.url, token).call(routes.identity.wechatPhone, { body: { code } })).token;
  };
  const { token } = await wallet({ openid: `nobody-${newId()}` });
  // Signing in proves somebody of the cast; nobody else's face was ever seen.
  await stage.cast.person('chen-haibo');
  return new Map([
    ['phone', token],
    ['named', await walletOf('wei-jianguo')],
    ['named-elsewhere', await password('wei-jianguo')],
    ['proven-elsewhere', await password('chen-haibo')],
  ]);
}

const days = (count: number): string => addDays(dayOf(Date.now()), count);

/** A grant (家人代办委托) as people make it: written, shown a face, accepted. Returns its id. */
async function grant(stage: Stage, principal: Actor, agent: Actor, scope: AgentScope): Promise<string> {
  const { name, idNumber, phone } = agent;
  const { id } = await principal.client.call(routes.agents.create, {
    body: {
      agent: { name, idNumber, phone },
      relation: 'spouse',
      scopes: [scope],
      unitIds: null,
      endsOn: days(90),
      statement: true,
    },
  });
  const params = { id };
  const { attemptId, alipay } = await principal.client.call(routes.agents.face, {
    params,
    body: { channel: 'alipay', faceConsent: true },
  });
  await stage.playground.send('POST', `/faces/${alipay!.certifyId}/pass`);
  await principal.client.call(routes.agents.confirm, { params, body: { attemptId } });
  await agent.client.call(routes.agents.accept, { params, body: { statement: true } });
  return id;
}

/** Nobody has two grants to the same person at once. */
const principals = ['lin-xiaozhen', 'huang-zhiqiang', 'su-yutong', 'liang-siqi', 'liao-wenbo'];

/** Sessions of every role, and to 陈海波 one grant for each scope alone; `end` takes the grants back. */
export async function keysOf(stage: Stage): Promise<Keys & { end(): Promise<void> }> {
  const agent = await stage.cast.person('chen-haibo');
  const grants = new Map<AgentScope, string>();
  const given: Array<() => Promise<unknown>> = [];
  for (const [index, scope] of agentScopeIds.entries()) {
    const principal = await stage.cast.person(principals[index]!);
    const id = await grant(stage, principal, agent, scope);
    grants.set(scope, id);
    given.push(() => principal.client.call(routes.agents.revoke, { params: { id } }));
  }
  return {
    tokens: await tokensOf(stage.cast),
    grants,
    lesser: await lesserOf(stage),
    end: async () => {
      for (const revoke of given) await revoke();
    },
  };
}
