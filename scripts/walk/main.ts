import { businesses } from '@zhucheng/shared';
import { moveText, type PathResult, walk, walkPaths } from '@zhucheng/shared/testing';
import { Cast } from './cast';
import { Playground } from './client';
import { HttpPlayer } from './player';

interface Options {
  business: string;
  url: string;
  sandbox: string;
  json: boolean;
  only: string | undefined;
}

function options(argv: string[]): Options {
  const value = (name: string): string | undefined => {
    const at = argv.indexOf(name);
    return at >= 0 ? argv[at + 1] : undefined;
  };
  const url = (value('--url') ?? `http://127.0.0.1:${process.env.PORT ?? '7001'}`).replace(/\/$/, '');
  const beside = new URL(url);
  beside.port = String(Number(beside.port || '80') + 1);
  return {
    business:
      argv.find(
        (argument, index) =>
          !argument.startsWith('--') && !['--url', '--sandbox', '--path'].includes(argv[index - 1] ?? ''),
      ) ?? 'all',
    url,
    sandbox: (value('--sandbox') ?? process.env.SANDBOX_URL ?? beside.origin).replace(/\/$/, ''),
    json: argv.includes('--json'),
    only: value('--path'),
  };
}

/** `walk <business id|all> [--url URL] [--sandbox URL] [--path ID] [--json]`; exit code 1 if anything differs. */
async function main(): Promise<number> {
  const { business, url, sandbox, json, only } = options(process.argv.slice(2));
  const chosen = businesses.filter((candidate) => business === 'all' || candidate.id === business);
  if (chosen.length === 0) {
    console.error(`没有这项业务：${business}。可选：${businesses.map((candidate) => candidate.id).join('、')} 或 all`);
    return 2;
  }
  const cast = new Cast(url);
  const playground = new Playground(sandbox);
  const results: Array<PathResult & { business: string }> = [];
  const skipped: string[] = [];
  const print = (line: string) => {
    if (!json) console.log(line);
  };
  for (const declared of chosen) {
    for (const path of walkPaths(declared)) {
      if (only && path.id !== only) continue;
      if (path.movesClock) {
        skipped.push(`${declared.id}/${path.id}`);
        continue;
      }
      print(`\n${declared.name} · ${path.title}（${path.id}）`);
      const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
      const result = await walk(declared, path, player, ({ step, ok, got, note }) => {
        const wanted = step.refused ?? step.state;
        print(
          `  ${ok ? '✓' : '✗'} ${moveText(step.move).padEnd(28)} → ${got}${ok ? '' : `（应为 ${wanted}）`}${note ? `  ${note}` : ''}`,
        );
      });
      if (result.error) print(`  ✗ ${result.error}`);
      results.push({ ...result, business: declared.id });
    }
  }
  const failed = results.filter((result) => !result.passed);
  const summary = { passed: results.length - failed.length, failed: failed.length, skipped: skipped.length };
  if (json)
    console.log(
      JSON.stringify({
        ...summary,
        skippedPaths: skipped,
        results: results.map(({ path, ...rest }) => ({ path: path.id, title: path.title, ...rest })),
      }),
    );
  else {
    if (skipped.length > 0) console.log(`\n没有走的路径（要拨动服务器的时钟，由 npm test 走）：${skipped.join('、')}`);
    console.log(
      `\n走查 ${results.length} 条路径：${summary.passed} 条一致，${summary.failed} 条不一致，${summary.skipped} 条跳过`,
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
