import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { createAdapters, parseDepartmentEnvironment } from '../../src/adapters';
import { Harness, startHarness, UNIT } from './harness';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(() => harness.api('/reset', 'POST', {}));

const mode = (department: string, to: string, delayMs = 0) =>
  harness.api(`/departments/${department}`, 'PUT', { mode: to, delayMs });

const buyers = [{ idNumber: '450502199001011233' }];

async function certificate(fields: Record<string, unknown> = {}): Promise<string> {
  const made = await harness.api<{ taxCertificateNumber: string }>('/tax/certificates', 'POST', {
    unitNumber: UNIT,
    paidFen: 1_500_000,
    ...fields,
  });
  expect(made.taxCertificateNumber).toMatch(/^\d{18}$/);
  return made.taxCertificateNumber;
}

describe('tax bureau', () => {
  const ask = (taxCertificateNumber: string, unitNumber = UNIT) =>
    harness.adapters.tax.verify({ reference: 'case-1', taxCertificateNumber, unitNumber, buyers });

  test('answers with a ticket first, then with the payment', async () => {
    const taxCertificateNumber = await certificate();
    await mode('tax', 'later');
    const first = await ask(taxCertificateNumber);
    expect(first).toMatchObject({ status: 'pending', ticket: expect.any(String) });
    const { ticket } = first as { ticket: string };
    expect((await harness.adapters.tax.result(ticket)).status).toBe('pending');
    await harness.api(`/tickets/${ticket}/release`, 'POST', {});
    expect(await harness.adapters.tax.result(ticket)).toEqual({
      status: 'accepted',
      data: { taxCertificateNumber, paidFen: 1_500_000, paidOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    });
  });

  test('a clerk releases or refuses a waiting question', async () => {
    const taxCertificateNumber = await certificate();
    await mode('tax', 'later');
    const { ticket } = (await ask(taxCertificateNumber)) as { ticket: string };
    await harness.api(`/tickets/${ticket}/release`, 'POST', { verdict: 'rejected' });
    expect(await harness.adapters.tax.result(ticket)).toMatchObject({ status: 'rejected', reason: 'unpaid' });
  });

  test('refuses with a reason: unknown number, other unit, unpaid, other taxpayer, unknown ticket', async () => {
    await mode('tax', 'now');
    expect(await ask('000000000000000000')).toEqual({ status: 'rejected', reason: 'not-found' });
    const paid = await certificate();
    expect(await ask(paid, UNIT.replace(/1$/, '2'))).toEqual({ status: 'rejected', reason: 'other-unit' });
    expect(await ask(await certificate({ unpaid: true }))).toEqual({ status: 'rejected', reason: 'unpaid' });
    const other = await certificate({ buyers: ['450502198001011230'] });
    expect(await ask(other)).toEqual({ status: 'rejected', reason: 'other-taxpayer' });
    expect(await harness.adapters.tax.result('nothing')).toEqual({ status: 'rejected', reason: 'ticket-unknown' });
  });
});

describe('a department that does not answer properly is unknown, never a refusal', () => {
  test.each([
    ['garbage', 'garbage'],
    ['never', 'timeout'],
  ])('%s', async (to, cause) => {
    await mode('identity-check', to);
    const answer = await harness.adapters.identityCheck.check({ name: '林海', idNumber: '450502199001011233' });
    expect(answer).toEqual({ status: 'unknown', cause });
  });

  test('slower than the time-out', async () => {
    await mode('sms', 'now', 900);
    const message = { phone: '13800000001', template: 'x', params: {}, reference: 'slow' };
    expect(await harness.adapters.sms.send(message)).toEqual({ status: 'unknown', cause: 'timeout' });
  });

  test('nobody listens; after five failures the circuit opens and nothing is sent', async () => {
    const other = await startHarness({ SMS_BASE_URL: 'http://127.0.0.1:9' });
    const message = { phone: '13800000001', template: 'x', params: {}, reference: 'r' };
    for (let call = 0; call < 5; call += 1) {
      expect(await other.adapters.sms.send(message)).toEqual({ status: 'unknown', cause: 'network' });
    }
    expect(await other.adapters.sms.send(message)).toEqual({ status: 'unknown', cause: 'circuit-open' });
    expect(other.adapters.health()).toContainEqual({ department: 'sms', state: 'down' });
    expect(other.adapters.health()).toContainEqual({ department: 'tax', state: 'up' });
    await other.close();
  });
});

describe('market supervision bureau', () => {
  const question = { reference: 'case-1', creditCode: '91450500MA5N0W4H96' };
  const set = (size: string) => harness.api(`/market/enterprises/${question.creditCode}`, 'PUT', { size });

  test('tells the size of an enterprise, and that it knows none', async () => {
    const { market } = harness.adapters;
    expect(await market.size(question)).toEqual({
      status: 'accepted',
      data: { creditCode: question.creditCode, size: 'large' },
    });
    await set('micro');
    expect(await market.size(question)).toMatchObject({ status: 'accepted', data: { size: 'micro' } });
    await set('unknown');
    expect(await market.size(question)).toEqual({ status: 'rejected', reason: 'not-found' });
  });

  test('answers with a ticket first; an answer about another enterprise is none', async () => {
    const { market } = harness.adapters;
    await mode('market', 'later', 80_000);
    const { ticket } = (await market.size(question)) as { ticket: string };
    expect(await market.result(ticket, question)).toMatchObject({ status: 'pending' });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await market.result(ticket, { ...question, creditCode: '91450500MA5N0W4H3J' })).toMatchObject({
      status: 'unknown',
    });
    expect(await market.result(ticket, question)).toMatchObject({ status: 'accepted' });
    expect(await market.result('nothing', question)).toEqual({ status: 'rejected', reason: 'ticket-unknown' });
  });

  test('silence and nonsense are unknown, never a no', async () => {
    for (const how of ['garbage', 'never']) {
      await mode('market', how);
      expect(await harness.adapters.market.size(question)).toMatchObject({ status: 'unknown' });
    }
  });
});

