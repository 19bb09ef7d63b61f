import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { SavedMeanwhile } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';

/** Columns of a row that says which saving it comes from. */
export interface SavedRow {
  version: number;
  saved_by: string | null;
  saved_at: number | null;
}

/** What a saving writes beside the content. */
export const savingBy = (actor: Pick<Actor, 'id'>, version: number, now: number) => ({
  version,
  saved_by: actor.id,
  saved_at: now,
});

/** Tells whoever saves something of an institution or of the centre that a colleague was faster. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Savers {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /**
   * Nobody saved since `version` was read; the row is locked. `values`: what is saved now, in the shape of what was sent.
   * Error: SAVED_MEANWHILE with `SavedMeanwhile` as its detail.
   */
  async requireNewest(actor: Pick<Actor, 'id'>, row: SavedRow, version: number, values: object): Promise<void> {
    if (Number(row.version) !== version) throw await this.meanwhile(actor, row, values);
  }

  async meanwhile(actor: Pick<Actor, 'id'>, row: SavedRow, values: object): Promise<Problem> {
    const mine = row.saved_by === actor.id;
    const name = row.saved_by && !mine ? await this.nameOf(row.saved_by) : null;
    const by = mine ? '您本人' : (name ?? '另一位同事');
    const detail: SavedMeanwhile = {
      version: Number(row.version),
      by,
      mine,
      at: row.saved_at === null ? null : Number(row.saved_at),
      values: values as Record<string, unknown>,
    };
    const who = mine ? '您在另一个页面' : by;
    return new Problem('SAVED_MEANWHILE', {
      detail,
      message: `${who}刚才也保存过，您填的没有丢。请对照两份内容，选好再保存。`,
    });
  }

  private async nameOf(staffId: string): Promise<string | null> {
    const row = await this.database.readOne<{ name_cipher: string }>('SELECT name_cipher FROM staff WHERE id = ?', [
      staffId,
    ]);
    return row ? this.cipher.decrypt(row.name_cipher, 'staff.name') : null;
  }
}
