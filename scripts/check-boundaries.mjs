import { resolve } from 'node:path';
import { businessIds } from './lib/boundaries/business-ids.mjs';
import { cycles } from './lib/boundaries/cycles.mjs';
import { directions, unaware } from './lib/boundaries/directions.mjs';
import { readSources } from './lib/boundaries/sources.mjs';
import { root } from './lib/paths.mjs';

/** `node scripts/check-boundaries.mjs [folder]`: prints each breach of the architecture's rules; exit code 1 if there is one. */
const began = performance.now();
const folder = resolve(process.argv[2] ?? root);
const files = readSources(folder);
const breaches = [...directions(files), ...unaware(files), ...cycles(files), ...businessIds(folder, files)];
breaches.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
for (const { file, line, text } of breaches) console.error(`${file}:${line}  ${text}`);
const imports = [...files.values()].reduce((sum, file) => sum + file.imports.length, 0);
const took = `${files.size} 个文件，${imports} 处引用，${((performance.now() - began) / 1000).toFixed(1)} 秒`;
if (breaches.length > 0) {
  console.error(`边界检查：${breaches.length} 处不符（${took}）。规则见 scripts/lib/boundaries 与 docs/adr。`);
  process.exitCode = 1;
} else {
  console.log(`边界检查通过（${took}）。`);
}
