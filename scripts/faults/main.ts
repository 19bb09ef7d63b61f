import { join } from 'node:path';
import { ownPlatform, stageAt } from '../attack/stage';
import { type Defect, defects } from './defects';
import { PaymentDesk } from './desk';
import { type Options, readOptions } from './options';
import { playSchedules } from './schedules';
import { table } from './table';

/** Plays what is asked for on one platform; returns how many endings were wrong. */
async function play(options: Options, defect?: string): Promise<number> {
  const { url, sandbox, database, only, schedules, seed, short, patienceMs } = options;
  const planted = defect
    ? { node: ['--require', join(__dirname, 'planted.js')], variables: { PLANTED_DEFECT: defect } }
    : {};
  const own = url ? undefined : await ownPlatform(database, planted);
  const at = own?.url ?? url!;
  if (!defect) {
    const kind = database ? 'MySQL/MariaDB' : 'SQLite';
    console.log(`支付故障${own ? `，自带的平台（${kind}，用后即删）` : ''} ${at}`);
  }
  const stage = stageAt(at, own?.sandbox ?? sandbox!);
  const desk = new PaymentDesk(stage, patienceMs);
  let wrong = 0;
  try {
    const wanted = table.filter(({ id, slow }) => id.startsWith(only ?? '') && !(short && slow));
    for (const { id, fault, expected, play: one } of wanted) {
      const begun = Date.now();
      // What could not be played to its end says nothing about how it ends: a busy machine gets a second try.
      const again = async () => {
        await desk.faults({ none: true });
        return one(desk);
      };
      const seen = await one(desk)
        .catch(again)
        .catch((error: Error) => `没有演完：${error.message}`);
      await desk.faults({ none: true });
      const right = seen === expected;
      if (!right) wrong++;
      console.log(
        `${right ? '✓' : '✗'} ${fault}（${id}，${since(begun)} 秒）\n    应为：${expected}\n    看到：${seen}`,
      );
    }
    if (schedules === 0) return wrong;
    const begun = Date.now();
    const faults = await playSchedules(desk, { count: schedules, seed }, (done) => {
      if (process.stdout.isTTY) process.stdout.write(`\r随机排演 ${done}/${schedules}`);
    });
    console.log(
      `${faults.length === 0 ? '✓' : '✗'} 随机排演 ${schedules} 次（--seed ${seed}，${since(begun)} 秒）：入账一次当且仅当收了钱；不多退；渠道与平台的账一致`,
    );
    for (const fault of faults) console.log(`    ${fault}`);
    return wrong + faults.length;
  } finally {
    stage.caller.close();
    await own?.close();
  }
}

const since = (begun: number): string => ((Date.now() - begun) / 1000).toFixed(1);

/** Each defect must be seen; returns how many were not. */
async function plantAll(options: Options, wanted: readonly Defect[]): Promise<number> {
  let unseen = 0;
  for (const { name, what, seenBy } of wanted) {
    console.log(`埋入缺陷：${what}（${name}）`);
    const wrong = await play({ ...options, only: seenBy, schedules: 0, short: false }, name);
    if (wrong === 0) unseen++;
    console.log(wrong === 0 ? '✗ 没有被发现' : '✓ 被发现');
  }
  return unseen;
}

/**
 * `faults [--url URL [--sandbox URL]] [--database mysql://…] [--only ID] [--short] [--schedules N] [--seed S] [--patience 秒]`:
 * plays the faults of payments and then random schedules, on a platform of its own or on one that runs already with the
 * sandbox and may be spoiled. `--defects`, `--defect NAME`: plants defects instead, each of which has to be noticed. Returns
 * the exit code: 1 if anything ended otherwise than it has to.
 */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  const planting = options.defects || options.defect !== undefined;
  const wanted = defects.filter(({ name }) => options.defect === undefined || name === options.defect);
  const wrong = planting ? await plantAll(options, wanted) : await play(options);
  console.log(wrong === 0 ? '全部如期。' : `${wrong} 处与预期不同。`);
  return wrong === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
