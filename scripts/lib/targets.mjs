import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { installMiniapp } from './install.mjs';
import { inRoot, miniapp } from './paths.mjs';
import { precompress } from './precompress.mjs';
import { node } from './run.mjs';
import { step } from './say.mjs';

/** The file that a package's command runs, found where Node looks from `folder`; some packages do not export their package.json. */
export function binOf(folder, name, command = name) {
  const places = createRequire(join(folder, 'package.json')).resolve.paths(name);
  const file = places.map((place) => join(place, name, 'package.json')).find((path) => existsSync(path));
  if (!file) throw new Error(`缺少依赖 ${name}，请先安装依赖。`);
  const { bin } = JSON.parse(readFileSync(file, 'utf8'));
  return join(dirname(file), typeof bin === 'string' ? bin : bin[command]);
}

async function compile() {
  const tsc = binOf(inRoot(), 'typescript', 'tsc');
  const missing = targets.code.entries.some((entry) => !existsSync(inRoot(entry)));
  // With its .tsbuildinfo in place, tsc would not write deleted output again.
  await node([tsc, '-b', ...(missing ? ['--force'] : [])], { title: 'tsc -b' });
  for (const [output, sources] of compiled) dropOrphans(inRoot(output), inRoot(sources));
}

/** Where tsc writes what it makes of the sources. */
const compiled = [
  ['shared/dist', 'shared/src'],
  ['bff/dist', 'bff/src'],
  ['scripts/dist', 'scripts'],
];

/** A module that was moved leaves its old output behind, and the server loads whatever it finds. */
function dropOrphans(output, sources) {
  for (const entry of readdirSync(output, { withFileTypes: true })) {
    const path = join(output, entry.name);
    if (entry.isDirectory()) {
      if (existsSync(join(sources, entry.name))) dropOrphans(path, join(sources, entry.name));
      else if (existsSync(path) && entry.name !== 'node_modules') rmSync(path, { recursive: true, force: true });
      continue;
    }
    const made = /^(.*)\.(?:js|js\.map|d\.ts|d\.ts\.map)$/.exec(entry.name)?.[1];
    if (made && !['.ts', '.tsx', '.js'].some((kind) => existsSync(join(sources, made + kind)))) rmSync(path);
  }
}

/** Source of the compression; a change to it makes the built files stale. */
const compressing = 'scripts/lib/precompress.mjs';

const taro = (type) => ({
  title: { h5: '构建 H5（浏览器）', weapp: '构建微信小程序', alipay: '构建支付宝小程序' }[type],
  sources: [
    'miniapp/src',
    'miniapp/config',
    'miniapp/babel.config.js',
    'miniapp/package-lock.json',
    'shared/src',
    ...(type === 'h5' ? [compressing] : []),
  ],
  entries: [`miniapp/dist/${type}/${type === 'h5' ? 'index.html' : 'app.js'}`],
  output: `miniapp/dist/${type}`,
  variables: ['TARO_APP_API_BASE'],
  build: async () => {
    const args = ['build', '--type', type, '--no-check', '--disable-global-config'];
    await node([binOf(miniapp, '@tarojs/cli', 'taro'), ...args], {
      cwd: miniapp,
      env: { NODE_ENV: 'production' },
      title: `taro build --type ${type}`,
    });
    // Mini-program packages are compressed by WeChat and Alipay.
    if (type === 'h5') await precompress(inRoot(`miniapp/dist/${type}`));
  },
});

/** What can be built: from which files, into which, and how. */
export const targets = {
  code: {
    title: '编译服务端与工具',
    sources: ['shared/src', 'bff/src', 'scripts', 'tsconfig.base.json', 'tsconfig.json', 'package-lock.json'],
    entries: [
      'shared/dist/index.js',
      'bff/dist/main.js',
      'scripts/dist/seed/main.js',
      'scripts/dist/start/gateways.js',
    ],
    output: 'bff/dist',
    build: compile,
  },
  admin: {
    title: '构建管理端',
    sources: [
      'admin/src',
      'admin/public',
      'admin/index.html',
      'admin/vite.config.ts',
      'package-lock.json',
      'shared/src',
      compressing,
    ],
    entries: ['admin/dist/index.html'],
    output: 'admin/dist',
    build: async () => {
      const args = [binOf(inRoot('admin'), 'vite'), 'build', '--logLevel', 'warn'];
      await node(args, { cwd: inRoot('admin'), env: { NODE_ENV: 'production' }, title: 'vite build' });
      await precompress(inRoot('admin/dist'));
    },
  },
  h5: taro('h5'),
  weapp: taro('weapp'),
  alipay: taro('alipay'),
};

const skipped = new Set(['node_modules', 'dist', 'test', '.swc']);

function* filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) yield path;
  if (!found?.isDirectory()) return;
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name } of entries) {
    if (!skipped.has(name) && !name.endsWith('.mjs') && !name.endsWith('.tsbuildinfo'))
      yield* filesBelow(join(path, name));
  }
}

/** A hash over everything that goes into a target; file times say too little after a checkout. */
function fingerprint({ sources, variables = [] }) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const name of variables) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  for (const source of sources) {
    for (const file of filesBelow(inRoot(source))) hash.update(file.slice(inRoot().length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const markOf = (name) => inRoot('node_modules', '.cache', 'zhucheng', `${name}.built`);

/** Whether the target was built, completely, from the sources as they are. */
export function isFresh(name) {
  const target = targets[name];
  const mark = markOf(name);
  if (!existsSync(mark) || target.entries.some((entry) => !existsSync(inRoot(entry)))) return false;
  return readFileSync(mark, 'utf8') === fingerprint(target);
}

/** Builds a target whatever its state. Error: CommandError. */
export async function build(name) {
  const target = targets[name];
  const mark = markOf(name);
  if (target.output.startsWith('miniapp')) await installMiniapp();
  rmSync(mark, { force: true });
  const before = fingerprint(target);
  await step(target.title, target.build);
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, before);
}

/** Builds those of the targets that are missing or older than their sources. */
export async function ensureBuilt(...names) {
  for (const name of names) if (!isFresh(name)) await build(name);
}

/** Bytes of all files below a folder. */
export function bytesBelow(folder) {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  return sum;
}
