import type { Database } from '@zhucheng/bff/platform/database/database';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';

export interface Statement {
  sql: string;
  params: readonly unknown[];
  /** Below bff/src/modules, without its ending. */
  file: string;
  /** `Class.method` or the name of a function. */
  name: string;
  line: number;
}

/** A line of a stack trace that names a file of a module, compiled or source. */
function frameOf(text: string): Pick<Statement, 'file' | 'name' | 'line'> | null {
  const at = text.lastIndexOf('/modules/');
  if (!/\/bff\/(?:src|dist)$/.test(text.slice(0, Math.max(0, at)))) return null;
  const [path = '', line] = text.slice(at + '/modules/'.length).split(':');
  const [name = ''] = text.includes(' (') ? text.slice(0, text.indexOf(' (')).split(' [as ') : [];
  return {
    file: path.replace(/\.[jt]s$/, ''),
    name: name
      .trim()
      .replace(/^at (?:async )?/, '')
      .replace(/^(?:Object|exports)\./, ''),
    line: Number(line),
  };
}

/** Functions that only pass statements on: the caller above them is the one who asked. */
const handsOn = /^read$|(?:^|\.)(?:committed|inside)$|<anonymous>/;

/** Notes every statement, and who asked it: the innermost function of a module, if it stands in one of the `files`. */
export class Recorder {
  readonly statements: Statement[] = [];
  /** The constant of a query file whose statement another file runs at the moment. */
  private told: { file: string; name: string } | null = null;

  constructor(private readonly files: ReadonlySet<string>) {}

  note(sql: string, params: readonly unknown[]): void {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 30;
    const stack = new Error().stack ?? '';
    Error.stackTraceLimit = limit;
    if (this.told) {
      this.statements.push({ sql, params, line: 0, ...this.told });
      return;
    }
    for (const text of stack.split('\n')) {
      const found = frameOf(text);
      if (!found?.name || handsOn.test(found.name)) continue;
      // Statements of files that are not listed are left out.
      if (this.files.has(found.file)) this.statements.push({ sql, params, ...found });
      return;
    }
  }

  /** From now on `database` tells what is read through it. */
  watch(database: Database): void {
    const { read, readNow } = database;
    database.read = <T>(sql: string, params: readonly unknown[] = []) => {
      this.note(sql, params);
      return read.call(database, sql, params) as Promise<T[]>;
    };
    database.readNow = <T>(sql: string, params: readonly unknown[] = []) => {
      this.note(sql, params);
      return readNow.call(database, sql, params) as Promise<T[]>;
    };
  }

  watchTransaction(tx: Transaction): void {
    const { query, execute } = tx;
    tx.query = <T>(sql: string, params: readonly unknown[] = []) => {
      this.note(sql, params);
      return query.call(tx, sql, params) as Promise<T[]>;
    };
    tx.execute = (sql: string, params: readonly unknown[] = []) => {
      this.note(sql, params);
      return execute.call(tx, sql, params);
    };
  }

  /** Statements of `work` belong to a constant of a query file. */
  async as(file: string, name: string, work: () => Promise<unknown>): Promise<void> {
    this.told = { file, name };
    try {
      await work();
    } finally {
      this.told = null;
    }
  }
}
