import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateKey, compactCode, placeKey } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { reindex } from '../../platform/jobs/reindexing';
import { type Keyed, rekey } from '../../platform/jobs/rekeying';
import { seal } from '../../platform/jobs/sealing';
import { Upgrades } from '../../platform/jobs/upgrades';
import { endedReasons, identityOf, indexedHolders, openNoticeHolders } from './register.secrets';

const unitKeys: Keyed = {
  table: 'unit',
  keys: {
    number_key: [['unit_number'], compactCode],
    name_key: [['estate', 'building', 'room'], placeKey],
    location_key: [['location'], placeKey],
    survey_key: [['survey_number'], compactCode],
    first_case_key: [['first_case'], compactCode],
  },
};
const certificateKeys: Keyed = { table: 'right_certificate', keys: { number_key: [['number'], certificateKey] } };
const mortgageKeys: Keyed = { table: 'mortgage', keys: { number_key: [['certificate_number'], certificateKey] } };
const noticeKeys: Keyed = { table: 'advance_notice', keys: { number_key: [['certificate_number'], certificateKey] } };

const pageSize = 200;
/** Cursors of the second table begin with it; no id does. */
const ofNotices = 'n:';

/** What earlier versions stored of the register as it was typed or in the clear, see `Upgrades`. Texts and history stay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterUpgrades {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() upgrades!: Upgrades;

  @Init()
  start(): void {
    this.upgrades.add('limit-reasons', seal(this.database, this.cipher, endedReasons));
    this.upgrades.add('right-holder-numbers', reindex(this.database, this.cipher, indexedHolders(this.cipher)));
    this.upgrades.add('unit-keys', rekey(this.database, unitKeys));
    this.upgrades.add('right-certificate-keys', rekey(this.database, certificateKeys));
    this.upgrades.add('mortgage-keys', rekey(this.database, mortgageKeys));
    this.upgrades.add('notice-keys', rekey(this.database, noticeKeys));
  }

  /** Identity numbers of everybody who ever held a right or a notice, page by page from `''`; one statement a page. */
  async holderNumbers(cursor: string): Promise<{ numbers: string[]; next: string | null }> {
    return cursor.startsWith(ofNotices) ? this.ofNotices(cursor.slice(ofNotices.length)) : this.ofRights(cursor);
  }

  private async ofRights(cursor: string) {
    const [id = '', position = '-1'] = cursor.split(':');
    const rows = await this.database.read<{ right_id: string; position: number; holder_cipher: string }>(
      'SELECT right_id, position, holder_cipher FROM right_holder WHERE right_id > ? OR (right_id = ? AND position > ?) ' +
        'ORDER BY right_id, position LIMIT ?',
      [id, id, Number(position), pageSize],
    );
    const last = rows.at(-1);
    return {
      numbers: rows.map((row) => identityOf(this.cipher, row.holder_cipher).idNumber),
      next: rows.length < pageSize ? ofNotices : `${last!.right_id}:${last!.position}`,
    };
  }

  private async ofNotices(cursor: string) {
    const rows = await this.database.read<{ id: string; holders_cipher: string }>(
      'SELECT id, holders_cipher FROM advance_notice WHERE id > ? ORDER BY id LIMIT ?',
      [cursor, pageSize],
    );
    const holders = rows.flatMap((row) => openNoticeHolders(this.cipher, row.holders_cipher));
    return {
      numbers: holders.map(({ idNumber }) => idNumber),
      next: rows.length < pageSize ? null : `${ofNotices}${rows.at(-1)!.id}`,
    };
  }
}
