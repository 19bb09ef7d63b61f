import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, caseStates } from '@zhucheng/shared';
import { Database } from '../../../platform/database/database';
import { placeholders } from '../../../platform/database/sql';
import { type Actor, coversUnit } from '../../../platform/http/actor';
import { Businesses } from '../../businesses/businesses.service';
import type { PendingCase } from '../../register/register.service';
import type { Read } from '../core/case.query';
import { pendingKeyOf } from '../core/pending-key';

/** Which unit a case is about, and which cases a unit has: for modules that know units and not cases. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseUnits {
  @Inject() businesses!: Businesses;
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

  /** The units among these that have an open case which rules out a second one of this business; one statement. */
  async busy(businessId: string, unitIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (unitIds.length === 0) return new Set();
    const rows = await this.database.read<{ unit_id: string }>(
      `SELECT unit_id FROM registration_case WHERE pending_key IN (${placeholders(unitIds)})`,
      unitIds.map((unitId) => pendingKeyOf(businessId, unitId)),
    );
    return new Set(rows.map((row) => row.unit_id));
  }

  /** Open cases about a unit, newest first, at most 50; one statement. */
  async pending(unitId: string, read: Read): Promise<PendingCase[]> {
    const rows = await read<{
      id: string;
      acceptance_number: string;
      business_id: string;
      business_version: number;
      state: CaseState;
    }>(
      "SELECT id, acceptance_number, business_id, business_version, state FROM registration_case WHERE unit_id = ? AND state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed') ORDER BY id DESC LIMIT 50",
      [unitId],
    );
    return rows.map((row) => ({
      id: row.id,
      acceptanceNumber: row.acceptance_number,
      businessName: this.businesses.at(row.business_id, Number(row.business_version)).name,
      state: row.state,
      stateName: caseStates[row.state].name,
    }));
  }
}
