import { randomInt } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AgreementTerms,
  dayOf,
  type FilingApplication,
  type FilingDetail,
  type FilingReceipt,
  type InstitutionKind,
  type NewAccount,
  organisationKey,
  personName,
  phone,
  registeredCode,
} from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { requirePrintable } from '../../platform/fonts/printable';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { rekey } from '../../platform/jobs/rekeying';
import { seal } from '../../platform/jobs/sealing';
import { Upgrades } from '../../platform/jobs/upgrades';
import type { Read } from '../identity/citizen.service';
import { InstitutionService, standing } from '../identity/institution.service';
import { StaffService } from '../identity/staff.service';
import { ClerkService } from './clerk.service';
import { FilingQuery, type FilingRow } from './filing.query';
import { openNote, openReason, sealings, sealNote, sealReason } from './filing.secrets';
import { within } from './institution.types';
import { JoiningService } from './joining.service';

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
  @Inject() joining!: JoiningService;
  @Inject() clock!: Clock;
  @Inject() upgrades!: Upgrades;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  start(): void {
    for (const [name, sealing] of Object.entries(sealings))
      this.upgrades.add(name, seal(this.database, this.cipher, sealing));
    this.upgrades.add(
      'filing-name-keys',
      rekey(this.database, { table: 'institution_filing', keys: { name_key: [['name'], organisationKey] } }),
    );
  }

  /**
   * A code whose check characters do not fit counts if the market supervision bureau (市场监管局) knows it; nobody is asked about
   * the others. Errors: INVALID_INPUT at `creditCode`, DEPARTMENT_UNAVAILABLE.
   */
  async requireKnown(code: string): Promise<void> {
    if (registeredCode.warning(code) === null) return;
    const answer = await this.adapters.market.size({ reference: 'institution-filing', creditCode: code });
    if (answer.status === 'rejected')
      throw Problem.field('creditCode', '市场监管部门没有登记这个代码，请对照营业执照逐位核对。', 'unknown');
    if (answer.status !== 'accepted')
      throw new Problem('DEPARTMENT_UNAVAILABLE', {
        message: '这个代码的校验位不符，要向市场监管部门核实，对方暂时没有回应。请稍后再提交，填写的内容不会丢。',
      });
  }

  /**
   * Whether the login name is free shows at approval: told here, anybody could list the platform's accounts. Others may have
   * filed for the same organisation: who is right shows when one of them is approved. Error: INVALID_INPUT at `name`.
   */
  async apply(tx: Transaction, actor: Actor, filing: FilingApplication): Promise<FilingReceipt> {
    const { name, creditCode, kind, administrator } = filing;
    requirePrintable([{ path: 'name', name: '单位名称', text: name }]);
    const id = newId(tx.now);
    const random = Array.from({ length: 10 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    const receipt = `JG${dayOf(tx.now).replaceAll('-', '')}${random}`;
    const encrypt = (value: string) => this.cipher.encrypt(value, 'institution_filing');
    await tx.insert('institution_filing', {
      id,
      receipt,
      name,
      credit_code: creditCode,
      name_key: organisationKey(name),
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
    const member = await this.joining.memberNamed(within(tx), { name, credit_code: creditCode });
    if (member) await this.joining.tell(tx, member, id);
    await tx.audit({
      actor,
      action: 'institution.file',
      subject: { kind: 'institution-filing', id },
      detail: { kind, termsVersion: filing.termsVersion, ...(member && { memberId: member.id }) },
    });
    const consent = member ? 'asked' : null;
    return { receipt, name, state: 'pending', submittedAt: tx.now, decidedAt: null, reason: null, consent };
  }

  /** Names and phones masked. Error: NOT_FOUND. */
  async detail(id: string): Promise<FilingDetail> {
    const row = await this.filings.byId(id);
    if (!row) throw new Problem('NOT_FOUND');
    const people = this.people(row);
    const { contact, administrator } = people;
    const [decidedBy, member] = await Promise.all([this.nameOf(row.decided_by), this.memberOf(row)]);
    return {
      ...this.filings.item(row),
      legalRepresentative: personName.mask(people.legalRepresentative),
      contact: { name: personName.mask(contact.name), phone: phone.mask(contact.phone) },
      administrator: {
        name: personName.mask(administrator.name),
        username: row.admin_username,
        phone: phone.mask(administrator.phone),
        activated: row.administrator_id === null ? null : row.administrator_activated_at !== null,
      },
      termsVersion: row.terms_version,
      reason: openReason(this.cipher, row),
      decidedBy,
      member,
      others: Number(row.others),
      terms:
        row.from_day === null
          ? null
          : {
              from: row.from_day,
              until: row.until_day!,
              publicArchive: row.public_archive === 1,
              note: openNote(this.cipher, row)!,
            },
    };
  }

  private async nameOf(staffId: string | null): Promise<string | null> {
    return staffId ? ((await this.staff.byId(staffId))?.name ?? null) : null;
  }

  private async memberOf(row: FilingRow): Promise<FilingDetail['member']> {
    if (row.names_member !== 1) return null;
    const read: Read = (sql, params) => this.database.read(sql, params);
    const [member, answeredBy] = await Promise.all([this.joining.memberNamed(read, row), this.nameOf(row.consent_by)]);
    if (!member) return null;
    const { name, credit_code: creditCode } = member;
    const answeredAt = row.consent_at === null ? null : Number(row.consent_at);
    return { name, creditCode, state: standing(member, this.clock.now()), answeredBy, answeredAt };
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
    const subject = { kind: 'institution-filing' as const, id };
    await tx.audit({ actor, action: 'personal-data.unmask', subject, detail: { reason } });
    return this.people(row);
  }

  /**
   * Makes the institution, its agreement, its head office and its first administrator; of a filing that names a member, a clerk
   * who may do nothing yet, after consent. The activation link is told here and never again. Errors: NOT_FOUND,
   * FILING_DECIDED, FILING_NEEDS_CONSENT, CONFLICT (it has become a member since), INVALID_INPUT at `username` (taken) or
   * `terms.until` (over already).
   */
  async approve(
    tx: Transaction,
    actor: Actor,
    id: string,
    terms: AgreementTerms | undefined,
    wanted: string | undefined,
  ): Promise<{ institutionId: string; account: NewAccount }> {
    if (terms && terms.until < dayOf(tx.now))
      throw Problem.field('terms.until', '截止日期已经过去，请选择今天以后的日期。');
    const row = await this.holdPending(tx, id);
    const member = await this.joining.memberNamed(within(tx), row);
    if (member && (row.consent !== 'given' || row.member_id !== member.id)) throw new Problem('FILING_NEEDS_CONSENT');
    if (member && terms)
      throw new Problem('CONFLICT', { message: '这家单位已经入驻，协议不用再签，请刷新后重新核对。' });
    if (!member && !terms) throw Problem.field('terms', '请填写协议期限。');
    const institutionId = member?.id ?? (await this.found(tx, row));
    const { administrator } = this.people(row);
    const account = await this.clerks.createAccount(tx, institutionId, {
      username: wanted ?? row.admin_username,
      name: administrator.name,
      phone: administrator.phone,
      admin: !member,
      branchId: await this.clerks.headOffice(tx, institutionId),
      businessIds: member ? [] : ['*'],
      allBranches: !member,
    });
    if (terms) await this.sign(tx, actor, institutionId, terms, id, null);
    const administrator_id = member ? null : account.id;
    await this.decide(tx, actor, id, { state: 'approved', institution_id: institutionId, administrator_id });
    const detail = terms
      ? { institutionId, administratorId: account.id, from: terms.from, until: terms.until }
      : { institutionId, clerkId: account.id, consentBy: row.consent_by };
    const subject = { kind: 'institution-filing' as const, id };
    await tx.audit({ actor, action: 'institution.approve', subject, detail });
    if (!member) await this.joining.tellNew(tx, { ...row, id: institutionId, valid_from: null, valid_until: null }, id);
    return { institutionId, account };
  }

  /** The first administrator has not come in yet, and the link is lost or over. Errors: NOT_FOUND, CONFLICT. */
  async reissue(tx: Transaction, actor: Actor, id: string): Promise<NewAccount> {
    const row = await tx.lockRow<FilingRow>('institution_filing', id);
    if (!row?.administrator_id || !row.institution_id) throw new Problem('NOT_FOUND');
    return this.clerks.reissue(tx, actor, row.institution_id, row.administrator_id);
  }

  /** Error: CONFLICT if another approval was quicker. */
  private async found(tx: Transaction, { name, credit_code: creditCode, kind }: FilingRow): Promise<string> {
    try {
      return await this.staff.createInstitution(tx, { name, creditCode, kind: kind as InstitutionKind });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Problem('CONFLICT', { message: '这家单位刚刚已经入驻，请刷新后重新核对。' });
      throw error;
    }
  }

  private async sign(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    terms: AgreementTerms,
    filingId: string | null,
    version: number | null,
  ): Promise<void> {
    if (!(await this.institutions.setTerms(tx, actor, institutionId, terms, version))) throw new Problem('NOT_FOUND');
    await tx.insert('institution_agreement', {
      id: newId(tx.now),
      institution_id: institutionId,
      filing_id: filingId,
      from_day: terms.from,
      until_day: terms.until,
      public_archive: terms.publicArchive ? 1 : 0,
      note: '',
      note_cipher: sealNote(this.cipher, terms.note),
      signed_by: actor.id,
      created_at: tx.now,
    });
  }

  /** Errors: NOT_FOUND, FILING_DECIDED. */
  async refuse(tx: Transaction, actor: Actor, id: string, reason: string): Promise<void> {
    await this.holdPending(tx, id);
    await this.decide(tx, actor, id, { state: 'refused', reason_cipher: sealReason(this.cipher, reason) });
    await tx.audit({ actor, action: 'institution.refuse', subject: { kind: 'institution-filing', id } });
  }

  private async holdPending(tx: Transaction, id: string): Promise<FilingRow> {
    const row = await tx.lockRow<FilingRow>('institution_filing', id);
    if (!row) throw new Problem('NOT_FOUND');
    if (row.state !== 'pending') throw new Problem('FILING_DECIDED');
    return row;
  }

  private async decide(tx: Transaction, actor: Actor, id: string, set: Record<string, unknown>): Promise<void> {
    const decision = { ...set, decided_by: actor.id, decided_at: tx.now };
    await tx.update('institution_filing', decision, { id });
  }

  /** New terms for a member; a closed one is open again. Errors: NOT_FOUND, SAVED_MEANWHILE, INVALID_INPUT at `until`. */
  async renew(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    save: AgreementTerms & { version: number },
  ): Promise<void> {
    const { version, ...terms } = save;
    if (terms.until < dayOf(tx.now)) throw Problem.field('until', '截止日期已经过去，请选择今天以后的日期。');
    await this.sign(tx, actor, institutionId, terms, null, version);
    const subject = { kind: 'institution' as const, id: institutionId };
    const detail = { from: terms.from, until: terms.until, publicArchive: terms.publicArchive };
    await tx.audit({ actor, action: 'institution.renew', subject, detail });
  }

  /** Every clerk is signed out at once. Error: NOT_FOUND. */
  async close(tx: Transaction, actor: Actor, institutionId: string, reason: string): Promise<void> {
    if (!(await this.institutions.close(tx, institutionId))) throw new Problem('NOT_FOUND');
    const subject = { kind: 'institution' as const, id: institutionId };
    await tx.audit({ actor, action: 'institution.close', subject, detail: { reason } });
  }
}
