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
    'for await (const folder of createInterface({ input: process.stdin })) console.log(JSON.stringify(look(folder).breaches));';
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
function check(files: Record<string, string>): Promise<string[]> {
  const folder = project(files);
  return new Promise((done) => {
    answers.once('line', (line) =>
      done(
        (JSON.parse(line) as Array<{ file: string; line: number; text: string }>).map(
          ({ file, line, text }) => `${file}:${line}  ${text}`,
        ),
      ),
    );
    child.stdin!.write(`${folder}\n`);
  });
}

const clean = {
  'shared/src/index.ts':
    "import { z } from 'zod';\nexport * from './business/house-sale';\nexport const schema = z.string();\n",
  'shared/src/business/house-sale/index.ts': "export const houseSale = { id: 'house-sale' };\n",
  'bff/src/server.ts': "import './modules/cases/case.service';\n",
  'bff/src/modules/cases/case.entity.ts': 'export class Case {}\n',
  'bff/src/modules/cases/case.service.ts':
    "import { schema } from '@zhucheng/shared';\nimport type { TaxPort } from '../../adapters/tax/port';\n" +
    "import { Clock } from '../../platform/clock';\nimport { Case } from './case.entity';\n" +
    'export const service = (tax: TaxPort) => [new Case(), new Clock(), tax, schema];\n',
  'bff/src/modules/payments/payment.service.ts':
    "import { service } from '../cases/case.service';\nexport const pay = service;\n",
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
    'bff/src/modules/payments/x.service.ts',
    "import type { Case } from '../cases/case.entity';\nexport type X = Case;",
    1,
    /别的模块的实体/,
  ],
  [
    'a module takes a client',
    'bff/src/modules/cases/x.service.ts',
    "import { TaxClient } from '../../adapters/tax/client';\nexport const x = TaxClient;",
    1,
    /modules 只引用/,
  ],
  [
    'an adapter takes a module',
    'bff/src/adapters/tax/x.ts',
    "import { service } from '../../modules/cases/case.service';\nexport const x = service;",
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
    "import '../modules/cases/case.service';",
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
];

test.each(breaches)('%s', async (_what, file, text, line, expected) => {
  const found = await check({ ...clean, [file]: text });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
  expect(found[0]!.startsWith(`${file}:${line}  `)).toBe(true);
});

describe('cycles', () => {
  const tree = (a: string, b: string) => ({ ...clean, 'bff/src/a.ts': a, 'bff/src/b.ts': b });

  test('a cycle of values is a breach', async () => {
    const found = await check(
      tree(
        "import { b } from './b';\nexport const a = () => b;",
        "import { a } from './a';\nexport const b = () => a;",
      ),
    );
    expect(found).toEqual([
      expect.stringMatching(/^bff\/src\/a\.ts:1 {2}循环引用：bff\/src\/a\.ts → bff\/src\/b\.ts → bff\/src\/a\.ts$/),
    ]);
  });

  test.each([
    ['import type', "import type { B } from './b';\nexport class A { b?: B }"],
    ['a name marked as type', "import { type B } from './b';\nexport class A { b?: B }"],
    ['a class used as type only', "import { B } from './b';\nexport class A { b?: B }"],
  ])('%s makes none', async (_what, a) => {
    expect(await check(tree(a, "import { A } from './a';\nexport class B { a = new A(); }"))).toEqual([]);
  });

  test('a type that a decorator keeps at run time makes one', async () => {
    const a = "import { B } from './b';\nimport { Inject } from 'x';\nexport class A { @Inject() b!: B; }";
    expect(await check(tree(a, "import { A } from './a';\nexport class B { a = new A(); }"))).not.toEqual([]);
  });
});

test('tests may import what they test', async () => {
  const file =
    "import { TaxClient } from '../src/adapters/tax/client';\nimport '../../scripts/sandbox';\nexport const id = ['house-sale', TaxClient];";
  expect(await check({ ...clean, 'bff/test/x.test.ts': file })).toEqual([]);
});
