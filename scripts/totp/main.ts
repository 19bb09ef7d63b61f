import { TOTP } from 'otpauth';
import { demoStaff } from '../city';

const period = 30;

/** `totp [username…]`: the current one-time codes of the demonstration's staff. */
function main(names: string[]): number {
  const wanted = names.filter((name) => !name.startsWith('--'));
  const unknown = wanted.filter((name) => !demoStaff.some(({ username }) => username === name));
  if (unknown.length > 0) {
    console.error(
      `没有这个演示账号：${unknown.join('、')}。可选：${demoStaff.map(({ username }) => username).join('、')}`,
    );
    return 1;
  }
  const chosen = demoStaff.filter(({ username }) => wanted.length === 0 || wanted.includes(username));
  const left = period - (Math.floor(Date.now() / 1000) % period);
  for (const { username, totpSecret } of chosen) {
    const totp = new TOTP({ issuer: '珠城e登', label: username, secret: totpSecret, period });
    console.log(
      names.includes('--json')
        ? JSON.stringify({ username, code: totp.generate(), uri: totp.toString() })
        : `${username.padEnd(14)} ${totp.generate()}`,
    );
  }
  if (!names.includes('--json')) console.log(`还有 ${left} 秒有效；每个口令只能用一次。`);
  return 0;
}

process.exit(main(process.argv.slice(2)));
