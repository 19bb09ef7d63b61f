import type { Database } from '@zhucheng/bff/platform/database/database';

export interface Plan {
  /** A line for each table, without estimates. */
  lines: string[];
  /** Tables that are read from the first row to the last, those that the statement makes itself left out. */
  fullScans: string[];
  /** The same, and those that are read whole along an index. */
  readWhole: string[];
  /** SQLite: everything that fits is sorted before the page is cut off. */
  sortsAll: boolean;
}

/** How the database would carry a statement out, writing ones too. */
export async function planOf(database: Database, sql: string, params: readonly unknown[]): Promise<Plan> {
  if (database.dialect === 'sqlite') {
    const rows = await explain<{ detail: string }>(database, `EXPLAIN QUERY PLAN ${sql}`, params);
    const details = rows.map(({ detail }) => detail);
    // A table that the statement makes for itself is read from end to end, as it must be.
    const made = new Set(details.flatMap((detail) => /^(?:MATERIALIZE|CO-ROUTINE) (\S+)$/.exec(detail)?.[1] ?? []));
    const scans = details.flatMap((detail) => (/^SCAN (?!SUBQUERY|CONSTANT)/.test(detail) ? [detail.slice(5)] : []));
    const tableOf = (scan: string): string => scan.split(' ')[0]!;
    return {
      lines: details,
      fullScans: scans.filter((scan) => !scan.includes('USING') && !made.has(scan)).map(tableOf),
      readWhole: scans.map(tableOf).filter((table) => !made.has(table)),
      sortsAll: details.includes('USE TEMP B-TREE FOR ORDER BY'),
    };
  }
  const rows = await explain<Record<'table' | 'type' | 'key' | 'Extra', string | null>>(
    database,
    `EXPLAIN ${sql}`,
    params,
  );
  const stored = rows.filter(({ table }) => table && !table.startsWith('<'));
  const readBy = (...types: string[]) => stored.filter(({ type }) => types.includes(type!)).map(({ table }) => table!);
  return {
    lines: rows.map(({ table, type, key, Extra }) => [table, type, key, Extra].filter(Boolean).join('  ')),
    fullScans: readBy('ALL'),
    readWhole: readBy('ALL', 'index'),
    sortsAll: false,
  };
}

/** MariaDB explains a lock only where it could be taken; in libsql a transaction could not end after an EXPLAIN. */
const explain = <T>(database: Database, sql: string, params: readonly unknown[]): Promise<T[]> =>
  database.dialect === 'sqlite' ? database.read<T>(sql, params) : database.unitOfWork((tx) => tx.query<T>(sql, params));
