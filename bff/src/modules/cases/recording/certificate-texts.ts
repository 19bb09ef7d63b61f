import { capitalAmount, formatFen } from '@zhucheng/shared';
import type { MortgageTerms, RegisterSnapshot } from '../../register/register.types';
import { formValue, type LoadedCase } from '../core/case.model';

/** What certificates say besides their columns (其他、附记), in the words of the printed form. */
export const noteText = ({ business, record }: LoadedCase): string =>
  `业务类型：${business.name}；受理编号：${record.acceptanceNumber}`;

/** Certificate of the right, or of the notice, that is noticed or mortgaged. */
export function basisText({ record }: LoadedCase, live: RegisterSnapshot): string {
  const owned = live.ownership?.certificates.map(({ number }) => number) ?? [];
  if (owned.length > 0) return `不动产权证号：${owned.join('、')}。`;
  const notice = live.notices.find((one) => one.id === record.rightId);
  return notice ? `预告登记证明号：${notice.certificateNumber}。` : '';
}

export const debtText = (terms: MortgageTerms | null): string =>
  terms
    ? `被担保主债权数额 ${formatFen(terms.securedFen)} 元（${capitalAmount(terms.securedFen)}）；债务履行期限 ${terms.debtStart} 起 ${terms.debtEnd} 止。`
    : '';

/** Who owes the debt: whoever the contract names, otherwise the obligors. */
export function debtorOf(loaded: LoadedCase, obligors: ReadonlyArray<{ name: string }>): string {
  for (const effect of loaded.business.effects) {
    const named = 'terms' in effect && effect.terms && formValue(loaded.record.form, `${effect.terms}.debtor`);
    if (named) return String(named);
  }
  return obligors.map(({ name }) => name).join('、');
}
