import { parseArgs } from 'node:util';
import { beside, mysqlOnly, trimmed } from '../walk/options';
import { defects } from './defects';

export interface Options {
  /** A platform that runs already, with the sandbox; without it, one is started. */
  url: string | undefined;
  sandbox: string | undefined;
  /** MySQL or MariaDB for the own platform. */
  database: string | undefined;
  /** Only faults whose id begins so. */
  only: string | undefined;
  schedules: number;
  seed: number;
  /** Without what takes long. */
  short: boolean;
  /** How long an ending is waited for, ms. */
  patienceMs: number;
  /** Each planted defect, one after the other, instead of the table. */
  defects: boolean;
  /** A defect that is planted into the own platform. */
  defect: string | undefined;
}

const whole = (name: string, value: string): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} 应为不小于 0 的整数。`);
  return number;
};

/** Error: in Chinese for what makes no sense, TypeError for an unknown option. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ url: text, sandbox: text, database: text, only: text, schedules: text, seed: text, defect: text },
      patience: text,
      short: flag,
      defects: flag,
    },
  });
  const url = trimmed(values.url);
  const { defect } = values;
  if ((defect || values.defects) && url) throw new Error('--defect 只用于自带的平台，不能与 --url 同用。');
  if (defect && !defects.some(({ name }) => name === defect))
    throw new Error(`没有这个缺陷：${defect}。可选：${defects.map(({ name }) => name).join('、')}`);
  return {
    url,
    sandbox: url ? (trimmed(values.sandbox ?? environment.SANDBOX_URL) ?? beside(url)) : undefined,
    database: url ? undefined : mysqlOnly(values.database ?? environment.DATABASE_URL),
    only: values.only,
    short: values.short,
    defects: values.defects,
    patienceMs: 1_000 * whole('patience', values.patience ?? '60'),
    schedules: whole('schedules', values.schedules ?? (values.short ? '8' : '100')),
    seed: whole('seed', values.seed ?? String(Date.now() % 1_000_000)),
    defect,
  };
}
