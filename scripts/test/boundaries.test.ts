import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const script = resolve(__dirname, '../check-boundaries.mjs');
const rules = pathToFileURL(resolve(__dirname, '../lib/boundaries/index.mjs')).href;
const folders: string[] = [];
let child: ChildProcess;
let answers: Interface;
jest.setTimeout(30_000);

beforeAll(() => {
  // One process looks at all the folders that the tests name: each of its own would load the compiler again.
  const looking =
    `import { look } from '${rules}'; import { createInterface } from 'node:readline';` +
    'for await (const line of createInterface({ input: process.stdin })) {' +
    'const { folder, models } = JSON.parse(line); console.log(JSON.stringify((await look(folder, models)).breaches)); }';
  child = spawn(process.execPath, ['--input-type=module', '-e', looking], { stdio: ['pipe', 'pipe', 'inherit'] });
  answers = createInterface({ input: child.stdout! });
});
afterAll(() => {
  child.stdin!.end();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes a project that consists of these files; returns its folder. */
function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-boundaries-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The breaches of the rules in a project that consists of these files, as the command prints them. */
function check(files: Record<string, string>, models?: Record<string, string[]>): Promise<string[]> {
  const folder = project(files);
  return new Promise((done) => {
    answers.once('line', (line) =>
      done(
        (JSON.parse(line) as Array<{ file: string; line: number; text: string }>).map(
          ({ file, line, text }) => `${file}:${line}  ${text}`,
        ),
      ),
    );
    child.stdin!.write(`${JSON.stringify({ folder, models })}\n`);
  });
}

const clean = {
  'shared/src/index.ts':
    "import { z } from 'zod';\nexport * from './business/house-sale';\nexport const schema = z.string();\n",
  'shared/src/business/house-sale/index.ts': "export const houseSale = { id: 'house-sale' };\n",
  'bff/src/server.ts': "import './modules/cases/core/case.service';\n",
  'bff/src/modules/cases/core/case.entity.ts': 'export class Case {}\n',
  'bff/src/modules/cases/core/case.service.ts':
    "import { schema } from '@zhucheng/shared';\nimport type { TaxPort } from '../../../adapters/tax/port';\n" +
    "import { Clock } from '../../../platform/clock';\nimport { Case } from './case.entity';\n" +
    'export const service = (tax: TaxPort) => [new Case(), new Clock(), tax, schema];\n',
  'bff/src/modules/review/review.service.ts':
    "import { service } from '../cases/core/case.service';\nexport const pay = service;\n",
  'bff/src/modules/cases/ending/x.ts': 'export type X = 1;\n',
  'bff/src/adapters/tax/port.ts': 'export interface TaxPort {}\n',
  'bff/src/adapters/tax/client.ts': "import { TaxPort } from './port';\nexport class TaxClient implements TaxPort {}\n",
  'bff/src/platform/clock.ts': 'export class Clock {}\n',
  'bff/src/migrations/1-create-cases.ts': "export const row = ['house-sale'];\n",
  'admin/src/main.tsx':
    "import './styles.css';\nimport { schema } from '@zhucheng/shared';\nexport const App = () => <p>{String(schema)}</p>;\n",
  'miniapp/src/app.tsx': "import { go } from '@/core/go';\nexport const app = go;\n",
  'miniapp/src/core/go.ts': 'export const go = 1;\n',
  'scripts/sandbox/index.ts': "import { schema } from '@zhucheng/shared';\nexport const answers = schema;\n",
};

test('the command passes a clean tree and fails another', () => {
  const run = (files: Record<string, string>) =>
    spawnSync(process.execPath, [script, project(files)], { encoding: 'utf8' });
  expect(run(clean)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('边界检查通过') });
  const broken = run({ ...clean, 'bff/src/x.ts': "import '../../miniapp/src/core/go';" });
  expect(broken).toMatchObject({ status: 1, stderr: expect.stringMatching(/^bff\/src\/x\.ts:1 {2}.*bff 只能引用/) });
});

const breaches: Array<[what: string, file: string, text: string, line: number, expected: RegExp]> = [
  [
    'shared imports a package',
    'shared/src/clock.ts',
    "import dayjs from 'dayjs';\nexport default dayjs;",
    1,
    /除 zod 外/,
  ],
  [
    'shared imports the server',
    'shared/src/x.ts',
    "\nexport * from '../../bff/src/platform/clock';",
    2,
    /shared 只能引用/,
  ],
  ['the server imports a front end', 'bff/src/x.ts', "import '../../miniapp/src/core/go';", 1, /bff 只能引用/],
  [
    'a front end imports the server',
    'admin/src/x.ts',
    "import { Clock } from '@zhucheng/bff/platform/clock';\nexport { Clock };",
    1,
    /admin 只能引用/,
  ],
  [
    'a front end imports the server at run time',
    'miniapp/src/x.ts',
    "export const x = () => import('../../bff/src/server');",
    1,
    /miniapp 只能引用/,
  ],
  [
    'the gateways import the server',
    'scripts/sandbox/x.ts',
    "import type { Clock } from '@zhucheng/bff/platform/clock';\nexport type X = Clock;",
    1,
    /沙箱只能引用/,
  ],
  [
    'a module takes an entity of another',
    'bff/src/modules/review/x.service.ts',
    "import type { Case } from '../cases/core/case.entity';\nexport type X = Case;",
    1,
    /别的模块的实体/,
  ],
  [
    'a module takes a client',
    'bff/src/modules/cases/core/x.service.ts',
    "import { TaxClient } from '../../../adapters/tax/client';\nexport const x = TaxClient;",
    1,
    /modules 只引用/,
  ],
  [
    'an adapter takes a module',
    'bff/src/adapters/tax/x.ts',
    "import { service } from '../../modules/cases/core/case.service';\nexport const x = service;",
    1,
    /adapters 不引用/,
  ],
  [
    'an adapter takes the platform',
    'bff/src/adapters/tax/x.ts',
    "export const x = require('../../platform/clock');",
    1,
    /adapters 不引用/,
  ],
  [
    'the platform takes a module',
    'bff/src/platform/x.ts',
    "import '../modules/cases/core/case.service';",
    1,
    /platform 不引用/,
  ],
  [
    'the server knows of the gateways',
    'bff/src/config/x.ts',
    '\n\nexport const url = process.env.SANDBOX_URL;',
    3,
    /不出现 sandbox/,
  ],
  [
    'a module goes past the vault',
    'bff/src/modules/cases/core/x.service.ts',
    'export const x = (self: { adapters: any }) =>\n  self.adapters.storage.put;',
    2,
    /绕过了加密库/,
  ],
  [
    'a module asks one that stands after it',
    'bff/src/modules/payments/x.service.ts',
    "import { service } from '../cases/core/case.service';\nexport const x = service;",
    1,
    /模块只能问排在它前面的模块/,
  ],
  [
    'a room asks one that stands after it',
    'bff/src/modules/cases/core/x.ts',
    "import type { X } from '../ending/x';\nexport type Y = X;",
    1,
    /房间只能问排在它前面的房间/,
  ],
  [
    'a business id outside its declaration',
    'admin/src/x.ts',
    "export const isSale = (id: string) =>\n  id === 'house-sale';",
    2,
    /写死了业务类型/,
  ],
  [
    'a business id in a path',
    'miniapp/src/x.ts',
    "export const go = (x: string) => '/apply/house-sale/' + x;",
    1,
    /写死了业务类型/,
  ],
  ['a business id in a script', 'scripts/lib/x.mjs', "export const first = ['house-sale'];", 1, /写死了业务类型/],
];

test.each(breaches)('%s', async (_what, file, text, line, expected) => {
  const found = await check({ ...clean, [file]: text });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
  expect(found[0]!.startsWith(`${file}:${line}  `)).toBe(true);
});

describe('circles', () => {
  const tree = (a: string, b: string) => ({ ...clean, 'bff/src/a.ts': a, 'bff/src/b.ts': b });

  test.each([
    ['of values', "import { b } from './b';\nexport const a = () => b;"],
    ['of types too', "import type { B } from './b';\nexport class A { b?: B }"],
    ['of what is named at run time', "export const a = () => import('./b');"],
  ])('%s are breaches', async (_what, a) => {
    const found = await check(tree(a, "import { a } from './a';\nexport const b = () => a;"));
    expect(found).toEqual([
      expect.stringMatching(/^bff\/src\/a\.ts:1 {2}循环引用：bff\/src\/a\.ts → bff\/src\/b\.ts → bff\/src\/a\.ts$/),
    ]);
  });
});

describe('tables', () => {
  const tables = {
    ...clean,
    'bff/src/modules/cases/core/case.entity.ts': "@Entity('registration_case')\nexport class Case {}\n",
  };
  const within = async (file: string, text: string) => await check({ ...tables, [file]: text });

  test.each([
    [
      'reads',
      'bff/src/modules/payments/x.query.ts',
      "export const sql = 'SELECT id FROM registration_case';",
      /读了 cases 的表/,
    ],
    [
      'writes',
      'bff/src/modules/payments/x.service.ts',
      "export const sql = 'UPDATE registration_case SET state = ?';",
      /写或锁了 cases 的表/,
    ],
    [
      'locks',
      'bff/src/modules/payments/x.service.ts',
      "export const x = (tx: any) => tx.lockRow('registration_case', '1');",
      /写或锁了 cases 的表/,
    ],
    [
      'removes from',
      'bff/src/modules/review/x.query.ts',
      "export const sql = 'DELETE FROM registration_case WHERE id = ?';",
      /写或锁了 cases 的表/,
    ],
  ])('a module that %s another’s table', async (_what, file, text, expected) => {
    const found = await within(file, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('a listed read model may read, and a module its own', async () => {
    const sql = "export const sql = 'SELECT id FROM registration_case';";
    expect(await within('bff/src/modules/review/backlog.query.ts', sql)).toEqual([]);
    expect(await within('bff/src/modules/cases/core/x.query.ts', sql)).toEqual([]);
  });

  /** `<<x>>` stands for the hole of a template. */
  const withHoles = (expression: string) =>
    `export const x = ${expression.replace(/<<(.+?)>>/g, (_, inner) => `$\{${inner}}`)};`;

  const writes = /写或锁了 cases 的表 registration_case/;
  const reads = /读了 cases 的表 registration_case/;
  test.each([
    ['behind a comma', "'SELECT 1 FROM work_batch b, registration_case c'", reads],
    [
      'behind a condition and a comma',
      "'SELECT 1 FROM work_batch b JOIN x ON x.id = b.id, registration_case c'",
      reads,
    ],
    ['in brackets', "'SELECT 1 FROM (work_batch b, registration_case c)'", reads],
    ['in a subselect', "'SELECT 1 FROM (SELECT id FROM registration_case) AS x'", reads],
    ['with its schema', "'SELECT 1 FROM main.registration_case'", reads],
    ['in lower case', "'select id from registration_case'", reads],
    ['in capitals', "'SELECT ID FROM REGISTRATION_CASE'", reads],
    ['in double quotes', '\'SELECT id FROM "registration_case"\'', reads],
    ['in back quotes', "'SELECT id FROM `registration_case`'", reads],
    ['on the next line', '`SELECT id FROM\n  registration_case`', reads],
    ['in a sum', "'SELECT id FROM ' + 'registration_case'", reads],
    ['in halves', "'SELECT id FROM registration_' + 'case'", reads],
    ['as a constant', "(() => { const t = 'registration_case'; return `SELECT id FROM <<t>>`; })()", reads],
    [
      'as one of two',
      "(() => { const t = 1 > 2 ? 'work_batch' : 'registration_case'; return `SELECT id FROM <<t>>`; })()",
      reads,
    ],
    [
      'from a list',
      "() => { for (const t of ['work_batch', 'registration_case']) ask(`SELECT id FROM <<t>>`); }",
      reads,
    ],
    [
      'that a constant goes on with',
      "(() => { const t = ', registration_case c'; return `SELECT 1 FROM x <<t>>`; })()",
      reads,
    ],
    ['after INSERT IGNORE', "'INSERT IGNORE INTO registration_case (id) VALUES (?)'", writes],
    ['after INSERT OR IGNORE', "'INSERT OR IGNORE INTO registration_case (id) VALUES (?)'", writes],
    ['after REPLACE', "'REPLACE INTO registration_case (id) VALUES (?)'", writes],
    ['after INSERT without INTO', "'INSERT registration_case (id) VALUES (?)'", writes],
    ['after UPDATE OR IGNORE', "'UPDATE OR IGNORE registration_case SET id = ?'", writes],
    ['in an UPDATE of two', "'UPDATE work_batch b JOIN registration_case c ON c.id = b.id SET c.id = ?'", writes],
    ['whose rows a DELETE names', "'DELETE c FROM registration_case c'", writes],
    ['of a call, in double quotes', '(tx: any) => tx.insert("registration_case", {})', writes],
    ['of a call, in back quotes', '(tx: any) => tx.update(`registration_case`, {}, {})', writes],
    ['of insertAll', "(tx: any) => tx.insertAll('registration_case', [])", writes],
    ['of hold', '(tx: any) => tx.hold("registration_case", 1)', writes],
    ['of lockRow with a longer type', "(tx: any) => tx.lockRow<Row & { id: string }>('registration_case', 1)", writes],
    ['of insertMany', "(tx: any) => insertMany(tx, 'registration_case', [])", writes],
    ['of a call by its name as a text', "(tx: any) => tx['update']('registration_case', {}, {})", writes],
    [
      'of a call, as a constant',
      "(tx: any) => { const t = 'registration_case'; return tx.update(t, {}, {}); }",
      writes,
    ],
    ['that the platform walks through', "seal({ table: 'registration_case' })", writes],
  ])('a table %s is seen', async (_what, expression, expected) => {
    const found = await within('bff/src/modules/enterprise/x.service.ts', withHoles(expression));
    expect(found).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['SQL', '(table: string) => `SELECT id FROM <<table>>`'],
    ['quoted SQL', '(table: string) => `UPDATE <<quote(table)>> SET id = ?`'],
    ['a sum', "(table: string) => 'SELECT id FROM ' + table"],
    ['a part of a name', '(kind: string) => `SELECT id FROM <<kind>>_case`'],
    ['the second half of a name', '(kind: string) => `SELECT id FROM registration_<<kind>>`'],
    ['a call', '(tx: any, table: string) => tx.update(table, {}, {})'],
    ['a call of a transaction that goes by another name', '(work: Transaction, table: string) => work.hold(table, 1)'],
    ['a call in a unit of work', '(d: any, table: string) => d.unitOfWork((t: any) => t.lockRow(table, 1))'],
    ['a variable that changes', "() => { let t = 'work_batch'; t += 'x'; return `SELECT id FROM <<t>>`; }"],
  ])('a name that nobody can read, in %s, is a breach', async (_what, expression) => {
    const text = withHoles(expression);
    expect(await within('bff/src/modules/enterprise/x.service.ts', text)).toEqual([
      expect.stringMatching(/x\.service\.ts:1 {2}表名是变量/),
    ]);
  });

  test('a place that is listed may take the name from its callers, and is listed no longer than that', async () => {
    const file = 'bff/src/modules/register/register.batch.ts';
    expect(await within(file, withHoles('(t: string) => `SELECT id FROM <<t>>`'))).toEqual([]);
    expect(await within(file, "export const x = 'SELECT id FROM unit';")).toEqual([
      expect.stringMatching(/没有表名是变量/),
    ]);
  });

  test.each([
    [
      'columns and strings',
      '"SELECT registration_case, \'from registration_case\' AS x FROM work_batch WHERE a IN (?, ?)"',
    ],
    ['columns of an insert', "'INSERT INTO work_batch (id, registration_case) VALUES (?, ?), (?, ?)'"],
    ['a lock', "'SELECT id FROM work_batch WHERE id = ? FOR UPDATE'"],
    ['sentences', '(id: string) => `a letter from <<id>> to registration_case`'],
    ['other calls', '(hash: any, data: string) => hash.update(data)'],
    ['holes elsewhere', '(c: string, w: string) => `SELECT <<c>> FROM work_batch WHERE <<w>> ORDER BY <<c>>`'],
  ])('%s name no table', async (_what, expression) => {
    expect(await within('bff/src/modules/enterprise/x.service.ts', withHoles(expression))).toEqual([]);
  });

  test('SQL of another module is followed to where it is used', async () => {
    const found = await check({
      ...tables,
      'bff/src/modules/cases/core/sql.ts': "export const cases = 'registration_case';\n",
      'bff/src/modules/enterprise/x.service.ts': `import { cases } from '../cases/core/sql';\n\n${withHoles('`SELECT id FROM <<cases>>`')}`,
    });
    expect(found).toEqual([
      expect.stringMatching(/^bff\/src\/modules\/enterprise\/x\.service\.ts:3 .*读了 cases 的表/),
    ]);
  });

  test('the platform keeps off the tables of modules', async () => {
    expect(await within('bff/src/platform/x.ts', "export const sql = 'SELECT id FROM registration_case';")).toEqual([
      expect.stringMatching(reads),
    ]);
  });
});

describe('read models', () => {
  const join = "export const sql = 'SELECT x.id FROM x JOIN registration_case c ON c.id = x.case_id';\n";
  const within = (file: string, text: string) =>
    check(
      {
        ...clean,
        'bff/src/modules/cases/core/case.entity.ts': "@Entity('registration_case')\nexport class Case {}\n",
        'bff/src/modules/review/x.entity.ts': "@Entity('x')\nexport class X {}\n",
        [`bff/src/modules/review/${file}`]: text,
      },
      { [`review/${file}`]: ['registration_case'] },
    );

  test('a service is none, though it is listed', async () => {
    expect(await within('x.service.ts', join)).toEqual([
      expect.stringMatching(/^bff\/src\/modules\/review\/x\.service\.ts:1 .*读模型只能是 \*\.query\.ts/),
      expect.stringMatching(/读了 cases 的表 registration_case/),
    ]);
    expect(await within('x.query.ts', join)).toEqual([]);
  });

  test.each([
    ['writes its own table', "export const write = 'UPDATE x SET id = ?';"],
    ['locks a row of it', "export const lock = (tx: any) => tx.lockRow('x', '1');"],
  ])('one that %s is a breach', async (_what, text) => {
    expect(await within('x.query.ts', join + text)).toEqual([expect.stringMatching(/x\.query\.ts:2 .*只读不写/)]);
  });

  test('a table that is listed and not read any more is a breach', async () => {
    expect(await within('x.query.ts', 'export const sql = "SELECT id FROM x";')).toEqual([
      expect.stringMatching(/registration_case 这里没有读/),
    ]);
  });
});

test('tests may import what they test', async () => {
  const file =
    "import { TaxClient } from '../src/adapters/tax/client';\nimport '../../scripts/sandbox';\nexport const id = ['house-sale', TaxClient];";
  expect(await check({ ...clean, 'bff/test/x.test.ts': file })).toEqual([]);
});
