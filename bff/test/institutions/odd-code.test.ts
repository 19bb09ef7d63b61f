import { filingTerms, routes } from '@zhucheng/shared';
import { call, fakeAdapters } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const asked: string[] = [];
  let says: object = {};
  const market = {
    size: ({ creditCode }: { creditCode: string }) => {
      asked.push(creditCode);
      return Promise.resolve(says);
    },
  };
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters: { ...fakeAdapters().adapters, market } as never });
  });
  afterAll(() => server.close());

  const apply = (creditCode: string) =>
    call(server, routes.institutions.apply, {
      body: {
        name: '北海市校验位置业有限公司',
        creditCode,
        kind: 'developer',
        legalRepresentative: '陈海波',
        contact: { name: '林晓珍', phone: '+86 139 7799 0000' },
        administrator: { name: '林晓珍', username: 'odd-admin', phone: '13977990000' },
        termsVersion: filingTerms.version,
      },
    });
  const odd = '91450502MA5KYH1X2T';

  test('a code whose check characters do not fit counts if the market bureau knows it', async () => {
    says = { status: 'accepted', data: { creditCode: odd, size: 'small' } };
    expect((await apply(odd)).body).toMatchObject({ state: 'pending' });
    expect(asked).toEqual([odd]);
    says = { status: 'rejected', reason: 'not-found' };
    expect((await apply(odd)).body.error.fields).toEqual([
      { path: 'creditCode', code: 'unknown', message: '市场监管部门没有登记这个代码，请对照营业执照逐位核对。' },
    ]);
    says = { status: 'unknown', cause: 'timeout' };
    expect((await apply(odd)).body.error).toMatchObject({
      code: 'DEPARTMENT_UNAVAILABLE',
      message: expect.stringContaining('暂时没有回应'),
    });
  });

  test('about any other code nobody is asked', async () => {
    asked.length = 0;
    expect((await apply('91450502MA5KYH1X2R')).status).toBe(200);
    expect((await apply('91450502MA5KYH1X2')).body.error.fields[0].path).toBe('creditCode');
    expect(asked).toEqual([]);
  });
});
