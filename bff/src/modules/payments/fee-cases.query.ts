import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, caseStateIds, isOpen } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Businesses } from '../businesses/businesses.service';

const open: readonly CaseState[] = caseStateIds.filter((state) => isOpen(state) && state !== 'draft');

/** Open cases whose fee is settled by the day of their application already. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FeeCasesQuery {
  @Inject() database!: Database;
  @Inject() businesses!: Businesses;

  /** By what the fee table calls their business. One statement over the open cases. */
  async appliedByMatter(): Promise<Map<string, number>> {
    const rows = await this.database.read<{ business_id: string; n: number }>(
      'SELECT business_id, COUNT(*) AS n FROM registration_case ' +
        `WHERE state IN (${open.map(() => '?').join(', ')}) AND applied_at IS NOT NULL GROUP BY state, business_id`,
      open,
    );
    const counts = new Map<string, number>();
    for (const { business_id, n } of rows) {
      const matter = this.businesses.current(business_id)?.fee.matter;
      if (matter) counts.set(matter, (counts.get(matter) ?? 0) + Number(n));
    }
    return counts;
  }
}
