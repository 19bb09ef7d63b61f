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
  const buffered = { fd: 1, sync: false, minLength: 4_096, periodicFlush: 500, maxLength: 4 * 1024 * 1024 };
  const stdout = process.stdout.isTTY ? pino.destination(1) : pino.destination(buffered);
  return pino(options, forgiving(stdout));
}

/**
 * A log that cannot be written, on a full disk for instance, must neither end the process nor keep it from ending: lines are
 * kept and tried again, up to 4 MB, and thrown away at the end, where the library would try for ever.
 */
function forgiving<S extends ReturnType<typeof pino.destination>>(stream: S): S {
  let stuck = false;
  const flushSync = stream.flushSync.bind(stream);
  stream.on('error', () => {
    stuck = true;
  });
  stream.on('write', () => {
    stuck = false;
  });
  stream.flushSync = () => (stuck ? undefined : flushSync());
  return stream;
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
