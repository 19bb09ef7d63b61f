import { ownDatabase } from '../platform/database';
import { startWhole } from '../platform/start';
import { searchSoak } from './search';

const most = { rows: 1_000, statements: 5 };

async function search(mysqlUrl: string | undefined): Promise<boolean> {
  const count = 100_000;
  const database = await ownDatabase(mysqlUrl);
  const platform = await startWhole({ variables: database.variables });
  try {
    console.log(`${database.dialect}：写入 ${count.toLocaleString('zh-CN')} 个单元和办件`);
    const began = Date.now();
    const measured = await searchSoak({ ...platform, mysqlUrl: database.variables.DATABASE_URL }, count, console.log);
    let good = true;
    for (const { name, found, statements, further, faults, rows, ms } of measured) {
      const ok =
        faults.length === 0 && (rows ?? 0) <= most.rows && Math.max(statements, further ?? 0) <= most.statements;
      good &&= ok;
      console.log(
        `${ok ? '✓' : '✗'} ${name.padEnd(44)} ${String(found).padStart(3)} 条  ${statements}${further === null ? '  ' : `/${further}`} 语句  ${rows === null ? '' : `读 ${rows} 行  `}${ms.toFixed(1)} ms ${faults.join('; ')}`,
      );
    }
    console.log(`用时 ${((Date.now() - began) / 1000).toFixed(0)} 秒`);
    return good;
  } finally {
    await platform.close();
    await database.drop();
  }
}

const soaks: Record<string, (mysqlUrl: string | undefined) => Promise<boolean>> = { search };

/** `soak <search> [--database mysql://…]`: long runs on a platform of their own; exit code 1 if something is not as it should be. */
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
