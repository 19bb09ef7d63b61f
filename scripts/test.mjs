import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { installMiniapp, installRoot, nodeProblem } from './lib/install.mjs';
import { inRoot, miniapp, root } from './lib/paths.mjs';
import { node, stopWithUs } from './lib/run.mjs';
import { bold, fail, say, seconds, step, table, warn, yellow } from './lib/say.mjs';
import { binOf, ensureBuilt } from './lib/targets.mjs';

/** Counts per suite, in the order in which the suites ran. */
const suites = new Map();

function count(suite, { passed = 0, failed = 0, skipped = 0, ms = 0 }) {
  const sum = suites.get(suite) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  sum.ms += ms;
  suites.set(suite, sum);
}

/** A check that is no test file: one that passed or failed. */
async function check(suite, title, args, cwd = root) {
  const began = Date.now();
  const passed = await step(title, () => node(args, { cwd, title })).then(
    () => true,
    (error) => {
      fail(error.message);
      return false;
    },
  );
  count(suite, { [passed ? 'passed' : 'failed']: 1, ms: Date.now() - began });
}

/** A target that does not build fails its own line; the suites that do not need it still run. */
async function builds(...names) {
  for (const name of names)
    await ensureBuilt(name).catch((error) => {
      fail(error.message);
      count('build', { failed: 1 });
    });
}

/** Builds the rest beside the mini-program, since either alone leaves a core idle. */
async function prepare(checked) {
  const tsc = binOf(root, 'typescript', 'tsc');
  const desk = async () => {
    await builds('code', 'admin');
    if (!checked) return;
    await check('lint', '代码风格 biome', [binOf(root, '@biomejs/biome', 'biome'), 'check', '.']);
    await check('lint', '引用方向 check-boundaries', [inRoot('scripts/check-boundaries.mjs')]);
    await check('lint', '正则表达式 check-patterns', [inRoot('scripts/check-patterns.mjs')]);
    await check('lint', '没有人用的 knip', [binOf(root, 'knip'), '--no-config-hints', '--no-progress']);
    await check('types', '类型：测试代码', [tsc, '-p', 'tsconfig.test.json']);
    await check('types', '类型：管理端', [tsc, '--noEmit'], inRoot('admin'));
  };
  const phone = async () => {
    await installMiniapp();
    await builds('h5', 'weapp', 'alipay');
    if (checked) await check('types', '类型：小程序', [binOf(miniapp, 'typescript', 'tsc'), '--noEmit'], miniapp);
  };
  await Promise.all([desk(), phone()]);
}

/** Adds what a jest run wrote down; a run that wrote nothing counts as one failure. */
function collect(file, code) {
  if (!existsSync(file)) {
    count('jest', { failed: 1 });
    return fail(`jest 没有给出结果（退出码 ${code}）。`);
  }
  for (const { name: path, assertionResults, status, startTime, endTime } of JSON.parse(readFileSync(file, 'utf8'))
    .testResults) {
    const of = (...kinds) => assertionResults.filter((result) => kinds.includes(result.status)).length;
    const failed = of('failed');
    count(relative(root, path).split(sep)[0], {
      passed: of('passed'),
      // A file that does not even load has no results of its own.
      failed: failed === 0 && status === 'failed' ? 1 : failed,
      skipped: of('pending', 'skipped', 'todo', 'disabled'),
      ms: Math.max(0, endTime - startTime),
    });
  }
}

async function jest(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-jest-'));
  const file = join(folder, 'result.json');
  say(`\n${bold('测试')}`);
  // More workers than cores: the usual 5 s would fail tests that only wait for their turn.
  const args = [
    '--ci',
    // One more than the two cores of a small machine: most suites wait for something now and then.
    '--maxWorkers=3',
    '--testTimeout=120000',
    '--passWithNoTests',
    '--json',
    `--outputFile=${file}`,
    ...filters,
  ];
  // With --json jest prints the whole result on standard output as well; the report itself goes to standard error.
  const code = await node([binOf(root, 'jest'), ...args], {
    show: 'errors',
    check: false,
    env: { NODE_ENV: 'test' },
    title: 'jest',
  });
  collect(file, code);
  rmSync(folder, { recursive: true, force: true });
}

function report(began) {
  const cells = [...suites].map(([suite, { passed, failed, skipped, ms }]) => [
    suite,
    passed,
    failed,
    skipped,
    seconds(ms),
  ]);
  say(`\n${table(['套件', '通过', '失败', '跳过', '用时'], cells)}`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of suites.values()) for (const key of Object.keys(sum)) sum[key] += counts[key];
  say(`  总用时 ${seconds(Date.now() - began)}`);
  if (!process.env.TEST_MYSQL_URL) say(yellow(noMysql));
  say(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

const noMysql =
  '未设置 TEST_MYSQL_URL：只在内置数据库（SQLite）上测试；MySQL/MariaDB 用例已跳过（TEST_MYSQL_URL=mysql://root@127.0.0.1:3306）。';

/** `npm test` runs everything; `npm test -- cases` only the test files whose path contains `cases`. */
async function main(filters) {
  const began = Date.now();
  const problem = nodeProblem();
  if (problem) throw new Error(problem);
  await installRoot();
  if (!process.env.TEST_MYSQL_URL) warn(noMysql);
  await prepare(filters.length === 0);
  await jest(filters);
  return report(began);
}

stopWithUs();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    fail(error.message);
    say('\n0 passed, 1 failed');
    process.exit(1);
  },
);
