import { resolve } from 'node:path';
import { faceDocuments } from '@zhucheng/shared';
import { z } from 'zod';
import { sentence } from '../doctor/finding';
import { variableFindings } from '../doctor/variables';
import { parseDataKeys, parseKey } from '../platform/crypto/field-cipher';
import { parseAddresses } from '../platform/http/insiders';
import { demoBlindIndexKey, demoDataKeys } from './demonstration';
import { inChinese } from './in-chinese';

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
  /** Signed anchors of the action log, appended; DATA_DIR/anchors/audit.jsonl unless given. */
  ANCHOR_FILE: z.string().optional(),
  /** PEM of the Ed25519 key that signs anchors; made by itself in DATA_DIR/keys unless given. */
  ANCHOR_KEY_FILE: z.string().optional(),
  /** PEM of the public keys that signed before. */
  ANCHOR_FORMER_KEYS_FILE: z.string().optional(),
  /** A folder of TrueType fonts (*.ttf) for characters that those of the packages lack, see docs/operations/fonts.md. */
  FONTS_DIR: z.string().optional(),
  H5_DIR: z.string().default(fromRoot('miniapp/dist/h5')),
  ADMIN_DIR: z.string().default(fromRoot('admin/dist')),
  /** Where a kiosk's page reaches the card reader beside it, unless the kiosk's own setting says otherwise. */
  KIOSK_READER_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8765'),
  /**
   * Documents besides the resident ID for which a wallet checks faces under the centre's contract:
   * `alipay:hk-macau-permit,residence-permit wechat:residence-permit`.
   */
  FACE_DOCUMENTS: z
    .string()
    .default('')
    .transform((agreed, context) => {
      try {
        return faceDocuments(agreed);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
  RATE_LIMITS: onOff.default(true),
  /** Full identities one member of staff may look at in an hour; beyond it the look is paused and the auditor sees an alarm. */
  UNMASK_PER_HOUR: z.coerce.number().int().min(1).max(10_000).default(40),
  /** Shows the demonstration accounts on the login pages. */
  DEMO_ACCOUNTS: onOff.default(false),
  /** Reverse proxies in front of the server whose X-Forwarded-For is to be believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Bearer tokens for `/metrics`, and for the API document and its page; open to everybody outside production. */
  METRICS_TOKEN: z.string().min(20, '至少要有 20 个字符').optional(),
  DOCS_TOKEN: z.string().min(20, '至少要有 20 个字符').optional(),
  /** Addresses and networks that need no token for them: `10.0.0.0/8,192.168.1.7`. */
  INTERNAL_ADDRESSES: z
    .string()
    .transform((text, context) => {
      try {
        return parseAddresses(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .optional(),
  /** How long after a department did not answer it is asked again, ms. */
  DEPARTMENT_RETRY_MS: z.coerce.number().int().min(100).max(3_600_000).default(15_000),
  /** News of one case for one person within so many ms is one message and one SMS; 0: each is its own. */
  MESSAGE_WINDOW_MS: z.coerce.number().int().min(0).max(60_000).default(8_000),
  /** Runs the outbox and the periodic jobs in this process. */
  WORKERS: onOff.default(true),
  /** After SIGTERM it goes on listening until nobody has asked for so long, ms: longer than a load balancer asks `/readyz`. */
  DRAIN_MS: z.coerce.number().int().min(0).max(600_000).default(1_000),
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
    super(`环境变量有误，请改正后重新启动：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/** The variables that are set; empty ones count as absent. */
export const filled = (variables: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );

function keyFault(subject: string, value: string | undefined, check: (text: string) => unknown) {
  try {
    if (value !== undefined) check(value);
    return [];
  } catch (error) {
    return [{ subject, fault: (error as Error).message }];
  }
}

/** What cannot be read at all, in any environment, and the data folder, which is known in spite of it. */
export function environmentFaults(given: Record<string, string>) {
  const { error } = environmentSchema.safeParse(given, inChinese);
  const faults = [
    ...(error?.issues ?? []).map((issue) => ({ subject: issue.path.join('.'), fault: issue.message })),
    ...keyFault('DATA_KEYS', given.DATA_KEYS, parseDataKeys),
    ...keyFault('BLIND_INDEX_KEY', given.BLIND_INDEX_KEY, parseKey),
  ];
  return { faults, DATA_DIR: environmentSchema.shape.DATA_DIR.parse(given.DATA_DIR) };
}

/**
 * Reads and checks the environment; empty variables count as absent. Error: EnvironmentError naming each variable. In
 * production it also refuses what the variables show of a demonstration; files and data are looked at by `examine`.
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = filled(variables);
  const problems = environmentFaults(given).faults.map(({ subject, fault }) => `${subject}：${fault}。`);
  if (given.NODE_ENV === 'production') problems.push(...variableFindings(given).map(sentence));
  if (problems.length > 0) throw new EnvironmentError(problems);
  const parsed = environmentSchema.parse(given);
  const LOG_LEVEL = parsed.LOG_LEVEL ?? (parsed.NODE_ENV === 'test' ? 'silent' : 'info');
  const { DATA_KEYS = demoDataKeys, BLIND_INDEX_KEY = demoBlindIndexKey } = parsed;
  return { ...parsed, DATA_KEYS, BLIND_INDEX_KEY, LOG_LEVEL };
}
