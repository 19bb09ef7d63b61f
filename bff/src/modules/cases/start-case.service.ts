import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type Business,
  type CaseView,
  composeAcceptanceNumber,
  deadlineOf,
  type StepData,
  stepOf,
  stepSchema,
  type UnitCondition,
  unitUses,
  warningTexts,
} from '@zhucheng/shared';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { problemOf } from '../../platform/http/faults';
import { newId } from '../../platform/ids';
import { type Citizen, CitizenService } from '../identity/citizen.service';
import { StaffService } from '../identity/staff.service';
import { limitsTransfer, RegisterService } from '../register/register.service';
import type { RegisterSnapshot } from '../register/register.types';
import { Businesses } from './businesses.service';
import { CaseEntity, CaseEventEntity } from './case.entity';
import { contentHashOf, type PartyRecord, type UnitFacts } from './case.model';
import { CaseReader, idPurpose } from './case-reader.service';
import { CaseStore } from './case-store.service';

/** Starts a case: who asks, for which unit, and whether the register allows it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StartCase {
  @Inject() businesses!: Businesses;
  @Inject() register!: RegisterService;
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;
  @Inject() reader!: CaseReader;
  @Inject() store!: CaseStore;

  /**
   * Checks before the transaction; `begin` then creates the case in it.
   * Errors: BUSINESS_UNKNOWN, REAL_NAME_REQUIRED, INVALID_INPUT, VERIFY_NO_MATCH, UNIT_BLOCKED, UNIT_WINDOW_ONLY.
   */
  async prepare(actor: Actor, businessId: string, verify: Record<string, unknown>) {
    const business = this.businesses.current(businessId);
    if (!business) throw new Problem('BUSINESS_UNKNOWN');
    const citizen = await this.citizens.requireRealName(actor);
    const step = stepOf(business, 'verify')!;
    const parsed = stepSchema(business, step).safeParse(verify);
    if (!parsed.success) throw problemOf(parsed.error, 'verify');
    const values = parsed.data as StepData;
    const field = (kind: string) => String(values[step.fields.find((candidate) => candidate.kind === kind)!.id]);
    const snapshot = await this.register.findForOwner({
      certificateNumber: field('certificate-number'),
      holderName: field('holder-name'),
      idNumber: citizen.idNumber,
    });
    // An unknown certificate, a wrong name and somebody else's property are answered alike: nothing leaks about owners.
    if (!snapshot?.ownership) throw new Problem('VERIFY_NO_MATCH');
    const conditions = this.register.conditions(snapshot, this.reader.now());
    this.refuseBlocked(business, snapshot, conditions);
    return { business, citizen, data: values, snapshot, conditions };
  }

  private refuseBlocked(business: Business, snapshot: RegisterSnapshot, conditions: UnitCondition[]): void {
    const blocking = conditions.filter((condition) => business.unit.blockedBy.includes(condition));
    if (blocking.length > 0) {
      const sentences = blocking.map((condition) => warningTexts[condition]);
      throw new Problem('UNIT_BLOCKED', {
        message: `${sentences.join('')}目前不能在线办理${business.name}，如有疑问请到登记窗口咨询。`,
        detail: { conditions: blocking },
      });
    }
    if (business.unit.windowOnly.includes(snapshot.unit.use))
      throw new Problem('UNIT_WINDOW_ONLY', {
        message: `该不动产用途为${unitUses[snapshot.unit.use]}，${business.name}请带证件到登记窗口办理，也可以电话预约。`,
        detail: { use: snapshot.unit.use },
      });
  }

  /** Creates the case. Error: UNIT_PENDING when another one of this type is open for the unit. */
  async begin(tx: Transaction, actor: Actor, prepared: Awaited<ReturnType<StartCase['prepare']>>): Promise<CaseView> {
    const { business, citizen, data, snapshot, conditions } = prepared;
    const ownership = snapshot.ownership!;
    const id = newId(tx.now);
    const unit: UnitFacts = {
      id: snapshot.unit.id,
      unitNumber: snapshot.unit.unitNumber,
      location: snapshot.unit.location,
      use: snapshot.unit.use,
      useName: unitUses[snapshot.unit.use],
      areaHundredths: snapshot.unit.areaHundredths,
    };
    const form = { [stepOf(business, 'verify')!.id]: { data } };
    const warnings = conditions
      .filter((condition) => business.unit.warnedBy.includes(condition))
      .map((kind) => ({ kind, text: warningTexts[kind] }));
    const acceptanceNumber = await this.insertNumbered(tx, {
      id,
      businessId: business.id,
      businessVersion: business.version,
      state: 'verified',
      version: 1,
      applicantId: actor.id,
      unitId: unit.id,
      rightId: ownership.rightId,
      unitSummary: unit,
      pendingKey: business.unit.blockedBy.includes('pending-same') ? `${business.id}:${unit.id}` : null,
      formCipher: this.store.cipher.encryptJson(form, `case.form:${id}`),
      contentHash: contentHashOf(business, unit.unitNumber, ownership.rightId, form),
      warnings,
      everSubmitted: false,
      correctionUsed: false,
      stateSince: tx.now,
      deadlineAt: deadlineOf(business, 'verified', tx.now),
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    for (const party of await this.registerParties(tx, business, id, citizen, snapshot))
      await this.store.insertParty(tx, party);
    await tx.insert(CaseEventEntity, {
      id: newId(tx.now),
      caseId: id,
      seq: 1,
      at: tx.now,
      action: 'start',
      fromState: 'draft',
      toState: 'verified',
      actorKind: actor.kind,
      actorId: actor.id,
      byLabel: business.parties[business.applicant]!.name,
      noteCipher: null,
    });
    await tx.audit({
      actor,
      action: 'case.start',
      subject: { kind: 'case', id },
      detail: { business: business.id, version: business.version, acceptanceNumber },
    });
    return this.reader.viewIn(tx, id, {
      citizenId: actor.id,
      idBlind: this.store.cipher.blindIndex(citizen.idNumber, idPurpose),
    });
  }

  /** The serial is random, so that a number tells nothing about its neighbours; a clash is tried again. */
  private async insertNumbered(tx: Transaction, row: Omit<Partial<CaseEntity>, 'acceptanceNumber'>): Promise<string> {
    const day = new Date(tx.now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    for (let attempt = 0; ; attempt++) {
      const acceptanceNumber = composeAcceptanceNumber(day, String(randomInt(1_000_000)).padStart(6, '0'));
      const [taken] = await tx.query('SELECT id FROM registration_case WHERE acceptance_number = ?', [
        acceptanceNumber,
      ]);
      if (taken && attempt < 20) continue;
      try {
        await tx.insert(CaseEntity, { ...row, acceptanceNumber });
        return acceptanceNumber;
      } catch (error) {
        if (isDuplicateKey(error)) throw new Problem('UNIT_PENDING');
        throw error;
      }
    }
  }

  private async registerParties(
    tx: Transaction,
    business: Business,
    caseId: string,
    citizen: Citizen,
    snapshot: RegisterSnapshot,
  ): Promise<PartyRecord[]> {
    const parties: PartyRecord[] = [];
    const blind = (idNumber: string) => this.store.cipher.blindIndex(idNumber, idPurpose);
    const base = {
      caseId,
      visible: false,
      applicant: false,
      authState: 'none',
      authHow: null,
      authAt: null,
      authReason: null,
      agreedHash: null,
      askedAt: null,
    } as const;
    for (const [role, declared] of Object.entries(business.parties)) {
      if (declared.are === 'owners-of-unit') {
        snapshot.ownership!.holders.forEach((holder, position) => {
          const applicant = holder.idNumber === citizen.idNumber;
          parties.push({
            ...base,
            id: newId(tx.now),
            role,
            position,
            idBlind: blind(holder.idNumber),
            identity: { name: holder.name, idNumber: holder.idNumber, phone: applicant ? citizen.phone : null },
            institutionId: null,
            share: holder.share,
            visible: applicant,
            applicant: applicant && role === business.applicant,
          });
        });
      }
      if (declared.are === 'mortgagees-with-transfer-limit') {
        const limited = snapshot.mortgages.filter(limitsTransfer);
        const seen = new Set<string>();
        for (const { mortgagee } of limited) {
          if (seen.has(mortgagee.creditCode)) continue;
          seen.add(mortgagee.creditCode);
          const institution = await this.staff.institutionByCreditCode(mortgagee.creditCode);
          parties.push({
            ...base,
            id: newId(tx.now),
            role,
            position: seen.size - 1,
            idBlind: blind(mortgagee.creditCode),
            identity: { name: mortgagee.name, idNumber: mortgagee.creditCode, phone: null },
            institutionId: institution?.id ?? null,
            share: null,
          });
        }
      }
    }
    return parties;
  }
}
