import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AutomaticCheck, type Business, departments, stepOf } from '@zhucheng/shared';
import type { Adapters, Enterprise, EnterpriseSize } from '../../../../adapters';
import type { Transaction } from '../../../../platform/database/transaction';
import { type LoadedCase, type PartyRecord, sha256 } from '../../core/case.model';
import { CaseStore } from '../../core/case-store.service';
import { isSmall, payerCheck } from '../../core/fee-question';
import type { Concluded, Department, Final, Inquiry } from './inquiry';

const department = departments.market;
const sizeNames: Record<EnterpriseSize, string> = {
  large: '大型企业',
  medium: '中型企业',
  small: '小型企业',
  micro: '微型企业',
  'self-employed': '个体工商户',
};

/** What the bureau has said of a payer. */
export interface PayerSize extends Concluded {
  creditCode: string;
}

/** Whether the review of this business asks how big the payer is. */
export function asksForPayer(business: Business): boolean {
  const review = stepOf(business, 'review');
  return review?.automatic.includes(payerCheck) ?? false;
}

function payerOf({ business, parties }: LoadedCase): PartyRecord {
  const { by } = stepOf(business, 'pay')!;
  return parties.find((party) => party.role === by)!;
}

/** That the bureau knows no such enterprise is an answer: the usual fee. */
function conclude(answer: Final): Concluded {
  if (answer.status === 'rejected')
    return {
      result: 'passed',
      message: `${department}没有缴费单位的企业规模记录，按标准收取登记费。`,
      answer: null,
    };
  const { size } = answer.data as Enterprise;
  return {
    result: 'passed',
    message: `${department}核验：缴费单位为${sizeNames[size]}，${isSmall(size) ? '免收登记费' : '按标准收取登记费'}。`,
    answer: { size },
  };
}

/**
 * The market supervision bureau (市场监管): how big the institution is that pays. The review waits for the answer: nobody is
 * charged because a department was silent.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MarketBureau implements Department {
  @Inject('adapters') adapters!: Adapters;
  @Inject() store!: CaseStore;

  inquiry({ business }: LoadedCase, check: AutomaticCheck): Inquiry | undefined {
    if (check !== payerCheck || !asksForPayer(business)) return undefined;
    return {
      checkId: payerCheck,
      hash: (loaded) => sha256(payerOf(loaded).identity.idNumber),
      request: (loaded, ticket) => {
        const about = { reference: loaded.record.acceptanceNumber, creditCode: payerOf(loaded).identity.idNumber };
        return ticket ? this.adapters.market.result(ticket, about) : this.adapters.market.size(about);
      },
      conclude,
      says: {
        waiting: `正在向${department}核验缴费单位规模，有结果后确定登记费。`,
        received: `${department}已收到，正在核验缴费单位规模。`,
        silent: `${department}系统暂时没有回应，会自动再次核验；没有结果前不会收费。`,
      },
    };
  }

  /** What the bureau says right now, for the many cases of a batch at once; null while it does not say. */
  async now(creditCode: string, reference: string): Promise<PayerSize | null> {
    const answer = await this.adapters.market.size({ reference, creditCode });
    if (answer.status === 'unknown' || answer.status === 'pending') return null;
    return { creditCode, ...conclude(answer) };
  }

  /** Takes over what the bureau has just said of this case's payer, so that the review need not ask. One statement. */
  async take(tx: Transaction, loaded: LoadedCase, { creditCode, ...concluded }: PayerSize): Promise<void> {
    if (!asksForPayer(loaded.business) || payerOf(loaded).identity.idNumber !== creditCode) return;
    await this.store.saveCheck(tx, loaded, {
      checkId: payerCheck,
      inputHash: sha256(creditCode),
      ticket: null,
      ...concluded,
    });
  }
}
