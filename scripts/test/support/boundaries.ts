import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export const script = resolve(__dirname, '../../check-boundaries.mjs');
const rules = pathToFileURL(resolve(__dirname, '../../lib/boundaries/index.mjs')).href;
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
export function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-boundaries-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The breaches of the rules in a project that consists of these files, as the command prints them. */
export function check(files: Record<string, string>, models?: Record<string, string[]>): Promise<string[]> {
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

export const clean = {
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
