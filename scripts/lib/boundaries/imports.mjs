import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { inRoot } from '../paths.mjs';

const parts = ['shared', 'bff', 'admin', 'miniapp', 'scripts'];
const { forbidden, options } = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs'));

/** How the project's own names lead to files; the same for a project in another folder. */
const resolving = (folder) => ({
  extensions: ['.ts', '.tsx', '.h5.ts', '.weapp.ts', '.alipay.ts', '.mjs', '.cjs', '.js', '.json'],
  exportsFields: ['exports'],
  conditionNames: ['import', 'require', 'node', 'default'],
  alias: {
    '@zhucheng/shared/testing$': join(folder, 'shared/src/testing/index.ts'),
    '@zhucheng/shared$': join(folder, 'shared/src/index.ts'),
    '@zhucheng/bff': join(folder, 'bff/src'),
    '@': join(folder, 'miniapp/src'),
  },
});

/** The line on which a file names another; 1 if the name is put together. */
function lineOf(folder, file, specifier) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
  return at < 0 ? 1 : at + 1;
}

/** Breaches of `.dependency-cruiser.cjs`, each with the line of the import, and how much was looked at. */
export async function imports(folder) {
  const wanted = parts.map((part) => join(part, 'src')).concat('scripts', 'bff/test', 'scripts/test');
  const { output } = await cruise(
    [...new Set(wanted)].filter((path) => existsSync(join(folder, path))),
    { ...options, baseDir: folder, ruleSet: { forbidden }, validate: true },
    resolving(folder),
  );
  const { modules, summary } = output;
  const said = new Map(modules.map(({ source, dependencies }) => [source, dependencies]));
  const seen = new Set();
  const breaches = [];
  for (const { from, to, rule, cycle } of summary.violations) {
    const specifier = said.get(from)?.find(({ resolved }) => resolved === to)?.module ?? to;
    const { comment } = forbidden.find(({ name }) => name === rule.name);
    const line = lineOf(folder, from, specifier);
    // A circle is one breach, told where it begins.
    const members = cycle?.map(({ name }) => name);
    const mark = members ? [...members].sort().join(' ') : `${from} ${to} ${rule.name}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const text = members ? `${comment}：${[from, ...members].join(' → ')}` : `引用了 ${specifier}：${comment}`;
    breaches.push({ file: from, line, text });
  }
  return { breaches, count: summary.totalDependenciesCruised };
}
