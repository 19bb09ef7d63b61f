import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CoOwnership,
  cleanTexts,
  compactCode,
  dayOf,
  type LimitKind,
  limitKinds,
  placeKey,
  type UnitUse,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { missingCharacters } from '../../platform/fonts/fonts';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { insertMany } from './register.batch';
import { canonicalCertificate } from './register.conditions';
import { appendAll, genesis, link } from './register.history';
import { holderRow, sealAuthority, sealNoticeHolders } from './register.secrets';
import {
  type CertificateRef,
  type HolderInput,
  type MortgageTerms,
  type NoticeKind,
  type NoticeParty,
  noticeKinds,
  type UnitPlan,
} from './register.types';

interface Since {
  /** When it was registered, UTC ms; the transaction's time unless given. */
  validFrom?: number;
}

export interface UnitImport extends Since {
  id?: string;
  unitNumber: string;
  estate: string;
  building: string;
  floor: number;
  room: string;
  location: string;
  use: UnitUse;
  areaHundredths: number;
  rightNature: string;
  rightType: string;
  termStart?: string | null;
  termEnd?: string | null;
  plan?: UnitPlan | null;
  surveyNumber?: string | null;
  developer?: { name: string; creditCode: string } | null;
  /** Acceptance number of its first registration. */
  firstCase?: string | null;
}

export interface OwnershipImport extends Since {
  unitId: string;
  rightId?: string;
  coOwnership: CoOwnership;
  holders: HolderInput[];
  /** In canonical spelling. */
  certificates: CertificateRef[];
}

export interface MortgageImport extends Since {
  unitId: string;
  rank: number;
  mortgagee: { name: string; creditCode: string; institutionId?: string | null };
  securedFen: number;
  collateralFen: number;
  debtStart: string;
  debtEnd: string;
  transferLimit: boolean;
  certificateNumber: string;
}

export interface NoticeImport extends Since {
  unitId: string;
  kind: NoticeKind;
  holders: NoticeParty[];
  obligors?: NoticeParty[];
  coOwnership?: CoOwnership | null;
  /** Of a mortgage notice. */
  terms?: MortgageTerms | null;
  rank?: number | null;
  certificateNumber: string;
  effectiveUntil?: string | null;
}

export interface LimitImport extends Since {
  unitId: string;
  kind: LimitKind;
  authority: string;
  documentNumber: string;
  from?: string;
  until?: string | null;
}

/** What people type to find a unit: estate, building and room without spaces. */
export const nameKeyOf = (unit: { estate: string; building: string; room: string }): string =>
  placeKey(unit.estate, unit.building, unit.room);

/** What certificates print of a unit. */
const textsOf = ({ location, rightType, rightNature, plan }: UnitImport): string[] => [
  location,
  rightType,
  rightNature,
  ...(plan?.rooms ?? []).map(({ name }) => name),
];

