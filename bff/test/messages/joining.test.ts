import { MessageService, type NewMessage } from '@zhucheng/bff/modules/messages/message.service';
import {
  joinMessages,
  type MessageTemplate,
  messageTemplates,
  type Part,
} from '@zhucheng/bff/modules/messages/templates';
import { newId } from '@zhucheng/bff/platform/ids';
import { createServer, type Server } from '@zhucheng/bff/server';
import { routes } from '@zhucheng/shared';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer, testEnvironment } from '../support/server';

jest.setTimeout(60_000);

const { messages } = routes;
const windowMs = 8_000;
const variables = { MESSAGE_WINDOW_MS: String(windowMs) };
const about = { business: '二手房转移登记', location: '银滩花园3幢1201' };
const params = { ...about, acceptanceNumber: '202501010000017', applicant: '林静', role: '买受人', amount: '80.00' };
const all = { ...params, reason: '缺少签名。', who: '黄志强', decision: '不予登记' };

const joined = (...templates: MessageTemplate[]) =>
  joinMessages(templates.map((template): Part => ({ template, params: all })));

describe('news of one case in one message', () => {
  test.each<[MessageTemplate[], string, string]>([
    [
      ['approved', 'payment-due'],
      '请缴登记费',
      '二手房转移登记（银滩花园3幢1201）审核通过。需缴登记费 80.00 元，微信或支付宝都可以。',
    ],
    [
      ['submitted', 'approved', 'payment-due'],
      '请缴登记费',
      '二手房转移登记（银滩花园3幢1201）已提交，受理编号 202501010000017。审核通过。需缴登记费 80.00 元，微信或支付宝都可以。',
    ],
    [
      ['paid', 'completed'],
      '已办结',
      '二手房转移登记（银滩花园3幢1201）登记费已到账。已登簿发证，受理编号 202501010000017。新权利人可在“我的不动产”查看电子证书。',
    ],
    [
      ['authorise-request', 'submitted'],
      '请您授权',
      '林静邀请您作为买受人办理二手房转移登记（银滩花园3幢1201）。请在“我的授权”里核对内容，刷脸授权或选择到窗口核验。已提交，受理编号 202501010000017，正在审核。',
    ],
    [
      ['correction-requested', 'authorise-again'],
      '请您重新授权',
      '二手房转移登记（银滩花园3幢1201）需要修改：缺少签名。 请改好后重新提交。二手房转移登记（银滩花园3幢1201）的不动产有新的登记情况，您之前的授权不再有效。请在“我的授权”里看过并作出承诺后重新授权。',
    ],
    [
      ['payment-due', 'suspended', 'resumed'],
      '恢复办理',
      '二手房转移登记（银滩花园3幢1201）曾经中止，已缴的费用会原路退回。二手房转移登记（银滩花园3幢1201）的限制已解除，恢复办理。',
    ],
    [
      ['authorise-request', 'withdrawn'],
      '申请已撤回',
      '二手房转移登记（银滩花园3幢1201）已撤回。原因：缺少签名。已缴的费用会原路退回。',
    ],
  ])('%j', (templates, title, body) => {
    expect(joined(...templates)).toMatchObject({ title, body });
  });

  test('whatever came before, a request stays until it is answered, and the newest is said in full', () => {
    const names = (Object.keys(messageTemplates) as MessageTemplate[]).filter(
      (template) => !('alone' in messageTemplates[template]),
    );
    const ends = ['completed', 'rejected', 'withdrawn', 'lapsed'];
    for (const first of names)
      for (const second of names) {
        const { body } = joined('payment-due', first, second);
        expect(body).toContain(joined(second).body.replace(/^.*?（银滩花园3幢1201）：?/, ''));
        const answers = (news: MessageTemplate) => [...ends, 'paid', 'suspended'].includes(news);
        const due = second === 'payment-due' || (!answers(second) && (first === 'payment-due' || !answers(first)));
        expect({ first, second, due: body.includes('需缴登记费 80.00 元') }).toEqual({ first, second, due });
      }
  });

  test('two roles of one person are both asked; the same twice is said once', () => {
    const [seller, buyer] = ['出卖人', '买受人'].map((role): Part => {
      return { template: 'authorise-request', params: { ...all, role } };
    }) as [Part, Part];
    const { body, parts } = joinMessages([seller, buyer, buyer]);
    expect(body).toContain('作为出卖人');
    expect(body.match(/作为买受人/g)).toHaveLength(1);
    expect(parts).toHaveLength(2);
  });
});

