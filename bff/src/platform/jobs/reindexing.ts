import { idBlindOf, nameBlindOf } from '../crypto/blind';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import type { Transaction } from '../database/transaction';

interface Person {
  name: string;
  idNumber: string;
}

/** People of a table with the blind indexes by which they are found. */
export interface Indexed {
  table: string;
  /** Key columns, and how a row's cursor is made of them. */
  key: readonly [id: string, position?: string];
  secret: string;
  open(secret: string, id: string): Person;
  /** Also by name; else by number only. */
  byName?: boolean;
  /** Told the numbers of each page, for indexes of the same people that are kept elsewhere. */
  numbers?(tx: Transaction, numbers: readonly string[]): Promise<number>;
}

interface Row {
  id: string;
  position: number;
  secret: string;
  idBlind: string;
  nameBlind: string | null;
}

const pageSize = 200;

/**
 * One page of an upgrade: gives those whose name or number was stored before texts were cleaned the index of what its reader
 * sees, so that it is found, and those with the 15 digits of an old ID that of the 18. Nothing but the index changes: the text stays as it was entered, and so do the hashes over it.
 */
export function reindex(
  database: Database,
  cipher: FieldCipher,
  { table, key, secret, open, byName, numbers }: Indexed,
) {
  const [id, position] = key;
  const sql =
    `SELECT ${id} AS id, ${position ?? '0'} AS position, ${secret} AS secret, id_blind AS idBlind, name_blind AS nameBlind ` +
    `FROM ${table} WHERE ${id} > ?${position ? ` OR (${id} = ? AND ${position} > ?)` : ''} ORDER BY ${key.join(', ')} LIMIT ?`;
  const changeOf = (row: Row, { name, idNumber }: Person): { id_blind?: string; name_blind?: string } => {
    const idBlind = idBlindOf(cipher, idNumber);
    const nameBlind = nameBlindOf(cipher, name);
    return {
      ...(row.idBlind !== idBlind && { id_blind: idBlind }),
      ...(byName && row.nameBlind !== nameBlind && { name_blind: nameBlind }),
    };
  };
  return (cursor: string) =>
    database.unitOfWork(async (tx) => {
      const [after = '', at = '-1'] = cursor.split(':');
      const rows = await tx.query<Row>(sql, [after, ...(position ? [after, Number(at)] : []), pageSize]);
      let done = 0;
      const people = rows.map((row) => open(row.secret, row.id));
      for (const [i, row] of rows.entries()) {
        const change = changeOf(row, people[i]!);
        if (Object.keys(change).length === 0) continue;
        await tx.update(table, change, { [id]: row.id, ...(position && { [position]: row.position }) });
        done++;
      }
      done +=
        (await numbers?.(
          tx,
          people.map(({ idNumber }) => idNumber),
        )) ?? 0;
      const last = rows.at(-1);
      return { done, next: rows.length < pageSize ? null : `${last!.id}:${last!.position}` };
    });
}
