import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, departments, stepOf } from '@zhucheng/shared';
import type { Adapters, DepartmentAnswer, Enterprise, EnterpriseSize } from '../../adapters';
import type { Environment } from '../../config/environment';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { type LoadedCase, type PartyRecord, sha256 } from './case.model';
import { CaseStore } from './case-store.service';

const checkId = 'payer-size';
const department = departments.market;
const small: readonly EnterpriseSize[] = ['small', 'micro', 'self-employed'];
const sizeNames: Record<EnterpriseSize, string> = {
  large: '大型企业',
  medium: '中型企业',
  small: '小型企业',
  micro: '微型企业',
  'self-employed': '个体工商户',
};
interface Question {
  caseId: string;
  inputHash: string;
}

/** A final answer about a payer. */
export interface Concluded {
  creditCode: string;
  result: 'passed';
  message: string;
  answer: { size: EnterpriseSize } | null;
}

/** Whether the review of this business asks how big the payer is. */
export function asksForPayer(business: Business): boolean {
  const review = stepOf(business, 'review');
  return review?.automatic.includes(checkId) ?? false;
}

const checkOf = ({ checks }: Pick<LoadedCase, 'checks'>) => checks.find((check) => check.checkId === checkId);

/** Whether the bureau has said that the payer is small; a missing answer is none. */
export function verifiedSmall(loaded: Pick<LoadedCase, 'checks'>): boolean {
  const size = checkOf(loaded)?.answer?.size as EnterpriseSize | undefined;
  return size !== undefined && small.includes(size);
}

/**
 * Asks the market supervision bureau (市场监管) how big the institution is that pays. The review waits for the answer:
 * nobody is charged because a department was silent. That it knows no such enterprise is an answer: the usual fee.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PayerSize {
  @Inject() store!: CaseStore;
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.payer-size', (task: Task<Question>) => this.pursue(task.payload), { maxAttempts: 200 });
  }

  /** Records the question as waiting and queues it, unless it has been asked about this payer. */
  async ask(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const inputHash = sha256(this.payer(loaded).identity.idNumber);
    if (checkOf(loaded)?.inputHash === inputHash) return;
    const caseId = loaded.record.id;
    await this.store.saveCheck(tx, loaded, {
      checkId,
      result: 'waiting',
      message: `正在向${department}核验缴费单位规模，有结果后确定登记费。`,
      inputHash,
      ticket: null,
      answer: null,
    });
    const key = `${caseId}:${inputHash}:${loaded.record.version}`;
    await tx.enqueue('case.payer-size', key, { caseId, inputHash }, { caseId });
  }

  private payer(loaded: LoadedCase): PartyRecord {
    const { by } = stepOf(loaded.business, 'pay')!;
    return loaded.parties.find((party) => party.role === by)!;
  }

  /** What the bureau says right now, for the many cases of a batch at once; null while it does not say. */
  async now(creditCode: string, reference: string): Promise<Concluded | null> {
    const answer = await this.adapters.market.size({ reference, creditCode });
    if (answer.status === 'unknown' || answer.status === 'pending') return null;
    return { creditCode, ...this.conclusion(answer) };
  }

  /** Takes over what the bureau has just said of this case's payer, so that the review need not ask. One statement. */
  async take(tx: Transaction, loaded: LoadedCase, { creditCode, ...concluded }: Concluded): Promise<void> {
    if (!asksForPayer(loaded.business) || this.payer(loaded).identity.idNumber !== creditCode) return;
    await this.store.saveCheck(tx, loaded, { checkId, inputHash: sha256(creditCode), ticket: null, ...concluded });
  }

  /** One try of the outbox. Returns when to try again while the answer is pending or unknown. */
  private async pursue(question: Question): Promise<{ againAfterMs: number } | undefined> {
    const loaded = await this.database.unitOfWork((tx) => this.store.load(tx, question.caseId));
    const check = checkOf(loaded);
    if (check?.inputHash !== question.inputHash || check.result !== 'waiting') return undefined;
    const about = { reference: loaded.record.acceptanceNumber, creditCode: this.payer(loaded).identity.idNumber };
    const answer = check.ticket
      ? await this.adapters.market.result(check.ticket, about)
      : await this.adapters.market.size(about);
    if (answer.status === 'unknown') {
      await this.write(question, {
        ...check,
        message: `${department}系统暂时没有回应，会自动再次核验；没有结果前不会收费。`,
      });
      return { againAfterMs: this.environment.DEPARTMENT_RETRY_MS };
    }
    if (answer.status === 'pending') {
      const message = `${department}已收到，正在核验缴费单位规模。`;
      if (answer.ticket !== check.ticket) await this.write(question, { ...check, ticket: answer.ticket, message });
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    // A ticket the bureau has lost is asked for anew, never taken for an answer.
    if (answer.status === 'rejected' && answer.reason === 'ticket-unknown') {
      await this.write(question, { ...check, ticket: null });
      return { againAfterMs: 5_000 };
    }
    await this.write(question, { ...check, ...this.conclusion(answer), ticket: null });
    return undefined;
  }

  private conclusion(answer: Extract<DepartmentAnswer<Enterprise>, { status: 'accepted' | 'rejected' }>) {
    if (answer.status === 'rejected')
      return {
        result: 'passed' as const,
        message: `${department}没有缴费单位的企业规模记录，按标准收取登记费。`,
        answer: null,
      };
    const { size } = answer.data;
    return {
      result: 'passed' as const,
      message: `${department}核验：缴费单位为${sizeNames[size]}，${small.includes(size) ? '免收登记费' : '按标准收取登记费'}。`,
      answer: { size },
    };
  }

  /** Under lock, and only if the question still stands; an answer lets the review go on. */
  private async write(question: Question, check: NonNullable<ReturnType<typeof checkOf>>): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const fresh = await this.store.load(tx, question.caseId);
      const known = checkOf(fresh);
      if (known?.inputHash !== question.inputHash || known.result !== 'waiting') return;
      await this.store.saveCheck(tx, fresh, check);
      if (check.result === 'passed' && fresh.record.state === 'submitted')
        await tx.enqueue('case.review', null, { caseId: question.caseId }, { caseId: question.caseId });
    });
  }
}
