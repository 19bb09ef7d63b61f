import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSandbox } from './index';

/**
 * Starts the sandbox alone. Environment: PORT (default 7002), HOST, DATA_DIR (default ./data/sandbox), PUBLIC_URL,
 * PLATFORM_URL, SPEED. The variables the platform needs are written to DATA_DIR/client-keys/sandbox.env.
 */
async function main(): Promise<void> {
  const { PORT = '7002', HOST, DATA_DIR = './data/sandbox', PUBLIC_URL, PLATFORM_URL, SPEED = '1' } = process.env;
  const dataDir = resolve(DATA_DIR);
  const sandbox = await startSandbox({
    port: Number(PORT),
    host: HOST,
    dataDir,
    publicUrl: PUBLIC_URL,
    platformUrl: PLATFORM_URL,
    speed: Number(SPEED),
  });
  const folder = join(dataDir, 'client-keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lines = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, 'sandbox.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  console.log(`沙箱 sandbox: ${sandbox.url}/sandbox`);
  const stop = (): void => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
