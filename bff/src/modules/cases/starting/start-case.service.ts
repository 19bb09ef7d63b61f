import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type Business,
  type CaseView,
  cleanText,
  compactDayOf,
  composeAcceptanceNumber,
  deadlineOf,
  type StepData,
  stepOf,
  stepSchema,
  type UnitCondition,
  unitNumber,
  unitUses,
  warningText,
  warningTexts,
} from '@zhucheng/shared';
import { isDuplicateKey } from '../../../platform/database/sql';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { type Actor, coversUnit } from '../../../platform/http/actor';
import { problemOf } from '../../../platform/http/faults';
import { newId } from '../../../platform/ids';
import { Businesses } from '../../businesses/businesses.service';
import { allConditions } from '../../register/register.conditions';
import { RegisterService } from '../../register/register.service';
import type { RegisterSnapshot } from '../../register/register.types';
import { type Building, RegisterLookup } from '../../register/register-lookup.service';
import { requireByAgent } from '../agreeing/case-agents.service';
import { CaseEntity, CaseEventEntity } from '../core/case.entity';
import { contentHashOf, readinessAtStart, type UnitFacts } from '../core/case.model';
import { eventByContext } from '../core/case.query';
import { basisOf, keptOf } from '../core/case-basis';
import { byLabelOf, CaseStore } from '../core/case-store.service';
import { pendingKeyOf } from '../core/pending-key';
import { requirePrintableParties, requirePrintableUnit } from '../core/printable';
import { CaseReader } from '../reading/case-reader.service';
import { PartiesAtStart } from './parties-at-start.service';
import { type Starter, Starters } from './starters.service';

/** A case that may be started; `begin` creates it. */
export interface Prepared {
  business: Business;
  starter: Starter;
  /** Checked content of the first step. */
  data: StepData;
  snapshot: RegisterSnapshot;
  /** Right, notice, mortgage or unit that the application is based on. */
  basisId: string;
  conditions: UnitCondition[];
}

