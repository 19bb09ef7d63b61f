import { inRoot } from '../lib/paths.mjs';
import { node } from '../lib/run.mjs';
import { bold, dim, say, table } from '../lib/say.mjs';

/** The demonstration's accounts, from the compiled scripts. */
async function demoAccounts() {
  const lines = [];
  await node([inRoot('scripts/dist/start/accounts.js')], { title: '读取演示账号', onLine: (line) => lines.push(line) });
  return JSON.parse(lines.join(''));
}

/** Prints where everything is and who may sign in. */
export async function welcome({ publicUrl, sandboxUrl, docs, demo, dataDir, database }) {
  const addresses = [
    ['群众端（浏览器）', `${publicUrl}/`],
    ['工作人员与机构', `${publicUrl}/admin`],
    // In production it is there for the centre's own machines only.
    ...(docs ? [['接口文档', `${publicUrl}/api/docs`]] : []),
  ];
  if (sandboxUrl) addresses.push(['沙箱（付款、刷脸、短信、部门）', `${sandboxUrl}/sandbox`]);
  say(`\n${bold('珠城e登 · 北海市不动产登记综合服务平台')} 已启动\n`);
  say(table(['页面', '地址'], addresses));
  say(dim(`\n  数据：${database}；配置与密钥：${dataDir}`));
  if (!demo) return;
  const { password, citizens, staff } = await demoAccounts();
  say(`\n${bold('演示账号')}  密码都是 ${bold(password)}\n`);
  say(
    table(
      ['群众', '身份证号', '手机号'],
      citizens.map(({ name, idNumber, phone }) => [name, idNumber, phone]),
    ),
  );
  say('');
  const rows = staff.map(({ username, name, role, code, totpSecret }) => [username, name, role, code, totpSecret]);
  say(table(['工作人员', '姓名', '角色', '当前口令', '动态口令密钥'], rows));
  say(dim('\n  动态口令每 30 秒更换、用过即失效：npm run totp -- officer1 查看最新口令，或把密钥录入任一验证器应用。'));
}
