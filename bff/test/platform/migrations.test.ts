import { join } from 'node:path';
import { migrations } from '@zhucheng/bff/migrations';
import { isMigrated, migrate, undoMigration } from '@zhucheng/bff/platform/database/migrate';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const entities = classesIn(join(__dirname, '../../src/modules'), ['entity']);

test('every migration is in the order of its timestamp', () => {
  const stamps = migrations.map((type) => Number(/(\d{13})$/.exec(type.name)?.[1]));
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
  expect(new Set(stamps).size).toBe(stamps.length);
});

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect, modules: entities });
  });
  afterAll(() => server.close());

  async function tables(): Promise<string[]> {
    const sql =
      dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
    const rows = await server.database.read<{ name: string }>(sql);
    return rows.map((row) => row.name).filter((name) => name !== 'migration' && !name.startsWith('sqlite_'));
  }

  async function columns(table: string): Promise<string[]> {
    const sql =
      dialect === 'sqlite'
        ? 'SELECT name FROM pragma_table_info(?)'
        : 'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?';
    return (await server.database.read<{ name: string }>(sql, [table])).map((row) => row.name);
  }

  test('every column of every entity exists', async () => {
    const missing: string[] = [];
    for (const entity of server.database.entities) {
      const present = await columns(entity.tableName);
      for (const { databaseName } of entity.columns) {
        if (!present.includes(databaseName)) missing.push(`${entity.tableName}.${databaseName}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test('every migration can be undone and done again', async () => {
    const before = (await tables()).sort();
    for (let i = 0; i < migrations.length; i++) await undoMigration(server.database);
    expect(await tables()).toEqual([]);
    expect(await isMigrated(server.database)).toBe(false);
    await migrate(server.database);
    expect((await tables()).sort()).toEqual(before);
    expect(await isMigrated(server.database)).toBe(true);
  });

  if (dialect === 'mysql') {
    test('tables are InnoDB and compare bytes', async () => {
      const rows = await server.database.read(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migration' " +
          "AND (engine <> 'InnoDB' OR table_collation <> 'utf8mb4_bin')",
      );
      expect(rows).toEqual([]);
    });

    test('several processes may migrate at once', async () => {
      for (let i = 0; i < migrations.length; i++) await undoMigration(server.database);
      await Promise.all([migrate(server.database), migrate(server.database)]);
      expect(await isMigrated(server.database)).toBe(true);
    });
  }
});
