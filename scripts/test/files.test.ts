import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileService } from '@zhucheng/bff/modules/files/file.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { type FileView, looseFilesLimitBytes } from '@zhucheng/shared';
import { heic, infected, jpeg, pdf, png } from '../../bff/test/files/samples';
import { eachDatabase } from '../../bff/test/support/databases';
import { patiently } from '../walk/patience';
import { announce } from './support/announce';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);
const hour = 3_600_000;

interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T & { error?: { code: string; message: string } };
  headers: Headers;
}

eachDatabase((dialect) => {
  let platform: Platform;
  let files: FileService;
  let chen: { token: string; id: string };
  let huang: { token: string; id: string };
  let officer: string;
  let count = 0;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    files = await platform.server.get(FileService);
    const signIn = async (name: string) => {
      const { client } = await platform.cast.person(name);
      const me = await send<{ id: string }>('GET', '/api/me', client.token);
      return { token: client.token, id: me.body.id };
    };
    chen = await signIn('chen-haibo');
    huang = await signIn('huang-zhiqiang');
    officer = (await platform.cast.officer('officer1')).token;
  });
  afterAll(() => platform?.close());
  afterEach(() => scanner('now'));

  async function send<T>(
    method: string,
    path: string,
    token: string,
    more: { headers?: Record<string, string>; body?: Buffer } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${platform.url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        'idempotency-key': `files-${dialect}-${++count}`,
        ...more.headers,
      },
      ...(more.body && { body: new Uint8Array(more.body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {}, headers: response.headers };
  }

  const upload = (token: string, body: Buffer, name = '材料', headers: Record<string, string> = {}) =>
    send<FileView>('POST', '/api/files', token, {
      body,
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name), ...headers },
    });
  const scanner = (mode: string) =>
    fetch(`${platform.sandbox.url}/sandbox/api/departments/virus-scan`, {
      method: 'PUT',
      body: JSON.stringify({ mode }),
    });

  const settled = (token: string, id: string): Promise<FileView> =>
    patiently(
      async () => {
        const { body } = await send<FileView>('GET', `/api/files/${id}`, token);
        return body.state === 'scanning' ? undefined : body;
      },
      () => 'the scanner was waited for in vain',
    );
  async function clean(token: string, body: Buffer = pdf(), name?: string): Promise<FileView> {
    const sent = await upload(token, body, name);
    return settled(token, sent.body.id);
  }
  const blobs = (): string[] => {
    const root = join(platform.dataDir, 'files/uploads');
    return readdirSync(root, { recursive: true })
      .map((name) => join(root, String(name)))
      .filter((path) => statSync(path).isFile());
  };

  it('takes a photo, has it scanned, and gives it back to its owner only', async () => {
    const content = Buffer.concat([jpeg(), randomBytes(200_000)]);
    const sent = await upload(chen.token, content, '../房产证 正面.png', { 'content-type': 'text/html' });
    expect(sent.status).toBe(200);
    expect(sent.body).toMatchObject({ name: '房产证 正面.jpg', kind: 'jpeg', size: content.length, problem: null });
    const file = await settled(chen.token, sent.body.id);
    expect(file.state).toBe('clean');
    const link = await send<{ url: string }>('POST', `/api/files/${file.id}/link`, chen.token);
    const got = await fetch(`${platform.url}${link.body.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(content)).toBe(true);
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('房产证 正面.jpg'));
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    for (const [method, path] of [
      ['GET', `/api/files/${file.id}`],
      ['POST', `/api/files/${file.id}/link`],
      ['DELETE', `/api/files/${file.id}`],
    ] as const) {
      expect((await send(method, path, huang.token)).body.error?.code).toBe('NOT_FOUND');
      expect((await send(method, path, officer)).body.error?.code).toBe('NOT_FOUND');
    }
    platform.clock.advance(6 * 60_000);
    expect((await fetch(`${platform.url}${link.body.url}`)).status).toBe(404);
  });

  it('keeps neither content nor name readable on the disk', async () => {
    await clean(chen.token, pdf('/Title (openly written) '), '陈海波身份证.pdf');
    expect(blobs().length).toBeGreaterThan(0);
    for (const path of blobs()) expect(readFileSync(path).includes('openly written')).toBe(false);
    const rows = await platform.server.database.read<{ name_cipher: string }>('SELECT name_cipher FROM uploaded_file');
    expect(JSON.stringify(rows)).not.toContain('陈海波');
  });

  it('answers a repeated upload with the first file, and refuses another one under its key', async () => {
    const headers = { 'idempotency-key': `files-${dialect}-again` };
    const first = await upload(chen.token, png(), 'a', headers);
    const again = await upload(chen.token, png(), 'a', headers);
    expect(again.body.id).toBe(first.body.id);
    expect((await upload(chen.token, heic(), 'a', headers)).body.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('takes one file of a multipart body', async () => {
    const send = async (name: string) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(png())]), name);
      const response = await fetch(`${platform.url}/api/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${chen.token}`, 'idempotency-key': `files-${dialect}-multipart` },
        body: form,
      });
      return (await response.json()) as FileView & { error?: { code: string } };
    };
    const first = await send('户口本.png');
    expect(first).toMatchObject({ name: '户口本.png', kind: 'png', size: png().length });
    // Sent again with another boundary.
    expect((await send('户口本.png')).id).toBe(first.id);
    expect((await send('另一份.png')).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('says what is wrong with a file, in words', async () => {
    const faults: Array<[Buffer, string, number, string]> = [
      [Buffer.alloc(0), 'a.pdf', 422, 'FILE_EMPTY'],
      [Buffer.from('MZ program'), 'a.exe', 415, 'FILE_TYPE_REFUSED'],
      [Buffer.from('MZ program'), 'a.pdf', 415, 'FILE_TYPE_MISMATCH'],
      [jpeg().subarray(0, 20), 'a.jpg', 422, 'FILE_DAMAGED'],
      [pdf('/Encrypt 3 0 R '), 'a.pdf', 422, 'FILE_ENCRYPTED'],
      [pdf('/OpenAction << /S /JavaScript >> '), 'a.pdf', 422, 'FILE_ACTIVE_CONTENT'],
      [Buffer.concat([jpeg(), Buffer.alloc(20 * 1024 * 1024)]), 'a.jpg', 413, 'FILE_TOO_LARGE'],
    ];
    for (const [body, name, status, code] of faults) {
      const answer = await upload(chen.token, body, name);
      expect({ name, status: answer.status, code: answer.body.error?.code }).toEqual({ name, status, code });
      expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
    const badName = await upload(chen.token, pdf(), '', { 'x-file-name': '%E6%88' });
    expect(badName.body.error?.code).toBe('FILE_NAME_INVALID');
  });

  it('refuses 100 MB as soon as it is announced', async () => {
    const headers = { authorization: `Bearer ${chen.token}`, 'idempotency-key': `files-${dialect}-huge` };
    const answer = await announce(`${platform.url}/api/files`, headers, 100 * 1024 * 1024);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text).error.code).toBe('FILE_TOO_LARGE');
  });

  it('lets nobody fill the storage with what is never handed in', async () => {
    const { token } = huang;
    const one = await clean(token, png());
    await platform.server.database.unitOfWork((tx) =>
      tx.update('uploaded_file', { size: looseFilesLimitBytes - 10 }, { id: one.id }),
    );
    const before = blobs().length;
    expect((await upload(token, png())).body.error?.code).toBe('FILE_QUOTA');
    expect(blobs().length).toBe(before);
    expect((await send('DELETE', `/api/files/${one.id}`, token)).status).toBe(200);
    expect((await upload(token, png())).status).toBe(200);
  });

  it('refuses an infected file for good and throws its content away', async () => {
    const before = blobs().length;
    const file = await clean(chen.token, infected(), '合同.pdf');
    expect(file).toMatchObject({ state: 'refused', problem: expect.stringMatching(/换一份/) });
    expect((await send('POST', `/api/files/${file.id}/link`, chen.token)).body.error?.code).toBe('FILE_INFECTED');
    await platform.server.outbox.drain();
    expect(blobs().length).toBe(before);
  });

  it('waits for a scanner that does not answer', async () => {
    await scanner('garbage');
    const sent = await upload(chen.token, pdf(), '合同.pdf');
    await platform.server.outbox.drain();
    expect((await send<FileView>('GET', `/api/files/${sent.body.id}`, chen.token)).body.state).toBe('scanning');
    expect((await send('POST', `/api/files/${sent.body.id}/link`, chen.token)).body.error?.code).toBe('FILE_SCANNING');
    await scanner('now');
    platform.clock.advance(60_000);
    expect((await settled(chen.token, sent.body.id)).state).toBe('clean');
  });

  it('hands files in with a case, each fault at its place', async () => {
    const subject = { kind: 'case', id: newId() };
    const { database } = platform.server;
    const attach = (fileIds: string[], slot = 'id-card', to = subject) =>
      database
        .unitOfWork((tx) => files.attach(tx, { fileIds, ownerId: chen.id, subject: to, slot }))
        .then(() => [])
        .catch((error) => error.fields);
    const [front, back, other, bad] = await Promise.all([
      clean(chen.token, jpeg(), '正面'),
      clean(chen.token, png(), '反面'),
      clean(huang.token),
      clean(chen.token, infected()),
    ]);
    await scanner('never');
    const waiting = (await upload(chen.token, pdf(), 'b')).body;
    expect(await attach([front!.id, other!.id, newId(), bad!.id, waiting.id, front!.id])).toEqual([
      { path: 'body.fileIds.1', code: 'unknown', message: expect.any(String) },
      { path: 'body.fileIds.2', code: 'unknown', message: expect.any(String) },
      { path: 'body.fileIds.3', code: 'infected', message: expect.any(String) },
      { path: 'body.fileIds.4', code: 'scanning', message: expect.any(String) },
      { path: 'body.fileIds.5', code: 'duplicate', message: expect.any(String) },
    ]);
    const list = () => files.listOf((sql, params) => database.read(sql, params), subject);
    expect(await list()).toEqual([]);
    expect(await attach([back!.id])).toEqual([]);
    expect(await attach([front!.id, back!.id])).toEqual([]);
    expect((await list()).map(({ name, slot }) => [name, slot])).toEqual([
      ['正面.jpg', 'id-card'],
      ['反面.png', 'id-card'],
    ]);
    expect(await attach([front!.id], 'id-card', { kind: 'case', id: newId() })).toHaveLength(1);
    expect((await send('DELETE', `/api/files/${front!.id}`, chen.token)).body.error?.code).toBe('FILE_IN_USE');
    const contents: Buffer[] = [];
    for await (const { content } of files.readFor(subject)) contents.push(content);
    expect(contents).toEqual([jpeg(), png()]);
    const { url } = (await send('POST', `/api/files/${front!.id}/link`, chen.token)).body as unknown as { url: string };
    expect((await fetch(`${platform.url}${url}`)).status).toBe(200);

    await database.unitOfWork((tx) => files.detach(tx, { subject, fileIds: [front!.id] }));
    expect((await list()).map(({ name }) => name)).toEqual(['反面.png']);
    expect((await send('DELETE', `/api/files/${front!.id}`, chen.token)).status).toBe(200);
    expect((await send('GET', `/api/files/${front!.id}`, chen.token)).status).toBe(404);
  });

  // Last, because contents uploaded after it would look days old to the jobs: the clock is moved, the disk's is not.
  it('forgets what was not handed in for two days, and contents that belong to nothing', async () => {
    const { database, jobs, outbox } = platform.server;
    const kept = await clean(huang.token, jpeg(), '留下');
    const subject = { kind: 'case', id: newId() };
    await database.unitOfWork((tx) =>
      files.attach(tx, { fileIds: [kept.id], ownerId: huang.id, subject, slot: 'deed' }),
    );
    const lost = await clean(huang.token, png(), '忘了');
    platform.clock.advance(47 * hour);
    await jobs.run('file-sweep');
    expect((await send('GET', `/api/files/${lost.id}`, await again('huang-zhiqiang'))).status).toBe(200);
    platform.clock.advance(2 * hour);
    await jobs.run('file-sweep');
    await outbox.drain();
    expect((await send('GET', `/api/files/${lost.id}`, await again('huang-zhiqiang'))).status).toBe(404);
    expect(blobs().some((path) => path.endsWith(lost.id))).toBe(false);

    const orphan = `uploads/2026-01/${newId()}`;
    // Its time is set before it is there: the platform looks for such files by itself, too.
    const written = platform.clock.now() / 1000;
    const elsewhere = join(platform.dataDir, 'orphan');
    writeFileSync(elsewhere, 'left by a process that died');
    utimesSync(elsewhere, written, written);
    mkdirSync(dirname(join(platform.dataDir, 'files', orphan)), { recursive: true });
    renameSync(elsewhere, join(platform.dataDir, 'files', orphan));
    await jobs.run('file-orphans');
    expect(await platform.adapters.storage.exists(orphan)).toBe(true);
    platform.clock.advance(72 * hour);
    await jobs.run('file-orphans');
    expect(await platform.adapters.storage.exists(orphan)).toBe(false);
    expect(blobs().some((path) => path.endsWith(kept.id))).toBe(true);
  });

  /** The clock has been moved past the end of earlier sessions. */
  const again = async (name: string) => (await platform.cast.person(name)).client.token;
});