/**
 * Takes over existing data, for the seed and for migrations from an older register. Batched; each row gets its link of
 * the history chain. Its texts are cleaned as they enter. No handlers run. Ids are returned in the order of the rows.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterImportService {
  @Inject() cipher!: FieldCipher;
  @Inject('log') log!: Logger;

  async importUnits(tx: Transaction, given: readonly UnitImport[]): Promise<string[]> {
    const rows = cleanTexts(given);
    const history: Array<Record<string, unknown>> = [];
    const units = rows.map((row) => {
      const id = row.id ?? newId();
      const at = row.validFrom ?? tx.now;
      const { unitNumber, location } = row;
      const first = link(id, { seq: 0, hash: genesis }, at, {
        kind: 'unit-created',
        summary: `单元建立，单元号 ${unitNumber}`,
        payload: { unitNumber, location, use: row.use, areaHundredths: row.areaHundredths },
      });
      history.push(first as unknown as Record<string, unknown>);
      return {
        id,
        unit_number: unitNumber,
        number_key: compactCode(unitNumber),
        estate: row.estate,
        building: row.building,
        floor: row.floor,
        room: row.room,
        name_key: nameKeyOf(row),
        location,
        location_key: placeKey(location),
        use_code: row.use,
        area_hundredths: row.areaHundredths,
        right_nature: row.rightNature,
        right_type: row.rightType,
        term_start: row.termStart ?? null,
        term_end: row.termEnd ?? null,
        plan: row.plan ? JSON.stringify(row.plan) : null,
        survey_number: row.surveyNumber ?? null,
        survey_key: row.surveyNumber ? compactCode(row.surveyNumber) : null,
        developer_code: row.developer?.creditCode ?? null,
        developer_name: row.developer?.name ?? null,
        first_case: row.firstCase ?? null,
        first_case_key: row.firstCase ? compactCode(row.firstCase) : null,
        version: 1,
        history_seq: 1,
        history_hash: first.hash,
        created_at: at,
      };
    });
    this.report(units.map(({ id }, i) => [id, textsOf(rows[i]!)]));
    await insertMany(tx, 'unit', units);
    await insertMany(tx, 'unit_history', history);
    return units.map(({ id }) => id);
  }

  /** Returns the rights' ids. A unit that has a current right already: duplicate key. */
  async importOwnership(tx: Transaction, given: readonly OwnershipImport[]): Promise<string[]> {
    const rows = cleanTexts(given);
    const rights = rows.map((row) => ({
      id: row.rightId ?? newId(),
      unit_id: row.unitId,
      current_unit_id: row.unitId,
      co_ownership: row.coOwnership,
      valid_from: row.validFrom ?? tx.now,
    }));
    const holders = rows.map((row, i) =>
      row.holders.map((holder, at) => holderRow(this.cipher, rights[i]!.id, at, holder)),
    );
    const certificates = rows.flatMap((row, i) =>
      row.certificates.map(({ id, number }) => {
        const right = rights[i]!;
        const key = { number_key: canonicalCertificate(number) };
        return { id, number, ...key, right_id: right.id, unit_id: row.unitId, valid_from: right.valid_from };
      }),
    );
    this.report(rows.map((row) => [row.unitId, row.holders.map(({ name }) => name)]));
    await insertMany(tx, 'right_record', rights);
    await insertMany(tx, 'right_holder', holders.flat());
    await insertMany(tx, 'right_certificate', certificates);
    const drafts = rows.map((row, i) => ({
      unitId: row.unitId,
      at: rights[i]!.valid_from,
      draft: {
        kind: 'ownership' as const,
        summary: `所有权登记，权利人 ${row.holders.length} 位`,
        payload: {
          rightId: rights[i]!.id,
          coOwnership: row.coOwnership,
          holders: holders[i]!.map((it) => ({
            name: it.name_blind,
            id: it.id_blind,
            share: [it.share_num, it.share_den],
          })),
          issued: row.certificates.map(({ number }) => number),
        },
      },
    }));
    await appendAll(tx, drafts);
    return rights.map(({ id }) => id);
  }

  async importMortgage(tx: Transaction, given: readonly MortgageImport[]): Promise<string[]> {
    const rows = cleanTexts(given);
    const mortgages = rows.map((row) => ({
      id: newId(),
      unit_id: row.unitId,
      mortgage_rank: row.rank,
      mortgagee_name: row.mortgagee.name,
      mortgagee_code: row.mortgagee.creditCode,
      institution_id: row.mortgagee.institutionId ?? null,
      secured_fen: row.securedFen,
      collateral_fen: row.collateralFen,
      debt_start: row.debtStart,
      debt_end: row.debtEnd,
      transfer_limit: row.transferLimit ? 1 : 0,
      certificate_number: row.certificateNumber,
      number_key: canonicalCertificate(row.certificateNumber),
      valid_from: row.validFrom ?? tx.now,
    }));
    this.report(rows.map((row) => [row.unitId, [row.mortgagee.name]]));
    await insertMany(tx, 'mortgage', mortgages);
    await this.append(tx, mortgages, (row) => ({
      kind: 'mortgage',
      summary: `抵押权登记，第 ${row.mortgage_rank} 顺位，证明号 ${row.certificate_number}`,
      payload: {
        mortgageId: row.id,
        rank: row.mortgage_rank,
        mortgageeCode: row.mortgagee_code,
        securedFen: row.secured_fen,
        debt: [row.debt_start, row.debt_end],
        transferLimit: row.transfer_limit === 1,
        certificateNumber: row.certificate_number,
      },
    }));
    return mortgages.map(({ id }) => id);
  }

  async importNotice(tx: Transaction, given: readonly NoticeImport[]): Promise<string[]> {
    const rows = cleanTexts(given);
    const notices = rows.map((row) => ({
      id: newId(),
      unit_id: row.unitId,
      kind: row.kind,
      holders_cipher: sealNoticeHolders(this.cipher, row.holders),
      obligors_cipher: row.obligors ? sealNoticeHolders(this.cipher, row.obligors) : null,
      co_ownership: row.coOwnership ?? null,
      mortgagee_code: row.kind === 'presale-mortgage' ? (row.holders[0]?.idNumber ?? null) : null,
      notice_rank: row.rank ?? null,
      secured_fen: row.terms?.securedFen ?? null,
      collateral_fen: row.terms?.collateralFen ?? null,
      debt_start: row.terms?.debtStart ?? null,
      debt_end: row.terms?.debtEnd ?? null,
      certificate_number: row.certificateNumber,
      number_key: canonicalCertificate(row.certificateNumber),
      effective_until: row.effectiveUntil ?? null,
      valid_from: row.validFrom ?? tx.now,
    }));
    const namesOf = (row: NoticeImport) => [...row.holders, ...(row.obligors ?? [])].map(({ name }) => name);
    this.report(rows.map((row) => [row.unitId, namesOf(row)]));
    await insertMany(tx, 'advance_notice', notices);
    await this.append(tx, notices, (row) => ({
      kind: 'notice',
      summary: `${noticeKinds[row.kind]}，证明号 ${row.certificate_number}`,
      payload: { noticeId: row.id, kind: row.kind, number: row.certificate_number, until: row.effective_until },
    }));
    return notices.map(({ id }) => id);
  }

  async importLimit(tx: Transaction, given: readonly LimitImport[]): Promise<string[]> {
    const rows = cleanTexts(given);
    const limits = rows.map((row) => {
      const at = row.validFrom ?? tx.now;
      return {
        id: newId(),
        unit_id: row.unitId,
        kind: row.kind,
        authority_cipher: sealAuthority(this.cipher, row.authority),
        document_number: row.documentNumber,
        from_date: row.from ?? dayOf(at),
        until_date: row.until ?? null,
        valid_from: at,
      };
    });
    await insertMany(tx, 'unit_limit', limits);
    await this.append(tx, limits, (row) => ({
      kind: 'limit-added',
      summary: `${limitKinds[row.kind]}，文号 ${row.document_number}`,
      payload: {
        limitId: row.id,
        kind: row.kind,
        documentNumber: row.document_number,
        from: row.from_date,
        until: row.until_date,
      },
    }));
    return limits.map(({ id }) => id);
  }

  /** What cannot be printed is taken over all the same: that is what the register says. No name is logged. */
  private report(rows: ReadonlyArray<readonly [unitId: string, texts: readonly string[]]>): void {
    const faulty = rows.filter(([, texts]) => missingCharacters(texts.join('')).length > 0);
    if (faulty.length > 0)
      this.log.warn(
        { count: faulty.length, unitIds: faulty.slice(0, 20).map(([id]) => id) },
        'register data with characters that no font has',
      );
  }

  private append<R extends { unit_id: string; valid_from: number }>(
    tx: Transaction,
    rows: readonly R[],
    draftOf: (row: R) => Parameters<typeof link>[3],
  ): Promise<void> {
    const drafts = rows.map((row) => ({ unitId: row.unit_id, at: row.valid_from, draft: draftOf(row) }));
    return appendAll(tx, drafts);
  }
}
