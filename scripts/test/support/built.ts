import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

export const sites = { h5: join(root, 'miniapp/dist/h5'), admin: join(root, 'admin/dist') };

/** Builds what has not been built yet; a newer build than the one there is `npm run build`. */
export function ensureBuilt(...wanted: Array<keyof typeof sites>): void {
  const all = wanted.length > 0 ? wanted : (['h5', 'admin'] as const);
  const missing = all.filter((site) => !existsSync(join(sites[site], 'index.html')));
  if (missing.length > 0) execFileSync(process.execPath, ['scripts/build.mjs', ...missing], { cwd: root });
}
