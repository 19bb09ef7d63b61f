import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addDays, type CoOwnership, dayOf } from '@zhucheng/shared';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import { insertMany } from './register.batch';
import { canonicalCertificate } from './register.conditions';
import { holderRow, sealNoticeHolders } from './register.secrets';
import { RegisterService } from './register.service';
import {
  type CertificateRef,
  type HolderInput,
  type MortgageTerms,
  type NoticeKind,
  type NoticeParty,
  noticeKinds,
  type RegisterSnapshot,
} from './register.types';

/** Days after which a notice lapses once what it secures could be registered (Civil Code 221). */
export const noticeDays = 90;

export interface FromCase {
  unitId: string;
  caseId: string;
  acceptanceNumber: string;
}

export interface NewNotice extends FromCase {
  kind: NoticeKind;
  holders: NoticeParty[];
  obligors: NoticeParty[];
  coOwnership: CoOwnership | null;
  certificateNumber: string;
  terms: MortgageTerms | null;
}

export interface NewMortgage extends FromCase {
  mortgagee: { name: string; creditCode: string; institutionId: string | null };
  terms: MortgageTerms;
  transferLimit: boolean;
  certificateNumber: string;
}

/** `caseId`: the application it was kept for, which has ended without being registered. */
export interface LapsedNotice {
  unitId: string;
  certificateNumber: string;
  reason: string;
  caseId: string | null;
}
export type NoticeLapseHandler = (tx: Transaction, lapsed: LapsedNotice) => Promise<void>;

