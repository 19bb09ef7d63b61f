import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PrintState, PrintTrouble } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';

export interface PrintRow {
  id: string;
  certificate_id: string;
  certificate_number: string;
  state: PrintState;
  trouble: PrintTrouble | null;
  reason_cipher: string | null;
  started_at: number;
  ended_at: number | null;
  kiosk_name: string;
  point_name: string;
}

const select =
  'SELECT c.id, c.certificate_id, c.certificate_number, c.state, c.trouble, c.reason_cipher, c.started_at, c.ended_at, ' +
  // Every copy has both; MariaDB would begin with the places and sort all that was ever printed.
  'k.name AS kiosk_name, p.name AS point_name FROM print_copy c LEFT JOIN kiosk k ON k.id = c.kiosk_id ' +
  'LEFT JOIN service_point p ON p.id = k.point_id';

/** Prints, each with the kiosk and the service point where it was made. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PrintQuery {
  @Inject() database!: Database;

  async within(tx: Transaction, id: string): Promise<PrintRow> {
    return (await tx.query<PrintRow>(`${select} WHERE c.id = ?`, [id]))[0]!;
  }

  /** Newest first, one statement. */
  page(cursor: string | undefined, limit: number, state: PrintState | undefined): Promise<PrintRow[]> {
    return this.database.read<PrintRow>(
      `${select} WHERE c.id < ?${state ? ' AND c.state = ?' : ''} ORDER BY c.id DESC LIMIT ?`,
      [cursor ?? '~', ...(state ? [state] : []), limit],
    );
  }
}
