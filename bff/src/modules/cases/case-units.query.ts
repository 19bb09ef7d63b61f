import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import { type Actor, coversUnit } from '../../platform/http/actor';

/** Which unit a case is about, for modules that must keep a family agent within the units of the grant. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseUnits {
  @Inject() database!: Database;

  /** Those of the cases that this caller may learn of. No statement unless an agent is limited to some units, else one. */
  async covered(actor: Pick<Actor, 'agent'>, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (!actor.agent?.unitIds || caseIds.length === 0) return new Set(caseIds);
    const rows = await this.database.read<{ id: string; unit_id: string }>(
      `SELECT id, unit_id FROM registration_case WHERE id IN (${placeholders(caseIds)})`,
      caseIds,
    );
    return new Set(rows.filter((row) => coversUnit(actor, row.unit_id)).map((row) => row.id));
  }
}
