import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const MEGABYTE = 1024 * 1024;

function size(folder: string, skip: string[] = []): number {
  return readdirSync(folder).reduce((sum, name) => {
    const file = path.join(folder, name);
    if (skip.includes(file)) return sum;
    return sum + (statSync(file).isDirectory() ? size(file, skip) : statSync(file).size);
  }, 0);
}

describe.each(['weapp', 'alipay'])('package sizes of %s', (host) => {
  const root = path.resolve(__dirname, '../dist', host);
  const app = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as { subPackages: { root: string }[] };
  const subpackages = app.subPackages.map((one) => path.join(root, one.root));

  it('keeps the main package under 1 MB', () => {
    expect(size(root, subpackages)).toBeLessThan(MEGABYTE);
  });

  it('keeps every subpackage under 2 MB', () => {
    for (const folder of subpackages) expect(size(folder)).toBeLessThan(2 * MEGABYTE);
  });
});
