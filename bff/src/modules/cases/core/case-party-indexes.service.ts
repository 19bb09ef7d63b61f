import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { cleanText, unitNumber } from '@zhucheng/shared';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { reindex } from '../../../platform/jobs/reindexing';
import { type Keyed, rekey } from '../../../platform/jobs/rekeying';
import { Upgrades } from '../../../platform/jobs/upgrades';
import { CertificateHolders } from '../../certificates/certificate-holders.service';

/** The columns that lists of cases are searched along; what the register said stays as it was in `unit_summary`. */
const searched: Keyed = {
  table: 'registration_case',
  keys: {
    unit_number: [['unit_number'], unitNumber.normalise],
    location: [['location'], (text) => cleanText(text).trim()],
  },
};

/** Parties and units that earlier versions stored as they were typed are found by what a reader sees. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CasePartyIndexes {
  @Inject() certificates!: CertificateHolders;
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
      numbers: (tx: Transaction, numbers: readonly string[]) => this.certificates.reindex(tx, numbers),
    };
    this.upgrades.add('case-party-numbers', reindex(this.database, this.cipher, parties));
    this.upgrades.add('case-search-texts', rekey(this.database, searched));
  }
}
