import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordAll } from './listing';
import { listingOf, reasonFaults, withoutMariaDb } from './render';

/** The server whose plans the listing shows; another one plans in ways of its own. */
const listedVersion = '10.11';

/**
 * What is out of date in the listing below `root`, or wrong in the query files; nothing is written. Without MariaDB its
 * lines are taken as they are.
 */
export async function listingFaults(root: string, mysqlUrl: string | undefined): Promise<string[]> {
  const { texts, faults, whole } = await look(root, mysqlUrl);
  const folder = join(root, 'docs/sql');
  const stored = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of new Set([...stored, ...texts.keys()])) {
    const before = stored.includes(name) ? readFileSync(join(folder, name), 'utf8') : '';
    const now = texts.get(name) ?? '';
    if ((whole ? before : withoutMariaDb(before)) !== now)
      faults.push(`docs/sql/${name}: ${firstDifference(before, now)}`);
  }
  return faults;
}

function firstDifference(before: string, now: string): string {
  const [lines, wanted] = [withoutMariaDb(before).split('\n'), withoutMariaDb(now).split('\n')];
  const other = wanted.findIndex((line, index) => line !== lines[index]);
  if (other >= 0) return `line now: ${wanted[other]}`;
  const all = new Set(before.split('\n'));
  return `line now: ${now.split('\n').find((line) => !all.has(line)) ?? '(one less)'}`;
}

async function look(root: string, mysqlUrl: string | undefined) {
  const sqlite = await recordAll(root);
  const asked = mysqlUrl ? await recordAll(root, mysqlUrl) : null;
  const maria = asked?.version === listedVersion ? asked : null;
  const faults = [
    ...sqlite.unreached.map((place) => `nobody asks this in scripts/sql/samples.ts: ${place}`),
    ...reasonFaults(sqlite, maria),
  ];
  return { texts: listingOf(sqlite, maria), faults, whole: maria !== null };
}

/** `npm run sql` writes docs/sql anew, `npm run sql -- --check` says whether it is fresh; both need a MariaDB 10.11. */
export async function command(root: string, args: string[]): Promise<number> {
  const check = args.includes('--check');
  const url = args.find((arg) => arg.startsWith('mysql://')) ?? process.env.TEST_MYSQL_URL;
  if (check) {
    const faults = await listingFaults(root, url);
    for (const fault of faults) console.error(fault);
    console.log(faults.length > 0 ? '清单不是最新的，请运行 npm run sql。' : '清单是最新的。');
    return faults.length > 0 ? 1 : 0;
  }
  const { texts, faults, whole } = await look(root, url);
  for (const fault of faults) console.error(fault);
  if (!whole) {
    console.error(`请设置 TEST_MYSQL_URL，指向 MariaDB ${listedVersion}。`);
    return 1;
  }
  const folder = join(root, 'docs/sql');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of texts) writeFileSync(join(folder, name), text);
  return faults.length > 0 ? 1 : 0;
}
