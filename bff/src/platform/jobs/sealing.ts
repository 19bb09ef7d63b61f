import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import { quote } from '../database/sql';

/** A column that earlier versions wrote in the clear, and the encrypted one that takes its place. */
export interface Sealing {
  table: string;
  plain: string;
  cipher: string;
  /** What the encrypted text is bound to: the same for all rows, or told by another column of the row. */
  context: string | { of: string; by(value: string): string };
}

const pageSize = 200;

/** One page of an upgrade: moves texts into the encrypted column and leaves the plain one empty. */
export function seal(database: Database, cipher: FieldCipher, { table, plain, context, ...sealing }: Sealing) {
  const own = typeof context === 'string' ? "''" : quote(context.of);
  const contextOf = (value: string) => (typeof context === 'string' ? context : context.by(value));
  return (cursor: string) =>
    database.unitOfWork(async (tx) => {
      const rows = await tx.query<{ id: string; text: string | null; own: string }>(
        `SELECT id, ${quote(plain)} AS text, ${own} AS own FROM ${quote(table)} WHERE id > ? ORDER BY id LIMIT ?`,
        [cursor, pageSize],
      );
      const written = rows.filter(({ text }) => text !== null && text !== '');
      for (const { id, text, own: value } of written) {
        const sealed = cipher.encrypt(text!, contextOf(value));
        await tx.update(table, { [sealing.cipher]: sealed, [plain]: '' }, { id, [plain]: text });
      }
      return { done: written.length, next: rows.length < pageSize ? null : rows.at(-1)!.id };
    });
}
