import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateKey } from '@zhucheng/shared';
import { idBlindsOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { rekey } from '../../platform/jobs/rekeying';
import { Upgrades } from '../../platform/jobs/upgrades';
import { RegisterUpgrades } from '../register/register-upgrades.service';

/**
 * Certificates that earlier versions stored with the 15 digits of an old ID, or with a number as it was typed, are found by the
 * 18 digits and by what a reader sees. A certificate keeps no number of its holder: the register and the cases tell them.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificateHolders {
  @Inject() cipher!: FieldCipher;
  @Inject() database!: Database;
  @Inject() register!: RegisterUpgrades;
  @Inject() upgrades!: Upgrades;

  @Init()
  start(): void {
    const numbers = { table: 'certificate', keys: { number_key: [['number'], certificateKey] } } as const;
    this.upgrades.add('certificate-number-keys', rekey(this.database, numbers));
    this.upgrades.add('certificate-holder-numbers', async (cursor) => {
      const { numbers: told, next } = await this.register.holderNumbers(cursor);
      return { done: await this.database.unitOfWork((tx) => this.reindex(tx, told)), next };
    });
  }

  /** Gives holders with these numbers the index of now; returns how many had an earlier one. */
  async reindex(tx: Transaction, idNumbers: readonly string[]): Promise<number> {
    const both = idNumbers.map((idNumber) => idBlindsOf(this.cipher, idNumber));
    const nowOf = new Map(both.filter(([now, then]) => now !== then).map(([now, then]) => [then, now]));
    if (nowOf.size === 0) return 0;
    const old = [...nowOf.keys()];
    const rows = await tx.query<{ earlier: string }>(
      `SELECT DISTINCT id_blind AS earlier FROM certificate_holder WHERE id_blind IN (${placeholders(old)})`,
      old,
    );
    let done = 0;
    for (const { earlier } of rows)
      done += await tx.execute('UPDATE certificate_holder SET id_blind = ? WHERE id_blind = ?', [
        nowOf.get(earlier)!,
        earlier,
      ]);
    return done;
  }
}
