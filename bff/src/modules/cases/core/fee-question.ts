import { dayOf } from '@zhucheng/shared';
import type { EnterpriseSize } from '../../../adapters';
import type { FeeQuestion } from '../../payments/payment.service';
import { formValue, type LoadedCase } from './case.model';

/** The market supervision bureau's answer about the size of the institution that pays (小微企业认定). */
export const payerCheck = 'payer-size';
const small: readonly EnterpriseSize[] = ['small', 'micro', 'self-employed'];
export const isSmall = (size: EnterpriseSize): boolean => small.includes(size);

export const payerCheckOf = ({ checks }: Pick<LoadedCase, 'checks'>) =>
  checks.find((check) => check.checkId === payerCheck);

/** Whether the bureau has said that the payer is small; a missing answer is none. */
export function verifiedSmall(loaded: Pick<LoadedCase, 'checks'>): boolean {
  const size = payerCheckOf(loaded)?.answer?.size as EnterpriseSize | undefined;
  return size !== undefined && isSmall(size);
}

export function copiesOf({ business, record }: LoadedCase): number {
  const effect = business.effects.find((one) => one.do === 'transfer-ownership');
  const copies = effect?.copies ? formValue(record.form, effect.copies) : undefined;
  return typeof copies === 'number' ? copies : 1;
}

/**
 * What the fee table is asked for this case; `now`: UTC ms. What was in force on the day of the application holds, however
 * long it is worked on.
 */
export const feeQuestion = (loaded: LoadedCase, now: number): FeeQuestion => ({
  matter: loaded.business.fee.matter,
  ...(loaded.business.fee.because && { because: loaded.business.fee.because }),
  use: loaded.record.unit.use,
  copies: copiesOf(loaded),
  ...(verifiedSmall(loaded) && { payer: 'small-enterprise' as const }),
  day: dayOf(loaded.record.appliedAt ?? now),
});
