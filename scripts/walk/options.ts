import { parseArgs } from 'node:util';

export interface Options {
  /** A business id, or `all`. */
  business: string;
  /** A platform that runs already; without it, one is started for the walk. */
  url: string | undefined;
  sandbox: string | undefined;
  /** MySQL or MariaDB for the walk's own platform. */
  database: string | undefined;
  /** Only paths with this id. */
  only: string | undefined;
  json: boolean;
}

export const trimmed = (address: string | undefined): string | undefined => address?.replace(/\/$/, '');

/** Gateways of the demonstration stand one port above the platform. */
export function beside(url: string): string {
  const address = new URL(url);
  address.port = String(Number(address.port || '80') + 1);
  return address.origin;
}

/** Error: in Chinese, for a database that is none. */
export function mysqlOnly(database: string | undefined): string | undefined {
  if (database && !/^(mysql|mariadb):\/\//.test(database))
    throw new Error('--database 或 DATABASE_URL 应形如 mysql://用户:密码@主机:端口/。');
  return database;
}

/** Error: TypeError for an unknown option, Error in Chinese for a database that is none. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: text, sandbox: text, database: text, path: text, json: { type: 'boolean', default: false } },
  });
  const url = trimmed(values.url);
  const database = url ? undefined : mysqlOnly(values.database ?? environment.DATABASE_URL);
  return {
    business: positionals[0] ?? 'all',
    url,
    sandbox: url ? (trimmed(values.sandbox ?? environment.SANDBOX_URL) ?? beside(url)) : undefined,
    database,
    only: values.path,
    json: values.json,
  };
}
