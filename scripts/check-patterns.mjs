import { resolve } from 'node:path';
import { everyScript, readSources } from './lib/boundaries/sources.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { allowed } from './lib/patterns/allowed.mjs';
import { patternsOf } from './lib/patterns/collect.mjs';
import { judge } from './lib/patterns/judge.mjs';

/**
 * `node scripts/check-patterns.mjs [folder]`: prints every regular expression whose work is not linear in its input; exit
 * code 1 if there is one. What was found safe before is in scripts/lib/patterns/safe.json, by hash; `--anew` forgets it.
 */
const began = performance.now();
const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--'));
const own = folder === undefined;
const patterns = patternsOf(readSources(own ? root : resolve(folder), everyScript));
const knownFile = own && !args.includes('--anew') ? inRoot('scripts/lib/patterns/safe.json') : null;
const { breaches, judged } = await judge(patterns, { allowed: own ? allowed : new Map(), knownFile });
for (const { file, line, text } of breaches) console.error(`${file}:${line}  ${text}`);
const took = `${patterns.size} 个，其中 ${judged} 个新判断，${((performance.now() - began) / 1000).toFixed(1)} 秒`;
if (breaches.length > 0) {
  console.error(`正则表达式检查：${breaches.length} 个不是线性的（${took}）。`);
  process.exitCode = 1;
} else console.log(`正则表达式检查通过（${took}）。`);
