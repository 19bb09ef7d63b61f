import type { Dialect, Row } from './sql';
import type { Session } from './transaction';

/** What differs between the databases. */
export interface Engine {
  readonly dialect: Dialect;
  /** A statement on a connection that cannot write. */
  read(sql: string, params: readonly unknown[]): Promise<Row[]>;
  /** The same on the primary, where reads may go to a replica. */
  readNow(sql: string, params: readonly unknown[]): Promise<Row[]>;
  /** Runs the work in one transaction: commits its result, rolls back its error. */
  transact<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
