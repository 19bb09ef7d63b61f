import { join } from 'node:path';
import { DiskStorage } from '@zhucheng/bff/adapters/storage/client';
import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { CertificateFileService } from '@zhucheng/bff/modules/certificates/certificate-file.service';
import { CertificateSigner } from '@zhucheng/bff/modules/certificates/certificate-signer.service';
import { checkPdfSignature } from '@zhucheng/bff/modules/certificates/document';
import { FileTickets } from '@zhucheng/bff/modules/files/file-ticket.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { RegisterUpgrades } from '@zhucheng/bff/modules/register/register-upgrades.service';
import { useFontFolder } from '@zhucheng/bff/platform/fonts/fonts';
import { DownloadAddresses } from '@zhucheng/bff/platform/http/download';
import { newId } from '@zhucheng/bff/platform/ids';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { deadLetterAdvice } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { fontFolder } from '../support/one-glyph-font';
import { startTestServer, type TestServer } from '../support/server';
import { plan } from './document.fixtures';
import { readPdf } from './document.reader';

const owner = { id: newId(), name: '陈海波', idNumber: '45050219900307123X' };
const partner = { id: newId(), name: '林望', idNumber: '450502199103071234' };
const stranger = { id: newId(), name: '王五', idNumber: '450502198001015678' };
const people: Record<string, typeof owner> = { owner, partner, stranger };

const unit = {
  id: newId(),
  unitNumber: '450502001001GB00001F00010001',
  location: '北海市海城区四川路1号珠城花园3幢2单元1502号',
  use: 'dwelling' as const,
  areaHundredths: 11_836,
  rightNature: '出让/市场化商品房',
  rightType: '国有建设用地使用权/房屋所有权',
  termStart: '2018-06-30',
  termEnd: '2088-06-29',
  plan,
};

