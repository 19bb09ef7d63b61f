import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { departments, type InputStep, inputSteps } from '@zhucheng/shared';
import type { Adapters, DepartmentAnswer } from '../../adapters';
import type { Environment } from '../../config/environment';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { canonical, formValue, type LoadedCase, sha256 } from './case.model';
import { readCase, readDetails } from './case.query';
import { CaseStore } from './case-store.service';

type AskStep = Extract<InputStep, { kind: 'ask' }>;
interface Question {
  caseId: string;
  stepId: string;
  inputHash: string;
}
type Answer = DepartmentAnswer<object>;

const refusalTexts: Record<string, string> = {
  'not-found': '没有查到该号码，请核对后重新填写。',
  unpaid: '该完税证明尚未缴清税款，请缴清后再核验。',
  'other-unit': '该号码对应的不是这处不动产，请核对后重新填写。',
  'other-taxpayer': '该完税证明的纳税人不是本次的买受人，请核对后重新填写。',
  cancelled: '该合同备案已撤销，请填写有效的备案号。',
};

/**
 * Puts the questions of a case to other departments. The answer is fetched by the outbox, so nobody's request waits for it;
 * an answer to a question that has been changed meanwhile is dropped. `unknown` is asked again, never taken for a no.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DepartmentQuestions {
  @Inject() store!: CaseStore;
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.ask', (task: Task<Question>) => this.pursue(task.payload), {
      maxAttempts: 200,
    });
  }

  /** Records the question as waiting and queues it. */
  async ask(tx: Transaction, loaded: LoadedCase, step: AskStep): Promise<void> {
    const inputHash = this.hash(loaded, step);
    const known = loaded.checks.find((check) => check.checkId === step.check);
    if (known && known.inputHash === inputHash && known.result === 'passed') return;
    await this.store.saveCheck(tx, loaded, {
      checkId: step.check,
      result: 'waiting',
      message: `正在向${departments[step.of]}核验，可以先离开，有结果会通知您。`,
      inputHash,
      ticket: null,
      answer: null,
    });
    await tx.enqueue(
      'case.ask',
      `${loaded.record.id}:${step.id}:${inputHash}:${loaded.record.version}`,
      { caseId: loaded.record.id, stepId: step.id, inputHash },
      { caseId: loaded.record.id },
    );
  }

  private hash(loaded: LoadedCase, step: AskStep): string {
    return sha256(canonical({ unit: loaded.record.unit.unitNumber, data: loaded.record.form[step.id]?.data ?? null }));
  }

  private async peek(caseId: string): Promise<LoadedCase | null> {
    const read = <T>(sql: string, params: readonly unknown[]) => this.database.read<T>(sql, params);
    const record = await readCase(read, this.store.cipher, caseId);
    if (!record) return null;
    const details = await readDetails(read, this.store.cipher, caseId);
    return { record, business: this.store.businesses.at(record.businessId, record.businessVersion), ...details };
  }

  /** One try of the outbox. Returns when to try again while the answer is pending or unknown. */
  private async pursue(payload: Question): Promise<{ againAfterMs: number } | undefined> {
    const loaded = await this.peek(payload.caseId);
    const step = loaded && this.askStep(loaded, payload.stepId);
    if (!loaded || !step) return undefined;
    const check = loaded.checks.find((candidate) => candidate.checkId === step.check);
    if (!check || check.inputHash !== payload.inputHash || check.result !== 'waiting') return undefined;
    const answer = await this.request(loaded, step, check.ticket);
    if (answer.status === 'unknown') {
      await this.settle(
        payload,
        (tx, fresh) =>
          this.store.saveCheck(tx, fresh, {
            ...check,
            message: `${departments[step.of]}系统暂时没有回应，会自动再次核验。`,
          }),
        step,
      );
      return { againAfterMs: this.environment.DEPARTMENT_RETRY_MS };
    }
    if (answer.status === 'pending') {
      if (answer.ticket !== check.ticket)
        await this.settle(
          payload,
          (tx, fresh) =>
            this.store.saveCheck(tx, fresh, {
              ...check,
              ticket: answer.ticket,
              message: `${departments[step.of]}已收到，正在核验。`,
            }),
          step,
        );
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    await this.settle(payload, (tx, fresh) => this.conclude(tx, fresh, step, payload.inputHash, answer), step);
    return undefined;
  }

  private askStep(loaded: LoadedCase, stepId: string): AskStep | undefined {
    const step = inputSteps(loaded.business).find((candidate) => candidate.id === stepId);
    return step?.kind === 'ask' ? step : undefined;
  }

  /** Writes under lock, and only if the question still stands. */
  private async settle(
    payload: { caseId: string; inputHash: string },
    write: (tx: Transaction, loaded: LoadedCase) => Promise<void>,
    step: AskStep,
  ): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const fresh = await this.store.load(tx, payload.caseId);
      const check = fresh.checks.find((candidate) => candidate.checkId === step.check);
      if (!check || check.inputHash !== payload.inputHash || check.result !== 'waiting') return;
      await write(tx, fresh);
    });
  }

  private async conclude(
    tx: Transaction,
    loaded: LoadedCase,
    step: AskStep,
    inputHash: string,
    answer: Extract<Answer, { status: 'accepted' | 'rejected' }>,
  ): Promise<void> {
    const passed = answer.status === 'accepted';
    await this.store.saveCheck(tx, loaded, {
      checkId: step.check,
      result: passed ? 'passed' : 'failed',
      message: passed
        ? `${departments[step.of]}核验通过。`
        : (refusalTexts[answer.reason] ?? `${departments[step.of]}核验未通过，请核对后重新填写。`),
      inputHash,
      ticket: null,
      answer: passed ? (answer.data as Record<string, unknown>) : null,
    });
    if (loaded.record.state === 'submitted')
      await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
  }

  private request(loaded: LoadedCase, step: AskStep, ticket: string | null): Promise<Answer> {
    const { record } = loaded;
    const reference = record.acceptanceNumber;
    const value = (kind: string): string => {
      const field = step.fields.find((candidate) => candidate.kind === kind);
      return field ? String(record.form[step.id]?.data?.[field.id] ?? '') : '';
    };
    if (step.of === 'housing') {
      if (ticket) return this.adapters.housing.result(ticket, reference);
      return this.adapters.housing.contract({
        reference,
        filingNumber: value('filing-number'),
        unitNumber: record.unit.unitNumber,
      });
    }
    if (ticket) return this.adapters.tax.result(ticket, reference);
    const buyers = loaded.parties
      .filter((party) => loaded.business.parties[party.role]!.shares)
      .map((party) => ({ idNumber: party.identity.idNumber }));
    return this.adapters.tax.verify({
      reference,
      taxCertificateNumber: value('tax-certificate-number'),
      ...(value('invoice-number') && { invoiceNumber: value('invoice-number') }),
      ...(value('invoice-code') && { invoiceCode: value('invoice-code') }),
      unitNumber: record.unit.unitNumber,
      buyers,
    });
  }

  /** The department's own page. Error: DEPARTMENT_UNAVAILABLE. */
  async online(loaded: LoadedCase, stepId: string): Promise<string> {
    const step = this.askStep(loaded, stepId);
    if (!step?.online || step.of !== 'housing') throw new Problem('STEP_UNKNOWN');
    const { record, parties } = loaded;
    const names = (role: string | undefined) =>
      parties.filter((party) => party.role === role).map((party) => party.identity.name);
    const price = step.compare?.price ? formValue(record.form, step.compare.price) : undefined;
    const answer = await this.adapters.housing.onlineFiling({
      reference: record.acceptanceNumber,
      unitNumber: record.unit.unitNumber,
      sellers: names(step.compare?.sellers),
      buyers: names(step.compare?.buyers),
      ...(typeof price === 'number' ? { priceFen: price } : {}),
    });
    if (answer.status !== 'accepted') throw new Problem('DEPARTMENT_UNAVAILABLE');
    return answer.data.url;
  }

  /**
   * Asks at once, because the applicant pressed "refresh": fetches a filing done on the department's page, or the answer
   * that is on its way. Returns what to write; null when there is nothing new. Error: DEPARTMENT_UNAVAILABLE.
   */
  async refresh(
    loaded: LoadedCase,
    stepId: string,
  ): Promise<((tx: Transaction, fresh: LoadedCase) => Promise<void>) | null> {
    const step = this.askStep(loaded, stepId);
    if (!step) throw new Problem('STEP_UNKNOWN');
    const check = loaded.checks.find((candidate) => candidate.checkId === step.check);
    if (check?.result === 'waiting') {
      const answer = await this.request(loaded, step, check.ticket);
      if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
      if (answer.status === 'pending') return null;
      return async (tx, fresh) => {
        const now = fresh.checks.find((candidate) => candidate.checkId === step.check);
        if (now?.inputHash === check.inputHash && now.result === 'waiting')
          await this.conclude(tx, fresh, step, check.inputHash, answer);
      };
    }
    if (!step.online || check?.result === 'passed') return null;
    const answer = await this.adapters.housing.filingStatus({
      reference: loaded.record.acceptanceNumber,
      unitNumber: loaded.record.unit.unitNumber,
    });
    if (answer.status === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status !== 'accepted') return null;
    const field = step.fields.find((candidate) => candidate.kind === 'filing-number')!;
    const contract = answer.data;
    return async (tx, fresh) => {
      const form = { ...fresh.record.form, [step.id]: { data: { [field.id]: contract.filingNumber } } };
      await this.store.apply(tx, fresh, 'fill', {
        actor: { kind: 'citizen', id: fresh.record.applicantId },
        as: ['applicant'],
        by: departments[step.of],
        patch: { form },
        detail: { step: step.id, online: true },
      });
      await this.conclude(tx, fresh, step, this.hash(fresh, step), answer);
    };
  }
}
