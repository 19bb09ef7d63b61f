import { beijingDate, Peers } from './context';
import { ApiError } from './http';
import { taxCollector } from './keys';
import { Payment, TaxAssessment } from './state';
import { accept, Body, refuse, Verdict } from './verdict';

const DAY_MS = 86_400_000;
const STATES: readonly TaxAssessment['state'][] = ['stands', 'changed', 'lapsed', 'contested'];

/** Hundredths of a percent. */
interface Rate {
  tax: 'deed' | 'vat' | 'income';
  owedBy: 'buyers' | 'sellers';
  rate: number;
}

/**
 * The rules, simple and always the same: deed tax 1 % up to ¥1 million, 1.5 % up to ¥3 million, 2 % above; VAT with surcharges
 * 3.3 % where the seller has held the home for less than two years; income tax 1 % for less than six. Five years unless
 * `PUT /sandbox/api/tax/units/:unitNumber` says otherwise.
 */
export function ratesOf(priceFen: number, heldYears: number, sellers: boolean): Rate[] {
  const deed = priceFen <= 100_000_000 ? 100 : priceFen <= 300_000_000 ? 150 : 200;
  const rates: Rate[] = [{ tax: 'deed', owedBy: 'buyers', rate: deed }];
  if (sellers && heldYears < 2) rates.push({ tax: 'vat', owedBy: 'sellers', rate: 330 });
  if (sellers && heldYears < 6) rates.push({ tax: 'income', owedBy: 'sellers', rate: 100 });
  return rates;
}

/** The tax bureau's desk for transfers (税务局房产交易): assesses, sees what was paid, certifies it, pays back. */
export class TaxDesk {
  constructor(private readonly peers: Peers) {}

  assess(body: Body): Verdict {
    const { store, clock, keys } = this.peers;
    const contract = store.state.contracts[String(body.contractFilingNumber)];
    if (!contract) return refuse('not-found');
    if (contract.unitNumber !== body.unitNumber) return refuse('other-unit');
    if (contract.priceFen !== body.priceFen) return refuse('differs');
    const reference = String(body.reference);
    const now = beijingDate(clock.now());
    const known = Object.values(store.state.taxAssessments).find(
      (one) => one.reference === reference && one.state === 'stands' && one.validUntil >= now,
    );
    const baseFen = store.state.taxValues[contract.unitNumber] ?? contract.priceFen;
    if (known && known.priceFen === baseFen) return this.told(known);
    const collector = taxCollector(keys.secrets);
    const sellers = Array.isArray(body.sellers) && body.sellers.length > 0;
    const rates = ratesOf(baseFen, store.state.heldYears[contract.unitNumber] ?? 5, sellers);
    const assessment: TaxAssessment = {
      assessmentNumber: `HD${now.replaceAll('-', '')}${String(store.next()).padStart(8, '0')}`,
      reference,
      unitNumber: contract.unitNumber,
      priceFen: baseFen,
      state: 'stands',
      validUntil: beijingDate(clock.now() + 30 * DAY_MS),
      items: rates.map((rate) => ({
        ...rate,
        baseFen,
        amountFen: Math.round((baseFen * rate.rate) / 10_000),
        voucherNumber: `YZ${now.replaceAll('-', '')}${String(store.next()).padStart(8, '0')}`,
        collector: {
          name: '国家税务总局北海市税务局',
          wechatMerchantId: collector.merchantId,
          alipaySellerId: collector.alipaySellerId,
        },
      })),
    };
    store.state.taxAssessments[assessment.assessmentNumber] = assessment;
    store.touch();
    return this.told(assessment);
  }

  standing(body: Body): Verdict {
    const known = this.peers.store.state.taxAssessments[String(body.assessmentNumber)];
    if (!known) return refuse('not-found');
    if (known.state !== 'stands') return refuse(known.state);
    if (known.validUntil < beijingDate(this.peers.clock.now())) return refuse('lapsed');
    return accept({ assessmentNumber: known.assessmentNumber });
  }

  /** The certificate, once the money of every voucher has reached the bureau's own account. */
  clear(body: Body): Verdict {
    const { store, clock } = this.peers;
    const known = store.state.taxAssessments[String(body.assessmentNumber)];
    if (!known) return refuse('not-found');
    const told = Array.isArray(body.payments) ? (body.payments as Body[]) : [];
    const arrived = known.items.every(
      ({ amountFen, voucherNumber }) =>
        amountFen === 0 ||
        told.some((one) => one.voucherNumber === voucherNumber && this.received(one)?.amountFen === amountFen),
    );
    if (!arrived) return refuse('unpaid');
    const paidOn = beijingDate(clock.now());
    known.taxCertificateNumber ??= `3450${paidOn.slice(2, 4)}${String(store.next()).padStart(12, '0')}`;
    const { assessmentNumber, taxCertificateNumber, unitNumber } = known;
    const paidFen = known.items.reduce((sum, { amountFen }) => sum + amountFen, 0);
    store.state.taxCertificates[taxCertificateNumber] ??= { taxCertificateNumber, unitNumber, paidFen, paidOn };
    store.touch();
    return accept({ assessmentNumber, taxCertificateNumber, paidFen, paidOn });
  }

  /** Pays back on application, from the bureau's account, once for an application. */
  refund(body: Body): Verdict {
    const { store, clock } = this.peers;
    const payment = this.received(body);
    if (!payment) return refuse('not-found');
    const applicationId = String(body.applicationId);
    store.state.taxRefunds[applicationId] ??= {
      applicationId,
      voucherNumber: String(body.voucherNumber),
      refundedFen: payment.amountFen,
      refundedOn: beijingDate(clock.now()),
      reason: String(body.reason),
    };
    payment.state = 'refunded';
    store.touch();
    const { refundedFen, refundedOn } = store.state.taxRefunds[applicationId];
    return accept({ applicationId, refundedFen, refundedOn });
  }

  /** How long the seller has held the home, and what the bureau thinks it is worth. */
  valued(unitNumber: string, { heldYears, valueFen }: Body): Body {
    const { store } = this.peers;
    if (typeof heldYears === 'number') store.state.heldYears[unitNumber] = heldYears;
    if (typeof valueFen === 'number') store.state.taxValues[unitNumber] = valueFen;
    store.touch();
    return { unitNumber, heldYears: store.state.heldYears[unitNumber], valueFen: store.state.taxValues[unitNumber] };
  }

  /** An assessment changes, lapses or is contested. */
  mark(assessmentNumber: string, { state }: Body): TaxAssessment {
    const known = this.peers.store.state.taxAssessments[assessmentNumber];
    if (!known) throw new ApiError(404, 'assessment-unknown');
    if (!STATES.includes(state as TaxAssessment['state'])) throw new ApiError(400, 'state-unknown');
    known.state = state as TaxAssessment['state'];
    this.peers.store.touch();
    return known;
  }

  private told({ assessmentNumber, items, validUntil }: TaxAssessment): Verdict {
    return accept({ assessmentNumber, items, validUntil });
  }

  /** The wallet's payment under this number, if it went to the bureau. */
  private received({ channel, transactionId }: Body): Payment | undefined {
    const { merchantId, alipaySellerId } = taxCollector(this.peers.keys.secrets);
    return Object.values(this.peers.store.state.payments).find(
      (payment) =>
        payment.channel === channel &&
        payment.transactionId === transactionId &&
        payment.paidAt !== undefined &&
        [merchantId, alipaySellerId].includes(payment.collector ?? ''),
    );
  }
}
