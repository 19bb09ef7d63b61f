import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CaseView } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { PaymentService } from '../payments/payment.service';
import { asks, type LoadedCase, missingAuthorisations } from './case.model';
import { CaseReader } from './case-reader.service';
import { CaseStore } from './case-store.service';
import { CaseNotices } from './notices.service';
import { StepService } from './step.service';

/** The applicant's commands. Each runs in the caller's transaction and returns the case as the applicant then sees it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseService {
  @Inject() store!: CaseStore;
  @Inject() steps!: StepService;
  @Inject() reader!: CaseReader;
  @Inject() notices!: CaseNotices;
  @Inject() payments!: PaymentService;

  /**
   * The applicant has checked the answers: everybody who must authorise is asked. Whoever agreed to the very same content
   * before need not do so again. Errors: STEPS_INCOMPLETE, CONFLICT (content changed meanwhile), ACTION_NOT_ALLOWED.
   */
  async send(tx: Transaction, actor: Actor, caseId: string, version: number): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    if (loaded.record.version !== version) throw new Problem('CONFLICT');
    await this.sendLoaded(tx, actor, loaded);
    return this.viewFor(tx, loaded, actor);
  }

  async sendLoaded(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, loaded: LoadedCase): Promise<void> {
    await this.store.apply(tx, loaded, 'send', { actor, as: ['applicant'], by: this.applicantName(loaded) });
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
    await this.notices.tell(tx, loaded, 'authorise-request', asked, {
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

  /** Errors: AUTHORISATION_MISSING, ACTION_NOT_ALLOWED. */
  async submit(tx: Transaction, actor: Actor, caseId: string): Promise<CaseView> {
    const loaded = await this.steps.own(tx, actor, caseId);
    await this.submitLoaded(tx, actor, loaded);
    return this.viewFor(tx, loaded, actor);
  }

  async submitLoaded(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, loaded: LoadedCase): Promise<void> {
    await this.store.apply(tx, loaded, 'submit', { actor, as: ['applicant'], by: this.applicantName(loaded) });
    await this.submitted(tx, loaded);
  }

  private async submitted(tx: Transaction, loaded: LoadedCase): Promise<void> {
    await this.notices.tellEverybody(tx, loaded, 'submitted');
    await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
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
    await this.notices.tellEverybody(tx, loaded, 'withdrawn', { reason });
  }

  /** Cancels an open order and returns what was paid; for every way a case can end without being recorded. */
  async giveBack(tx: Transaction, loaded: LoadedCase, reason: string): Promise<void> {
    if (!loaded.record.orderId) return;
    await this.payments.cancelOrder(tx, loaded.record.id, reason);
    await this.payments.refundCase(tx, loaded.record.id, reason);
  }

  /** Reminds those who have not authorised. Returns how many were reminded. Error: ACTION_NOT_ALLOWED. */
  async remind(tx: Transaction, actor: Actor, caseId: string): Promise<{ reminded: number }> {
    const loaded = await this.steps.own(tx, actor, caseId);
    if (!['authorising', 'submitted'].includes(loaded.record.state)) throw new Problem('ACTION_NOT_ALLOWED');
    const missing = missingAuthorisations(loaded, 'submission').filter((party) => !party.applicant);
    await this.notices.tell(tx, loaded, 'authorise-reminder', missing, {
      applicant: this.applicant(loaded).identity.name,
    });
    await tx.audit({
      actor,
      action: 'case.remind',
      subject: { kind: 'case', id: caseId },
      detail: { reminded: missing.length },
    });
    return { reminded: missing.length };
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
