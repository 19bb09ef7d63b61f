import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const cases = join(root, 'bff/src/modules/cases');
const readme = readFileSync(join(cases, 'README.md'), 'utf8');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

const rooms = readdirSync(cases, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
/** What a text puts in backticks, as far as it is a path. */
const pathsIn = (text: string) => [...text.matchAll(/`([^`\s<]+)`/g)].flatMap(([, word]) => word!);
const missing = (paths: string[], bases: string[]) =>
  paths.filter((path) => !bases.some((base) => existsSync(join(base, path))));

interface Line {
  rooms: string[];
  files: string[];
  tests: string[];
}
const table = readme
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:state|-)/.test(line))
  .map((line): Line => {
    const [, , room, files, tests] = line
      .slice(2)
      .split(' | ')
      .map((cell) => pathsIn(cell)) as [string[], string[], string[], string[], string[]];
    return { rooms: room ?? [], files: (files ?? []).filter((file) => file.endsWith('.ts')), tests: tests ?? [] };
  });

test.each(rooms)('%s has tests of its own, beside it', (room) => {
  const folder = join(__dirname, room);
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(folder, { recursive: true }).filter((name) => /\.test\.ts$/.test(String(name)))).not.toEqual([]);
});

test('no test folder is left of a room that is gone', () => {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !rooms.includes(name))).toEqual([]);
});

describe('the life of a case in the README', () => {
  test('has a file of the named room and a test for every state', () => {
    expect(table.length).toBeGreaterThan(10);
    for (const line of table) {
      expect(line.files.length).toBeGreaterThan(0);
      expect(line.tests.length).toBeGreaterThan(0);
      expect(missing(line.files, [...line.rooms.map((room) => join(cases, room)), cases])).toEqual([]);
      expect(missing(line.tests, [root])).toEqual([]);
      const own = line.rooms.filter((room) => rooms.includes(room));
      expect(own.filter((room) => !line.tests.includes(`bff/test/cases/${room}`))).toEqual([]);
    }
  });

  test('leaves no room out, and what is named beside the table exists', () => {
    const named = new Set(pathsIn(readme));
    expect(rooms.filter((room) => !named.has(room))).toEqual([]);
    const beside = readme
      .split('\n')
      .filter((line) => !line.startsWith('|'))
      .join('\n');
    const paths = pathsIn(beside).filter((word) => /\/|\.ts$/.test(word));
    expect(missing(paths, [root, cases, ...rooms.map((room) => join(cases, room))])).toEqual([]);
  });
});

test('the three looks lead to what is there', () => {
  const looks = contributing.split('\n').find((line) => line.startsWith('Three looks.'))!;
  const paths = pathsIn(looks);
  expect(paths.length).toBeGreaterThan(8);
  expect(missing(paths, [root, join(root, 'bff/src/modules')])).toEqual([]);
});
