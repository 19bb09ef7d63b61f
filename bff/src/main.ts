import { createAdapters, parseDepartmentEnvironment } from './adapters';
import { EnvironmentError, readEnvironment } from './config/environment';
import { Clock } from './platform/clock';
import { createLogger } from './platform/logging/logger';
import { createServer } from './server';

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const departments = parseDepartmentEnvironment({ ...process.env, DATA_DIR: environment.DATA_DIR });
  const logger = createLogger(environment.LOG_LEVEL);
  const clock = new Clock();
  const adapters = createAdapters(departments, {
    clock,
    logger: {
      info: (message, fields) => logger.info(fields ?? {}, message),
      warn: (message, fields) => logger.warn(fields ?? {}, message),
    },
  });
  const server = await createServer({ environment, adapters, clock, logger });
  server.metrics.collectProcess();
  console.log(`珠城e登 listens on ${server.url}`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // Something that does not end must not keep the old process alive for ever.
    setTimeout(() => process.exit(1), 30_000).unref();
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  // What is wrong with the environment is said in its message; anything else needs its stack.
  const isPlain =
    error instanceof EnvironmentError || (error instanceof Error && error.message.includes('department configuration'));
  console.error(isPlain ? error.message : error);
  process.exit(1);
});
