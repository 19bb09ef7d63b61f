import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AutomaticCheck, checkOfStep, departments, inputStep } from '@zhucheng/shared';
import type { Environment } from '../../../../config/environment';
import { Database } from '../../../../platform/database/database';
import type { Transaction } from '../../../../platform/database/transaction';
import { Problem } from '../../../../platform/errors/problem';
import { Outbox, type Task } from '../../../../platform/outbox/outbox';
import type { CheckRecord, LoadedCase } from '../../core/case.model';
import { readCase, readDetails } from '../../core/case.query';
import { CaseStore } from '../../core/case-store.service';
import { payerCheck } from '../../core/fee-question';
import { HousingBureau } from './housing.service';
import type { Department, Final, Inquiry } from './inquiry';
import { MarketBureau } from './market.service';
import { TaxBureau } from './tax.service';

interface Question {
  caseId: string;
  inputHash: string;
  /** Missing in questions of earlier versions, which name the step instead, or nothing for the payer's size. */
  checkId?: AutomaticCheck;
  stepId?: string;
}
/** What to write into a check; null: the question no longer stands. */
type Change = (tx: Transaction, loaded: LoadedCase, check: CheckRecord) => Promise<void>;

/**
 * Puts the questions of a case to other departments, in one way for all of them (see README, "Asking a department"). The
 * answer is fetched by the outbox, so nobody's request waits for it; an answer to a question that has been changed meanwhile
 * is dropped. `unknown` is asked again, never taken for a no.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Asking {
  @Inject() store!: CaseStore;
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() housing!: HousingBureau;
  @Inject() tax!: TaxBureau;
  @Inject() market!: MarketBureau;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    const pursue = (task: Task<Question>) => this.pursue(task.payload);
    this.outbox.on('case.ask', pursue, { maxAttempts: 200 });
    // Questions that an earlier version has queued.
    this.outbox.on('case.payer-size', pursue, { maxAttempts: 200 });
  }

  private inquiry(loaded: LoadedCase, check: AutomaticCheck): Inquiry | undefined {
    const asked: Department[] = [this.housing, this.tax, this.market];
    for (const department of asked) {
      const inquiry = department.inquiry(loaded, check);
      if (inquiry) return inquiry;
    }
    return undefined;
  }

  /** Whether a department answers this check of the case. */
  asks(loaded: LoadedCase, check: AutomaticCheck): boolean {
    return this.inquiry(loaded, check) !== undefined;
  }

  /**
   * Records the question as waiting and queues it. `again`: the applicant repeats it by filling in the step once more, and
   * only an answer that passed stands; the review asks whatever has not been asked yet. `anew`: what was answered no longer
   * holds, although the question is the same.
   */
  async ask(
    tx: Transaction,
    loaded: LoadedCase,
    check: AutomaticCheck,
    { again, anew = false }: { again: boolean; anew?: boolean },
  ): Promise<void> {
    const inquiry = this.inquiry(loaded, check);
    if (!inquiry) return;
    const inputHash = inquiry.hash(loaded);
    const known = loaded.checks.find(({ checkId }) => checkId === check);
    if (!anew && known?.inputHash === inputHash && (!again || known.result === 'passed')) return;
    const { id: caseId, version } = loaded.record;
    const message = inquiry.says.waiting;
    await this.store.saveCheck(tx, loaded, {
      checkId: check,
      result: 'waiting',
      message,
      inputHash,
      ticket: null,
      answer: null,
    });
    const question: Question = { caseId, checkId: check, inputHash };
    const key = `${caseId}:${check}:${inputHash}:${version}${anew ? `:${tx.now}` : ''}`;
    await tx.enqueue('case.ask', key, question, { caseId });
  }

  private async peek(caseId: string): Promise<LoadedCase | null> {
    const read = <T>(sql: string, params: readonly unknown[]) => this.database.read<T>(sql, params);
    const record = await readCase(read, this.store.cipher, caseId);
    if (!record) return null;
    const details = await readDetails(read, this.store.cipher, caseId);
    return { record, business: this.store.businesses.at(record.businessId, record.businessVersion), ...details };
  }

  private checkOf({ business }: LoadedCase, { checkId, stepId }: Question): AutomaticCheck | undefined {
    if (checkId) return checkId;
    if (!stepId) return payerCheck;
    const step = inputStep(business, stepId);
    return step?.kind === 'ask' ? checkOfStep(step, undefined) : undefined;
  }

  /** One try of the outbox. Returns when to try again while the answer is pending or unknown. */
  private async pursue(question: Question): Promise<{ againAfterMs: number } | undefined> {
    const loaded = await this.peek(question.caseId);
    const checkId = loaded && this.checkOf(loaded, question);
    const inquiry = checkId && this.inquiry(loaded, checkId);
    const check = standing(loaded, checkId, question.inputHash);
    if (!loaded || !inquiry || !check) return undefined;
    const answer = await inquiry.request(loaded, check.ticket);
    const { says } = inquiry;
    const note = (set: Partial<CheckRecord>) =>
      this.settle(question.caseId, check, (tx, fresh, now) => this.store.saveCheck(tx, fresh, { ...now, ...set }));
    if (answer.status === 'unknown') {
      await note({ message: says.silent });
      return { againAfterMs: this.environment.DEPARTMENT_RETRY_MS };
    }
    if (answer.status === 'pending') {
      if (answer.ticket !== check.ticket) await note({ ticket: answer.ticket, message: says.received });
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    if (lostTicket(answer)) {
      await note({ ticket: null });
      return { againAfterMs: 5_000 };
    }
    await this.settle(question.caseId, check, (tx, fresh, now) =>
      this.conclude(tx, fresh, inquiry, now.inputHash, answer),
    );
    return undefined;
  }

  /** Writes under lock, and only if the question still stands. */
  private async settle(caseId: string, { checkId, inputHash }: CheckRecord, change: Change): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const fresh = await this.store.load(tx, caseId);
      const now = standing(fresh, checkId, inputHash);
      if (now) await change(tx, fresh, now);
    });
  }

  /** The answer is kept; a review that waits for it goes on. */
  private async conclude(
    tx: Transaction,
    loaded: LoadedCase,
    inquiry: Inquiry,
    inputHash: string,
    answer: Final,
  ): Promise<void> {
    const { checkId } = inquiry;
    await this.store.saveCheck(tx, loaded, { checkId, inputHash, ticket: null, ...inquiry.conclude(answer) });
    const { id: caseId, state } = loaded.record;
    if (state === 'submitted') await tx.enqueue('case.review', null, { caseId }, { caseId });
    // Assessed anew while it waited to be paid; or the certificate that the recording waited for.
    if (state === 'awaiting-payment') await tx.enqueue('case.taxes', null, { caseId }, { caseId });
    if (state === 'registering') await tx.enqueue('case.record', null, { caseId }, { caseId });
  }

  private ofStep(loaded: LoadedCase, stepId: string) {
    const step = inputStep(loaded.business, stepId);
    const data = loaded.record.form[stepId]?.data;
    const inquiry = step?.kind === 'ask' ? this.inquiry(loaded, checkOfStep(step, data)) : undefined;
    if (step?.kind !== 'ask' || !inquiry) throw new Problem('STEP_UNKNOWN');
    return { step, inquiry };
  }

  /** The department's own page. Errors: STEP_UNKNOWN, DEPARTMENT_UNAVAILABLE. */
  async online(loaded: LoadedCase, stepId: string): Promise<string> {
    const { online } = this.ofStep(loaded, stepId).inquiry;
    if (!online) throw new Problem('STEP_UNKNOWN');
    const answer = await online.page(loaded);
    if (answer.status !== 'accepted') throw new Problem('DEPARTMENT_UNAVAILABLE');
    return answer.data.url;
  }

  /**
   * Asks at once, because the applicant pressed "refresh": fetches what was done on the department's page, or the answer
   * that is on its way. Returns what to write; null when there is nothing new. Errors: STEP_UNKNOWN, DEPARTMENT_UNAVAILABLE.
   */
  async refresh(
    loaded: LoadedCase,
    stepId: string,
  ): Promise<((tx: Transaction, fresh: LoadedCase) => Promise<void>) | null> {
    const { step, inquiry } = this.ofStep(loaded, stepId);
    const check = loaded.checks.find((candidate) => candidate.checkId === inquiry.checkId);
    if (check?.result === 'waiting') {
      const answer = await inquiry.request(loaded, check.ticket);
      if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
      if (answer.status === 'pending' || lostTicket(answer)) return null;
      return async (tx, fresh) => {
        if (standing(fresh, check.checkId, check.inputHash))
          await this.conclude(tx, fresh, inquiry, check.inputHash, answer);
      };
    }
    const { online } = inquiry;
    if (!online || check?.result === 'passed') return null;
    const answer = await online.done(loaded);
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status !== 'accepted') return null;
    return async (tx, fresh) => {
      const by = departments[step.of];
      const version = (fresh.record.form[step.id]?.version ?? 0) + 1;
      const saved = { id: step.of, by, at: tx.now };
      const form = { ...fresh.record.form, [step.id]: { data: online.filledIn(answer.data), version, saved } };
      await this.store.apply(tx, fresh, 'fill', {
        actor: { kind: 'citizen', id: fresh.record.applicantId },
        as: ['applicant'],
        by,
        patch: { form },
        detail: { step: step.id, online: true },
      });
      await this.conclude(tx, fresh, inquiry, inquiry.hash(fresh), answer);
    };
  }
}

/** The check while it still waits for the answer to this question. */
function standing(
  loaded: LoadedCase | null,
  checkId: string | null | undefined,
  inputHash: string,
): CheckRecord | undefined {
  const check = loaded?.checks.find((candidate) => candidate.checkId === checkId);
  return check?.inputHash === inputHash && check.result === 'waiting' ? check : undefined;
}

/** A ticket the department has lost is no answer: it is asked anew. */
const lostTicket = (answer: Final): boolean => answer.status === 'rejected' && answer.reason === 'ticket-unknown';
