import { installRoot, nodeProblem } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { stopWithUs } from './lib/run.mjs';
import { fail, say, seconds, size, table } from './lib/say.mjs';
import { build, bytesBelow, targets } from './lib/targets.mjs';

const order = ['code', 'admin', 'h5', 'weapp', 'alipay'];
const aliases = { bff: 'code', shared: 'code', scripts: 'code' };

/** `npm run build` builds everything, `npm run build -- h5 admin` only those. */
async function main(wanted) {
  const problem = nodeProblem();
  if (problem) throw new Error(problem);
  const names = wanted.map((name) => aliases[name] ?? name);
  const unknown = names.filter((name) => !targets[name]);
  if (unknown.length > 0)
    throw new Error(`没有这个构建目标：${unknown.join('、')}。可选：${[...order, 'bff'].join('、')}`);
  await installRoot();
  const rows = [];
  for (const name of order.filter((each) => names.length === 0 || names.includes(each))) {
    const began = Date.now();
    await build(name);
    const { title, output } = targets[name];
    rows.push([title, output, size(bytesBelow(inRoot(output))), seconds(Date.now() - began)]);
  }
  say(`\n${table(['构建', '目录', '大小', '用时'], rows)}`);
}

stopWithUs();
main(process.argv.slice(2)).catch((error) => {
  fail(error.message);
  process.exit(1);
});
