import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { businesses } from '@zhucheng/shared';
import { Company } from './company';
import { startPlatform } from './platform';
import { play } from './play';
import { openBrowser } from './visitor';

const root = resolve(__dirname, '../../..');

/**
 * `play <business id|all> [--shots [--to FOLDER]]` plays on a platform of its own; pictures go to docs/screenshots unless a
 * folder is named. Exit code 1 if anything is wrong on a screen.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      shots: { type: 'boolean', default: false },
      to: { type: 'string', default: join(root, 'docs/screenshots') },
    },
  });
  const [named = 'all'] = positionals;
  const chosen = businesses.filter(({ id }) => named === 'all' || id === named || id.startsWith(`${named}/`));
  if (chosen.length === 0) {
    console.error(`没有这项业务：${named}。可选：${businesses.map(({ id }) => id).join('、')} 或 all`);
    return 2;
  }
  const pictures = values.shots ? resolve(values.to) : null;
  const platform = await startPlatform({ h5: join(root, 'miniapp/dist/h5'), admin: join(root, 'admin/dist') });
  const browser = await openBrowser();
  let wrong = 0;
  try {
    const company = new Company(browser, platform);
    for (const business of chosen) {
      const { faults, ms } = await play(business, company, { pictures });
      console.log(
        `${faults.length === 0 ? '✓' : '✗'} ${business.name}（${business.id}，${(ms / 1000).toFixed(1)} 秒）`,
      );
      for (const fault of faults) console.log(`    ${fault}`);
      if (faults.length > 0) wrong++;
    }
  } finally {
    await browser.close();
    await platform.close();
  }
  console.log(`\n在屏幕上办了 ${chosen.length} 项业务：${chosen.length - wrong} 项没有问题，${wrong} 项有问题`);
  return wrong > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
