import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnchorKeeperPort } from '@zhucheng/bff/adapters';
import { checkAnchors } from '@zhucheng/bff/platform/audit/anchor-check';
import { firstHash, hashOf } from '@zhucheng/bff/platform/audit/audit';
import { routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { audit } = routes;

jest.setTimeout(60_000);

test('any number of anchors is checked', async () => {
  const records = new Map(Array.from({ length: 200_000 }, (_, i) => [i + 1, String(i)]));
  const facts = {
    keys: new Map(),
    headSeq: 0,
    hashesAt: async () => new Map(),
    records,
    due: 200_000,
    from: 'any' as const,
  };
  expect((await checkAnchors([], facts)).faults.map(({ kind }) => kind)).toEqual(['anchors-missing']);
});

/** Keeps what it is given, as the second place does. */
class Keeper implements AnchorKeeperPort {
  lines: string[] = [];
  up = true;

  async keep({ number, line }: { number: number; line: string }) {
    if (!this.up) return { status: 'unknown' as const, cause: 'network' as const };
    this.lines[number - 1] ??= line;
    if (this.lines[number - 1] !== line) return { status: 'rejected' as const, reason: 'conflict' };
    return { status: 'accepted' as const, data: { number } };
  }

  async kept(after: number) {
    if (!this.up) return { status: 'unknown' as const, cause: 'network' as const };
    return { status: 'accepted' as const, data: { lines: this.lines.slice(after, after + 500) } };
  }
}

eachDatabase((dialect) => {
  let server: TestServer;
  let keeper: Keeper;
  let auditor: string;
  let file: string;
  let before: { seals: Row[]; entries: Row[]; anchors: Row[]; file: string; kept: string[] };
  type Row = Record<string, string | number | null>;

  const rows = (sql: string) => server.database.read<Row>(sql);
  const execute = (sql: string, params: unknown[] = []) => server.database.unitOfWork((tx) => tx.execute(sql, params));
  const anchor = async (entries: number) => {
    for (let i = 0; i < entries; i++) {
      const actor = { kind: 'staff', id: 'somebody' } as const;
      const draft = {
        actor,
        action: 'file.upload',
        subject: { kind: 'unit', id: String(i) },
        detail: { count: i },
      } as const;
      await server.database.unitOfWork((tx) => tx.audit(draft));
    }
    await server.audit.seal();
    await server.jobs.run('audit-anchor');
    await server.outbox.drain();
  };
  const verify = async () => {
    const { body } = await call(server, audit.verify, { token: auditor });
    const kinds = (place: string) =>
      body.anchors
        .find((each: { place: string }) => each.place === place)
        .faults.map(({ kind }: { kind: string }) => kind)
        .sort();
    return { intact: body.intact, file: kinds('file'), keeper: kinds('keeper'), body };
  };

  beforeAll(async () => {
    keeper = new Keeper();
    server = await startTestServer({ dialect, adapters: { anchorKeeper: keeper } });
    auditor = (await staffOf(server, ['auditor'])).token;
    file = join(server.testDatabase.variables.DATA_DIR, 'anchors', 'audit.jsonl');
    await anchor(3);
    await anchor(2);
    await anchor(4);
    before = {
      seals: await rows('SELECT * FROM audit_seal ORDER BY seq'),
      entries: await rows('SELECT * FROM audit_entry ORDER BY id'),
      anchors: await rows('SELECT * FROM audit_anchor ORDER BY number'),
      file: readFileSync(file, 'utf8'),
      kept: [...keeper.lines],
    };
  });
  afterAll(() => server.close());
  afterEach(async () => {
    await server.database.unitOfWork(async (tx) => {
      for (const [table, stored] of [
        ['audit_seal', before.seals],
        ['audit_entry', before.entries],
        ['audit_anchor', before.anchors],
      ] as const) {
        await tx.execute(`DELETE FROM ${table}`);
        await tx.insertAll(table, stored);
      }
    });
    writeFileSync(file, before.file);
    keeper.lines = [...before.kept];
    keeper.up = true;
  });

  /** As somebody does who may write the whole database: every entry from `from` on has another seal, and all of them fit. */
  async function recompute(from: number): Promise<void> {
    const entries = await rows(
      'SELECT e.*, s.seq FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.seq',
    );
    let previous = firstHash;
    for (const entry of entries) {
      const hash = hashOf(Number(entry.seq), previous, entry as never);
      if (Number(entry.seq) >= from)
        await execute('UPDATE audit_seal SET prev_hash = ?, hash = ? WHERE seq = ?', [previous, hash, entry.seq]);
      previous = hash;
    }
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true });
  }
  const cutFile = (lines: number) => writeFileSync(file, `${before.file.split('\n').slice(0, lines).join('\n')}\n`);

  test('anchors are signed lines, at both places, and fit', async () => {
    const lines = before.file.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(before.kept).toEqual(lines);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(JSON.parse(lines[2]!)).toMatchObject({ number: 3, seq: before.seals.length });
    expect(await verify()).toMatchObject({ intact: true, file: [], keeper: [] });
    // Nothing new, no new line.
    await server.jobs.run('audit-anchor');
    expect(readFileSync(file, 'utf8')).toBe(before.file);
  });

  test('a tail that was cut off shows', async () => {
    const end = before.seals.length;
    await execute('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE seq > ?)', [end - 2]);
    await execute('DELETE FROM audit_seal WHERE seq > ?', [end - 2]);
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true });
    expect(await verify()).toMatchObject({ intact: false, file: ['tail-cut'], keeper: ['tail-cut'] });
    // So does one in whose place the log has grown again.
    await anchor(5);
    expect(await verify()).toMatchObject({ intact: false, file: ['recomputed'], keeper: ['recomputed'] });
  });

  test('a chain that was computed anew shows, also when the database forgot its anchors', async () => {
    await execute("UPDATE audit_entry SET action = 'test.other' WHERE subject_id = '1'");
    await recompute(1);
    expect(await verify()).toMatchObject({ intact: false, file: ['recomputed'], keeper: ['recomputed'] });
    await execute('DELETE FROM audit_anchor');
    const found = await verify();
    expect(found).toMatchObject({ intact: false, file: ['recomputed', 'records-altered'] });
    await anchor(1);
    expect((await verify()).file).toContain('recomputed');
  });

  test('an anchor file that was cut, at its end, in the middle, or altogether, shows', async () => {
    cutFile(2);
    expect(await verify()).toMatchObject({ intact: false, file: ['anchors-cut'], keeper: [] });
    writeFileSync(file, before.file.split('\n').toSpliced(1, 1).join('\n'));
    expect(await verify()).toMatchObject({ intact: false, file: ['anchors-cut'], keeper: [] });
    truncateSync(file);
    expect(await verify()).toMatchObject({ intact: false, file: ['anchors-missing'], keeper: [] });
    rmSync(file);
    expect(await verify()).toMatchObject({ intact: false, file: ['anchors-missing'], keeper: [] });
    // The log goes on being anchored, and what is missing stays to be seen.
    await anchor(1);
    expect(keeper.lines).toHaveLength(4);
    expect(existsSync(file)).toBe(true);
    expect(await verify()).toMatchObject({ intact: false, file: ['anchors-cut'], keeper: [] });
  });

  test('a line that our key did not sign, and a record that says something else, show', async () => {
    writeFileSync(file, before.file.replace('"seq":', '"seq":1'));
    expect((await verify()).file).toContain('anchors-altered');
    writeFileSync(file, before.file);
    await execute('UPDATE audit_anchor SET line_hash = ? WHERE number = 2', ['0'.repeat(64)]);
    expect((await verify()).file).toEqual(['records-altered']);
  });

  test('who cuts database and file alike is shown by the second place', async () => {
    const { seq } = JSON.parse(before.kept[1]!) as { seq: number };
    await execute('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE seq > ?)', [seq]);
    await execute('DELETE FROM audit_seal WHERE seq > ?', [seq]);
    await execute('DELETE FROM audit_anchor WHERE number > 2');
    cutFile(2);
    const found = await verify();
    expect(found).toMatchObject({ intact: false, file: [] });
    expect(found.keeper).toContain('tail-cut');
  });

  test('a process that died between file and database is no fault', async () => {
    await execute('DELETE FROM audit_anchor WHERE number = 3');
    expect(await verify()).toMatchObject({ intact: true, file: [], keeper: [] });
    await server.jobs.run('audit-anchor');
    expect(readFileSync(file, 'utf8')).toBe(before.file);
    expect(await rows('SELECT number FROM audit_anchor ORDER BY number')).toHaveLength(3);
    // Nor is half a line.
    writeFileSync(file, `${before.file}${before.kept[2]!.slice(0, 40)}`);
    await anchor(1);
    expect(await verify()).toMatchObject({ intact: true, file: [], keeper: [] });
  });

  test('a second place that has lost its newest anchor shows it once that is no longer on its way', async () => {
    keeper.lines.pop();
    expect(await verify()).toMatchObject({ intact: true, keeper: [] });
    server.clock.advance(61 * 60_000);
    auditor = (await staffOf(server, ['auditor'])).token;
    expect(await verify()).toMatchObject({ intact: false, file: [], keeper: ['anchors-cut'] });
  });

  test('a second place that does not answer is waited for', async () => {
    keeper.up = false;
    await anchor(1);
    const { body, intact } = await verify();
    expect(intact).toBe(true);
    expect(body.anchors[1]).toEqual({ place: 'keeper', reached: false, count: 0, newest: null, faults: [] });
    keeper.up = true;
    server.clock.advance(2 * 60_000);
    await server.outbox.drain();
    expect(keeper.lines).toHaveLength(4);
    expect(await verify()).toMatchObject({ intact: true, file: [], keeper: [] });
  });
});
