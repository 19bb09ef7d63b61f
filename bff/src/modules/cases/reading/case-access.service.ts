import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CaseState } from '@zhucheng/shared';
import { placeholders } from '../../../platform/database/sql';
import { Problem } from '../../../platform/errors/problem';
import { coversUnit } from '../../../platform/http/actor';
import { Businesses } from '../../businesses/businesses.service';
import type { Read } from '../core/case.query';
import type { Viewer } from './case.view';

/** A case in one line, for modules that only refer to it. */
export interface CaseReference {
  id: string;
  acceptanceNumber: string;
  /** Business and location. */
  text: string;
}

interface Row {
  id: string;
  acceptance_number: string;
  business_id: string;
  business_version: number;
  unit_id: string;
  unit_summary: string;
  applicant_id: string;
  id_blind: string | null;
  institution_id: string | null;
}

interface InstitutionRow {
  branch_id: string | null;
  state: CaseState;
  location: string;
}

const columns =
  'c.id, c.acceptance_number, c.business_id, c.business_version, c.unit_id, c.unit_summary, c.applicant_id, p.id_blind, p.institution_id ' +
  'FROM registration_case c LEFT JOIN case_party p ON p.case_id = c.id AND p.visible = 1';

/** What an institution's work with many of its cases at once needs to know of each. */
export interface InstitutionCase {
  id: string;
  businessId: string;
  branchId: string | null;
  state: CaseState;
  acceptanceNumber: string;
  location: string;
}

/** Which of these cases somebody may refer to: as applicant or as a party the case is shown to. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseAccess {
  @Inject() businesses!: Businesses;

  /** By case id or acceptance number, keyed by what was given; others' cases are missing. At most two statements. */
  async references(read: Read, viewer: Viewer, wanted: readonly string[]): Promise<Map<string, CaseReference>> {
    const ids = wanted.filter((one) => one.length === 26);
    const numbers = wanted.filter((one) => one.length !== 26);
    const rows: Row[] = [];
    if (ids.length > 0) rows.push(...(await read<Row>(`SELECT ${columns} WHERE c.id IN (${placeholders(ids)})`, ids)));
    if (numbers.length > 0) {
      const sql = `SELECT ${columns} WHERE c.acceptance_number IN (${placeholders(numbers)})`;
      rows.push(...(await read<Row>(sql, numbers)));
    }
    const found = new Map<string, CaseReference>();
    for (const row of rows) {
      const applicant = viewer.citizenId !== undefined && row.applicant_id === viewer.citizenId;
      const party = Boolean(viewer.idBlind) && row.id_blind === viewer.idBlind && row.institution_id === null;
      const institution = viewer.institutionId !== undefined && row.institution_id === viewer.institutionId;
      if ((!applicant && !party && !institution) || !coversUnit(viewer, row.unit_id)) continue;
      const { name } = this.businesses.at(row.business_id, Number(row.business_version));
      const { location } = JSON.parse(row.unit_summary) as { location: string };
      const reference = { id: row.id, acceptanceNumber: row.acceptance_number, text: `${name} ${location}` };
      found.set(row.id, reference);
      found.set(row.acceptance_number, reference);
    }
    return found;
  }

  /** Cases that the institution has started, in the order asked for; one statement. Error: NOT_FOUND if one is not. */
  async ofInstitution(read: Read, institutionId: string, ids: readonly string[]): Promise<InstitutionCase[]> {
    const rows = await read<Pick<Row, 'id' | 'business_id' | 'acceptance_number'> & InstitutionRow>(
      `SELECT id, business_id, branch_id, state, acceptance_number, location FROM registration_case WHERE id IN (${placeholders(ids)}) AND institution_id = ?`,
      [...ids, institutionId],
    );
    const known = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = known.get(id);
      if (!row) throw new Problem('NOT_FOUND');
      const {
        business_id: businessId,
        branch_id: branchId,
        acceptance_number: acceptanceNumber,
        state,
        location,
      } = row;
      return { id, businessId, branchId, state, acceptanceNumber, location };
    });
  }
}
