import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, readEnvironment } from '@zhucheng/bff/config/environment';
import { createServer } from '@zhucheng/bff/server';
import { buildCity, SMALLEST_CITY } from '../city';
import { seedCity } from './seed';

const help = `用法：npm run seed -- [--units 300] [--seed 20260101]
  --units  单元数量，不少于 ${SMALLEST_CITY}
  --seed   随机种子；相同的数量和种子得到相同的城市`;

function numberAfter(argv: string[], name: string, otherwise: number): number {
  const at = argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(argv[at + 1]);
  if (!Number.isInteger(value))
    throw new RangeError(
      `${name} 应是一个整数${name === '--units' ? '（npm start 用环境变量 SEED_UNITS）' : ''}，例如 ${name} ${otherwise}。`,
    );
  return value;
}

/** Fills the database that the environment names with the demonstration city. Exit code 1 if that is not possible. */
async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help')) {
    console.log(help);
    return 0;
  }
  if (process.env.NODE_ENV === 'production') {
    console.error('生产环境（NODE_ENV=production）不写入演示数据：演示账号的密码是公开的。');
    return 1;
  }
  const units = numberAfter(argv, '--units', 300);
  const seed = numberAfter(argv, '--seed', 20260101);
  const environment = readEnvironment({ LOG_LEVEL: 'warn', DEMO_ACCOUNTS: 'on', ...process.env, HOST: '127.0.0.1' });
  const city = buildCity({ units, seed });
  const server = await createServer({ environment, port: 0, workers: false });
  try {
    const began = performance.now();
    const onProgress = (done: number, total: number) => console.log(`已写入 ${done} / ${total} 个单元`);
    const summary = await seedCity(server, city, { onProgress });
    if (!summary.seeded) {
      console.log('登记簿里已有单元，没有写入任何数据。');
      return 0;
    }
    // The gateways' side reads this to speak of the same people and homes.
    writeFileSync(join(environment.DATA_DIR, 'city.json'), `${JSON.stringify({ units, seed })}\n`);
    const took = (performance.now() - began) / 1000;
    const speed = Math.round(summary.units / took);
    console.log(
      `演示城市：${summary.units} 个单元，${summary.certificates} 本证书，${summary.accounts} 个账号，` +
        `${took.toFixed(1)} 秒（${speed} 单元/秒）`,
    );
    return 0;
  } finally {
    await server.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof EnvironmentError || error instanceof RangeError ? error.message : error);
    process.exit(1);
  },
);
