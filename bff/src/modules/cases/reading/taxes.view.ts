import { type CaseView, orderStates } from '@zhucheng/shared';
import type { TaxOrderSummary } from '../../payments/payment.types';
import type { LoadedCase } from '../core/case.model';
import { assessedCheck, assessedStep, taxesOf, taxNames } from '../core/taxes';
import type { Viewer } from './viewer';

/** Who owes what, for every party; orders exist from the approval on. */
export function taxesView(loaded: LoadedCase, orders: readonly TaxOrderSummary[], viewer?: Viewer): CaseView['taxes'] {
  const check = loaded.checks.find(({ checkId }) => checkId === assessedCheck);
  // While it is assessed anew the last answer is gone, and so are its amounts.
  if (assessedStep(loaded) && check?.result === 'waiting')
    return { validUntil: '', anew: true, items: [], certificate: null };
  const taxes = taxesOf(loaded);
  if (!taxes) return null;
  const gate = loaded.checks.find(({ checkId }) => checkId === taxes.gate);
  return {
    validUntil: taxes.assessment.validUntil,
    anew: false,
    items: taxes.items.map((item) => {
      const order = orders.findLast(({ voucher }) => voucher === item.voucherNumber);
      return {
        name: taxNames[item.tax],
        owedBy: loaded.business.parties[item.role]!.name,
        baseFen: item.baseFen,
        rate: item.rate,
        amountFen: item.amountFen,
        mine: loaded.parties.some(
          ({ role, idBlind, institutionId }) =>
            role === item.role && institutionId === null && idBlind === viewer?.idBlind,
        ),
        orderId: order?.id ?? null,
        state: order?.state ?? 'assessed',
        stateName: order ? orderStates[order.state] : item.amountFen === 0 ? '不用缴' : '审核通过后缴',
      };
    }),
    certificate: gate?.result === 'passed' ? String(gate.answer?.taxCertificateNumber ?? '') : null,
  };
}
