import { assessingStep, isAssessed } from '@zhucheng/shared';
import type { Assessment, TaxItem, TaxKind } from '../../../adapters';
import type { CheckRecord, LoadedCase } from './case.model';

/** The check that keeps what the bureau has assessed; which one gates the recording says the step. */
export const assessedCheck = 'tax-assessed';

export const taxNames: Record<TaxKind, string> = { deed: '契税', vat: '增值税及附加', income: '个人所得税' };

type Content = Pick<LoadedCase, 'business' | 'record' | 'checks'>;

export interface OwedTax extends TaxItem {
  /** `deed:buyers`: the same tax of the same side, whichever assessment it stands in. */
  key: string;
  /** Role of those who owe it. */
  role: string;
}

export interface CaseTaxes {
  assessment: Assessment;
  /** The check that has to be passed before the case is recorded. */
  gate: CheckRecord['checkId'];
  items: OwedTax[];
  /** What is to be paid: items of 0 are not. */
  due: OwedTax[];
}

/** The step that has the taxes of this case assessed; undefined where a certificate's number was typed. */
export function assessedStep({ business, record }: Pick<Content, 'business' | 'record'>) {
  const step = assessingStep(business);
  return step && isAssessed(step, record.form[step.id]?.data) ? step : undefined;
}

/** The taxes as the bureau has last assessed them; null while it has not, or does so anew. */
export function taxesOf(of: Content): CaseTaxes | null {
  const step = assessedStep(of);
  const check = step && of.checks.find(({ checkId }) => checkId === assessedCheck);
  if (!step?.assess || check?.result !== 'passed' || !check.answer) return null;
  const assessment = check.answer as unknown as Assessment;
  const { buyers, sellers } = step.assess;
  const items = assessment.items.map((item) => ({
    ...item,
    key: `${item.tax}:${item.owedBy}`,
    role: item.owedBy === 'buyers' ? buyers : (sellers ?? buyers),
  }));
  return {
    assessment,
    gate: step.check,
    items,
    due: items.filter(({ amountFen }) => amountFen > 0),
  };
}
