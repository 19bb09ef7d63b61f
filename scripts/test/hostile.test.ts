import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { halfCharacter, hostile, send } from '../hostile';
import { pdf } from '../hostile/pdfs';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(240_000);

eachDatabase((dialect) => {
  let platform: Platform;
  let tokens: Record<'citizen' | 'clerk', string>;
  let count = 0;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const citizen = (await platform.cast.person('chen-haibo')).client;
    const clerk = await platform.cast.officer('developer1');
    tokens = { citizen: await citizen.session(), clerk: await clerk.session() };
  });
  afterAll(() => platform?.close());

  /** Sends JSON as it is written here. */
  async function post(path: string, body: string, token = '') {
    const response = await fetch(`${platform.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `hostile-${dialect}-${++count}`,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body,
    });
    return { status: response.status, error: (await response.json()).error };
  }

  test.each(hostile.map((each) => [each.name, each] as const))('%s is refused', async (_, each) => {
    const code = await send(platform.url, tokens[each.by], each, `hostile-${dialect}-${++count}`);
    expect(each.answers).toContain(code);
  });

  test('whoever sent what broke a thread sends the next file as before', async () => {
    const whole = { name: '', path: '/api/files', by: 'citizen', type: 'application/pdf', answers: ['OK'] } as const;
    const file = { ...whole, content: () => pdf() };
    expect(await send(platform.url, tokens.citizen, file, `hostile-${dialect}-after`)).toBe('OK');
  });

  test('many files of one person are taken one after the other, none is lost', async () => {
    const whole = { name: '', path: '/api/files', by: 'citizen', type: 'application/pdf', answers: ['OK'] } as const;
    const six = Array.from({ length: 6 }, (__, i) =>
      send(
        platform.url,
        tokens.citizen,
        { ...whole, content: () => pdf(`/Title (${i}) `) },
        `hostile-${dialect}-six-${i}`,
      ),
    );
    expect(await Promise.all(six)).toEqual(Array.from({ length: 6 }, () => 'OK'));
  });

  test('half a character is told at its field wherever text comes in, and is never an error of ours', async () => {
    const half = await post(routes.identity.alipay.path, `{"authCode":"${halfCharacter}"}`);
    expect([half.status, half.error.code]).toEqual([422, 'INVALID_INPUT']);
    expect(half.error.fields).toEqual([
      { path: expect.any(String), code: 'text', message: expect.stringMatching(/删去/) },
    ]);
    expect((await post(routes.identity.alipay.path, `{"${halfCharacter}":"x"}`)).error.code).toBe('BODY_MALFORMED');
    const deep = await post('/api/cases', `{"a":[{"b":"x${halfCharacter}y"}]}`, tokens.citizen);
    expect(deep.error).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'a.0.b' }] });
    const ask = async (path: string) => {
      const headers = { authorization: `Bearer ${tokens.clerk}` };
      const response = await fetch(`${platform.url}${path}`, { headers });
      return [response.status, (await response.json()).error?.code];
    };
    const asked = '/api/enterprise/sheets/template?businessId=presale-notice&step=';
    expect(await ask(`${asked}%ED%A0%80`)).toEqual([422, 'INVALID_INPUT']);
    expect(await ask(`${asked}%E6%88`)).toEqual([422, 'INVALID_INPUT']);
    // No path that there is.
    expect((await ask('/api/files/%ED%A0%80'))[0]).toBe(404);
    const name = { authorization: `Bearer ${tokens.citizen}`, 'idempotency-key': `hostile-${dialect}-name` };
    const response = await fetch(`${platform.url}/api/files`, {
      method: 'POST',
      headers: { ...name, 'content-type': 'application/pdf', 'x-file-name': '%ED%A0%80.pdf' },
      body: new Uint8Array(pdf()),
    });
    expect((await response.json()).error.code).toBe('FILE_NAME_INVALID');
  });
});
