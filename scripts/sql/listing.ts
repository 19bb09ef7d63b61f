import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { createServer } from '@zhucheng/bff/server';
import { ownDatabase } from '../platform/database';
import { type Plan, planOf } from '../platform/plans';
import { ofDeskFiles } from './desk-samples';
import { fillTables } from './fill';
import { Recorder, type Statement } from './recorder';
import { ofQueryFiles, type Sample } from './samples';

export interface Explained extends Omit<Statement, 'params' | 'line'> {
  plan: Plan;
}

export interface Recorded {
  statements: Explained[];
  /** Places in query files that ask the database and were not reached. */
  unreached: string[];
  /** `10.11` of MariaDB, null of SQLite. */
  version: string | null;
}

const modules = 'bff/src/modules';
/** What asks the database, as it is written in a query file. */
const asks = /\b(?:read|readNow|readOne|query|execute)[<(]/;

export function queryFiles(root: string): string[] {
  return readdirSync(join(root, modules), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.query.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

/** Reads that join what several modules keep, as the check of table ownership lists them. */
function readModels(root: string): string[] {
  const text = readFileSync(join(root, 'scripts/lib/boundaries/tables.mjs'), 'utf8');
  const list = text.slice(text.indexOf('const readModels'));
  return [...list.matchAll(/^ {2}'(.+)\.ts':/gm)].map(([, name]) => name!);
}

/** `?, ?, ?` in a list may be any number. */
const plain = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/\bIN \(\?(?:, ?\?)*\)/g, 'IN (?, …)')
    .trim();

/** `10.11`, or whole if it is not MariaDB's. */
const versionOf = (version: string): string =>
  version.includes('MariaDB') ? version.split('.').slice(0, 2).join('.') : version;

class RollBack extends Error {}

/** Asks everything of a database of its own, whose address is `mysqlUrl`, or of SQLite. */
export async function recordAll(root: string, mysqlUrl?: string): Promise<Recorded> {
  const own = await ownDatabase(mysqlUrl);
  const variables = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    H5_DIR: '/nowhere',
    ADMIN_DIR: '/nowhere',
  };
  const environment = readEnvironment({ ...variables, ...own.variables });
  const server = await createServer({ environment, port: 0, workers: false });
  try {
    const { database } = server;
    await fillTables(database);
    const files = queryFiles(root);
    const recorder = new Recorder(new Set([...files, ...readModels(root)]));
    recorder.watch(database);
    const run = (sample: Sample) =>
      database
        .unitOfWork(async (tx) => {
          recorder.watchTransaction(tx);
          // The filler rows make some services throw; the statements are recorded by then.
          await Promise.resolve(
            sample({ server, database, tx, as: (file, name, work) => recorder.as(file, name, work) }),
          ).catch(() => undefined);
          throw new RollBack();
        })
        .catch((error: unknown) => {
          if (!(error instanceof RollBack)) throw error;
        });
    for (const sample of [...ofQueryFiles, ...ofDeskFiles]) await run(sample);
    const unique = new Map<string, Statement>();
    for (const one of recorder.statements) {
      const key = `${one.file} ${one.name} ${plain(one.sql)}`;
      if (!unique.has(key)) unique.set(key, one);
    }
    const statements: Explained[] = [];
    for (const { sql, params, file, name } of unique.values())
      statements.push({ file, name, sql: plain(sql), plan: await planOf(database, sql, params) });
    const reached = new Set(recorder.statements.map(({ file, line }) => `${file}:${line}`));
    const [told] =
      database.dialect === 'mysql' ? await database.read<{ version: string }>('SELECT VERSION() AS version') : [];
    return {
      statements,
      unreached: files.flatMap((file) => placesOf(root, file)).filter((place) => !reached.has(place)),
      version: told ? versionOf(told.version) : null,
    };
  } finally {
    await server.close();
    await own.drop();
  }
}

const handsOn = /=> (?:this\.database\.read|tx\.query)\(sql, params\)/;

/** What is asked of MySQL alone is not looked for. */
function placesOf(root: string, file: string): string[] {
  const lines = readFileSync(join(root, modules, `${file}.ts`), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    asks.test(line) && !handsOn.test(line) && !/dialect === 'mysql'/.test(lines[index - 1] ?? '')
      ? [`${file}:${index + 1}`]
      : [],
  );
}
