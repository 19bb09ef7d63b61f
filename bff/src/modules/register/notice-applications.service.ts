import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { dayOf, identityNumber } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { openNoticeHolders } from './register.secrets';
import type { NoticeKind } from './register.types';
import { type FromCase, RegisterEffects } from './register-effects.service';

/** Advance notices whose holders have applied in time are kept while the application is open (Civil Code 221). */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NoticeApplications {
  @Inject() effects!: RegisterEffects;
  @Inject() cipher!: FieldCipher;

  /**
   * An application by the holders of these kinds of notices has been received today: those that still have effect keep it
   * until `ended`. One statement, one more for each notice that is kept.
   */
  async received(
    tx: Transaction,
    { unitId, caseId, acceptanceNumber }: FromCase,
    by: ReadonlyArray<{ kind: NoticeKind; holders: ReadonlyArray<{ idNumber: string }> }>,
  ): Promise<void> {
    const rows = await tx.query<{ id: string; kind: NoticeKind; holders_cipher: string }>(
      'SELECT id, kind, holders_cipher FROM advance_notice WHERE unit_id = ? AND valid_to IS NULL',
      [unitId],
    );
    for (const { id, kind, holders_cipher: sealed } of rows) {
      const applying = by.find((one) => one.kind === kind)?.holders ?? [];
      const codes = new Set(applying.map(({ idNumber }) => identityNumber.key(idNumber)));
      const theirs = openNoticeHolders(this.cipher, sealed);
      if (!theirs.every(({ idNumber }) => codes.has(identityNumber.key(idNumber)))) continue;
      const today = dayOf(tx.now);
      await tx.execute(
        'UPDATE advance_notice SET applied_case_id = ?, applied_number = ?, applied_on = ? WHERE id = ? AND valid_to IS NULL ' +
          'AND applied_case_id IS NULL AND (effective_until IS NULL OR effective_until >= ?)',
        [caseId, acceptanceNumber, today, id, today],
      );
    }
  }

  /** The application has ended: what it kept and is past its day lapses now. One statement if it kept nothing. */
  async ended(tx: Transaction, { unitId, caseId }: Pick<FromCase, 'unitId' | 'caseId'>): Promise<void> {
    const rows = await tx.query<{ id: string; effective_until: string | null }>(
      'SELECT id, effective_until FROM advance_notice WHERE unit_id = ? AND applied_case_id = ? AND valid_to IS NULL',
      [unitId, caseId],
    );
    // The unit before its notices, as everywhere.
    if (rows.length > 0) await tx.lockRow('unit', unitId);
    for (const { id, effective_until: until } of rows) {
      await tx.execute(
        'UPDATE advance_notice SET applied_case_id = NULL, applied_number = NULL, applied_on = NULL WHERE id = ?',
        [id],
      );
      if (until === null || until >= dayOf(tx.now)) continue;
      await this.effects.lapseNotice(tx, unitId, id, {
        reason: '期限已过，期限内提出的申请没有办成，自动失效',
        caseId,
      });
    }
  }
}
