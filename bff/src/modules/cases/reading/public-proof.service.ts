import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { compactCode, identityNumber, namesHolders, registerSides } from '@zhucheng/shared';
import { Quotas } from '../../../platform/quota/quotas';
import { Businesses } from '../../businesses/businesses.service';
import { progressSql } from '../core/case.query';
import { CaseReader } from './case-reader.service';

/** How often a day the proof of one case may be guessed: from one address, and from all together. */
const proofsADay = { source: 20, all: 60 };

/** The case that somebody has shown to know, as the row of `progressSql`. */
export type ProvenCase = Record<string, string | number | null>;

interface Known {
  row: ProvenCase;
  parties: Array<{ role: string; name: string; idNumber: string }>;
}

/** Who may learn of a case without an account: whoever knows what only its people know. All failures are alike: null. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PublicProof {
  @Inject() reader!: CaseReader;
  @Inject() businesses!: Businesses;
  @Inject() quotas!: Quotas;

  /** By the last four of one party's document, or the full name of an organisation. Error: TOO_MANY_REQUESTS. */
  async byDocument(acceptanceNumber: string, proof: string, address: string): Promise<ProvenCase | null> {
    const found = await this.find(acceptanceNumber);
    // As people write the X at the end.
    const lastFour = compactCode(proof).replace(/[×✕✖╳ХΧ]$/, 'X');
    const people = found?.parties.filter(({ idNumber }) => identityNumber.isPerson(idNumber)) ?? [];
    const organisations = found?.parties.filter((party) => !people.includes(party)) ?? [];
    // Typed as on paper; everybody's names at once, as a certificate prints them, count as one of them.
    const known =
      people.some(({ idNumber }) => identityNumber.lastFour(idNumber) === lastFour) ||
      namesHolders(
        proof,
        organisations.map(({ name }) => name),
      );
    return this.answer(found, known, acceptanceNumber, address);
  }

  /** By the names of both sides of the registration; a business without obligors is asked for none. Error: TOO_MANY_REQUESTS. */
  async bySides(
    acceptanceNumber: string,
    typed: { rightHolder: string; obligor: string },
    address: string,
  ): Promise<ProvenCase | null> {
    const found = await this.find(acceptanceNumber);
    const known = found !== null && this.names(found, typed);
    return this.answer(found, known, acceptanceNumber, address);
  }

  private names({ row, parties }: Known, typed: { rightHolder: string; obligor: string }): boolean {
    const business = this.businesses.at(row.business_id as string, Number(row.business_version));
    const { holders, obligors } = registerSides(business);
    const named = (roles: readonly string[]) =>
      parties.filter(({ role }) => roles.includes(role)).map(({ name }) => name);
    const owing = named(obligors);
    const obligorKnown = owing.length === 0 ? typed.obligor === '' : namesHolders(typed.obligor, owing);
    return namesHolders(typed.rightHolder, named(holders)) && obligorKnown;
  }

  private async find(acceptanceNumber: string): Promise<Known | null> {
    const rows = await this.reader.committed<ProvenCase>(progressSql, [acceptanceNumber]);
    const row = rows[0];
    if (!row) return null;
    const parties = rows.map((party) => ({
      role: party.role as string,
      ...this.reader.cipher.decryptJson<{ name: string; idNumber: string }>(
        party.identity_cipher as string,
        `party:${party.party_id}`,
      ),
    }));
    return { row, parties };
  }

  /** Four digits and names are soon guessed, so tries are counted for each case, also where they come from many addresses. */
  private async answer(
    found: Known | null,
    known: boolean,
    number: string,
    address: string,
  ): Promise<ProvenCase | null> {
    await this.quotas.guessed(known, 'progress', number.toUpperCase(), address, proofsADay);
    return known && found ? found.row : null;
  }
}
