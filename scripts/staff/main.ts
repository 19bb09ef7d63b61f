import { EnvironmentError, readEnvironment } from '@zhucheng/bff/config/environment';
import { CentreStaff } from '@zhucheng/bff/modules/identity/centre-staff.service';
import { FirstAdministrators } from '@zhucheng/bff/modules/identity/first-administrators.service';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import { createServer, type Server } from '@zhucheng/bff/server';
import { loginName, minuteOf, type NewAccount, personName } from '@zhucheng/shared';

const help = `用法：
  npm run staff -- create <登录名> <姓名>   设立系统管理员，直到有两位为止；打印一次性的激活链接
  npm run staff -- link <登录名>            还没有激活的账号：换一条激活链接
  npm run staff -- list                     登记中心的全部账号`;

const states = { active: '可用', disabled: '已停用', invited: '等待激活', 'link-over': '链接已过期' } as const;

/** What the person at the keyboard can put right. */
class Refusal extends Error {}

function printLink({ username, name, link, linkExpiresAt }: NewAccount): void {
  console.log(
    [
      `账号：${username}（${name}）`,
      `激活链接（只显示这一次，${minuteOf(linkExpiresAt)} 前有效）：`,
      '',
      `  ${link}`,
      '',
      '请当面或电话交给本人，由本人打开：设自己的密码，用手机上的身份验证器扫码，保存备用码。',
    ].join('\n'),
  );
}

async function list(server: Server): Promise<void> {
  const { items, activeAdministrators } = await (await server.get(CentreStaff)).list({ id: '' });
  for (const { username, name, roles, state, lastSignInAt } of items)
    console.log(
      [
        username.padEnd(20),
        states[state],
        roles.join('、') || '（还没有岗位）',
        lastSignInAt === null ? '没有登录过' : `上次登录 ${minuteOf(lastSignInAt)}`,
        name,
      ].join('  '),
    );
  console.log(`\n可用的系统管理员：${activeAdministrators} 位${activeAdministrators < 2 ? '（请补足两位）' : ''}`);
}

function checked(argv: string[]): { command: string; username: string; name: string } {
  const [command = '', given = '', ...words] = argv;
  const name = words.join(' ').trim();
  if (!['create', 'link', 'list'].includes(command)) throw new Refusal(help);
  if (command === 'list') return { command, username: '', name };
  const username = loginName.safeParse(given);
  if (!username.success) throw new Refusal(`${username.error.issues[0]!.message}\n\n${help}`);
  const problem = command === 'create' ? personName.problem(name) : null;
  if (problem) throw new Refusal(`${problem}\n\n${help}`);
  return { command, username: username.data, name: personName.normalise(name) };
}

/** Administrators of a new platform, made by whoever runs its server. Exit code 1 if that is not possible. */
async function main(argv: string[]): Promise<number> {
  const { command, username, name } = checked(argv);
  const environment = readEnvironment({ LOG_LEVEL: 'warn', ...process.env, HOST: '127.0.0.1' });
  const server = await createServer({ environment, port: 0, workers: false });
  try {
    if (command === 'list') await list(server);
    else {
      const administrators = await server.get(FirstAdministrators);
      printLink(
        await server.database.unitOfWork((tx) =>
          command === 'create' ? administrators.create(tx, username, name) : administrators.link(tx, username),
        ),
      );
    }
    return 0;
  } finally {
    await server.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof Problem) console.error(error.fields?.[0]?.message ?? error.message);
    else console.error(error instanceof EnvironmentError || error instanceof Refusal ? error.message : error);
    process.exit(1);
  },
);