/** Changes of the register other than a transfer of ownership. Each runs in the caller's transaction, the unit locked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterEffects {
  @Inject() register!: RegisterService;
  @Inject() cipher!: FieldCipher;

  private readonly lapseHandlers: NoticeLapseHandler[] = [];

  /** Runs in the transaction that writes down that a notice has lapsed. Register in `@Init()`. */
  onNoticeLapsed(handler: NoticeLapseHandler): void {
    this.lapseHandlers.push(handler);
  }

  /** Its last day is over. Error: CONFLICT if it has ended already, or its holder has applied in time. */
  async lapseNotice(
    tx: Transaction,
    unitId: string,
    noticeId: string,
    { reason, caseId }: Pick<LapsedNotice, 'reason' | 'caseId'> = { reason: '期限届满，自动失效', caseId: null },
  ): Promise<void> {
    await tx.lockRow('unit', unitId);
    const notice = await tx.lockRow<{ applied_case_id: string | null }>('advance_notice', noticeId);
    if (notice?.applied_case_id) throw new Problem('CONFLICT');
    const certificateNumber = await this.endNotice(tx, unitId, noticeId, reason, caseId);
    for (const handler of this.lapseHandlers) await handler(tx, { unitId, certificateNumber, reason, caseId });
  }

  /** The developer becomes the first owner. Error: CONFLICT if the unit has an owner already. */
  async registerFirst(
    tx: Transaction,
    change: FromCase & { holder: HolderInput; certificates: CertificateRef[] },
  ): Promise<void> {
    const { unitId, caseId, acceptanceNumber, certificates } = change;
    const [owned] = await tx.query('SELECT id FROM right_record WHERE current_unit_id = ?', [unitId]);
    if (owned) throw new Problem('CONFLICT');
    const rightId = newId();
    await tx.insert('right_record', {
      id: rightId,
      unit_id: unitId,
      current_unit_id: unitId,
      co_ownership: 'sole',
      case_id: caseId,
      acceptance_number: acceptanceNumber,
      valid_from: tx.now,
    });
    const row = holderRow(this.cipher, rightId, 0, change.holder);
    await insertMany(tx, 'right_holder', [row]);
    await insertMany(
      tx,
      'right_certificate',
      certificates.map(({ id, number }) => ({
        id,
        number,
        number_key: canonicalCertificate(number),
        right_id: rightId,
        unit_id: unitId,
        valid_from: tx.now,
      })),
    );
    await tx.execute('UPDATE unit SET first_case = ?, first_case_key = ? WHERE id = ?', [
      acceptanceNumber,
      acceptanceNumber,
      unitId,
    ]);
    // From now on the buyers could register their right, so the time of their notices runs.
    await this.limitNotices(tx, unitId, 'presale');
    await this.register.appendHistory(tx, unitId, {
      kind: 'first',
      summary: `首次登记，受理编号 ${acceptanceNumber}`,
      payload: {
        rightId,
        holder: { name: row.name_blind, id: row.id_blind },
        issued: certificates.map((c) => c.number),
      },
      caseId,
    });
  }

  async registerNotice(tx: Transaction, notice: NewNotice, snapshot: RegisterSnapshot): Promise<void> {
    const { unitId, kind, terms, certificateNumber, caseId } = notice;
    const id = newId();
    const mortgage = kind === 'presale-mortgage';
    const rank = mortgage ? nextRank(snapshot) : null;
    await tx.insert('advance_notice', {
      id,
      unit_id: unitId,
      kind,
      holders_cipher: sealNoticeHolders(this.cipher, notice.holders),
      obligors_cipher: sealNoticeHolders(this.cipher, notice.obligors),
      co_ownership: notice.coOwnership,
      mortgagee_code: mortgage ? notice.holders[0]!.idNumber : null,
      notice_rank: rank,
      secured_fen: terms?.securedFen ?? null,
      collateral_fen: terms?.collateralFen ?? null,
      debt_start: terms?.debtStart ?? null,
      debt_end: terms?.debtEnd ?? null,
      certificate_number: certificateNumber,
      number_key: canonicalCertificate(certificateNumber),
      effective_until: null,
      case_id: caseId,
      valid_from: tx.now,
    });
    await this.register.appendHistory(tx, unitId, {
      kind: 'notice',
      summary: `${noticeKinds[kind]}，证明号 ${certificateNumber}`,
      payload: {
        noticeId: id,
        kind,
        number: certificateNumber,
        rank,
        securedFen: terms?.securedFen ?? null,
        holders: notice.holders.map((party) => idBlindOf(this.cipher, party.idNumber)),
        obligors: notice.obligors.map((party) => idBlindOf(this.cipher, party.idNumber)),
      },
      caseId,
    });
  }

  registerMortgage(tx: Transaction, mortgage: NewMortgage, snapshot: RegisterSnapshot): Promise<void> {
    return this.insertMortgage(tx, mortgage, nextRank(snapshot));
  }

  /**
   * The notice ends, a mortgage of its rank takes its place, counted from the day of the notice (judicial interpretation on
   * guarantees 52). Returns the notice's certificate. Error: CONFLICT.
   */
  async convert(tx: Transaction, noticeId: string, mortgage: NewMortgage, snapshot: RegisterSnapshot): Promise<string> {
    const notice = snapshot.notices.find((one) => one.id === noticeId);
    if (!notice) throw new Problem('CONFLICT');
    const ended = await this.endNotice(tx, mortgage.unitId, noticeId, '转为抵押权登记', mortgage.caseId);
    await this.insertMortgage(tx, mortgage, notice.rank ?? nextRank(snapshot), dayOf(notice.validFrom));
    return ended;
  }

  /** Ends a notice; returns its certificate's number. Error: CONFLICT if it has ended already. */
  async endNotice(
    tx: Transaction,
    unitId: string,
    noticeId: string,
    reason: string,
    caseId: string | null,
  ): Promise<string> {
    const ended = await tx.execute(
      'UPDATE advance_notice SET valid_to = ?, ended_case_id = ? WHERE id = ? AND valid_to IS NULL',
      [tx.now, caseId, noticeId],
    );
    if (ended === 0) throw new Problem('CONFLICT');
    const [row] = await tx.query<{ certificate_number: string }>(
      'SELECT certificate_number FROM advance_notice WHERE id = ?',
      [noticeId],
    );
    const number = row!.certificate_number;
    await this.register.appendHistory(tx, unitId, {
      kind: 'notice-ended',
      summary: `预告登记注销（${reason}），证明号 ${number}`,
      payload: { noticeId, number, reason },
      caseId,
    });
    return number;
  }

  /** Returns the certificate's number. Error: CONFLICT if it was discharged already. */
  async discharge(tx: Transaction, unitId: string, mortgageId: string, caseId: string): Promise<string> {
    const ended = await tx.execute(
      'UPDATE mortgage SET valid_to = ?, ended_case_id = ? WHERE id = ? AND valid_to IS NULL',
      [tx.now, caseId, mortgageId],
    );
    if (ended === 0) throw new Problem('CONFLICT');
    const [row] = await tx.query<{ certificate_number: string }>(
      'SELECT certificate_number FROM mortgage WHERE id = ?',
      [mortgageId],
    );
    const number = row!.certificate_number;
    await this.register.appendHistory(tx, unitId, {
      kind: 'discharge',
      summary: `抵押权注销登记，证明号 ${number}`,
      payload: { mortgageId, number },
      caseId,
    });
    return number;
  }

  /** The time of live notices of a kind runs from today: what they secure can be registered now. */
  async limitNotices(tx: Transaction, unitId: string, kind: NoticeKind): Promise<void> {
    await tx.execute(
      'UPDATE advance_notice SET effective_until = ? WHERE unit_id = ? AND kind = ? AND valid_to IS NULL AND effective_until IS NULL',
      [addDays(dayOf(tx.now), noticeDays), unitId, kind],
    );
  }

  private async insertMortgage(
    tx: Transaction,
    mortgage: NewMortgage,
    rank: number,
    rankFrom: string | null = null,
  ): Promise<void> {
    const { unitId, mortgagee, terms, certificateNumber, caseId, transferLimit } = mortgage;
    const id = newId();
    await tx.insert('mortgage', {
      id,
      unit_id: unitId,
      mortgage_rank: rank,
      rank_from: rankFrom,
      mortgagee_name: mortgagee.name,
      mortgagee_code: mortgagee.creditCode,
      institution_id: mortgagee.institutionId,
      secured_fen: terms.securedFen,
      collateral_fen: terms.collateralFen,
      debt_start: terms.debtStart,
      debt_end: terms.debtEnd,
      transfer_limit: transferLimit ? 1 : 0,
      certificate_number: certificateNumber,
      number_key: canonicalCertificate(certificateNumber),
      case_id: caseId,
      valid_from: tx.now,
    });
    await this.register.appendHistory(tx, unitId, {
      kind: 'mortgage',
      summary: `抵押权登记，第 ${rank} 顺位${rankFrom ? `（自 ${rankFrom} 预告登记之日起算）` : ''}，证明号 ${certificateNumber}`,
      payload: {
        mortgageId: id,
        rank,
        ...(rankFrom && { rankFrom }),
        mortgageeCode: mortgagee.creditCode,
        securedFen: terms.securedFen,
        debt: [terms.debtStart, terms.debtEnd],
        transferLimit,
        certificateNumber,
      },
      caseId,
    });
  }
}

/** Ranks (顺位) go by the time of registration (Civil Code 414); a mortgage notice holds its place for the mortgage to come. */
function nextRank(snapshot: RegisterSnapshot): number {
  const ranks = [
    ...snapshot.mortgages.map((mortgage) => mortgage.rank),
    ...snapshot.notices.filter((notice) => notice.kind === 'presale-mortgage').map((notice) => notice.rank ?? 1),
  ];
  return Math.max(0, ...ranks) + 1;
}
