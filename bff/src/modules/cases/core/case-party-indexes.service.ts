import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { Database } from '../../../platform/database/database';
import { reindex } from '../../../platform/jobs/reindexing';
import { Upgrades } from '../../../platform/jobs/upgrades';

/** Parties that earlier versions stored as they were typed are found by what a reader sees. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CasePartyIndexes {
  @Inject() cipher!: FieldCipher;
  @Inject() database!: Database;
  @Inject() upgrades!: Upgrades;

  @Init()
  start(): void {
    const parties = {
      table: 'case_party',
      key: ['id'] as const,
      secret: 'identity_cipher',
      open: (secret: string, id: string) =>
        this.cipher.decryptJson<{ name: string; idNumber: string }>(secret, `party:${id}`),
      byName: true,
    };
    this.upgrades.add('case-party-indexes', reindex(this.database, this.cipher, parties));
  }
}