/** Starts a case: who asks, for which unit, and whether the register allows it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StartCase {
  @Inject() businesses!: Businesses;
  @Inject() register!: RegisterService;
  @Inject() lookup!: RegisterLookup;
  @Inject() starters!: Starters;
  @Inject() parties!: PartiesAtStart;
  @Inject() reader!: CaseReader;
  @Inject() store!: CaseStore;

  /**
   * Checks before the transaction; `begin` then creates the case in it. For units that are found one by one.
   * Errors: BUSINESS_UNKNOWN, REAL_NAME_REQUIRED, FORBIDDEN, INVALID_INPUT, VERIFY_NO_MATCH, CERTIFICATE_ENDED,
   * UNIT_BLOCKED, UNIT_WINDOW_ONLY.
   */
  async prepare(actor: Actor, businessId: string, verify: Record<string, unknown>): Promise<Prepared> {
    const { business, starter, data, field } = await this.verified(actor, businessId, verify);
    if (actor.agent) requireByAgent(business, business.applicant);
    if (business.unit.by === 'building') throw new Problem('BUSINESS_UNKNOWN');
    const found =
      business.unit.by === 'right-certificate'
        ? await this.byRight(business, starter, field('certificate-number'), field('holder-name'))
        : await this.byRegistration(business, starter, field('certificate-number'), field('holder-name'));
    if (!coversUnit(actor, found.snapshot.unit.id)) throw new Problem('VERIFY_NO_MATCH');
    return this.allowed({ business, starter, data, ...found });
  }

  /** The building a clerk asks for. Errors: BUSINESS_UNKNOWN, FORBIDDEN, INVALID_INPUT, BUILDING_NOT_FOUND. */
  async building(
    actor: Actor,
    businessId: string,
    verify: Record<string, unknown>,
  ): Promise<{ business: Business; starter: Starter; data: StepData; building: Building }> {
    const { business, starter, data, field } = await this.verified(actor, businessId, verify);
    const { unit } = business;
    if (unit.by !== 'building' || !starter.institution) throw new Problem('BUSINESS_UNKNOWN');
    const code = field('credit-code');
    const number = field(unit.building === 'survey' ? 'survey-number' : 'acceptance-number');
    // Somebody else's building is answered like one that does not exist.
    const building =
      code === starter.institution.creditCode
        ? await this.lookup.building({ by: unit.building!, number, developerCode: code }, code)
        : null;
    if (!building) throw new Problem('BUILDING_NOT_FOUND');
    return { business, starter, data, building };
  }

  /** A unit of a building, read and locked in the transaction. Errors: NOT_FOUND, UNIT_BLOCKED, UNIT_WINDOW_ONLY. */
  async prepareUnit(
    tx: Transaction,
    business: Business,
    starter: Starter,
    data: StepData,
    unitId: string,
  ): Promise<Prepared> {
    const snapshot = await this.register.snapshotIn(tx, unitId);
    if (!snapshot) throw new Problem('NOT_FOUND');
    return this.allowed({ business, starter, data, snapshot, basisId: snapshot.ownership?.rightId ?? unitId });
  }

  private async verified(actor: Actor, businessId: string, verify: Record<string, unknown>) {
    const business = this.businesses.current(businessId);
    if (!business) throw new Problem('BUSINESS_UNKNOWN');
    const starter = await this.starters.of(actor, business);
    const step = stepOf(business, 'verify')!;
    const parsed = stepSchema(business, step).safeParse(verify);
    if (!parsed.success) throw problemOf(parsed.error, 'verify');
    const data = parsed.data as StepData;
    const field = (kind: string) => String(data[step.fields.find((candidate) => candidate.kind === kind)!.id]);
    return { business, starter, data, field };
  }

  private async byRight(business: Business, starter: Starter, certificateNumber: string, holderName: string) {
    const own = business.parties[business.applicant]!.are === 'owners-of-unit';
    const snapshot = await this.register.findForOwner({
      certificateNumber,
      holderName,
      ...(own && { idNumber: starter.identity.idNumber }),
    });
    // An unknown certificate, a wrong name and somebody else's property are answered alike: nothing leaks about owners.
    if (!snapshot?.ownership) throw new Problem('VERIFY_NO_MATCH');
    return { snapshot, basisId: snapshot.ownership.rightId };
  }

  private async byRegistration(business: Business, starter: Starter, number: string, holderName: string) {
    const holds = business.unit.holds!;
    const found = await this.lookup.findByCertificate(holds, number, holderName);
    const theirs = holds === 'presale' || found?.holderCode === starter.identity.idNumber;
    if (!found || !theirs) throw new Problem('VERIFY_NO_MATCH');
    if (found.ended) throw new Problem('CERTIFICATE_ENDED');
    return { snapshot: found.snapshot, basisId: found.basisId };
  }

  private allowed(found: Omit<Prepared, 'conditions'>): Prepared {
    const { business, snapshot, starter } = found;
    const conditions = allConditions(snapshot, this.reader.now(), starter.institution?.creditCode ?? null);
    this.refuseBlocked(business, snapshot, conditions);
    requirePrintableUnit(business, snapshot.unit);
    return { ...found, conditions };
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

  /** Creates the case and shows it to whoever started it. Error: UNIT_PENDING when another one of this type is open. */
  async begin(tx: Transaction, actor: Actor, prepared: Prepared): Promise<CaseView> {
    const { caseId: id } = await this.create(tx, actor, prepared);
    const { starter } = prepared;
    return this.reader.viewIn(
      tx,
      id,
      starter.institution
        ? { institutionId: starter.institution.id }
        : { citizenId: actor.id, idBlind: this.store.blindOf(starter.identity.idNumber), agent: actor.agent },
    );
  }

  /** Creates the case. Errors: UNIT_PENDING, UNIT_WINDOW_ONLY (a name that cannot be printed). */
  async create(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id' | 'agent'>,
    prepared: Prepared,
  ): Promise<{ caseId: string; acceptanceNumber: string }> {
    const { business, starter, data, snapshot, conditions, basisId } = prepared;
    await this.starters.stillActive(tx, starter);
    const id = newId(tx.now);
    const basis = basisOf(snapshot, basisId);
    const kept = keptOf(business, snapshot, tx.now);
    const unit: UnitFacts = {
      id: snapshot.unit.id,
      unitNumber: snapshot.unit.unitNumber,
      location: snapshot.unit.location,
      use: snapshot.unit.use,
      useName: unitUses[snapshot.unit.use],
      areaHundredths: snapshot.unit.areaHundredths,
      ...(basis && { basis }),
      ...(kept && { kept }),
    };
    const form = { [stepOf(business, 'verify')!.id]: { data } };
    const warnings = conditions
      .filter((condition) => business.unit.warnedBy.includes(condition))
      .map((kind) => ({ kind, text: warningText(business, kind) }));
    const acceptanceNumber = await this.insertNumbered(tx, {
      id,
      businessId: business.id,
      businessVersion: business.version,
      state: 'verified',
      version: 1,
      applicantId: starter.institution?.id ?? actor.id,
      unitId: unit.id,
      rightId: basisId,
      unitSummary: unit,
      pendingKey: business.unit.blockedBy.includes('pending-same') ? pendingKeyOf(business.id, unit.id) : null,
      formCipher: this.store.cipher.encryptJson(form, `case.form:${id}`),
      contentHash: contentHashOf(business, { unit, rightId: basisId, form, warnings }),
      warnings,
      everSubmitted: false,
      correctionUsed: false,
      institutionId: starter.institution?.id ?? null,
      branchId: starter.branchId,
      clerkId: starter.clerk?.id ?? null,
      clerkName: starter.clerk?.name ?? null,
      readiness: readinessAtStart(business),
      unitNumber: unitNumber.normalise(unit.unitNumber),
      location: cleanText(unit.location).trim(),
      stateSince: tx.now,
      deadlineAt: deadlineOf(business, 'verified', tx.now),
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    const parties = await this.parties.of(business, id, starter, snapshot, basisId, tx.now);
    requirePrintableParties(business, parties);
    await this.store.insertParties(tx, parties);
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
      byCipher: this.store.cipher.encrypt(
        byLabelOf(actor, starter.institution?.name ?? business.parties[business.applicant]!.name),
        eventByContext(id),
      ),
      byLabel: '',
      noteCipher: null,
    });
    await tx.audit({
      actor,
      action: 'case.start',
      subject: { kind: 'case', id },
      detail: { business: business.id, version: business.version, acceptanceNumber },
    });
    return { caseId: id, acceptanceNumber };
  }

  /** The serial is random, so that a number tells nothing about its neighbours; a clash is tried again. */
  private async insertNumbered(tx: Transaction, row: Omit<Partial<CaseEntity>, 'acceptanceNumber'>): Promise<string> {
    const day = compactDayOf(tx.now);
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
}
