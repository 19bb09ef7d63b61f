import type { Logger } from './logger';

/**
 * Gives Midway our logger instead of its files, and one logger to all requests: making one per request costs, and what
 * Midway would write there we write in the edge middleware. Midway's own lines (routes loaded and so on) are debug.
 */
export function midwayLoggerFactory(logger: Logger): Record<string, unknown> {
  const quiet = {
    debug: (...words: unknown[]) => logger.debug({ midway: String(words[0]) }),
    info: (...words: unknown[]) => logger.debug({ midway: String(words[0]) }),
    verbose: () => undefined,
    log: () => undefined,
    warn: (...words: unknown[]) => logger.warn({ midway: String(words[0]) }),
    error: (...words: unknown[]) => logger.error({ midway: String(words[0]) }),
    write: () => true,
  };
  return {
    createLogger: () => quiet,
    getLogger: () => quiet,
    removeLogger: () => undefined,
    close: () => undefined,
    getDefaultMidwayLoggerConfig: () => ({ midwayLogger: { default: {}, clients: { coreLogger: {}, appLogger: {} } } }),
    createContextLogger: () => quiet,
    getClients: () => new Map([['coreLogger', quiet]]),
    getClientKeys: () => ['coreLogger'],
  };
}
