import { ownDatabase } from '../platform/database';
import { startWhole } from '../platform/start';

/** What the one line says. */
export interface OwnPlatform {
  url: string;
  sandbox: string;
}

/**
 * The whole platform in a process of its own, so that what stops it does not stop who asks whether it is alive. Argument:
 * an address of MySQL or MariaDB. Prints an OwnPlatform as JSON on one line; ends, and its database with it, when its input closes.
 */
async function main(): Promise<void> {
  const database = await ownDatabase(process.argv[2]);
  const { url, playground, close } = await startWhole({
    // Each anonymous call names another address: what counts per address is not what is tried here.
    variables: { ...database.variables, TRUSTED_PROXIES: '1' },
  }).catch(async (error: unknown) => {
    await database.drop();
    throw error;
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const end = (code: number) => database.drop().finally(() => process.exit(code));
    close().then(
      () => end(0),
      () => end(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdin.on('end', stop).on('close', stop).resume();
  console.log(JSON.stringify({ url, sandbox: playground.base } satisfies OwnPlatform));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
