import { readWhole } from './allowed';
import type { Explained, Recorded } from './listing';

interface Entry {
  file: string;
  name: string;
  sqlite?: Explained;
  maria?: Explained;
}

/** What MariaDB is told beyond what SQLite is. */
const common = (sql: string): string => sql.replace(/ FOR UPDATE$| IGNORE INDEX \(PRIMARY\)/g, '');
const keyOf = ({ file, name }: Pick<Explained, 'file' | 'name'>): string => `${file} ${name}`;
const breaks = / (?=(?:FROM|WHERE|ORDER BY|GROUP BY|UNION ALL|LEFT JOIN|(?<!LEFT )JOIN|SET) )/g;

function entriesOf(sqlite: Recorded, maria: Recorded | null): Entry[] {
  const entries = new Map<string, Entry>();
  const add = (side: 'sqlite' | 'maria', one: Explained): void => {
    const key = `${keyOf(one)} ${common(one.sql)}`;
    const entry = entries.get(key) ?? { file: one.file, name: one.name };
    entry[side] ??= one;
    entries.set(key, entry);
  };
  for (const one of sqlite.statements) add('sqlite', one);
  for (const one of maria?.statements ?? []) add('maria', one);
  return [...entries.values()];
}

const planLines = (database: string, { plan, file, name }: Explained): string[] => [
  ...plan.lines.map((line) => `-- ${database.padEnd(7)}  ${line}`),
  ...(plan.readWhole.length > 0
    ? [`-- ${database.padEnd(7)}  ! reads the whole of ${plan.readWhole.join(', ')}: ${readWhole[`${file} ${name}`]}`]
    : []),
];

/** Every line that is MariaDB's own begins with its name, so that the listing can be compared without it. */
function linesOf({ file, name, sqlite, maria }: Entry): string[] {
  const lines: string[] = [];
  if (sqlite) lines.push('', `-- ${file}.ts: ${name}`, `${sqlite.sql.replace(breaks, '\n')};`);
  else lines.push(`-- MariaDB  only, ${file}.ts: ${name}`);
  if (sqlite) lines.push(...planLines('SQLite', sqlite));
  if (maria && maria.sql !== sqlite?.sql) lines.push(`-- MariaDB  ${maria.sql}`);
  if (maria) lines.push(...planLines('MariaDB', maria));
  return lines;
}

const head = [
  '-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.',
  '-- Estimates are left out; see scripts/sql.',
];

/** Texts by file name, one for each module. Without MariaDB's half, `maria` null, its lines are missing. */
export function listingOf(sqlite: Recorded, maria: Recorded | null): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const entry of entriesOf(sqlite, maria).sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))) {
    const name = `${entry.file.split('/')[0]}.sql`;
    lines.set(name, [...(lines.get(name) ?? head), ...linesOf(entry)]);
  }
  return new Map([...lines].map(([name, all]) => [name, `${all.join('\n')}\n`]));
}

export const withoutMariaDb = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('-- MariaDB  '))
    .join('\n');

/** Tables read whole without a reason, and reasons that nothing needs. */
export function reasonFaults(sqlite: Recorded, maria: Recorded | null): string[] {
  const found = new Set<string>();
  for (const one of [...sqlite.statements, ...(maria?.statements ?? [])])
    if (one.plan.readWhole.length > 0) found.add(keyOf(one));
  return [
    ...[...found].filter((key) => !readWhole[key]).map((key) => `reads a whole table, say why in allowed.ts: ${key}`),
    // MariaDB alone may need it.
    ...Object.keys(readWhole)
      .filter((key) => maria && !found.has(key))
      .map((key) => `reads no table whole, remove it from allowed.ts: ${key}`),
  ];
}