describe('signatures', () => {
  /** Stands between client and sandbox. */
  async function proxied(change: (answer: { status: number; headers: Headers; body: string }) => void) {
    let last: { path: string; headers: Record<string, string>; body: string } | undefined;
    const proxy = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name.startsWith('x-') || name === 'content-type'),
      ) as Record<string, string>;
      last = { path: request.url ?? '', headers, body: Buffer.concat(chunks).toString('utf8') };
      const upstream = await fetch(harness.sandbox.url + request.url, { method: 'POST', headers, body: last.body });
      const answer = { status: upstream.status, headers: new Headers(upstream.headers), body: await upstream.text() };
      change(answer);
      const names = ['x-timestamp', 'x-nonce', 'x-signature'];
      const out = names.map((name) => [name, answer.headers.get(name) ?? ''] as const).filter(([, value]) => value);
      response.writeHead(answer.status, Object.fromEntries(out)).end(answer.body);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    return { url, last: () => last, close: () => new Promise((resolve) => proxy.close(resolve)) };
  }

  async function throughProxy(change: (answer: { status: number; headers: Headers; body: string }) => void) {
    const proxy = await proxied(change);
    const config = parseDepartmentEnvironment({
      ...harness.sandbox.environment,
      DATA_DIR: harness.dataDir,
      IDENTITY_CHECK_BASE_URL: `${proxy.url}/departments/identity-check`,
    });
    const adapters = createAdapters(config, { clock: { now: () => Date.now() } });
    const answer = await adapters.identityCheck.check({ name: '林海', idNumber: '450502199001011233' });
    const last = proxy.last() as { path: string; headers: Record<string, string>; body: string };
    await proxy.close();
    return { answer, last };
  }

  test('an untouched answer passes', async () => {
    const { answer } = await throughProxy(() => undefined);
    expect(answer).toEqual({ status: 'accepted', data: { match: true } });
  });

  test('a changed, unsigned or foreign answer is unknown', async () => {
    const changed = await throughProxy((answer) => {
      answer.body = answer.body.replace('accepted', 'accepted ');
    });
    expect(changed.answer).toEqual({ status: 'unknown', cause: 'bad-signature' });
    const twice = await throughProxy((answer) => answer.headers.append('x-signature', 'x'));
    expect(twice.answer).toEqual({ status: 'unknown', cause: 'bad-signature' });
    const unsigned = await throughProxy((answer) => answer.headers.delete('x-signature'));
    expect(unsigned.answer).toEqual({ status: 'unknown', cause: 'bad-signature' });
    const failed = await throughProxy((answer) => {
      answer.status = 502;
    });
    expect(failed.answer).toEqual({ status: 'unknown', cause: 'http-502' });
  });

  test('the answer to one request does not fit another', async () => {
    const kept: { headers: Headers; body: string }[] = [];
    await throughProxy((answer) => kept.push(answer));
    const { answer } = await throughProxy((fresh) => {
      const [old] = kept as [{ headers: Headers; body: string }];
      for (const name of ['x-timestamp', 'x-signature', 'x-nonce'])
        fresh.headers.set(name, old.headers.get(name) ?? '');
      fresh.body = old.body;
    });
    expect(answer).toEqual({ status: 'unknown', cause: 'bad-signature' });
  });

  test('the peer refuses a replay, a stale and a forged request', async () => {
    const { last } = await throughProxy(() => undefined);
    const send = (headers: Record<string, string>, body = last.body) =>
      fetch(harness.sandbox.url + last.path, { method: 'POST', headers: { ...last.headers, ...headers }, body });
    expect(await (await send({})).json()).toEqual({ error: 'nonce-replayed' });
    expect(await (await send({ 'x-timestamp': String(Date.now() - 400_000) })).json()).toEqual({
      error: 'timestamp-stale',
    });
    const forged = await send({ 'x-nonce': 'f'.repeat(32) });
    expect(forged.status).toBe(401);
    expect(await forged.json()).toEqual({ error: 'signature-bad' });
  });
});

