import { resolve } from 'node:path';
import { look } from './lib/boundaries/index.mjs';
import { root } from './lib/paths.mjs';

/** `node scripts/check-boundaries.mjs [folder]`: prints each breach of the architecture's rules; exit code 1 if there is one. */
const began = performance.now();
const { breaches, files, imports } = await look(resolve(process.argv[2] ?? root));
for (const { file, line, text } of breaches) console.error(`${file}:${line}  ${text}`);
const took = `${files} 个文件，${imports} 处引用，${((performance.now() - began) / 1000).toFixed(1)} 秒`;
if (breaches.length > 0) {
  console.error(`边界检查：${breaches.length} 处不符（${took}）。规则见 scripts/lib/boundaries 与 docs/adr。`);
  process.exitCode = 1;
} else {
  console.log(`边界检查通过（${took}）。`);
}