eachDatabase((dialect) => {
  let server: TestServer;
  let certificates: CertificateService;
  const ended = new Set<string>();

  beforeAll(async () => {
    const storage = { current: null as unknown as DiskStorage };
    const adapters = {
      get storage() {
        return storage.current;
      },
    };
    const own = ['certificates', 'vault'].flatMap((name) =>
      classesIn(join(__dirname, '../../src/modules', name), ['controller', 'service', 'entity']),
    );
    const variables = { PUBLIC_URL: 'https://e.beihai.test' };
    server = await startTestServer({
      dialect,
      adapters,
      variables,
      modules: [CitizenService, FileTickets, RegisterUpgrades, ...own],
    });
    storage.current = new DiskStorage({ root: `${server.testDatabase.variables.DATA_DIR}/files` });
    certificates = await server.get(CertificateService);
    const byId = (id: string) => Promise.resolve(Object.values(people).find((person) => person.id === id) ?? null);
    Object.assign(await server.get(CitizenService), { byId });
    server.sessions.use({
      read: (token) => ({ kind: 'citizen', id: people[token]!.id, roles: ['citizen'], sessionId: people[token]!.id }),
      alive: (sessionId) => Promise.resolve(!ended.has(sessionId)),
    });
  }, 30_000);
  afterAll(() => server.close());

  const issue = (copies = 1, fail = false, holders: Array<typeof owner> = [owner, partner]) =>
    server.database.unitOfWork(async (tx) => {
      const issued = await certificates.issue(tx, {
        kind: 'right-certificate',
        unit,
        rightId: newId(),
        holders: holders.map((holder) => ({ ...holder, share: { numerator: 1, denominator: holders.length } })),
        coOwnershipText: '按份共有',
        otherState: '',
        note: '登记原因：买卖',
        caseId: newId(),
        copies,
      });
      if (fail) throw new Error('rolled back');
      return issued;
    });

  async function call(who: string | null, method: string, path: string, body?: unknown) {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(who && { authorization: `Bearer ${who}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      bytes,
      body: type.includes('json') ? JSON.parse(bytes.toString()) : undefined,
    };
  }

  const token = (id: string) =>
    server.database.unitOfWork(
      async (tx) => (await tx.query<{ token: string }>('SELECT token FROM certificate WHERE id = ?', [id]))[0]!.token,
    );

  it('numbers without gaps under fifty concurrent issues, some of which are rolled back', async () => {
    const plannedCopies = Array.from({ length: 50 }, (_, i) => ({ copies: (i % 3) + 1, fail: i % 4 === 1 }));
    const results = await Promise.allSettled(plannedCopies.map(({ copies, fail }) => issue(copies, fail)));
    const kept = plannedCopies.filter(({ fail }) => !fail);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(kept.length);
    const rows = await server.database.read<{ serial: number; number: string }>(
      'SELECT serial, number FROM certificate ORDER BY serial',
    );
    const total = kept.reduce((sum, { copies }) => sum + copies, 0);
    expect(rows.map((row) => Number(row.serial))).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(new Set(rows.map((row) => row.number)).size).toBe(total);
    const year = new Date(server.clock.now() + 8 * 3_600_000).getUTCFullYear();
    expect(rows[0]!.number).toBe(`桂（${year}）北海市不动产权第0000001号`);
  }, 60_000);

  it('renders through the outbox once: signed, small, the same file for ever', async () => {
    const [certificate] = await issue();
    expect((await call('owner', 'GET', `/api/me/certificates/${certificate!.id}`)).body.pdfReady).toBe(false);
    await server.database.unitOfWork((tx) =>
      tx.execute("UPDATE outbox SET state = 'done' WHERE case_id <> (SELECT case_id FROM certificate WHERE id = ?)", [
        certificate!.id,
      ]),
    );
    await server.outbox.drain();
    expect((await call('owner', 'GET', `/api/me/certificates/${certificate!.id}`)).body.pdfReady).toBe(true);
    const link = await call('owner', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'pdf' });
    expect(link.body.expiresAt).toBe(server.clock.now() + 5 * 60_000);
    const file = await call(null, 'GET', link.body.url);
    expect(file).toMatchObject({ status: 200, type: 'application/pdf' });
    expect(file.bytes.length).toBeLessThan(150 * 1024);
    const signer = await (await server.get(CertificateSigner)).get();
    expect(checkPdfSignature(file.bytes, signer.certificatePem)).toMatchObject({ valid: true });
    const again = await (await server.get(CertificateFileService)).pdf(certificate!.id);
    expect(again.equals(file.bytes)).toBe(true);
    expect(link.body.url).not.toMatch(/4505|陈/);
  }, 30_000);

  it('renders on the spot for whoever is faster than the outbox, once for all who ask at the same time', async () => {
    const [certificate] = await issue();
    const files = await server.get(CertificateFileService);
    const pdfs = await Promise.all(Array.from({ length: 5 }, () => files.pdf(certificate!.id)));
    expect(pdfs.every((pdf) => pdf.equals(pdfs[0]!))).toBe(true);
    const link = await call('partner', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'pdf' });
    expect((await call(null, 'GET', link.body.url)).bytes.equals(pdfs[0]!)).toBe(true);
  }, 30_000);

  it('gives the plan as a picture', async () => {
    const [certificate] = await issue();
    const link = await call('owner', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'plan' });
    const jpg = await call(null, 'GET', link.body.url);
    expect(jpg.type).toBe('image/jpeg');
    expect(jpg.bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const again = await call('owner', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'plan' });
    expect((await call(null, 'GET', again.body.url)).bytes.equals(jpg.bytes)).toBe(true);
  }, 30_000);

  it('lets a ticket open one file for five minutes, while its session lasts, and nothing else', async () => {
    const [certificate, other] = await issue(2);
    const { url } = (await call('owner', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'plan' }))
      .body;
    // Its downloads count for whoever it was made for, not for whoever passes it on.
    const addresses = await server.get(DownloadAddresses);
    const ticket = url.split('/').at(-1);
    expect(addresses.holderOf(ticket)).toEqual({ person: `session:${people.owner!.id}`, inside: false });
    expect(addresses.holderOf(ticket.replace('-session-', '-staff-'))).toBeNull();
    expect((await call(null, 'GET', url.replace('-plan-', '-pdf-'))).status).toBe(404);
    expect((await call(null, 'GET', url.replace(certificate!.id, other!.id))).status).toBe(404);
    expect((await call(null, 'GET', '/api/certificate-files/made-up')).status).toBe(404);
    ended.add(people.owner!.id);
    expect((await call(null, 'GET', url)).status).toBe(404);
    ended.clear();
    expect((await call(null, 'GET', url)).status).toBe(200);
    server.clock.advance(5 * 60_000);
    expect((await call(null, 'GET', url)).status).toBe(404);
  }, 30_000);

  it('shows certificates to their holders only', async () => {
    const [certificate] = await issue();
    const mine = (await call('owner', 'GET', '/api/me/certificates')).body.items;
    expect(mine[0]).toMatchObject({
      id: certificate!.id,
      rightHolders: '陈海波、林望',
      coOwnership: '按份共有',
      use: '住宅',
      state: 'valid',
    });
    expect((await call('stranger', 'GET', '/api/me/certificates')).body.items).toEqual([]);
    expect((await call('stranger', 'GET', `/api/me/certificates/${certificate!.id}`)).status).toBe(404);
    expect(
      (await call('stranger', 'POST', `/api/me/certificates/${certificate!.id}/link`, { file: 'pdf' })).status,
    ).toBe(404);
    expect((await call(null, 'GET', '/api/me/certificates')).status).toBe(401);
  });

  it('verifies with masked fields, and as cancelled at once', async () => {
    const [certificate] = await issue();
    const qr = await token(certificate!.id);
    expect(qr).toMatch(/^[A-Za-z0-9_-]{32}$/);
    const detail = (await call('owner', 'GET', `/api/me/certificates/${certificate!.id}`)).body;
    expect(detail.verifyUrl).toBe(`https://e.beihai.test/#/packages/certificate/verify/index?token=${qr}`);
    const genuine = (await call(null, 'GET', `/api/verify/${qr}`)).body;
    expect(genuine).toMatchObject({
      result: 'genuine',
      number: certificate!.number,
      rightHolders: '陈*波、林*',
      kindName: '不动产权证书',
    });
    expect(JSON.stringify(genuine)).not.toMatch(/陈海波|林望|1502|GB00001F0001/);
    await server.database.unitOfWork((tx) =>
      certificates.cancel(tx, [certificate!.id], { reason: '转移登记', caseId: newId() }),
    );
    expect((await call(null, 'GET', `/api/verify/${qr}`)).body).toMatchObject({
      result: 'cancelled',
      cancelledAt: server.clock.now(),
    });
    expect((await call(null, 'GET', `/api/verify/${'x'.repeat(32)}`)).body).toMatchObject({
      result: 'unknown',
      number: null,
    });
  });

  it('verifies a number only together with a right-holder, in any spelling', async () => {
    const [certificate] = await issue();
    const verify = (number: string, rightHolder: string) => call(null, 'POST', '/api/verify', { number, rightHolder });
    const spelt = certificate!.number.replace('（', '(').replace('）', ')');
    expect((await verify(spelt, '林 望')).body.result).toBe('genuine');
    expect((await verify(spelt, '陈海波、林\u200b望')).body.result).toBe('genuine');
    expect((await verify(spelt, '林望,陈海波')).body.result).toBe('genuine');
    expect((await verify(spelt, '陈海波、王五')).body.result).toBe('unknown');
    const wrongName = await verify(certificate!.number, '王五');
    const wrongNumber = await verify('桂（2020）北海市不动产权第7654321号', '林望');
    expect(wrongName.body.result).toBe('unknown');
    expect(wrongName.body).toEqual(wrongNumber.body);
  });

  it('takes over earlier certificates and counts on behind them', async () => {
    const number = '桂(2031)北海市不动产权第0000017号';
    const draft = {
      kind: 'right-certificate' as const,
      unit,
      holders: [owner],
      coOwnershipText: '单独所有',
      otherState: '',
      note: '',
    };
    const imported = await server.database.unitOfWork((tx) =>
      certificates.import(tx, { ...draft, number, issuedAt: 1_600_000_000_000 }),
    );
    expect(imported.number).toBe('桂（2031）北海市不动产权第0000017号');
    expect(await certificates.summaries([imported.id])).toEqual([
      {
        id: imported.id,
        number: imported.number,
        kind: 'right-certificate',
        state: 'valid',
        issuedAt: 1_600_000_000_000,
        fileFault: null,
      },
    ]);
    const before = server.clock.now();
    server.clock.set(Date.UTC(2031, 5, 1));
    expect((await issue())[0]!.number).toBe('桂（2031）北海市不动产权第0000018号');
    server.clock.set(before);
    const link = await call('owner', 'POST', `/api/me/certificates/${imported.id}/link`, { file: 'pdf' });
    expect((await call(null, 'GET', link.body.url)).type).toBe('application/pdf');
  }, 30_000);

  describe('a certificate that no font can print', () => {
    const rare = [{ ...owner, name: '王𪸩' }];
    const detail = async (id: string) => (await call('owner', 'GET', `/api/me/certificates/${id}`)).body;
    const open = (id: string) => call('owner', 'POST', `/api/me/certificates/${id}/link`, { file: 'pdf' });
    afterEach(() => useFontFolder(undefined));

    it('is said to have failed, never to be on its way, and is made once there is a font', async () => {
      await server.outbox.drain();
      const [certificate] = await issue(1, false, rare);
      const { id } = certificate!;
      expect(await detail(id)).toMatchObject({ pdfReady: false, fileFault: null });
      await server.outbox.drain();
      expect(await detail(id)).toMatchObject({ pdfReady: false, fileFault: 'unprintable' });
      expect((await certificates.summaries([id]))[0]!.fileFault).toBe('unprintable');
      expect((await open(id)).body.error).toMatchObject({ code: 'CERTIFICATE_FAILED' });

      // Once, as a second attempt would find no other font; the centre reads what is missing and what to do.
      const [letter] = (await server.outbox.deadLetters()).filter(({ topic }) => topic === 'certificate.render');
      expect(letter).toMatchObject({ attempts: 1, lastErrorCode: 'CERTIFICATE_UNPRINTABLE:2AE29' });
      const advice = deadLetterAdvice(letter!.lastErrorCode)!;
      expect(advice.reason).toContain('“𪸩”（U+2AE29）没有一个字体里有');
      expect(advice.remedy).toContain('含这个字的字体');

      const retry = async () => {
        await server.database.unitOfWork((tx) => server.outbox.retry(tx, letter!.id));
        await server.outbox.drain();
      };
      await retry();
      expect((await detail(id)).fileFault).toBe('unprintable');
      useFontFolder(fontFolder(server.testDatabase.variables.DATA_DIR, '𪸩'));
      await retry();
      expect(await detail(id)).toMatchObject({ pdfReady: true, fileFault: null });
      const file = await call(null, 'GET', (await open(id)).body.url);
      expect(readPdf(file.bytes).pages[1]!.text.replaceAll('\n', '')).toContain('王𪸩');
    }, 60_000);

    it('is not called failed by somebody who is faster than the outbox while it only takes long', async () => {
      const [certificate] = await issue();
      const files = await server.get(CertificateFileService);
      const broken = jest.spyOn(files.certificateSigner, 'get').mockRejectedValue(new Error('no key'));
      expect((await open(certificate!.id)).body.error).toMatchObject({ code: 'CERTIFICATE_NOT_READY' });
      broken.mockRestore();
      expect((await open(certificate!.id)).status).toBe(200);
    }, 30_000);
  });

  it('reads with at most three statements', async () => {
    const [certificate] = await issue();
    const qr = await token(certificate!.id);
    const verification = { number: certificate!.number, rightHolder: '林望' };
    for (const [method, path, body] of [
      ['GET', '/api/me/certificates'],
      ['GET', `/api/me/certificates/${certificate!.id}`],
      ['GET', `/api/verify/${qr}`],
      ['POST', '/api/verify', verification],
    ] as const) {
      const before = server.database.statements;
      expect((await call('owner', method, path, body)).status).toBe(200);
      expect(server.database.statements - before).toBeLessThanOrEqual(3);
    }
  });
});
