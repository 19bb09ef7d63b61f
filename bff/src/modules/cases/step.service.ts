import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type InputStep, inputStep, type StepData, stepSchema } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { problemOf } from '../../platform/http/faults';
import { newId } from '../../platform/ids';
import { FileService } from '../files/file.service';
import { StaffService } from '../identity/staff.service';
import { PermissionService } from '../institutions/permission.service';
import { canonical, contentHashOf, isStarter, type LoadedCase, type PartyRecord } from './case.model';
import { CaseStore } from './case-store.service';
import { DepartmentQuestions } from './department-questions.service';
import { blankParty } from './parties-at-start.service';
import { contactMembers, enteredMembers, requireInstitution } from './step-checks';

/** Fills in the steps of a case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StepService {
  @Inject() store!: CaseStore;
  @Inject() questions!: DepartmentQuestions;
  @Inject() staff!: StaffService;
  @Inject() permissions!: PermissionService;
  @Inject() files!: FileService;

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

  /** Keeps what was typed, unchecked. Errors: NOT_FOUND, STEP_UNKNOWN, ACTION_NOT_ALLOWED, INVALID_INPUT (too large). */
  async saveDraft(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    stepId: string,
    draft: Record<string, unknown>,
  ): Promise<void> {
    const loaded = await this.own(tx, actor, caseId);
    this.step(loaded, stepId);
    this.store.require(loaded, 'fill', ['applicant']);
    if (JSON.stringify(draft).length > 16_384) throw new Problem('BODY_TOO_LARGE');
    const { record } = loaded;
    record.form = { ...record.form, [stepId]: { ...record.form[stepId], draft } };
    await this.store.saveForm(tx, record);
  }

  /** Checks and stores a step. Errors: INVALID_INPUT with the field, STEP_UNKNOWN, ACTION_NOT_ALLOWED. */
  async fill(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    stepId: string,
    raw: Record<string, unknown>,
  ): Promise<void> {
    await this.fillLoaded(tx, actor, await this.own(tx, actor, caseId), stepId, raw);
  }

  async fillLoaded(
    tx: Transaction,
    actor: Actor,
    loaded: LoadedCase,
    stepId: string,
    raw: Record<string, unknown>,
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
    if (step.kind === 'form') {
      await this.enterParties(tx, loaded, step, data);
      await this.enterContacts(tx, loaded, step, data);
      await this.nameInstitutions(tx, loaded, step, data);
    }
    if (step.kind === 'materials') await this.handIn(tx, actor, loaded, step, data);
    const form = { ...loaded.record.form, [stepId]: { data } };
    await this.store.apply(tx, loaded, 'fill', {
      actor,
      as: ['applicant'],
      by: loaded.record.institutionId
        ? loaded.parties.find((party) => party.applicant)!.identity.name
        : loaded.business.parties[loaded.business.applicant]!.name,
      note: null,
      patch: { form, contentHash: contentHashOf(loaded.business, { ...loaded.record, form }) },
      detail: { step: stepId },
    });
    if (step.kind === 'ask') await this.questions.ask(tx, loaded, step);
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
