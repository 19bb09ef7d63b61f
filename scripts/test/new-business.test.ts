import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { type Business, businesses } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const root = resolve(__dirname, '../..');
const id = 'demo-type';
let copy: string;
let made: Business;

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(copy, 'scripts/new-business.mjs'), ...args], { encoding: 'utf8' });

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'zhucheng-new-business-'));
  mkdirSync(join(copy, 'scripts'));
  for (const part of [
    'scripts/lib',
    'scripts/new-business.mjs',
    'shared/src',
    'shared/package.json',
    'shared/tsconfig.json',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  cpSync(join(root, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const { status, stderr } = run(id, '示例业务');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(copy, 'shared')]);
  const built = require(join(copy, 'shared/dist/index.js')) as { businesses: Business[] };
  made = built.businesses.find((business) => business.id === id)!;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('stands in the list between the others', () => {
  expect(made.name).toBe('示例业务');
  const list = readFileSync(join(copy, 'shared/src/business/index.ts'), 'utf8');
  expect(list.match(/demoType/g)).toHaveLength(2);
});

test('is written as the style wants it', () => {
  cpSync(join(root, 'biome.json'), join(copy, 'biome.json'));
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'check', '--vcs-enabled=false', 'shared/src/business'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^Checked \d+ files/) });
});

test('refuses an id that is no id, or is taken, and changes nothing', () => {
  expect(run('Bad_Name').status).toBe(2);
  expect(run(id).status).toBe(2);
  expect(run().status).toBe(2);
});

eachDatabase((dialect) => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(dialect);
    (await platform.server.get(Businesses)).use([...businesses, made]);
  });
  afterAll(() => platform?.close());

  const paths = ['happy', 'corrected', 'rejected', 'seized-reviewing'];
  it.each(paths)('walks %s at once', async (name) => {
    const { cast, playground } = platform;
    const path = walkPaths(made).find((one) => one.id === name)!;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    const { error, passed, steps } = await walk(made, path, player);
    expect({ error, passed, wrong: steps.filter(({ ok }) => !ok) }).toEqual({
      error: undefined,
      passed: true,
      wrong: [],
    });
  });
});
