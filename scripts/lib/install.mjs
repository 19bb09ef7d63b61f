import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { miniapp, root } from './paths.mjs';
import { npm } from './run.mjs';
import { step } from './say.mjs';

const minimum = [20, 19];

/** Says what is wrong with this Node, or null. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return null;
  return `需要 Node.js ${minimum.join('.')} 或更新的版本（建议 22 LTS），现在是 ${version}。请升级后再试。`;
}

/** npm writes `.package-lock.json` last, so its age is that of the last complete installation. */
function installed(folder) {
  const mark = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(mark)) return false;
  return statSync(mark).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs;
}

async function install(folder, title) {
  if (installed(folder)) return;
  // `include=dev`: NODE_ENV=production must not leave out the compilers.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await step(title, () => npm(args, { cwd: folder, title: 'npm ci' }));
}

export const installRoot = () => install(root, '安装依赖（服务端与管理端）');
export const installMiniapp = () => install(miniapp, '安装依赖（小程序）');
