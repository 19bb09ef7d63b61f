import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { checkOfStep, type InputStep, inputStep, type StepData, stepSchema } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { problemOf } from '../../../platform/http/faults';
import { newId } from '../../../platform/ids';
import { FileService } from '../../files/file.service';
import { StaffService } from '../../identity/staff.service';
import { PermissionService } from '../../institutions/permission.service';
import { RegisterService } from '../../register/register.service';
import { canonical, contentHashOf, isStarter, type LoadedCase, type PartyRecord } from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import { requireEscrowTerms } from '../core/escrow-terms';
import { requirePrintableStep } from '../core/printable';
import { blankParty } from '../starting/parties-at-start.service';
import { Asking } from './asking/asking.service';
import { contactMembers, enteredMembers, requireInstitution } from './step-checks';
import { clerkLabel, isSaved, requireNewest, type Save, StepSavings } from './step-savings.service';

/** Fills in the steps of a case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StepService {
  @Inject() store!: CaseStore;
  @Inject() asking!: Asking;
  @Inject() staff!: StaffService;
  @Inject() permissions!: PermissionService;
  @Inject() files!: FileService;
  @Inject() register!: RegisterService;
  @Inject() savings!: StepSavings;

  /** The case of whoever started it, the citizen or the institution's clerk. Error: NOT_FOUND for everybody else. */
  async own(tx: Transaction, actor: Actor, caseId: string): Promise<LoadedCase> {
    const loaded = await this.store.load(tx, caseId);
    await this.requireStarter(loaded, actor);
    return loaded;
  }

  /** Errors: NOT_FOUND for strangers, FORBIDDEN for a colleague without permission for this business or branch. */
  async requireStarter(loaded: Pick<LoadedCase, 'record'>, actor: Actor): Promise<void> {
    const { record } = loaded;
    if (!isStarter(record, actor)) throw new Problem('NOT_FOUND');
    if (record.institutionId) await this.permissions.require(actor, record.businessId, record.branchId ?? '');
  }

  step(loaded: LoadedCase, stepId: string): InputStep {
    const step = inputStep(loaded.business, stepId);
    if (!step) throw new Problem('STEP_UNKNOWN');
    return step;
  }

  /** Keeps what was typed, unchecked. Errors: NOT_FOUND, STEP_UNKNOWN, ACTION_NOT_ALLOWED, SAVED_MEANWHILE, BODY_TOO_LARGE. */
  async saveDraft(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    stepId: string,
    { version, data: draft }: Save,
  ): Promise<{ version: number }> {
    const loaded = await this.own(tx, actor, caseId);
    this.step(loaded, stepId);
    this.store.require(loaded, 'fill', ['applicant']);
    if (JSON.stringify(draft).length > 16_384) throw new Problem('BODY_TOO_LARGE');
    const { record } = loaded;
    const stored = record.form[stepId];
    // Sent again because no answer came.
    if (isSaved(stored, draft)) return { version: stored?.version ?? 0 };
    requireNewest(actor, stored, version, false);
    const saving = await this.savings.next(actor, loaded, stored, tx.now);
    record.form = { ...record.form, [stepId]: { ...stored, draft, ...saving } };
    await this.store.saveForm(tx, record);
    return { version: saving.version };
  }

  /** Checks and stores a step. Errors: INVALID_INPUT with the field, STEP_UNKNOWN, ACTION_NOT_ALLOWED, SAVED_MEANWHILE. */
  async fill(tx: Transaction, actor: Actor, caseId: string, stepId: string, save: Save): Promise<void> {
    await this.fillLoaded(tx, actor, await this.own(tx, actor, caseId), stepId, save);
  }

  async fillLoaded(
    tx: Transaction,
    actor: Actor,
    loaded: LoadedCase,
    stepId: string,
    { version, data: raw }: Save,
  ): Promise<void> {
    const step = this.step(loaded, stepId);
    if (step.kind === 'verify')
      throw new Problem('ACTION_NOT_ALLOWED', {
        message: '信息校验已完成，不能修改。需要更换不动产的，请撤回后重新申请。',
      });
    this.store.require(loaded, 'fill', ['applicant']);
    const parsed = stepSchema(loaded.business, step).safeParse(raw);
    if (!parsed.success) throw problemOf(parsed.error, 'data');
    const data = parsed.data as StepData;
    requirePrintableStep(loaded.business, step, data);
    const stored = loaded.record.form[stepId];
    if (!isSaved(stored, raw) && !isSaved(stored, data)) requireNewest(actor, stored, version, true);
    if (step.kind === 'form') {
      await this.requireEscrow(tx, loaded, step, data);
      await this.enterParties(tx, loaded, step, data);
      await this.enterContacts(tx, loaded, step, data);
      await this.nameInstitutions(tx, loaded, step, data);
    }
    if (step.kind === 'materials') await this.handIn(tx, actor, loaded, step, data);
    const saving = await this.savings.next(actor, loaded, stored, tx.now);
    const form = { ...loaded.record.form, [stepId]: { data, ...saving } };
    const applicant = loaded.parties.find((party) => party.applicant)!;
    await this.store.apply(tx, loaded, 'fill', {
      actor,
      as: ['applicant'],
      by: loaded.record.institutionId
        ? clerkLabel(applicant.identity.name, saving.saved.by)
        : loaded.business.parties[loaded.business.applicant]!.name,
      note: null,
      patch: { form, contentHash: contentHashOf(loaded.business, { ...loaded.record, form }) },
      detail: { step: stepId },
    });
    if (step.kind === 'ask') await this.asking.ask(tx, loaded, checkOfStep(step, data), { again: true });
  }

  private async requireEscrow(tx: Transaction, loaded: LoadedCase, step: InputStep, data: StepData): Promise<void> {
    if (loaded.business.escrow?.step !== step.id) return;
    requireEscrowTerms(loaded, await this.register.glanceIn(tx, loaded.record.unitId), data);
  }

  private async enterParties(
    tx: Transaction,
    loaded: LoadedCase,
    step: Extract<InputStep, { kind: 'form' }>,
    data: StepData,
  ): Promise<void> {
    for (const role of step.parties) {
      const members = enteredMembers(loaded, role, data);
      if (!members) continue;
      const before = loaded.parties
        .filter((party) => party.role === role)
        .map((party) => ({ ...party.identity, share: party.share }));
      const after = members.map((member) => ({
        name: member.name,
        idNumber: member.idNumber,
        phone: member.phone,
        share: member.share ?? null,
      }));
      if (canonical(before) === canonical(after)) continue;
      await this.store.removeParties(tx, loaded, role);
      for (const [position, member] of after.entries()) {
        const party: PartyRecord = {
          ...blankParty,
          id: newId(tx.now),
          caseId: loaded.record.id,
          role,
          position,
          idBlind: this.store.blindOf(member.idNumber),
          identity: { name: member.name, idNumber: member.idNumber, phone: member.phone },
          institutionId: null,
          share: member.share,
        };
        await this.store.insertParty(tx, party);
        loaded.parties.push(party);
      }
    }
  }

  /** Files belong to the case from now on; what was taken off the list belongs to its owner again. */
  private async handIn(
    tx: Transaction,
    actor: Actor,
    loaded: LoadedCase,
    step: Extract<InputStep, { kind: 'materials' }>,
    data: StepData,
  ): Promise<void> {
    const subject = { kind: 'case', id: loaded.record.id } as const;
    const before = loaded.record.form[step.id]?.data?.files ?? {};
    for (const { id } of step.items) {
      const fileIds = data.files?.[id] ?? [];
      const removed = (before[id] ?? []).filter((fileId) => !fileIds.includes(fileId));
      if (removed.length > 0) await this.files.detach(tx, { subject, slot: id, fileIds: removed });
      if (fileIds.length > 0)
        await this.files.attach(tx, { fileIds, ownerId: actor.id, subject, slot: id, path: `data.files.${id}` });
    }
  }

  /** Phones of people the register knows, in their order. */
  private async enterContacts(
    tx: Transaction,
    loaded: LoadedCase,
    step: Extract<InputStep, { kind: 'form' }>,
    data: StepData,
  ): Promise<void> {
    for (const role of step.contacts) {
      const phones = data.contacts?.[role] ?? [];
      for (const [index, party] of contactMembers(loaded, role, data).entries())
        if (party.identity.phone !== phones[index])
          await this.store.setIdentity(tx, party, { ...party.identity, phone: phones[index]! });
    }
  }

  /** Institutions named in a field become parties; only filed ones can consent. */
  private async nameInstitutions(
    tx: Transaction,
    loaded: LoadedCase,
    step: Extract<InputStep, { kind: 'form' }>,
    data: StepData,
  ): Promise<void> {
    for (const field of step.fields) {
      if (field.kind !== 'institution') continue;
      const name = String(data[field.id] ?? '');
      const institution = requireInstitution(field, await this.staff.institutionByName(name));
      for (const [role, declared] of Object.entries(loaded.business.parties)) {
        if (declared.are !== 'named-institution' || declared.named !== `${step.id}.${field.id}`) continue;
        if (loaded.parties.some((party) => party.role === role && party.institutionId === institution.id)) continue;
        await this.store.removeParties(tx, loaded, role);
        const party: PartyRecord = {
          ...blankParty,
          id: newId(tx.now),
          caseId: loaded.record.id,
          role,
          position: 0,
          idBlind: this.store.blindOf(institution.creditCode),
          identity: { name: institution.name, idNumber: institution.creditCode, phone: null },
          institutionId: institution.id,
          share: null,
        };
        await this.store.insertParty(tx, party);
        loaded.parties.push(party);
      }
    }
  }
}
