import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type EnteredMember, type InputStep, inputStep, type StepData, stepSchema } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { problemOf } from '../../platform/http/faults';
import { newId } from '../../platform/ids';
import { canonical, contentHashOf, type LoadedCase, type PartyRecord } from './case.model';
import { idPurpose } from './case-reader.service';
import { CaseStore } from './case-store.service';
import { DepartmentQuestions } from './department-questions.service';

/** Fills in the steps of a case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StepService {
  @Inject() store!: CaseStore;
  @Inject() questions!: DepartmentQuestions;

  /** The applicant's own case. Error: NOT_FOUND for everybody else. */
  async own(tx: Transaction, actor: Actor, caseId: string): Promise<LoadedCase> {
    const loaded = await this.store.load(tx, caseId);
    if (loaded.record.applicantId !== actor.id) throw new Problem('NOT_FOUND');
    return loaded;
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
    const loaded = await this.own(tx, actor, caseId);
    const step = this.step(loaded, stepId);
    if (step.kind === 'verify')
      throw new Problem('ACTION_NOT_ALLOWED', {
        message: '信息校验已完成，不能修改。需要更换不动产的，请撤回后重新申请。',
      });
    this.store.require(loaded, 'fill', ['applicant']);
    const parsed = stepSchema(loaded.business, step).safeParse(raw);
    if (!parsed.success) throw problemOf(parsed.error, 'data');
    const data = parsed.data as StepData;
    if (step.kind === 'form') await this.enterParties(tx, loaded, step, data);
    const form = { ...loaded.record.form, [stepId]: { data } };
    const { unit, rightId } = loaded.record;
    await this.store.apply(tx, loaded, 'fill', {
      actor,
      as: ['applicant'],
      by: loaded.business.parties[loaded.business.applicant]!.name,
      note: null,
      patch: { form, contentHash: contentHashOf(loaded.business, unit.unitNumber, rightId, form) },
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
      const members = data.parties![role]!.members;
      this.refuseOwners(loaded, role, members);
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
          id: newId(tx.now),
          caseId: loaded.record.id,
          role,
          position,
          idBlind: this.store.cipher.blindIndex(member.idNumber, idPurpose),
          identity: { name: member.name, idNumber: member.idNumber, phone: member.phone },
          institutionId: null,
          share: member.share,
          visible: false,
          applicant: false,
          authState: 'none',
          authHow: null,
          authAt: null,
          authReason: null,
          agreedHash: null,
          askedAt: null,
        };
        await this.store.insertParty(tx, party);
        loaded.parties.push(party);
      }
    }
  }

  private refuseOwners(loaded: LoadedCase, role: string, members: EnteredMember[]): void {
    const owners = loaded.parties.filter((party) => loaded.business.parties[party.role]!.are === 'owners-of-unit');
    members.forEach((member, index) => {
      if (owners.some((owner) => owner.identity.idNumber === member.idNumber))
        throw Problem.field(
          `data.parties.${role}.members.${index}.idNumber`,
          '此人已是这处不动产的权利人。共有人之间转让份额请到登记窗口办理。',
          'already-owner',
        );
    });
  }
}
