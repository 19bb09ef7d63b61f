import { examine } from '@zhucheng/bff/doctor/examine';
import { sentence } from '@zhucheng/bff/doctor/finding';

const help = `用法：npm run doctor -- [--production]
  检查这套环境能否用于生产：变量、密钥文件与权限、数据库里有没有演示数据。只看不改，不显示任何密钥。
  --production  按生产环境判断（NODE_ENV=production 时自动如此）：有一项不合格，退出码就是 1`;

/** Prints what production would refuse at start. Exit code 1 if there is something and this is, or shall be, production. */
async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help')) {
    console.log(help);
    return 0;
  }
  const production = process.env.NODE_ENV === 'production' || argv.includes('--production');
  const findings = await examine(process.env);
  if (findings.length === 0) {
    console.log('没有发现问题，可以用于生产。');
    return 0;
  }
  for (const finding of findings) console.log(`  - ${sentence(finding)}`);
  console.log(
    production
      ? `共 ${findings.length} 项，处理完才能在生产环境启动。`
      : `共 ${findings.length} 项。这里不是生产环境，不影响使用；换成生产环境（NODE_ENV=production）时会拒绝启动。`,
  );
  return production ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
