import { createAdapters, parseDepartmentEnvironment } from './adapters';
import { EnvironmentError, readEnvironment } from './config/environment';
import { examine } from './doctor/examine';
import { UnfitForProduction } from './doctor/finding';
import { Clock } from './platform/clock';
import { DataDirHeld } from './platform/database/holder';
import { createLogger } from './platform/logging/logger';
import { createServer } from './server';

async function main(): Promise<void> {
  // Where nobody can read what we say, on a full disk for instance, we serve all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (process.env.NODE_ENV === 'production') {
    const findings = await examine(process.env);
    if (findings.length > 0) throw new UnfitForProduction(findings);
  }
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
  console.log(`珠城e登已在 ${server.url} 提供服务`);
  const stop = async () => {
    await server.drain();
    // Something that does not end must not keep the old process alive for ever.
    setTimeout(() => process.exit(1), 30_000).unref();
    await server.close();
  };
  let asked = false;
  const end = () => {
    if (asked) return;
    asked = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  // A terminal sends it to everybody below it, so only the second one means "now".
  process.once('SIGINT', () => {
    process.on('SIGINT', () => process.exit(130));
    end();
  });
}

main().catch((error: unknown) => {
  // What is wrong with the environment is said in its message; anything else needs its stack.
  const isPlain =
    error instanceof EnvironmentError ||
    error instanceof UnfitForProduction ||
    error instanceof DataDirHeld ||
    (error instanceof Error && error.message.startsWith('外部接口配置有误'));
  console.error(isPlain ? error.message : error);
  process.exit(1);
});
