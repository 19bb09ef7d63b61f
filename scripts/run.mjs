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
  const env = settingsFor(tool, args);
  return node([inRoot('scripts', 'dist', tool, 'main.js'), ...args], { show: true, check: false, env });
}

/** Seed and staff write with the keys that `npm start` reads with; the doctor looks at what would be started. */
function settingsFor(tool, args) {
  if (tool === 'seed') return loadSettings({ create: true }).variables;
  if (tool === 'staff') {
    const { variables, port } = loadSettings({ create: true });
    return { PUBLIC_URL: `http://localhost:${port}`, ...variables };
  }
  if (tool !== 'doctor') return {};
  const asProduction = args.includes('--production') && { NODE_ENV: 'production' };
  return loadSettings({ environment: { ...process.env, ...asProduction } }).variables;
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
