import { resolve } from 'node:path';
import { z } from 'zod';
import { parseDataKeys, parseKey } from '../platform/crypto/field-cipher';

/** Keys for trying the platform out. They are public, so production refuses them. */
export const demoDataKeys = `demo:${Buffer.from('zhucheng-demo-data-key-not-secret').subarray(0, 32).toString('base64')}`;
export const demoBlindIndexKey = Buffer.from('zhucheng-demo-index-key-no-secret').subarray(0, 32).toString('base64');

const fromRoot = (path: string) => resolve(__dirname, '../../..', path);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** The whole environment of the server. Departments' variables are described by `adapters/config.ts`. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(7001),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Address under which people reach the platform; links in messages and callbacks are built from it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:7001'),
  /** `mysql://user:password@host:3306/name`; absent: SQLite in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^(mysql|mariadb)$/ }).optional(),
  /** A read replica for queries outside transactions. */
  DATABASE_READ_URL: z.url({ protocol: /^(mysql|mariadb)$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /** FULL survives a power cut, NORMAL is faster and survives only a crash of the process. */
  SQLITE_SYNCHRONOUS: z.enum(['FULL', 'NORMAL']).default('FULL'),
  DATA_DIR: z.string().default(fromRoot('data')),
  /** `id:base64,id:base64`, 32 bytes each, the first one encrypts. */
  DATA_KEYS: z.string().optional(),
  BLIND_INDEX_KEY: z.string().optional(),
  /** PKCS #12 with the key that signs certificates; made by itself outside production. */
  SIGNING_P12_FILE: z.string().optional(),
  SIGNING_P12_PASSPHRASE: z.string().optional(),
  H5_DIR: z.string().default(fromRoot('miniapp/dist/h5')),
  ADMIN_DIR: z.string().default(fromRoot('admin/dist')),
  RATE_LIMITS: onOff.default(true),
  /** Shows the demonstration accounts on the login pages. */
  DEMO_ACCOUNTS: onOff.default(false),
  /** Reverse proxies in front of the server whose X-Forwarded-For is to be believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** How long after a department did not answer it is asked again, ms. */
  DEPARTMENT_RETRY_MS: z.coerce.number().int().min(100).max(3_600_000).default(15_000),
  /** Runs the outbox and the periodic jobs in this process. */
  WORKERS: onOff.default(true),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
});

export type Environment = Omit<z.output<typeof environmentSchema>, 'DATA_KEYS' | 'BLIND_INDEX_KEY' | 'LOG_LEVEL'> & {
  DATA_KEYS: string;
  BLIND_INDEX_KEY: string;
  LOG_LEVEL: string;
};

/** The environment cannot be used; `problems` has one sentence each. */
export class EnvironmentError extends Error {
  constructor(readonly problems: string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

function keyProblem(name: string, value: string, check: (text: string) => unknown): string | null {
  try {
    check(value);
    return null;
  } catch (error) {
    return `${name}: ${(error as Error).message}.`;
  }
}

const demoValues = new Set([demoDataKeys.split(':')[1]!, demoBlindIndexKey]);

function isDemo(name: 'DATA_KEYS' | 'BLIND_INDEX_KEY', value: string): boolean {
  if (name === 'BLIND_INDEX_KEY') return demoValues.has(value);
  return value
    .split(',')
    .some((part) => part.trim().startsWith('demo') || demoValues.has(part.slice(part.indexOf(':') + 1)));
}

function productionProblems(given: z.output<typeof environmentSchema>) {
  const problems: string[] = [];
  if (!given.SIGNING_P12_FILE)
    problems.push('SIGNING_P12_FILE is missing; production signs certificates with a key of its own.');
  for (const name of ['DATA_KEYS', 'BLIND_INDEX_KEY'] as const) {
    const value = given[name];
    if (!value) problems.push(`${name} is missing; production needs a key of its own.`);
    else if (isDemo(name, value)) problems.push(`${name} has a demonstration key; production needs a key of its own.`);
  }
  if (given.DEMO_ACCOUNTS) problems.push('DEMO_ACCOUNTS is on; production has no demonstration accounts.');
  return problems;
}

/** Reads and checks the environment; empty variables count as absent. Error: EnvironmentError naming each variable. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const filled = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(filled);
  if (!parsed.success) {
    throw new EnvironmentError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`));
  }
  const given = parsed.data;
  const problems = given.NODE_ENV === 'production' ? productionProblems(given) : [];
  const DATA_KEYS = given.DATA_KEYS ?? demoDataKeys;
  const BLIND_INDEX_KEY = given.BLIND_INDEX_KEY ?? demoBlindIndexKey;
  for (const problem of [
    keyProblem('DATA_KEYS', DATA_KEYS, parseDataKeys),
    keyProblem('BLIND_INDEX_KEY', BLIND_INDEX_KEY, parseKey),
  ]) {
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  const LOG_LEVEL = given.LOG_LEVEL ?? (given.NODE_ENV === 'test' ? 'silent' : 'info');
  return { ...given, DATA_KEYS, BLIND_INDEX_KEY, LOG_LEVEL };
}
