import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/**
 * JSON lines on stdout. What may be logged: codes, ids of our own rows, route patterns, durations, counts. Never bodies,
 * names, identity numbers, phones or a URL with its parameters.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  if (destination) return pino(options, destination);
  // A write per line costs more than the rest of the line; whoever watches a terminal wants it at once all the same.
  const buffered = { fd: 1, sync: false, minLength: 4_096, periodicFlush: 500 };
  return pino(options, process.stdout.isTTY ? pino.destination(1) : pino.destination(buffered));
}

/** An unexpected error without its message, which may quote values (`Duplicate entry '4505…'`). */
export function describeError(error: unknown): { name: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return { name: error.name, ...(typeof code === 'string' && { code }), at: frames };
}
