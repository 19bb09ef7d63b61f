import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, type FoundCase, identityNumber, personName, stateNameIn } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import { Businesses } from '../businesses/businesses.service';
import { partyColumns, partyFromRow, type Raw } from '../cases/core/case.query';
import { CaseFinder, type CaseQuestion } from '../cases/reading/case-finder.query';

const columns =
  'id, acceptance_number, business_id, business_version, state, readiness, unit_number, location, institution_id, claimed_name, submitted_at, updated_at';

/** The centre's search of cases: one statement more than `CaseFinder` needs, for the parties. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseSearchQuery {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() finder!: CaseFinder;

  async page(question: CaseQuestion): Promise<{ items: FoundCase[]; next: string | null }> {
    const { rows, next } = await this.finder.page<Raw & { id: string }>(columns, question);
    if (rows.length === 0) return { items: [], next };
    const ids = rows.map(({ id }) => id);
    const parties = await this.database.read<Raw>(
      `SELECT ${partyColumns} FROM case_party WHERE case_id IN (${placeholders(ids)})`,
      ids,
    );
    return {
      items: rows.map((row) =>
        this.item(
          row,
          parties.filter((party) => party.case_id === row.id),
        ),
      ),
      next,
    };
  }

  private item(row: Raw, parties: Raw[]): FoundCase {
    const business = this.businesses.at(row.business_id as string, Number(row.business_version));
    const state = row.state as CaseState;
    return {
      id: row.id as string,
      acceptanceNumber: row.acceptance_number as string,
      businessName: business.name,
      state,
      stateName: stateNameIn(business, state, row.readiness === 'ready'),
      unitNumber: (row.unit_number as string | null) ?? '',
      location: (row.location as string | null) ?? '',
      institutionId: row.institution_id as string | null,
      parties: parties
        .map((party) => partyFromRow(this.cipher, party))
        .sort((a, b) => (a.role === b.role ? a.position - b.position : a.id < b.id ? -1 : 1))
        .map(({ role, identity: { name, idNumber } }) => {
          const person = identityNumber.isPerson(idNumber);
          return {
            roleName: business.parties[role]!.name,
            name: person ? personName.mask(name) : name,
            idNumberMasked: person ? identityNumber.mask(idNumber) : null,
          };
        }),
      claimedBy: row.claimed_name as string | null,
      submittedAt: row.submitted_at === null ? null : Number(row.submitted_at),
      updatedAt: Number(row.updated_at),
    };
  }
}