describe('housing bureau', () => {
  test('finds a filed contract, and tells other units apart', async () => {
    const filed = await harness.api<{ filingNumber: string }>('/housing/contracts', 'POST', {
      unitNumber: UNIT,
      priceFen: 88_000_000,
      sellers: ['林海'],
      buyers: ['苏晴', '苏朗'],
    });
    const { filingNumber } = filed;
    const question = { reference: 'case-2', filingNumber, unitNumber: UNIT };
    expect(await harness.adapters.housing.contract(question)).toMatchObject({
      status: 'accepted',
      data: { filingNumber, priceFen: 88_000_000, sellers: ['林海'], buyers: ['苏晴', '苏朗'] },
    });
    const elsewhere = { ...question, unitNumber: UNIT.replace(/1$/, '2') };
    expect(await harness.adapters.housing.contract(elsewhere)).toEqual({ status: 'rejected', reason: 'other-unit' });
  });

  test('names that a department writes with invisible marks or other forms of a sign arrive as everybody else’s', async () => {
    const { filingNumber } = await harness.api<{ filingNumber: string }>('/housing/contracts', 'POST', {
      unitNumber: UNIT,
      priceFen: 88_000_000,
      sellers: ['\u202d林\u200b海\u202c'],
      buyers: ['⽅晴', '苏\u3000朗'],
    });
    expect(
      await harness.adapters.housing.contract({ reference: 'case-2', filingNumber, unitNumber: UNIT }),
    ).toMatchObject({ data: { sellers: ['林海'], buyers: ['方晴', '苏 朗'] } });
  });

  test('both sides file online', async () => {
    const { housing } = harness.adapters;
    const about = { reference: 'case-3', unitNumber: UNIT };
    expect(await housing.filingStatus(about)).toEqual({ status: 'rejected', reason: 'not-found' });
    const opened = await housing.onlineFiling({ ...about, priceFen: 1_000_000, sellers: ['林海'], buyers: ['苏晴'] });
    const { url } = (opened as { data: { url: string } }).data;
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('完成备案');
    const id = url.split('/').pop();
    await harness.api(`/housing/filings/${id}/seller`, 'POST', {});
    expect((await housing.filingStatus(about)).status).toBe('pending');
    await harness.api(`/housing/filings/${id}/buyer`, 'POST', {});
    expect(await housing.filingStatus(about)).toMatchObject({
      status: 'accepted',
      data: { unitNumber: UNIT, priceFen: 1_000_000, sellers: ['林海'], buyers: ['苏晴'] },
    });
  });
});

