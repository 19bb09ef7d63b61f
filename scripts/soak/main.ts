import { type OwnDatabase, ownDatabase } from '../platform/database';
import { startWhole, type WholePlatform } from '../platform/start';
import { startApart } from './apart';
import { batchSoak } from './batch';
import { hostileSoak } from './hostile';
import { searchSoak } from './search';

/** Rows and statements of a page; MB that the heap may have grown by after a batch; ms that others may wait for an attacker. */
const most = { rows: 1_000, statements: 5, heapGrowth: 15, waited: 250 };

/** Runs on a platform of its own, which is gone afterwards. */
async function onPlatform(
  mysqlUrl: string | undefined,
  work: (platform: WholePlatform, database: OwnDatabase) => Promise<boolean>,
): Promise<boolean> {
  const database = await ownDatabase(mysqlUrl);
  try {
    const platform = await startWhole({ variables: database.variables });
    return await work(platform, database).finally(() => platform.close());
  } finally {
    await database.drop();
  }
}

const search = (mysqlUrl: string | undefined): Promise<boolean> =>
  onPlatform(mysqlUrl, async (platform, database) => {
    const count = 100_000;
    console.log(`${database.dialect}：写入 ${count.toLocaleString('zh-CN')} 个单元和办件`);
    const began = Date.now();
    const measured = await searchSoak({ ...platform, mysqlUrl: database.variables.DATABASE_URL }, count, console.log);
    let good = true;
    for (const { name, found, statements, further, faults, rows, ms } of measured) {
      const ok =
        faults.length === 0 && (rows ?? 0) <= most.rows && Math.max(statements, further ?? 0) <= most.statements;
      good &&= ok;
      const said = `${String(found).padStart(3)} 条  ${statements}/${further ?? '–'} 语句  ${rows === null ? '' : `读 ${rows} 行  `}${ms.toFixed(1)} ms`;
      console.log(`${ok ? '✓' : '✗'} ${name.padEnd(44)} ${said} ${faults.join('; ')}`);
    }
    console.log(`用时 ${((Date.now() - began) / 1000).toFixed(0)} 秒`);
    return good;
  });

const batch = (mysqlUrl: string | undefined): Promise<boolean> =>
  onPlatform(mysqlUrl, async (platform, database) => {
    const count = 500;
    const { stages, before, most: peak, after, failure } = await batchSoak(platform, count);
    console.log(`${database.dialect}：成批办理 ${count} 件，另有一行被查封`);
    for (const { name, done, failed, statementsPerCase, progressSeen, seconds } of stages)
      console.log(
        `  ${name.padEnd(7)} ${done} 成 ${failed} 败  每件 ${statementsPerCase.toFixed(1)} 语句  进度看到 ${progressSeen} 个数  ${seconds.toFixed(1)} 秒`,
      );
    for (const [name, { heap, rss }] of Object.entries({ 办理前: before, 最高: peak, 办理后: after }))
      console.log(`  ${name}  堆 ${heap} MB，RSS ${rss} MB`);
    const faults = [
      after.heap > before.heap + most.heapGrowth && `堆多了 ${(after.heap - before.heap).toFixed(1)} MB`,
      failure !== 'UNIT_BLOCKED' && `被查封的一行答复 ${failure}`,
      stages.some(({ name, done, failed }) => (name === 'open' ? failed !== 1 : done !== count || failed !== 0)) &&
        '有一行受了别的行的影响',
      stages.some(({ progressSeen }) => progressSeen < 3) && '看不到进度',
    ].filter(Boolean);
    console.log(faults.length > 0 ? `✗ ${faults.join('；')}` : '✓ 内存平稳，每行自成一事');
    return faults.length === 0;
  });

async function hostile(mysqlUrl: string | undefined): Promise<boolean> {
  const database = await ownDatabase(mysqlUrl);
  const platform = await startApart(database.variables);
  try {
    console.log(`${database.dialect}：逐个发送恶意文件，同时每秒 50 次询问 /healthz`);
    const told = await hostileSoak(
      platform.url,
      platform.cast,
      ({ name, code, took, slowest, answers, failures, expected }) => {
        const good = expected && failures === 0 && slowest < most.waited;
        console.log(
          `${good ? '✓' : '✗'} ${slowest.toFixed(0).padStart(4)} ms  ${String(answers).padStart(4)} 次  ${(took / 1000).toFixed(1).padStart(5)} 秒  ${code}  ${name}${failures > 0 ? `  ${failures} 次没有答复` : ''}`,
        );
      },
    );
    const slowest = Math.max(...told.map((each) => each.slowest));
    const good = told.every((each) => each.expected && each.failures === 0) && slowest < most.waited;
    console.log(
      `${good ? '✓' : '✗'} 最慢的一次答复 ${slowest.toFixed(0)} ms（目标 < ${most.waited}），平台内存最高 ${platform.highestMb() ?? '?'} MB`,
    );
    return good;
  } finally {
    await platform.close();
    await database.drop();
  }
}

const soaks: Record<string, (mysqlUrl: string | undefined) => Promise<boolean>> = { search, batch, hostile };

/** `soak <search|batch|hostile> [--database mysql://…]`: long runs on a platform of their own; exit code 1 if something is not as it should be. */
async function main([name = '', ...rest]: string[]): Promise<number> {
  const soak = soaks[name];
  if (!soak) {
    console.error(
      `用法：npm run soak -- <${Object.keys(soaks).join(' | ')}> [--database mysql://用户:密码@主机:端口/]`,
    );
    return 2;
  }
  const at = rest.indexOf('--database');
  return (await soak(at >= 0 ? rest[at + 1] : process.env.DATABASE_URL)) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
