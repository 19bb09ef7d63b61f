import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCity, type City } from '../city';
import { startSandbox } from '../sandbox';

/**
 * The process of the demonstration's gateways, for `npm start`. Tells its parent the variables that the platform needs
 * to reach it, and ends with its parent. Environment: SANDBOX_PORT, SANDBOX_HOST, SANDBOX_PUBLIC_URL, PLATFORM_URL, DATA_DIR.
 */
async function main(): Promise<void> {
  const { SANDBOX_PORT, SANDBOX_HOST, SANDBOX_PUBLIC_URL, PLATFORM_URL, DATA_DIR } = process.env;
  const dataDir = DATA_DIR!;
  const sandbox = await startSandbox({
    port: Number(SANDBOX_PORT),
    ...(SANDBOX_HOST && { host: SANDBOX_HOST }),
    ...(SANDBOX_PUBLIC_URL && { publicUrl: SANDBOX_PUBLIC_URL }),
    ...(PLATFORM_URL && { platformUrl: PLATFORM_URL }),
    dataDir: join(dataDir, 'sandbox'),
    city: cityOf(dataDir),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send?.({ url: sandbox.url, environment: sandbox.environment });
}

/** The city that the register was filled with. */
function cityOf(dataDir: string): City {
  try {
    return buildCity(JSON.parse(readFileSync(join(dataDir, 'city.json'), 'utf8')) as { units: number; seed: number });
  } catch {
    return buildCity();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
