import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AgreementTerms,
  type FilingApplication,
  type FilingDetail,
  type FilingReceipt,
  type InstitutionKind,
  type NewAccount,
  personName,
  phone,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { dayOf, InstitutionService } from '../identity/institution.service';
import { StaffService } from '../identity/staff.service';
import type { InitialPassword } from '../identity/staff-account.service';
import { ClerkService } from './clerk.service';
import { FilingQuery, type FilingRow } from './filing.query';

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Filings of institutions (机构入驻备案), and what an approval makes of them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FilingService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() filings!: FilingQuery;
  @Inject() institutions!: InstitutionService;
  @Inject() staff!: StaffService;
  @Inject() clerks!: ClerkService;

  /**
   * Whether the login name is free shows at approval: told here, anybody could list the platform's accounts. Error:
   * INVALID_INPUT at `creditCode` (a filing is open already).
   */
  async apply(tx: Transaction, actor: Actor, filing: FilingApplication): Promise<FilingReceipt> {
    const { name, creditCode, kind, administrator } = filing;
    const id = newId(tx.now);
    const random = Array.from({ length: 10 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    const receipt = `JG${dayOf(tx.now).replaceAll('-', '')}${random}`;
    const encrypt = (value: string) => this.cipher.encrypt(value, 'institution_filing');
    try {
      await tx.insert('institution_filing', {
        id,
        receipt,
        name,
        credit_code: creditCode,
        open_credit_code: creditCode,
        kind,
        legal_representative_cipher: encrypt(filing.legalRepresentative),
        contact_name_cipher: encrypt(filing.contact.name),
        contact_phone_cipher: encrypt(filing.contact.phone),
        admin_username: administrator.username,
        admin_name_cipher: encrypt(administrator.name),
        admin_phone_cipher: encrypt(administrator.phone),
        terms_version: filing.termsVersion,
        state: 'pending',
        created_at: tx.now,
      });
    } catch (error) {
      if (isDuplicateKey(error))
        throw Problem.field('creditCode', '这家单位已有一份备案正在审核，请凭回执编号查询进度。', 'taken');
      throw error;
    }
    await tx.audit({
      actor,
      action: 'institution.file',
      subject: { kind: 'institution-filing', id },
      detail: { kind, termsVersion: filing.termsVersion },
    });
    return { receipt, name, state: 'pending', submittedAt: tx.now, decidedAt: null, reason: null };
  }

  /** Names and phones masked. Error: NOT_FOUND. */
  async detail(id: string): Promise<FilingDetail> {
    const row = await this.filings.byId(id);
    if (!row) throw new Problem('NOT_FOUND');
    const people = this.people(row);
    const { contact, administrator } = people;
    return {
      ...this.filings.item(row),
      legalRepresentative: personName.mask(people.legalRepresentative),
      contact: { name: personName.mask(contact.name), phone: phone.mask(contact.phone) },
      administrator: {
        name: personName.mask(administrator.name),
        username: row.admin_username,
        phone: phone.mask(administrator.phone),
      },
      termsVersion: row.terms_version,
      reason: row.reason,
      decidedBy: row.decided_by ? ((await this.staff.byId(row.decided_by))?.name ?? null) : null,
      terms:
        row.from_day === null
          ? null
          : { from: row.from_day, until: row.until_day!, publicArchive: row.public_archive === 1, note: row.note! },
    };
  }

  private people(row: FilingRow) {
    const clear = (stored: string) => this.cipher.decrypt(stored, 'institution_filing');
    return {
      legalRepresentative: clear(row.legal_representative_cipher),
      contact: { name: clear(row.contact_name_cipher), phone: clear(row.contact_phone_cipher) },
      administrator: { name: clear(row.admin_name_cipher), phone: clear(row.admin_phone_cipher) },
    };
  }

  /** In full; the look itself is recorded. Error: NOT_FOUND. */
  async unmask(tx: Transaction, actor: Actor, id: string, reason: string) {
    const row = await tx.lockRow<FilingRow>('institution_filing', id);
    if (!row) throw new Problem('NOT_FOUND');
    const subject = { kind: 'institution-filing', id };
    await tx.audit({ actor, action: 'personal-data.unmask', subject, detail: { reason } });
    return this.people(row);
  }

  /**
   * Makes the institution (or finds the one with that credit code), its agreement, its head office and its first
   * administrator. The account's secrets are told here and never again. Errors: NOT_FOUND, FILING_DECIDED, CONFLICT (the
   * name belongs to another credit code), INVALID_INPUT at `username` (taken) or `terms.until` (over already).
   */
  async approve(
    tx: Transaction,
    actor: Actor,
    id: string,
    terms: AgreementTerms,
    wanted: string | undefined,
    initial: InitialPassword,
  ): Promise<{ institutionId: string; account: NewAccount }> {
    if (terms.until < dayOf(tx.now)) throw Problem.field('terms.until', '截止日期已经过去，请选择今天以后的日期。');
    const row = await this.open(tx, id);
    const institutionId = await this.institutionOf(tx, row);
    const { administrator } = this.people(row);
    const username = wanted ?? row.admin_username;
    const account = await this.clerks.open(tx, institutionId, {
      username,
      name: administrator.name,
      phone: administrator.phone,
      initial,
      admin: true,
      branchId: await this.clerks.headOffice(tx, institutionId),
      businessIds: ['*'],
      allBranches: true,
    });
    await this.sign(tx, actor, institutionId, terms, id);
    const decided = { state: 'approved', institution_id: institutionId };
    await this.decide(tx, actor, id, decided);
    const detail = { institutionId, administratorId: account.id, from: terms.from, until: terms.until };
    const subject = { kind: 'institution-filing', id };
    await tx.audit({ actor, action: 'institution.approve', subject, detail });
    return { institutionId, account };
  }

  private async institutionOf(tx: Transaction, row: FilingRow): Promise<string> {
    const [known] = await tx.query<{ id: string; credit_code: string }>(
      'SELECT id, credit_code FROM institution WHERE credit_code = ? UNION SELECT id, credit_code FROM institution WHERE name = ?',
      [row.credit_code, row.name],
    );
    if (!known) {
      const { name, credit_code: creditCode, kind } = row;
      return this.staff.createInstitution(tx, { name, creditCode, kind: kind as InstitutionKind });
    }
    if (known.credit_code !== row.credit_code)
      throw new Problem('CONFLICT', {
        message: '已有一家同名机构使用另一个统一社会信用代码，请与申请单位核对后再审核。',
      });
    return known.id;
  }

  private async sign(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    terms: AgreementTerms,
    filingId: string | null,
  ): Promise<void> {
    if (!(await this.institutions.setTerms(tx, institutionId, terms))) throw new Problem('NOT_FOUND');
    await tx.insert('institution_agreement', {
      id: newId(tx.now),
      institution_id: institutionId,
      filing_id: filingId,
      from_day: terms.from,
      until_day: terms.until,
      public_archive: terms.publicArchive ? 1 : 0,
      note: terms.note,
      signed_by: actor.id,
      created_at: tx.now,
    });
  }

  /** Errors: NOT_FOUND, FILING_DECIDED. */
  async refuse(tx: Transaction, actor: Actor, id: string, reason: string): Promise<void> {
    await this.open(tx, id);
    await this.decide(tx, actor, id, { state: 'refused', reason });
    await tx.audit({ actor, action: 'institution.refuse', subject: { kind: 'institution-filing', id } });
  }

  private async open(tx: Transaction, id: string): Promise<FilingRow> {
    const row = await tx.lockRow<FilingRow>('institution_filing', id);
    if (!row) throw new Problem('NOT_FOUND');
    if (row.state !== 'pending') throw new Problem('FILING_DECIDED');
    return row;
  }

  private async decide(tx: Transaction, actor: Actor, id: string, set: Record<string, unknown>): Promise<void> {
    const decision = { ...set, open_credit_code: null, decided_by: actor.id, decided_at: tx.now };
    await tx.update('institution_filing', decision, { id });
  }

  /** New terms for a member; a closed one is open again. Errors: NOT_FOUND, INVALID_INPUT at `until`. */
  async renew(tx: Transaction, actor: Actor, institutionId: string, terms: AgreementTerms): Promise<void> {
    if (terms.until < dayOf(tx.now)) throw Problem.field('until', '截止日期已经过去，请选择今天以后的日期。');
    await this.sign(tx, actor, institutionId, terms, null);
    const subject = { kind: 'institution', id: institutionId };
    const detail = { from: terms.from, until: terms.until, publicArchive: terms.publicArchive };
    await tx.audit({ actor, action: 'institution.renew', subject, detail });
  }

  /** Every clerk is signed out at once. Error: NOT_FOUND. */
  async close(tx: Transaction, actor: Actor, institutionId: string, reason: string): Promise<void> {
    if (!(await this.institutions.close(tx, institutionId))) throw new Problem('NOT_FOUND');
    const subject = { kind: 'institution', id: institutionId };
    await tx.audit({ actor, action: 'institution.close', subject, detail: { reason } });
  }
}
