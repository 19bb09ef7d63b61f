import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../../../platform/database/transaction';
import { NoticeApplications } from '../../register/notice-applications.service';
import type { LoadedCase } from './case.model';

/** What an application means to the advance notices of those who apply, see `unit.keeps` of the declaration. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KeptNotices {
  @Inject() applications!: NoticeApplications;

  /** In the transaction that submits the case for the first time: applied in time, or not. */
  async received(tx: Transaction, { record, business, parties }: LoadedCase): Promise<void> {
    const { keeps } = business.unit;
    if (keeps.length === 0) return;
    const { unitId, id: caseId, acceptanceNumber } = record;
    await this.applications.received(
      tx,
      { unitId, caseId, acceptanceNumber },
      keeps.map(({ notice, holder }) => ({
        kind: notice,
        holders: parties.filter((party) => party.role === holder).map(({ identity }) => identity),
      })),
    );
  }

  /** In the transaction that ends the case; what it has registered is in the register already. */
  async ended(tx: Transaction, { record, business }: LoadedCase): Promise<void> {
    if (business.unit.keeps.length === 0 || record.appliedAt === null) return;
    await this.applications.ended(tx, { unitId: record.unitId, caseId: record.id });
  }
}
