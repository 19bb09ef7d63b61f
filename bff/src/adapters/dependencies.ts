/** Structured log sink; adapters pass codes, hashes, durations and references only – never personal data. */
export interface AdapterLogger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** UTC milliseconds since 1970. */
export interface AdapterClock {
  now(): number;
  /** The same, never going back; the process's own time unless given. */
  steady?(): number;
}

export interface AdapterDependencies {
  logger?: AdapterLogger;
  clock: AdapterClock;
}
