import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

jest.setTimeout(120_000);

/** What the command says of a project that consists of one file. */
function check(text: string, name = 'x.ts'): { status: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-patterns-'));
  mkdirSync(join(folder, 'bff/src'), { recursive: true });
  writeFileSync(join(folder, 'bff/src', name), text);
  const command = [resolve(__dirname, '../check-patterns.mjs'), folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status, said: stdout + stderr };
}

test('a pattern whose work grows faster than its input is named with its place, as a literal and as a constant', () => {
  const { status, said } = check(
    "export const a = /^ok$/;\nexport const b = /[（(].*?[)）]/g;\nexport const c = new RegExp('^(a+)+$');\nexport const d = (x: string) => new RegExp(x);\n",
  );
  expect(status).toBe(1);
  expect(said).toMatch(/bff\/src\/x\.ts:2 {2}正则表达式/);
  expect(said).toMatch(/bff\/src\/x\.ts:3 {2}正则表达式/);
  expect(said).not.toMatch(/x\.ts:[14] /);
});

test('linear patterns pass', () => {
  expect(check('export const a = /^[a-z]{3,9}$/;\nexport const b = /[^（）]/g;\n').status).toBe(0);
});

test.each([
  ['a sum', "export const a = new RegExp('^(a' + '+)+$');"],
  ['a constant and a literal', "const c = '(a+)+';\nexport const a = new RegExp('^' + c + '$');"],
  ['a template with a constant', `const c = '(a+)+';\nexport const a = new RegExp(\`^\${c}$\`);`],
  ['a raw template', 'export const a = new RegExp(String.raw`^(\\w+)+$`);'],
  ['the source of another', `const c = /(?:a+)/;\nexport const a = new RegExp(\`^(\${c.source})+$\`);`],
  ['by its global name', "export const a = new globalThis.RegExp('^(a+)+$');"],
  ['through a helper', `const make = (c: string) => new RegExp(\`^\${c}$\`);\nexport const a = make('(a+)+');`],
  ['as a second argument', "function m(x: string, c: string) {\n  return new RegExp(c).test(x);\n}\nm('', '^(a+)+$');"],
])('a pattern made of constants is named: %s', (_, text) => {
  const { status, said } = check(text);
  expect(said).toMatch(/bff\/src\/x\.ts:\d+ {2}正则表达式/);
  expect(status).toBe(1);
});

test.each(['x.mjs', 'x.cjs', 'x.js', 'x.cts', 'x.mts'])('%s is looked at, too', (name) => {
  expect(check('export const a = /^(a+)+$/;', name).status).toBe(1);
});
