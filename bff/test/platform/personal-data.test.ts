import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

type Group = 'encrypted' | 'keyed' | 'accounts' | 'plain' | 'other';
interface Listed {
  group: Group;
  why: string;
}

const page = readFileSync(join(__dirname, '../../../docs/personal-data.md'), 'utf8');
/** Encrypted although the name does not say so. */
const encryptedToo = ['audit_entry.detail'];
/** Names of columns that may hold what people are called, where they live or what they wrote. */
const telling =
  /name|phone|address|location|reason|note|label|title|(^|_)text|message|contact|openid|(^|_)ip$|mail|summary|payload/;

function readPage(): { listed: Map<string, Listed>; twice: string[] } {
  const listed = new Map<string, Listed>();
  const twice: string[] = [];
  for (const section of page.split('\n### ').slice(1)) {
    const [table, ...lines] = section.split('\n');
    for (const line of lines) {
      const match = /^- (encrypted|keyed|accounts|plain|other): (.*)$/.exec(line);
      if (!match) continue;
      const [, group, rest] = match as unknown as [string, Group, string];
      const [columns, why = ''] = group === 'plain' ? rest.split(' – ') : [rest];
      for (const [, column] of (columns ?? '').matchAll(/`(\w+)`/g)) {
        const name = `${table}.${column}`;
        if (listed.has(name)) twice.push(name);
        listed.set(name, { group, why });
      }
    }
  }
  return { listed, twice };
}

const { listed, twice } = readPage();

test('every column of docs/personal-data.md stands there once, and what is plain has its reason', () => {
  expect(twice).toEqual([]);
  const silent = [...listed].filter(([, { group, why }]) => group === 'plain' && why.trim().length < 8);
  expect(silent).toEqual([]);
  const hidden = [...listed].filter(
    ([name, { group }]) => group === 'other' && !name.endsWith('_at') && telling.test(name.split('.')[1]!),
  );
  expect(hidden.map(([name]) => name)).toEqual([]);
});

test('a column is encrypted exactly if its name says so', () => {
  const named = [...listed.keys()].filter((name) => name.endsWith('_cipher') || encryptedToo.includes(name));
  const encrypted = [...listed].filter(([, { group }]) => group === 'encrypted').map(([name]) => name);
  expect(encrypted.sort()).toEqual(named.sort());
});

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    const entities = classesIn(join(__dirname, '../../src/modules'), ['entity']);
    server = await startTestServer({ dialect, modules: entities });
  });
  afterAll(() => server.close());

  test('the page names every column of the tables and no other', async () => {
    const rows = await server.database.read<{ tab: string; col: string }>(
      dialect === 'sqlite'
        ? "SELECT m.name AS tab, c.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
        : 'SELECT table_name AS tab, column_name AS col FROM information_schema.columns WHERE table_schema = DATABASE()',
    );
    const present = rows.filter(({ tab }) => tab !== 'migration').map(({ tab, col }) => `${tab}.${col}`);
    // Not on the page: say in docs/personal-data.md what it tells of people.
    expect({
      unlisted: present.filter((name) => !listed.has(name)),
      gone: [...listed.keys()].filter((name) => !present.includes(name)),
    }).toEqual({ unlisted: [], gone: [] });
  });
});
