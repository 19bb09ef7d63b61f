import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Class } from './class';

function* filesBelow(folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Exported classes of every `*.<kind>.ts|js` file below the folder, in the order of the files' names. */
export function classesIn(folder: string, kinds: readonly string[]): Class[] {
  const found = new Set<Class>();
  for (const file of filesBelow(folder)) {
    const extension = extname(file);
    if ((extension !== '.ts' && extension !== '.js') || file.endsWith('.d.ts')) continue;
    if (!kinds.some((kind) => file.endsWith(`.${kind}${extension}`))) continue;
    // A plain `require` works under node, tsx and jest alike, which dynamic `import()` does not.
    for (const exported of Object.values(require(file) as Record<string, unknown>)) {
      if (typeof exported === 'function' && /^class\b/.test(Function.prototype.toString.call(exported)))
        found.add(exported);
    }
  }
  return [...found];
}
