import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type FilingState, type JoiningRequest, organisationKey, phone } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Read } from '../identity/citizen.service';
import { InstitutionService, type Member } from '../identity/institution.service';
import { StaffService } from '../identity/staff.service';
import { StaffAccounts } from '../identity/staff-account.service';
import { MessageService } from '../messages/message.service';
import { consentOf, FilingQuery, type FilingRow } from './filing.query';
import { openReason, sealReason } from './filing.secrets';
import { within } from './institution.types';

/** A member is told of such filings once in this time at most, ms: a stranger can file again and again. */
const tellEvery = 86_400_000;

type Named = Pick<FilingRow, 'name' | 'credit_code'>;

/**
 * Filings that name a member by name or credit code (加入申请). Its administrators are asked; what comes of it is a clerk at most.
 * Who is named is looked up anew each time, so that a filing which was there before the member is treated alike.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class JoiningService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() accounts!: StaffAccounts;
  @Inject() institutions!: InstitutionService;
  @Inject() staff!: StaffService;
  @Inject() filings!: FilingQuery;
  @Inject() messages!: MessageService;

  /** The owner of the credit code goes before one of the same name. */
  memberNamed(read: Read, filing: Named): Promise<Member | null> {
    return this.institutions.named(read, filing.credit_code, filing.name);
  }

  /** Tells the member that somebody files in its name, on its work list and by SMS to its administrators. */
  async tell(tx: Transaction, member: Member, filingId: string): Promise<void> {
    const [told] = await tx.query(
      "SELECT id FROM institution_filing WHERE state = 'pending' AND (credit_code = ? OR name_key = ?) AND id <> ? AND created_at > ? LIMIT 1",
      [member.credit_code, organisationKey(member.name), filingId, tx.now - tellEvery],
    );
    if (told) return;
    await this.notify(tx, member);
  }

  /** An approved filing has made a member; whoever filed for the same organisation now waits for its administrators. */
  async tellNew(tx: Transaction, member: Member, filingId: string): Promise<void> {
    const [other] = await tx.query(
      "SELECT id FROM institution_filing WHERE state = 'pending' AND (credit_code = ? OR name_key = ?) AND id <> ? LIMIT 1",
      [member.credit_code, organisationKey(member.name), filingId],
    );
    if (other) await this.notify(tx, member);
  }

  private async notify(tx: Transaction, { id, name, credit_code }: Member): Promise<void> {
    const accounts = await this.accounts.ofInstitution(within(tx), id);
    const admins = new Set(accounts.filter((one) => one.active && one.institutionAdmin).map((one) => one.id));
    const clerks = await tx.query<{ staff_id: string; phone_cipher: string | null }>(
      'SELECT staff_id, phone_cipher FROM institution_clerk WHERE institution_id = ?',
      [id],
    );
    const phones = clerks
      .filter((clerk) => admins.has(clerk.staff_id) && clerk.phone_cipher)
      .map((clerk) => this.cipher.decrypt(clerk.phone_cipher!, 'institution_clerk.phone'));
    const notice = { caseId: null, template: 'joining-request', params: { name } } as const;
    await this.messages.notifyInstitution(tx, credit_code, notice, [...new Set(phones)]);
  }

  /** What names this institution, newest first, with what was answered; three statements. */
  async list(institutionId: string, cursor: string | undefined, limit: number) {
    const own = await this.staff.institutionById(institutionId);
    const rows = await this.filings.naming(own!, cursor, limit + 1);
    const read: Read = (sql, params) => this.database.read(sql, params);
    const accounts = await this.accounts.ofInstitution(read, institutionId);
    const names = new Map(accounts.map((account) => [account.id, account.name]));
    const items = rows.slice(0, limit).map((row) => this.view(row, names));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  private view(row: FilingRow, names: ReadonlyMap<string, string>): JoiningRequest {
    const clear = (stored: string) => this.cipher.decrypt(stored, 'institution_filing');
    return {
      id: row.id,
      name: row.name,
      creditCode: row.credit_code,
      person: {
        name: clear(row.admin_name_cipher),
        username: row.admin_username,
        phone: phone.mask(clear(row.admin_phone_cipher)),
      },
      contact: { name: clear(row.contact_name_cipher), phone: phone.mask(clear(row.contact_phone_cipher)) },
      submittedAt: Number(row.created_at),
      state: row.state as FilingState,
      consent: consentOf(row) ?? 'asked',
      answeredBy: row.consent_by && (names.get(row.consent_by) ?? null),
      answeredAt: row.consent_at === null ? null : Number(row.consent_at),
      reason: openReason(this.cipher, row),
    };
  }

  /**
   * The administrators' word, once. A refusal ends the filing; its applicant reads the reason. Errors: NOT_FOUND (also for a
   * filing that names another), FILING_DECIDED.
   */
  async answer(tx: Transaction, actor: Actor, institutionId: string, id: string, refusal?: string): Promise<void> {
    const row = await tx.lockRow<FilingRow>('institution_filing', id);
    if (!row) throw new Problem('NOT_FOUND');
    const named = row.member_id ?? (row.state === 'pending' ? (await this.memberNamed(within(tx), row))?.id : null);
    if (named !== institutionId) throw new Problem('NOT_FOUND');
    if (row.state !== 'pending' || row.consent !== null) throw new Problem('FILING_DECIDED');
    const consent = refusal === undefined ? 'given' : 'refused';
    const answer = { member_id: institutionId, consent, consent_by: actor.id, consent_at: tx.now };
    const end = {
      state: 'refused',
      reason_cipher: sealReason(this.cipher, refusal ?? ''),
      decided_by: actor.id,
      decided_at: tx.now,
    };
    await tx.update('institution_filing', { ...answer, ...(refusal !== undefined && end) }, { id });
    const subject = { kind: 'institution-filing' as const, id };
    await tx.audit({ actor, action: `institution.joining.${consent}`, subject, detail: { institutionId } });
  }
}
