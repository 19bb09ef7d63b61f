import { parseArgs } from 'node:util';
import { beside, mysqlOnly, trimmed } from '../walk/options';

export const parts = [
  'matrix',
  'foreign-ids',
  'forged-callbacks',
  'hostile-strings',
  'hostile-files',
  'denial',
] as const;
export type Part = (typeof parts)[number];

export interface Options {
  /** In the order in which they run: what spoils data comes last. */
  parts: Part[];
  /** A platform that runs already; without it, one is started for the attack. */
  url: string | undefined;
  sandbox: string | undefined;
  /** MySQL or MariaDB for the attack's own platform. */
  database: string | undefined;
  /** Only every nth call. */
  nth: number;
  /** Where the whole result is written. */
  json: string | undefined;
}

/** Error: in Chinese for what makes no sense, TypeError for an unknown option. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: text, sandbox: text, database: text, every: text, json: text },
  });
  const unknown = positionals.filter((name) => name !== 'all' && !(parts as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`没有这一项：${unknown.join('、')}。可选：${parts.join('、')} 或 all`);
  const url = trimmed(values.url);
  const nth = Number(values.every ?? 1);
  if (!Number.isInteger(nth) || nth < 1) throw new Error('--every 应为正整数：只试每第几个。');
  return {
    parts: parts.filter(
      (part) => positionals.length === 0 || positionals.includes('all') || positionals.includes(part),
    ),
    url,
    sandbox: url ? (trimmed(values.sandbox ?? environment.SANDBOX_URL) ?? beside(url)) : undefined,
    database: url ? undefined : mysqlOnly(values.database ?? environment.DATABASE_URL),
    nth,
    json: values.json,
  };
}