eachDatabase((dialect) => {
  let server: TestServer;
  let beside: Server;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters, variables });
    const environment = testEnvironment(server.testDatabase, variables);
    // One process has an embedded database; two share the other.
    beside =
      dialect === 'sqlite'
        ? server
        : await createServer({ environment, adapters, clock: server.clock, port: 0, workers: false });
  });
  afterAll(async () => {
    if (beside !== server) await beside.close();
    await server.close();
  });
  beforeEach(() => {
    state.sent.length = 0;
  });

  let serial = 20;
  /** Somebody with an account, and a case. */
  const somebody = async () => ({ ...(await citizenOf(server, ++serial)), caseId: newId() });
  type Who = Awaited<ReturnType<typeof somebody>>;

  type Told = { idNumber: string; caseId: string; phone?: string };
  async function tell({ caseId, ...to }: Told, template: MessageTemplate, on: Server = server) {
    const service = await on.get(MessageService);
    const message = { to, caseId, template, params: all } as NewMessage<'approved'>;
    await on.database.unitOfWork((tx) => service.notify(tx, message));
  }
  const list = async ({ token }: Who) =>
    (await call(server, messages.list, { token })).body.items as Array<{ id: string; title: string; read: boolean }>;
  const unread = async ({ token }: Who) => (await call(server, messages.unread, { token })).body.count;
  const texts = () => state.sent.map((message) => message.params.text!);
  const pass = async (ms = windowMs) => {
    server.clock.advance(ms);
    await server.outbox.drain();
  };

  test('what comes within seconds is one message in the app and one SMS, with all there is to do', async () => {
    const who = await somebody();
    await tell(who, 'approved');
    server.clock.advance(1_000);
    await tell(who, 'payment-due');
    await server.outbox.drain();
    expect(texts()).toEqual([]);
    expect((await list(who)).map(({ title }) => title)).toEqual(['请缴登记费']);
    expect(await unread(who)).toBe(1);
    await pass(windowMs - 1_000);
    expect(texts()).toEqual([
      '请缴登记费：二手房转移登记（银滩花园3幢1201）审核通过。需缴登记费 80.00 元，微信或支付宝都可以。',
    ]);
    await pass(60_000);
    expect(texts()).toHaveLength(1);
  });

  test('what was read already is unread again when news is joined to it', async () => {
    const who = await somebody();
    await tell(who, 'paid');
    const [first] = await list(who);
    await call(server, messages.read, { token: who.token, params: { id: first!.id } });
    expect(await unread(who)).toBe(0);
    await tell(who, 'completed');
    expect(await list(who)).toMatchObject([{ id: first!.id, title: '已办结', read: false }]);
    expect(await unread(who)).toBe(1);
    await pass();
  });

  test('later news, another case, another person and what stands alone are their own', async () => {
    const [who, other] = [await somebody(), await somebody()];
    await tell(who, 'submitted');
    await tell({ ...who, caseId: newId() }, 'submitted');
    await tell(other, 'submitted');
    await tell(who, 'co-owner-told');
    await server.outbox.drain();
    // A duty to tell by law waits for nothing.
    expect(texts()).toEqual([expect.stringContaining('共有的不动产正在办理登记')]);
    await pass();
    await tell(who, 'approved');
    await pass();
    expect((await list(who)).map(({ title }) => title)).toEqual([
      '审核通过',
      '共有的不动产正在办理登记',
      '申请已提交',
      '申请已提交',
    ]);
    expect(await list(other)).toHaveLength(1);
    expect(texts()).toHaveLength(5);
  });

  test('a message that was on its way when the gateway fell silent is sent once and as it was; news then is its own', async () => {
    const who = await somebody();
    await tell(who, 'approved');
    state.departmentsUp = false;
    await pass();
    await tell(who, 'payment-due');
    state.departmentsUp = true;
    await pass(60_000);
    expect(texts().sort()).toEqual([
      '审核通过：二手房转移登记（银滩花园3幢1201）审核通过。',
      '请缴登记费：二手房转移登记（银滩花园3幢1201）需缴登记费 80.00 元，微信或支付宝都可以。',
    ]);
  });

  test('a transaction that is rolled back leaves what was told before', async () => {
    const who = await somebody();
    await tell(who, 'approved');
    const service = await server.get(MessageService);
    const message = { to: { idNumber: who.idNumber }, caseId: who.caseId, template: 'lapsed', params } as const;
    const failing = server.database.unitOfWork(async (tx) => {
      await service.notify(tx, message);
      throw new Error('the power failed');
    });
    await expect(failing).rejects.toThrow('the power failed');
    await pass();
    expect(texts()).toEqual([expect.stringContaining('审核通过')]);
  });

  test('told by two processes at once, while both send: nothing twice, nothing lost', async () => {
    for (let round = 0; round < 8; round++) {
      const who = { idNumber: idNumberOf(400 + round), phone: phoneOf(400 + round), caseId: newId() };
      await tell(who, 'submitted');
      state.sent.length = 0;
      server.clock.advance(windowMs);
      await Promise.all([
        tell(who, 'correction-requested'),
        beside.outbox.drain(),
        tell(who, 'payment-due', beside),
        server.outbox.drain(),
        tell(who, 'authorise-again'),
      ]);
      await pass();
      const said = texts().join('\n');
      for (const asked of ['缺少签名', '需缴登记费', '重新授权。', '受理编号 202501010000017'])
        expect({ round, asked, times: said.split(asked).length - 1 }).toEqual({ round, asked, times: 1 });
      // Of all three pieces of news, either with the first or without it.
      expect([1, 2]).toContain(texts().length);
    }
  });

  test('once it is sent, the parts of a message are gone; what waits is encrypted', async () => {
    const who = await somebody();
    await tell(who, 'authorise-request');
    const rows = await server.database.read('SELECT * FROM message');
    expect(JSON.stringify(rows)).not.toMatch(/林静|黄志强|缺少签名/);
    await pass();
    const open = 'SELECT COUNT(*) AS n FROM message WHERE slot IS NOT NULL OR parts_cipher IS NOT NULL';
    expect(await server.database.readOne(open)).toEqual({ n: 0 });
  });
});
