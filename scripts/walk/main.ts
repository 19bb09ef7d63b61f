import { businesses } from '@zhucheng/shared';
import { moveText, type PathResult, walk } from '@zhucheng/shared/testing';
import { ownDatabase } from '../platform/database';
import { startWhole } from '../platform/start';
import { Cast } from './cast';
import { Playground } from './client';
import type { PlayerTools } from './moves';
import { readOptions } from './options';
import { type Planned, walkingOrder } from './order';
import { HttpPlayer } from './player';

/** Where the walk takes place. */
interface Stage extends PlayerTools {
  /** For the first line. */
  name: string;
  close(): Promise<void>;
}

const settle = async (): Promise<void> => undefined;

async function ownStage(mysqlUrl: string | undefined): Promise<Stage> {
  const database = await ownDatabase(mysqlUrl);
  try {
    const { cast, playground, advance, url, close } = await startWhole({ variables: database.variables });
    return {
      name: `自带的平台 ${url}（${database.dialect === 'mysql' ? 'MySQL/MariaDB，用后即删' : 'SQLite，用后即删'}）`,
      cast,
      playground,
      settle,
      advance,
      close: async () => {
        await close();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

const runningStage = (url: string, sandbox: string): Stage => ({
  name: url,
  cast: new Cast(url, new Playground(sandbox)),
  playground: new Playground(sandbox),
  settle,
  close: settle,
});

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} 秒`;
const nameOf = ({ business, path }: Planned): string => `${business.id}/${path.id}`;

type Result = PathResult & { business: string };

async function playAll(plan: readonly Planned[], tools: PlayerTools, print: (line: string) => void): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, { business, path }] of plan.entries()) {
    print(`\n[${index + 1}/${plan.length}] ${business.name} · ${path.title}（${path.id}）`);
    const result = await walk(business, path, new HttpPlayer(tools), ({ step, ok, got, note }) => {
      const wanted = ok ? '' : `（应为 ${step.refused ?? step.state}）`;
      print(`  ${ok ? '✓' : '✗'} ${moveText(step.move).padEnd(28)} → ${got}${wanted}${note ? `  ${note}` : ''}`);
    });
    if (result.error) print(`  ✗ ${result.error}`);
    results.push({ ...result, business: business.id });
  }
  return results;
}

/**
 * `walk <business id|all> [--database mysql://…] [--path ID] [--json]`: plays every path on a platform of its own.
 * With `--url URL [--sandbox URL]` on one that runs already, without the paths that need its clock. Returns the exit code:
 * 1 if anything differs, 2 if the question makes no sense.
 */
async function main(): Promise<number> {
  const began = Date.now();
  const { business, url, sandbox, database, json, only } = readOptions(process.argv.slice(2), process.env);
  const chosen = businesses.filter((candidate) => business === 'all' || candidate.id === business);
  if (chosen.length === 0) {
    console.error(`没有这项业务：${business}。可选：${businesses.map((candidate) => candidate.id).join('、')} 或 all`);
    return 2;
  }
  const { still, moving } = walkingOrder(chosen);
  const wanted = ({ path }: Planned) => !only || path.id === only;
  const plan = [...still, ...(url ? [] : moving)].filter(wanted);
  const skipped = url ? moving.filter(wanted) : [];
  const print = json ? () => undefined : (line: string) => console.log(line);

  const stage = url ? runningStage(url, sandbox!) : await ownStage(database);
  const stop = (signal: NodeJS.Signals) => {
    void stage.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  print(`在${stage.name}上走查 ${plan.length} 条路径`);
  const results = await playAll(plan, stage, print).finally(() => stage.close());

  const failed = results.filter((result) => !result.passed);
  const summary = { passed: results.length - failed.length, failed: failed.length, skipped: skipped.length };
  if (json) {
    const told = results.map(({ path, ...rest }) => ({ path: path.id, title: path.title, ...rest }));
    console.log(
      JSON.stringify({ ...summary, ms: Date.now() - began, skippedPaths: skipped.map(nameOf), results: told }),
    );
  } else {
    for (const result of failed) console.log(`\n不一致：${result.business}/${result.path.id}  ${result.error ?? ''}`);
    if (skipped.length > 0)
      console.log(
        `\n没有走的路径（要拨动服务器的时钟，正在运行的服务器不允许；不带 --url 时全部走到）：${skipped.map(nameOf).join('、')}`,
      );
    console.log(
      `\n走查 ${results.length} 条路径：${summary.passed} 条一致，${summary.failed} 条不一致，${summary.skipped} 跳过，用时 ${seconds(Date.now() - began)}`,
    );
  }
  return failed.length > 0 || results.length === 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
