import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { identityNumber, type ReviewCase, refusalName } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { CaseFees } from '../cases/charging/fees.service';
import { CaseTaxOrders } from '../cases/charging/taxes.service';
import type { LoadedCase } from '../cases/core/case.model';
import { type Read, readDetails } from '../cases/core/case.query';
import { CaseStore } from '../cases/core/case-store.service';
import { CaseMessages } from '../cases/messages/case-messages.service';
import { CaseReader } from '../cases/reading/case-reader.service';
import { FileService } from '../files/file.service';
import { StaffService } from '../identity/staff.service';
import { RegisterService } from '../register/register.service';
import type { RegisterSnapshot } from '../register/register.types';
import { compare } from './comparison';

/** An officer's work on one case. Claiming keeps two officers from deciding the same case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReviewService {
  @Inject() store!: CaseStore;
  @Inject() reader!: CaseReader;
  @Inject() register!: RegisterService;
  @Inject() fees!: CaseFees;
  @Inject() taxes!: CaseTaxOrders;
  @Inject() messages!: CaseMessages;
  @Inject() staff!: StaffService;
  @Inject() uploads!: FileService;
  @Inject() database!: Database;

  /** Errors: NOT_FOUND. */
  async view(actor: Actor, caseId: string): Promise<ReviewCase> {
    const { loaded, details } = await this.reader.forViewer(this.reader.committed, caseId, { staff: true });
    const snapshot = await this.register.snapshot(loaded.record.unitId);
    if (!snapshot) throw new Problem('NOT_FOUND');
    const view = await this.reader.present(this.reader.committed, loaded, details, { staff: true });
    return this.assemble(this.reader.committed, actor, loaded, view, snapshot);
  }

  /** Materials with addresses that hold for some minutes; who looked is written down. Error: NOT_FOUND. */
  async files(actor: Actor, caseId: string) {
    const { loaded } = await this.reader.forViewer(this.reader.committed, caseId, { staff: true });
    const names = new Map(
      loaded.business.steps.flatMap((step) =>
        step.kind === 'materials' ? step.items.map((item) => [item.id, item.name] as const) : [],
      ),
    );
    const files = await this.uploads.listOf(this.reader.committed, { kind: 'case', id: caseId });
    await this.database.unitOfWork((tx) =>
      tx.audit({ actor, action: 'case.files', subject: { kind: 'case', id: caseId }, detail: { files: files.length } }),
    );
    return files.map((file) => {
      const { url, expiresAt } = this.uploads.addressOf(file, actor);
      const slotName = names.get(file.slot) ?? file.slot;
      return { id: file.id, slot: file.slot, slotName, name: file.name, sizeBytes: file.size, url, expiresAt };
    });
  }

  private async viewIn(tx: Transaction, actor: Actor, loaded: LoadedCase): Promise<ReviewCase> {
    const read = CaseReader.within(tx);
    const details = await readDetails(read, this.store.cipher, loaded.record.id);
    const fresh: LoadedCase = { ...loaded, parties: details.parties, checks: details.checks };
    const view = await this.reader.present(read, fresh, details, { staff: true });
    return this.assemble(read, actor, fresh, view, (await this.register.snapshotIn(tx, loaded.record.unitId))!);
  }

  private async assemble(
    read: Read,
    actor: Actor,
    loaded: LoadedCase,
    view: ReviewCase['case'],
    snapshot: RegisterSnapshot,
  ): Promise<ReviewCase> {
    const { record } = loaded;
    const { fee } = await this.fees.quote(read, loaded, this.reader.now());
    const { totalFen, items, zeroReason } = fee;
    const mine = record.claimedBy === actor.id;
    // A button that would be refused because of the claim is shown disabled, with the reason.
    const actions = view.actions.map((action) =>
      record.claimedBy && !mine && action.enabled && action.action !== 'confirm-at-window'
        ? { ...action, enabled: false, reason: `此件由${record.claimedName}审核。` }
        : action,
    );
    return {
      case: { ...view, actions },
      comparison: compare(loaded, snapshot),
      claimedBy: record.claimedBy
        ? { id: record.claimedBy, name: record.claimedName!, at: record.claimedAt!, mine }
        : null,
      correctionUsed: record.correctionUsed,
      fee: { totalFen, items, ...(zeroReason && { zeroReason }) },
    };
  }

  private async hold(tx: Transaction, actor: Actor, caseId: string, version?: number): Promise<LoadedCase> {
    const loaded = await this.store.load(tx, caseId);
    if (version !== undefined && loaded.record.version !== version) throw new Problem('CONFLICT');
    if (version !== undefined && loaded.record.claimedBy && loaded.record.claimedBy !== actor.id)
      throw new Problem('CLAIMED_BY_OTHER');
    return loaded;
  }

  private async name(actor: Actor): Promise<string> {
    return (await this.staff.byId(actor.id))?.name ?? actor.id;
  }

  /** Errors: CLAIMED_BY_OTHER, ACTION_NOT_ALLOWED. */
  async claim(tx: Transaction, actor: Actor, caseId: string): Promise<ReviewCase> {
    const name = await this.name(actor);
    const loaded = await this.hold(tx, actor, caseId);
    if (loaded.record.claimedBy && loaded.record.claimedBy !== actor.id) throw new Problem('CLAIMED_BY_OTHER');
    if (loaded.record.claimedBy !== actor.id) {
      this.store.require(loaded, 'claim', ['officer']);
      await this.apply(tx, loaded, 'claim', actor, name, { claimedBy: actor.id, claimedName: name, claimedAt: tx.now });
    }
    return this.viewIn(tx, actor, loaded);
  }

  private async apply(
    tx: Transaction,
    loaded: LoadedCase,
    action: 'claim' | 'release',
    actor: Actor,
    name: string,
    patch: { claimedBy: string | null; claimedName: string | null; claimedAt: number | null },
  ): Promise<void> {
    await this.store.apply(tx, loaded, action, { actor, as: ['officer'], by: `审核 ${name}`, outcome: patch });
  }

  /** Errors: ACTION_NOT_ALLOWED, CLAIMED_BY_OTHER. */
  async release(tx: Transaction, actor: Actor, caseId: string): Promise<ReviewCase> {
    const name = await this.name(actor);
    const loaded = await this.hold(tx, actor, caseId);
    if (loaded.record.claimedBy && loaded.record.claimedBy !== actor.id) throw new Problem('CLAIMED_BY_OTHER');
    await this.apply(tx, loaded, 'release', actor, name, { claimedBy: null, claimedName: null, claimedAt: null });
    return this.viewIn(tx, actor, loaded);
  }

  /** Errors: ACTION_NOT_ALLOWED, CONFLICT, CLAIMED_BY_OTHER. */
  async approve(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    version: number,
    opinion: string | undefined,
  ): Promise<ReviewCase> {
    const name = await this.name(actor);
    const loaded = await this.hold(tx, actor, caseId, version);
    const { fee, patch } = await this.fees.quoteFor(tx, loaded);
    await this.store.apply(tx, loaded, 'approve', {
      actor,
      as: ['officer'],
      by: `审核 ${name}`,
      note: opinion || null,
      patch,
    });
    await this.messages.tellEverybody(tx, loaded, 'approved');
    await this.fees.enter(tx, loaded, fee);
    return this.viewIn(tx, actor, loaded);
  }

  /** One notice with every fault. Errors: CORRECTION_USED, ACTION_NOT_ALLOWED, CONFLICT, CLAIMED_BY_OTHER. */
  async requestCorrection(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    version: number,
    faults: Array<{ step: string | null; text: string }>,
  ): Promise<ReviewCase> {
    const name = await this.name(actor);
    const loaded = await this.hold(tx, actor, caseId, version);
    const steps = loaded.business.steps.map((step) => step.id);
    faults.forEach((fault, index) => {
      if (fault.step !== null && !steps.includes(fault.step))
        throw Problem.field(`faults.${index}.step`, '没有这个步骤。');
    });
    const text = faults.map((fault, index) => `${index + 1}. ${fault.text}`).join(' ');
    await this.store.apply(tx, loaded, 'request-correction', {
      actor,
      as: ['officer'],
      by: `审核 ${name}`,
      note: text,
      outcome: { correction: { at: tx.now, by: '登记中心', faults }, correctionUsed: true },
      detail: { faults: faults.length },
    });
    await this.messages.tellApplicant(tx, loaded, 'correction-requested', { reason: text });
    return this.viewIn(tx, actor, loaded);
  }

  /** Errors: ACTION_NOT_ALLOWED, CONFLICT, CLAIMED_BY_OTHER. */
  async reject(tx: Transaction, actor: Actor, caseId: string, version: number, reason: string): Promise<ReviewCase> {
    const name = await this.name(actor);
    const loaded = await this.hold(tx, actor, caseId, version);
    await this.store.apply(tx, loaded, 'reject', {
      actor,
      as: ['officer'],
      by: `审核 ${name}`,
      note: reason,
      patch: { endReason: reason },
    });
    await this.taxes.end(tx, loaded, 'rejected', { file: true });
    await this.messages.tellEverybody(tx, loaded, 'rejected', { reason, decision: refusalName(loaded.business) });
    return this.viewIn(tx, actor, loaded);
  }

  /** Full identity of one party; the look itself is recorded. Error: NOT_FOUND. */
  async unmask(tx: Transaction, actor: Actor, caseId: string, partyId: string, reason: string) {
    const loaded = await this.hold(tx, actor, caseId);
    const party = loaded.parties.find((candidate) => candidate.id === partyId);
    if (!party) throw new Problem('NOT_FOUND');
    await tx.audit({
      actor,
      action: 'personal-data.unmask',
      subject: { kind: 'party', id: partyId },
      detail: { caseId, reason },
    });
    const { name, idNumber, phone } = party.identity;
    return { name, idNumber: identityNumber.print(idNumber), phone };
  }
}
