import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoragePort } from '@zhucheng/bff/adapters';
import { DiskStorage } from '@zhucheng/bff/adapters/storage/client';
import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { CertificateFileService } from '@zhucheng/bff/modules/certificates/certificate-file.service';
import { FileTickets } from '@zhucheng/bff/modules/files/file-ticket.service';
import { FileVault } from '@zhucheng/bff/modules/files/file-vault.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { RegisterUpgrades } from '@zhucheng/bff/modules/register/register-upgrades.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { plan } from '../certificates/document.fixtures';
import { eachDatabase } from '../support/databases';
import { startTestStore, type TestStore } from '../support/s3';
import { startTestServer, type TestServer } from '../support/server';

jest.setTimeout(60_000);

const owner = { id: newId(), name: '陈海波', idNumber: '45050219900307123X' };
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
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Dies at the call with this number, as a killed process does: nothing after it happens. */
function dyingAt(storage: StoragePort, call: number): StoragePort {
  let calls = 0;
  return new Proxy(storage, {
    get: (target, name: keyof StoragePort) => {
      return (...args: never[]) => {
        if (++calls >= call) throw new Error('killed');
        return (target[name] as (...given: never[]) => unknown)(...args);
      };
    },
  });
}

eachDatabase((dialect) => {
  describe.each(['disk', 'S3'])('in %s', (place) => {
    let server: TestServer;
    let store: TestStore | undefined;
    let storage: StoragePort;
    let used: StoragePort;
    let folder: string;
    let certificates: CertificateService;
    let files: CertificateFileService;

    beforeAll(async () => {
      const adapters = {
        get storage() {
          return used;
        },
      };
      const modules = [
        RegisterUpgrades,
        CitizenService,
        FileTickets,
        FileVault,
        ...classesIn(join(__dirname, '../../src/modules/certificates'), ['controller', 'service', 'entity']),
        ...classesIn(join(__dirname, '../../src/modules/vault'), ['service']),
      ];
      server = await startTestServer({ dialect, adapters, modules });
      folder = join(server.testDatabase.variables.DATA_DIR, 'files');
      store = place === 'S3' ? await startTestStore() : undefined;
      storage = store ? store.open() : new DiskStorage({ root: folder });
      used = storage;
      certificates = await server.get(CertificateService);
      files = await server.get(CertificateFileService);
      Object.assign(await server.get(CitizenService), { byId: () => Promise.resolve(owner) });
      server.sessions.use({
        read: () => ({ kind: 'citizen', id: owner.id, roles: ['citizen'], sessionId: owner.id }),
        alive: () => Promise.resolve(true),
      });
    });
    afterAll(async () => {
      await server.close();
      await store?.close();
    });

    const issue = async (): Promise<string> => {
      const [issued] = await server.database.unitOfWork((tx) =>
        certificates.issue(tx, {
          kind: 'right-certificate',
          unit,
          rightId: newId(),
          holders: [owner],
          coOwnershipText: '单独所有',
          otherState: '',
          note: '登记原因：买卖',
          caseId: newId(),
          copies: 1,
        }),
      );
      return issued!.id;
    };
    const row = async (id: string) =>
      (await server.database.readOne<{ pdf_key: string; pdf_sha256: string }>(
        'SELECT pdf_key, pdf_sha256 FROM certificate WHERE id = ?',
        [id],
      ))!;
    const setKey = (id: string, key: string) =>
      server.database.unitOfWork((tx) => tx.update('certificate', { pdf_key: key }, { id }));
    /** As a version stored it that did not encrypt. */
    const makePlain = async (id: string): Promise<Buffer> => {
      const pdf = await files.pdf(id);
      const { pdf_key: key } = await row(id);
      await storage.put(`${key}.pdf`, pdf);
      await storage.delete(key);
      await setKey(id, `${key}.pdf`);
      return pdf;
    };
    const blobs = (): Array<{ name: string; content: Buffer }> => {
      if (store) return [...store.objects].map(([name, content]) => ({ name, content }));
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
    };
    const readable = () =>
      blobs().filter(({ content }) => ['%PDF', 'endobj', '买卖合同'].some((text) => content.includes(text)));

    /** The status and bytes that the holder's link gives. */
    async function download(id: string) {
      const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
      const body = JSON.stringify({ file: 'pdf' });
      const linked = await fetch(`${server.url}/api/me/certificates/${id}/link`, { method: 'POST', headers, body });
      const { url } = (await linked.json()) as { url: string };
      if (!linked.ok) return { status: linked.status, bytes: Buffer.alloc(0) };
      const response = await fetch(server.url + url);
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    }

    it('keeps nothing readable, made here or taken in', async () => {
      const id = await issue();
      const pdf = await files.pdf(id);
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      const upload = await server.get(FileVault);
      const fileId = newId();
      const key = upload.keyOf(fileId, server.clock.now());
      await upload.put(fileId, key, Buffer.from('%PDF-1.7 买卖合同'));
      expect(blobs()).toHaveLength(2);
      expect(readable()).toEqual([]);
      expect((await row(id)).pdf_sha256).toBe(sha256(pdf));
      expect((await download(id)).bytes.equals(pdf)).toBe(true);
      expect((await upload.get({ id: fileId, blobKey: key })).toString()).toContain('买卖合同');
      if (store) return;
      for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
        const found = statSync(join(folder, name));
        expect(found.mode & 0o777).toBe(found.isDirectory() ? 0o700 : 0o600);
      }
    });

    it('refuses a file that was changed, and one of another certificate', async () => {
      const [one, other] = [await issue(), await issue()];
      const pdf = await files.pdf(one);
      await files.pdf(other);
      const [mine, foreign] = [(await row(one)).pdf_key, (await row(other)).pdf_key];
      const kept = (await storage.get(mine))!;
      const changed = Buffer.from(kept);
      changed[changed.length - 100]! ^= 1;
      for (const content of [changed, kept.subarray(0, -1), (await storage.get(foreign))!, pdf]) {
        await storage.put(mine, content);
        expect((await download(one)).status).toBe(409);
      }
      await storage.put(mine, kept);
      await setKey(one, foreign);
      expect((await download(one)).status).toBe(409);
      await setKey(one, mine);
      expect((await download(one)).bytes.equals(pdf)).toBe(true);
    });

    it('encrypts what was stored plain, wherever it is killed, and is read from all the while', async () => {
      const ids = [await issue(), await issue(), await issue()];
      const pdfs = [];
      for (const id of ids) pdfs.push(await makePlain(id));
      const orphan = `certificates/2026/${newId()}-0123456789abcdef.pdf`;
      await storage.put(orphan, Buffer.from('%PDF- of a process that died before its row'));
      expect(readable()).toHaveLength(4);
      const hashes = await Promise.all(ids.map(async (id) => (await row(id)).pdf_sha256));

      let calls = 0;
      for (let over = false; !over; ) {
        used = dyingAt(storage, ++calls);
        over = await server.jobs.run('upgrade-certificate-files').then(
          () => true,
          () => false,
        );
        used = storage;
        for (const [i, id] of ids.entries()) expect((await files.pdf(id)).equals(pdfs[i]!)).toBe(true);
      }
      expect(calls).toBeGreaterThan(3);
      expect(readable()).toEqual([]);
      expect(await storage.exists(orphan)).toBe(false);
      expect(await storage.exists(orphan.slice(0, -4))).toBe(true);
      for (const [i, id] of ids.entries()) {
        expect((await row(id)).pdf_sha256).toBe(hashes[i]);
        expect((await download(id)).bytes.equals(pdfs[i]!)).toBe(true);
      }
      expect(
        await server.database.readOne("SELECT done, finished_at FROM data_upgrade WHERE name = 'certificate-files'"),
      ).toMatchObject({ finished_at: server.clock.now() });

      const planted = await makePlain(ids[0]!);
      expect(planted.equals(pdfs[0]!)).toBe(true);
      expect((await download(ids[0]!)).status).toBe(409);
    });

    it('does not make a plain file right by encrypting it', async () => {
      await server.database.unitOfWork((tx) => tx.execute('DELETE FROM data_upgrade'));
      const id = await issue();
      await makePlain(id);
      await storage.put((await row(id)).pdf_key, Buffer.from('%PDF- with another holder'));
      expect((await download(id)).status).toBe(409);
      await server.jobs.run('upgrade-certificate-files');
      expect((await download(id)).status).toBe(409);
    });
  });
});