describe('utilities', () => {
  test('accounts are the same every time, and a transfer happens once', async () => {
    const { utilities } = harness.adapters;
    const listed = await utilities.accounts({ unitNumber: UNIT });
    expect(listed).toEqual(await utilities.accounts({ unitNumber: UNIT }));
    const { data } = listed as { data: { kind: 'water'; account: string }[] };
    expect(data.map(({ kind }) => kind)).toEqual(['water', 'electricity', 'gas', 'broadband', 'cable']);
    const newHolder = { name: '苏晴', idNumber: '450502199001011233', phone: '13800000002' };
    const request = {
      reference: 'case-4',
      kind: 'water' as const,
      account: data[0]?.account ?? '',
      unitNumber: UNIT,
      newHolder,
    };
    const done = await utilities.transfer(request);
    expect(done).toMatchObject({ status: 'accepted', data: { transferNumber: expect.stringMatching(/^GH/) } });
    expect(await utilities.transfer(request)).toEqual(done);
    expect(await utilities.transfer({ ...request, account: '1' })).toEqual({ status: 'rejected', reason: 'not-found' });
  });
});

test("a city's own accounts are used; arrears refuse the transfer, and a parking space has none", async () => {
  const utilities = [{ unitNumber: UNIT, kind: 'water' as const, accountNumber: 'S000001', arrearsFen: 4_200 }];
  const city = await startHarness({}, { utilities });
  const { utilities: companies } = city.adapters;
  expect(await companies.accounts({ unitNumber: UNIT })).toEqual({
    status: 'accepted',
    data: [{ kind: 'water', provider: expect.any(String), account: 'S000001', arrearsFen: 4_200 }],
  });
  expect(await companies.accounts({ unitNumber: UNIT.replace(/1$/, '2') })).toEqual({ status: 'accepted', data: [] });
  const newHolder = { name: '苏晴', idNumber: '11010519491231002X', phone: '13800000002' };
  const request = { reference: 'case-5', kind: 'water' as const, account: 'S000001', unitNumber: UNIT, newHolder };
  expect(await companies.transfer(request)).toEqual({ status: 'rejected', reason: 'arrears' });
  await city.close();
});

describe('people and messages', () => {
  test('another document is another person than the same number of another kind, and the kind is told', async () => {
    const { identityCheck } = harness.adapters;
    const match = { status: 'accepted', data: { match: true } };
    expect(await identityCheck.check({ name: '何港生', idNumber: 'HMP:H12345678' })).toEqual(match);
    expect(await identityCheck.check({ name: 'Smith', idNumber: 'PASSPORT:USA:H12345678' })).toEqual(match);
    expect((await identityCheck.check({ name: 'Smith', idNumber: 'HMP:H12345678' })).status).toBe('rejected');
    // Fifteen digits are asked for as the eighteen.
    expect(await identityCheck.check({ name: '苏晴', idNumber: '110105491231002' })).toEqual(match);
    expect((await identityCheck.check({ name: '苏朗', idNumber: '11010519491231002X' })).status).toBe('rejected');
  });

  test('a known person must match; an unknown one is learned; a bad number never matches', async () => {
    const { identityCheck } = harness.adapters;
    const match = { status: 'accepted', data: { match: true } };
    const no = { status: 'rejected', reason: 'mismatch' };
    expect(await identityCheck.check({ name: '林海', idNumber: '450502199001011233' })).toEqual(match);
    expect(await identityCheck.check({ name: '林洋', idNumber: '450502199001011233' })).toEqual(no);
    expect(await identityCheck.check({ name: '苏晴', idNumber: '11010519491231002X' })).toEqual(match);
    expect(await identityCheck.check({ name: '苏朗', idNumber: '11010519491231002X' })).toEqual(no);
    expect(await identityCheck.check({ name: '苏朗', idNumber: '110105194912310021' })).toEqual(no);
  });

  test('a message arrives once per reference, and nothing personal is logged', async () => {
    const message = {
      phone: '13800000003',
      template: 'verification-code',
      params: { code: '246810' },
      reference: 'sms-1',
    };
    const sent = await harness.adapters.sms.send(message);
    expect(sent).toMatchObject({ status: 'accepted' });
    expect(await harness.adapters.sms.send(message)).toEqual(sent);
    const inbox = await harness.api<{ messages: { text: string; params: { code: string } }[] }>(
      '/sms?phone=13800000003',
    );
    expect(inbox.messages).toHaveLength(1);
    expect(inbox.messages[0]?.params.code).toBe('246810');
    expect(inbox.messages[0]?.text).toContain('246810');
    const log = harness.logged.join('\n');
    expect(log).toContain('"reference":"sms-1"');
    expect(log).toMatch(/"requestHash":"[0-9a-f]{32}"/);
    for (const secret of ['13800000003', '450502199001011233', '林海', '246810']) expect(log).not.toContain(secret);
  });
});
