import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

interface Entry {
  link?: boolean;
  integrity?: string;
  resolved?: string;
}

/** Taro's native parts for other platforms: the registry that the lock file was completed from does not have this version of them. */
const unknown = ['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'win32-x64-msvc'].map(
  (platform) => `node_modules/@tarojs/binding-${platform}`,
);

describe.each([
  ['package-lock.json', []],
  ['miniapp/package-lock.json', unknown],
])('%s', (file, exceptions) => {
  const { packages } = JSON.parse(read(file)) as { packages: Record<string, Entry> };
  const installed = Object.entries(packages).filter(([path, entry]) => path.includes('node_modules/') && !entry.link);

  test('says of every package, also of other platforms, which bytes it has', () => {
    const bare = installed.filter(([, entry]) => !/^sha512-/.test(entry.integrity ?? '')).map(([path]) => path);
    expect(bare.sort()).toEqual([...exceptions].sort());
  });

  test('names no registry', () => {
    expect(installed.filter(([, entry]) => /^https?:/.test(entry.resolved ?? '')).map(([path]) => path)).toEqual([]);
  });
});

test.each(readdirSync(join(root, '.github/workflows')))('%s uses actions by their digest only', (file) => {
  const used = [...read('.github/workflows', file).matchAll(/uses:\s*(\S+)/g)].map(([, name]) => name!);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((name) => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
});
