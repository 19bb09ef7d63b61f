import { existsSync, readdirSync } from 'node:fs';
import { installRoot, nodeProblem } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { CommandError, node, stopWithUs } from './lib/run.mjs';
import { fail } from './lib/say.mjs';
import { loadSettings } from './lib/settings.mjs';
import { ensureBuilt } from './lib/targets.mjs';

/** `node scripts/run.mjs <tool> …`: installs and compiles if needed, then runs scripts/<tool>/main.ts. */
async function main([tool, ...args]) {
  const problem = nodeProblem();
  if (problem) throw new CommandErrorText(problem);
  const tools = readdirSync(inRoot('scripts')).filter((name) => existsSync(inRoot('scripts', name, 'main.ts')));
  if (!tools.includes(tool)) throw new CommandErrorText(`用法：node scripts/run.mjs <${tools.join(' | ')}> …`);
  await installRoot();
  await ensureBuilt('code');
  // What is played on screens needs the screens.
  if (tool === 'play') await ensureBuilt('admin', 'h5');
  // The seed writes with the keys that `npm start` will read with.
  const env = tool === 'seed' ? loadSettings({ create: true }).variables : {};
  return node([inRoot('scripts', 'dist', tool, 'main.js'), ...args], { show: true, check: false, env });
}

class CommandErrorText extends Error {}

stopWithUs();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    fail(error instanceof CommandError || error instanceof CommandErrorText ? error.message : error.stack);
    process.exit(1);
  },
);
