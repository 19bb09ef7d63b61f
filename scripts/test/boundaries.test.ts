import { spawnSync } from 'node:child_process';
import { check, clean, project, script } from './support/boundaries';

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

test('tests may import what they test', async () => {
  const file =
    "import { TaxClient } from '../src/adapters/tax/client';\nimport '../../scripts/sandbox';\nexport const id = ['house-sale', TaxClient];";
  expect(await check({ ...clean, 'bff/test/x.test.ts': file })).toEqual([]);
});
