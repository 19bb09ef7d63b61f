import { idBlindsOf, nameBlindOf } from '../crypto/blind';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';

/** People of a table with the blind indexes by which they are found. */
export interface Indexed {
  table: string;
  /** Key columns, and how a row's cursor is made of them. */
  key: readonly [id: string, position?: string];
  secret: string;
  open(secret: string, id: string): { name: string; idNumber: string };
  /** Also by name; else by number only. */
  byName?: boolean;
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
 * sees, so that it is found. Nothing but the index changes: the text stays as it was entered, and so do the hashes over it.
 */
export function reindex(database: Database, cipher: FieldCipher, { table, key, secret, open, byName }: Indexed) {
  const [id, position] = key;
  const sql =
    `SELECT ${id} AS id, ${position ?? '0'} AS position, ${secret} AS secret, id_blind AS idBlind, name_blind AS nameBlind ` +
    `FROM ${table} WHERE ${id} > ?${position ? ` OR (${id} = ? AND ${position} > ?)` : ''} ORDER BY ${key.join(', ')} LIMIT ?`;
  const changeOf = (row: Row): { id_blind?: string; name_blind?: string } => {
    const { name, idNumber } = open(row.secret, row.id);
    // Both that are asked for stay as they are: the 15 digits of an old ID are found as they stand.
    const blinds = idBlindsOf(cipher, idNumber);
    const nameBlind = nameBlindOf(cipher, name);
    return {
      ...(!blinds.includes(row.idBlind) && { id_blind: blinds[0] }),
      ...(byName && row.nameBlind !== nameBlind && { name_blind: nameBlind }),
    };
  };
  return (cursor: string) =>
    database.unitOfWork(async (tx) => {
      const [after = '', at = '-1'] = cursor.split(':');
      const rows = await tx.query<Row>(sql, [after, ...(position ? [after, Number(at)] : []), pageSize]);
      let done = 0;
      for (const row of rows) {
        const change = changeOf(row);
        if (Object.keys(change).length === 0) continue;
        await tx.update(table, change, { [id]: row.id, ...(position && { [position]: row.position }) });
        done++;
      }
      const last = rows.at(-1);
      return { done, next: rows.length < pageSize ? null : `${last!.id}:${last!.position}` };
    });
}
