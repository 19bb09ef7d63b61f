import { writeFileSync } from 'node:fs';
import { makeBelongings } from './belongings';
import { attackByDenial } from './denial';
import { attackForeignIds } from './foreign-ids';
import { attackWithCallbacks } from './forged-callbacks';
import { attackWithFiles } from './hostile-files';
import { attackWithStrings } from './hostile-strings';
import { attackMatrix } from './matrix';
import { type Part, readOptions } from './options';
import { lastLine, table } from './report';
import { keysOf, ownPlatform, type Stage, stageAt } from './stage';
import type { PartResult, Tally } from './tally';

const attacks: Record<Part, (stage: Stage, nth: number) => Promise<Tally>> = {
  matrix: async (stage, nth) => {
    const keys = await keysOf(stage);
    return attackMatrix(stage.caller, keys, nth).finally(() => keys.end());
  },
  'foreign-ids': async (stage, nth) => {
    for (const missing of await makeBelongings(stage, nth > 1)) console.log(`  没有备好：${missing}`);
    return attackForeignIds(stage, nth);
  },
  'forged-callbacks': attackWithCallbacks,
  'hostile-strings': attackWithStrings,
  'hostile-files': attackWithFiles,
  denial: attackByDenial,
};

/**
 * `attack [part …|all] [--database mysql://…] [--every N] [--json FILE]`: what an outsider, a citizen, a clerk could try, on a
 * platform of its own; with `--url URL [--sandbox URL]` on one that runs already and may be spoiled. Returns the exit code.
 */
async function main(): Promise<number> {
  const { parts, url, sandbox, database, nth, json } = readOptions(process.argv.slice(2), process.env);
  const own = url ? undefined : await ownPlatform(database);
  const at = own?.url ?? url!;
  console.log(
    `攻击${own ? `自带的平台（${database ? 'MySQL/MariaDB' : 'SQLite'}，用后即删）` : ''} ${at}：${parts.join('、')}`,
  );
  const stage = stageAt(at, own?.sandbox ?? sandbox!);
  const results: PartResult[] = [];
  try {
    for (const part of parts) {
      const tally = await attacks[part](stage, nth);
      results.push(tally.result());
      console.log(lastLine(results.at(-1)!));
    }
  } finally {
    stage.caller.close();
    await own?.close();
  }
  console.log(table(results));
  if (json) writeFileSync(json, `${JSON.stringify({ url: at, every: nth, results }, null, 2)}\n`);
  return results.some(({ notHeld, held }) => notHeld.length > 0 || held === 0) ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
