import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';

/** Names of staff for lists that say who decided what. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffNames {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /** By id; at most one statement. */
  async of(ids: ReadonlyArray<string | null>): Promise<Map<string, string>> {
    const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
    if (wanted.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; name_cipher: string }>(
      `SELECT id, name_cipher FROM staff WHERE id IN (${placeholders(wanted)})`,
      wanted,
    );
    return new Map(rows.map(({ id, name_cipher }) => [id, this.cipher.decrypt(name_cipher, 'staff.name')]));
  }
}
