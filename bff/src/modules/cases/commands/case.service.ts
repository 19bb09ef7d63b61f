import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CaseView } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { EscrowService } from '../../escrow/escrow.service';
import { PaymentService } from '../../payments/payment.service';
import { RegisterService } from '../../register/register.service';
import { CaseWarnings } from '../agreeing/case-warnings.service';
import { CaseTaxOrders } from '../charging/taxes.service';
import { asks, enoughWithout, type LoadedCase, missingAuthorisations } from '../core/case.model';
import { commitmentsOf, committedHow, toTick } from '../core/case-commitments';
import { CaseStore } from '../core/case-store.service';
import { agreementOf, choseEscrow, requireEscrowTerms } from '../core/escrow-terms';
import { requirePrintableCase } from '../core/printable';
import { StepService } from '../filling/step.service';
import { CaseMessages, getsMessages } from '../messages/case-messages.service';
import { CaseReader } from '../reading/case-reader.service';

/** The applicant's commands. Each runs in the caller's transaction and returns the case as the applicant then sees it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseService {
  @Inject() store!: CaseStore;
  @Inject() steps!: StepService;
  @Inject() reader!: CaseReader;
  @Inject() messages!: CaseMessages;
  @Inject() payments!: PaymentService;
  @Inject() register!: RegisterService;
  @Inject() escrow!: EscrowService;
  @Inject() warnings!: CaseWarnings;
  @Inject() taxes!: CaseTaxOrders;

  /**
   * The applicant has checked the answers: everybody who must authorise is asked. Whoever agreed to the very same content
   * before need not do so again. Errors: STEPS_INCOMPLETE, INVALID_INPUT (a commitment is not ticked), CONFLICT (content changed meanwhile), ACTION_NOT_ALLOWED,
   * UNIT_WINDOW_ONLY (something cannot be printed).
   */
  async send(
    tx: Transaction,
    actor: Actor,
    caseId: string,
    { version, committed }: { version: number; committed?: boolean | undefined },
  ): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    if (loaded.record.version !== version) throw new Problem('CONFLICT');
    await this.sendLoaded(tx, actor, loaded, committed ?? false);
    return this.viewFor(tx, loaded, actor);
  }

  /** `committed`: the starter has ticked the commitments shown on the check page. Error: INVALID_INPUT at `committed`. */
  async sendLoaded(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    loaded: LoadedCase,
    committed = false,
  ): Promise<void> {
    requirePrintableCase(loaded);
    await this.requireEscrow(tx, loaded);
    await this.warnings.refresh(tx, loaded, (await this.register.glanceIn(tx, loaded.record.unitId))!);
    const committing = toTick(loaded);
    if (committing.length > 0 && !committed)
      throw Problem.field(
        'committed',
        `${loaded.record.warnings.map(({ text }) => text).join('')}请打开办件，在核对页阅读并勾选承诺后再提交。`,
        'required',
      );
    await this.store.apply(tx, loaded, 'send', {
      actor,
      as: ['applicant'],
      by: this.applicantName(loaded),
      ...(committing.length > 0 && {
        note: '已阅读并勾选承诺。',
        detail: { committed: commitmentsOf(loaded).map(({ kind }) => kind) },
      }),
    });
    for (const party of committing)
      await this.store.updateParty(tx, party, {
        authHow: committedHow,
        authAt: tx.now,
        agreedHash: loaded.record.contentHash,
      });
    const asked = [];
    for (const party of loaded.parties) {
      const declared = loaded.business.parties[party.role]!;
      if (!asks(declared)) {
        if (!party.visible) await this.store.updateParty(tx, party, { visible: true });
        continue;
      }
      const stands = party.authState === 'passed' && party.agreedHash === loaded.record.contentHash;
      await this.store.updateParty(tx, party, {
        visible: true,
        ...(stands
          ? {}
          : {
              authState: 'waiting',
              authHow: null,
              authAt: null,
              authReason: null,
              agreedHash: null,
              askedAt: tx.now,
              agent: null,
            }),
      });
      if (!stands) asked.push(party);
    }
    await this.messages.tell(tx, loaded, 'authorise-request', asked, {
      applicant: this.applicant(loaded).identity.name,
    });
    if (loaded.record.state === 'submitted') await this.submitted(tx, loaded);
  }

  /** Errors: ACTION_NOT_ALLOWED. */
  async recall(tx: Transaction, actor: Actor, caseId: string): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    await this.store.apply(tx, loaded, 'recall', { actor, as: ['applicant'], by: this.applicantName(loaded) });
    return this.viewFor(tx, loaded, actor);
  }

  /** Errors: AUTHORISATION_MISSING, ACTION_NOT_ALLOWED, UNIT_WINDOW_ONLY. */
  async submit(tx: Transaction, actor: Actor, caseId: string): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    await this.submitLoaded(tx, actor, loaded);
    return this.viewFor(tx, loaded, actor);
  }

  async submitLoaded(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, loaded: LoadedCase): Promise<void> {
    this.store.require(loaded, 'submit', ['applicant']);
    requirePrintableCase(loaded);
    if (toTick(loaded).length > 0)
      throw new Problem('ACTION_NOT_ALLOWED', {
        message: '不动产有新的登记情况，请先收回，在核对页阅读并勾选承诺后重新发起；各方已作出的授权仍然有效。',
      });
    await this.store.apply(tx, loaded, 'submit', { actor, as: ['applicant'], by: this.applicantName(loaded) });
    await this.submitted(tx, loaded);
  }

  /** Terms that no longer fit, because the price was changed after them. Error: INVALID_INPUT. */
  private async requireEscrow(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const { escrow } = loaded.business;
    if (!escrow || !choseEscrow(loaded)) return;
    const snapshot = await this.register.glanceIn(tx, loaded.record.unitId);
    requireEscrowTerms(loaded, snapshot, loaded.record.form[escrow.step]?.data);
  }

  /** Everybody has authorised, so what they agreed about the price goes to the bank. */
  private async agreeOnEscrow(tx: Transaction, loaded: LoadedCase): Promise<void> {
    if (!loaded.business.escrow) return;
    const snapshot = choseEscrow(loaded) ? await this.register.glanceIn(tx, loaded.record.unitId) : null;
    await this.escrow.agree(tx, loaded.record.id, agreementOf(loaded, snapshot));
  }

  private async submitted(tx: Transaction, loaded: LoadedCase): Promise<void> {
    await this.agreeOnEscrow(tx, loaded);
    await this.tellTheOthers(tx, loaded);
    await this.messages.tellEverybody(tx, loaded, 'submitted');
    await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
  }

  /** Owners whose authorisation was not needed learn what the others have decided. */
  private async tellTheOthers(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const others = loaded.parties.filter(
      (party) => ['waiting', 'window'].includes(party.authState) && enoughWithout(loaded, party),
    );
    for (const party of others)
      await this.store.updateParty(tx, party, { authState: 'told', authHow: null, authAt: tx.now });
    if (others.length === 0) return;
    await this.messages.tell(tx, loaded, 'co-owner-told', others, { applicant: this.applicant(loaded).identity.name });
  }

  /** Ends the case before it is recorded; a paid fee goes back. Errors: ACTION_NOT_ALLOWED. */
  async withdraw(tx: Transaction, actor: Actor, caseId: string, reason: string): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    await this.withdrawLoaded(tx, actor, loaded, reason);
    return this.viewFor(tx, loaded, actor);
  }

  async withdrawLoaded(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    loaded: LoadedCase,
    reason: string,
  ): Promise<void> {
    await this.store.apply(tx, loaded, 'withdraw', {
      actor,
      as: ['applicant'],
      by: this.applicantName(loaded),
      note: reason,
      patch: { endReason: reason },
    });
    await this.giveBack(tx, loaded, 'withdrawn');
    await this.messages.tellEverybody(tx, loaded, 'withdrawn', { reason });
  }

  /** Cancels an open order and returns what was paid; for every way a case can end without being recorded. */
  async giveBack(tx: Transaction, loaded: LoadedCase, reason: string): Promise<void> {
    await this.taxes.end(tx, loaded, reason, { file: reason !== 'suspended' });
    if (!loaded.record.orderId) return;
    await this.payments.cancelOrder(tx, loaded.record.id, reason);
    await this.payments.refundCase(tx, loaded.record.id, reason);
  }

  /** Reminds those who have not authorised. Returns how many were reminded. Errors: ACTION_NOT_ALLOWED, REMINDED_RECENTLY. */
  async remind(tx: Transaction, actor: Actor, caseId: string): Promise<{ reminded: number }> {
    return { reminded: await this.remindLoaded(tx, actor, await this.steps.own(tx, actor, caseId)) };
  }

  async remindLoaded(tx: Transaction, actor: Actor, loaded: LoadedCase): Promise<number> {
    if (!['authorising', 'submitted'].includes(loaded.record.state))
      throw new Problem('ACTION_NOT_ALLOWED', { message: '这件现在没有在等人授权，不用提醒。' });
    const missing = missingAuthorisations(loaded, 'submission').filter(
      (party) => !party.applicant && getsMessages(party),
    );
    if (missing.length === 0) return 0;
    if (await this.messages.remindedLately(tx, loaded)) throw new Problem('REMINDED_RECENTLY');
    await this.messages.tell(tx, loaded, 'authorise-reminder', missing, {
      applicant: this.applicant(loaded).identity.name,
    });
    await tx.audit({
      actor,
      action: 'case.remind',
      subject: { kind: 'case', id: loaded.record.id },
      detail: { reminded: missing.length },
    });
    return missing.length;
  }

  private applicant(loaded: LoadedCase) {
    return loaded.parties.find((party) => party.applicant)!;
  }

  private applicantName(loaded: LoadedCase): string {
    return this.store.label(loaded, this.applicant(loaded));
  }

  async viewFor(tx: Transaction, loaded: LoadedCase, actor: Actor): Promise<CaseView> {
    return this.reader.viewIn(
      tx,
      loaded.record.id,
      loaded.record.institutionId
        ? { institutionId: loaded.record.institutionId }
        : { citizenId: actor.id, idBlind: this.applicant(loaded).idBlind, agent: actor.agent },
    );
  }
}
