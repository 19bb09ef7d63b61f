import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

// The checker's JavaScript build: needs neither a JVM nor a native binary.
process.env.RECHECK_BACKEND = 'pure';

/** How long one pattern is looked at, ms. One that takes longer is too hard to read, too. */
const timeout = 30_000;

/** What was judged before, by the pattern's hash; only safe ones are remembered. */
function readKnown(file) {
  try {
    return new Set(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return new Set();
  }
}

const idOf = (key) => createHash('sha256').update(key).digest('base64url').slice(0, 16);

/**
 * The patterns that some input makes work longer than its length accounts for, or that could not be judged, as breaches.
 * `allowed`: pattern → why it is harmless where it stands.
 */
export async function judge(patterns, { allowed = new Map(), knownFile = null } = {}) {
  const known = knownFile ? readKnown(knownFile) : new Set();
  const ids = new Set();
  const breaches = [];
  let judged = 0;
  let checkSync;
  for (const [key, { source, flags, file, line }] of patterns) {
    const id = idOf(key);
    if (known.has(id)) {
      ids.add(id);
      continue;
    }
    if (allowed.has(key)) continue;
    checkSync ??= (await import('recheck')).checkSync;
    judged++;
    const { status, complexity, attack } = checkSync(source, flags, { timeout });
    if (status === 'safe') ids.add(id);
    else {
      const how =
        status === 'vulnerable' ? `耗时随输入${complexity.type === 'exponential' ? '指数' : '多项式'}增长` : '判断不了';
      const example = attack?.pattern ? `，例如 ${attack.pattern.slice(0, 80)}` : '';
      breaches.push({ file, line, text: `正则表达式 ${key} ${how}${example}；请写得更简单，或先限定输入长度` });
    }
  }
  for (const key of allowed.keys())
    if (!patterns.has(key))
      breaches.push({ file: 'scripts/lib/patterns/allowed.mjs', line: 1, text: `不再使用：${key}` });
  if (knownFile && judged > 0) {
    mkdirSync(dirname(knownFile), { recursive: true });
    writeFileSync(knownFile, `${JSON.stringify([...ids].sort(), null, 2)}\n`);
  }
  return { breaches, judged };
}
