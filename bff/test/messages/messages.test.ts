import { AccountMessages } from '@zhucheng/bff/modules/identity/account-messages.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { MessageService } from '@zhucheng/bff/modules/messages/message.service';
import {
  type MessageParams,
  type MessageTemplate,
  messageTemplates,
  renderMessage,
} from '@zhucheng/bff/modules/messages/templates';
import { newId } from '@zhucheng/bff/platform/ids';
import { routes } from '@zhucheng/shared';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { startTestServer, type TestServer } from '../support/server';

const { messages } = routes;
const params = { applicant: '林静', role: '买受人', business: '二手房转移登记', location: '银滩花园3幢1201' };

jest.setTimeout(60_000);

type To = { idNumber: string; phone?: string };

eachDatabase((dialect) => {
  let server: TestServer;
  let service: MessageService;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
    service = await server.get(MessageService);
  });
  afterAll(() => server.close());
  beforeEach(() => {
    state.sent.length = 0;
  });

  const notify = (to: To) =>
    server.database.unitOfWork((tx) =>
      service.notify(tx, { to, caseId: newId(), template: 'authorise-request', params }),
    );

  test('somebody without an account gets an SMS now and finds the message later', async () => {
    await notify({ idNumber: idNumberOf(1), phone: phoneOf(900) });
    await server.outbox.drain();
    expect(state.sent).toMatchObject([{ phone: phoneOf(900), template: 'case-notice' }]);
    const { token } = await citizenOf(server, 1);
    const { body } = await call(server, messages.list, { token });
    expect(body.items).toMatchObject([{ title: '请您授权', read: false }]);
    expect(body.items[0].body).toContain('林静邀请您作为买受人办理二手房转移登记（银滩花园3幢1201）');
  });

  test("the account's own phone counts; a silent gateway is tried again", async () => {
    const person = await citizenOf(server, 2);
    state.departmentsUp = false;
    await notify({ idNumber: person.idNumber, phone: phoneOf(901) });
    await server.outbox.drain();
    state.departmentsUp = true;
    server.clock.advance(60_000);
    await server.outbox.drain();
    expect(state.sent.map((message) => message.phone)).toEqual([person.phone]);
  });

  test('list, unread and read: own ones only, few statements along indexes', async () => {
    const mine = await citizenOf(server, 3);
    const other = await citizenOf(server, 4);
    for (let i = 0; i < 3; i++) await notify({ idNumber: mine.idNumber });
    const page = await call(server, messages.list, { token: mine.token, query: { limit: '2' } });
    expect(page.body.items).toHaveLength(2);
    const statements = await statementsOf(server, async () => {
      const rest = await call(server, messages.list, { token: mine.token, query: { cursor: page.body.next } });
      expect(rest.body).toMatchObject({ items: [{ read: false }], next: null });
    });
    expect(statements).toHaveLength(2);
    const count = async () => (await call(server, messages.unread, { token: mine.token })).body.count;
    statements.push(...(await statementsOf(server, async () => expect(await count()).toBe(3))));
    for (const { sql, params: values } of statements) expect(await fullScans(server, sql, values)).toEqual([]);
    const target = { id: page.body.items[0].id };
    expect((await call(server, messages.read, { token: other.token, params: target })).status).toBe(404);
    expect((await call(server, messages.read, { token: mine.token, params: target })).status).toBe(200);
    expect(await count()).toBe(2);
    expect((await call(server, messages.unread, { token: other.token })).body.count).toBe(0);
  });

  test('an account without a real name has no messages', async () => {
    const citizens = await server.get(CitizenService);
    const id = await server.database.unitOfWork((tx) => citizens.createCitizen(tx, { phone: phoneOf(5) }));
    expect(await service.list({ kind: 'citizen', id }, undefined, 20)).toEqual({ items: [], next: null });
  });

  test('no name, number or phone is stored in the clear', async () => {
    const rows = await Promise.all([
      server.database.read('SELECT * FROM message'),
      server.database.read('SELECT * FROM outbox'),
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/林静|1390770|4505021985/);
  });
});

eachDatabase((dialect) => {
  let server: TestServer;
  let service: MessageService;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters, variables: { RATE_LIMITS: 'on' } });
    service = await server.get(MessageService);
  });
  afterAll(() => server.close());
  beforeEach(() => {
    state.sent.length = 0;
  });
  const notify = async (to: To, caseId: string, location = '银滩花园3幢1201') => {
    const notice = { to, caseId, template: 'authorise-request', params: { ...params, location } } as const;
    await server.database.unitOfWork((tx) => service.notify(tx, notice));
    await server.outbox.drain();
  };
  const waiting = (idNumber: string) =>
    server.database.readOne<{ n: number }>('SELECT COUNT(*) AS n FROM message WHERE recipient = ?', [
      server.cipher.blindIndex(idNumber, 'id-number'),
    ]);

  test('the same words about the same case go by SMS once in twenty minutes, also when the gateway was silent', async () => {
    const to = { idNumber: idNumberOf(11), phone: phoneOf(911) };
    const caseId = newId();
    state.departmentsUp = false;
    await notify(to, caseId);
    state.departmentsUp = true;
    server.clock.advance(60_000);
    for (let i = 0; i < 15; i++) await notify(to, caseId);
    expect(state.sent).toHaveLength(1);
    expect(await waiting(to.idNumber)).toMatchObject({ n: 16 });
    server.clock.advance(20 * 60_000);
    await notify(to, caseId);
    expect(state.sent).toHaveLength(2);
  });

  test('a phone has enough for a day; what is said of the account still comes, and tomorrow the rest', async () => {
    const to = { idNumber: idNumberOf(12), phone: phoneOf(912) };
    for (let i = 0; i < 40; i++) await notify(to, newId(), `银滩花园3幢${i}`);
    expect(state.sent).toHaveLength(8);
    expect(await waiting(to.idNumber)).toMatchObject({ n: 40 });
    const notices = await server.get(AccountMessages);
    await server.database.unitOfWork((tx) => notices.send(tx, phoneOf(912), 'new-device'));
    await server.outbox.drain();
    expect(state.sent).toHaveLength(9);
    server.clock.advance(24 * 3_600_000);
    await notify(to, newId());
    expect(state.sent).toHaveLength(10);
  });
});

test('a reason that quotes numbers is masked; every template can be rendered', () => {
  const reason = `证号${idNumberOf(1)}，电话13907790001，受理编号202401010000011。`;
  const { body } = renderMessage({ template: 'rejected', params: { ...params, reason, decision: '不予登记' } });
  expect(body).toContain(`4505************${idNumberOf(1).slice(-2)}，电话139****0001，受理编号202401010000011`);
  for (const template of Object.keys(messageTemplates) as MessageTemplate[]) {
    const params = {} as MessageParams<MessageTemplate>;
    expect(renderMessage({ template, params }).body).not.toMatch(/[{}]/);
  }
});
