export type Channel = 'wechat' | 'alipay';
export type Department =
  | 'tax'
  | 'housing'
  | 'market'
  | 'utilities'
  | 'escrow'
  | 'identity-check'
  | 'sms'
  | 'virus-scan'
  | 'anchor-keeper';
/** now: at once · later: ticket, or a slow answer · wrong: refused · garbage: unreadable · never: no answer. */
export type DepartmentMode = 'now' | 'later' | 'wrong' | 'garbage' | 'never';

export interface Payment {
  channel: Channel;
  kind: 'jsapi' | 'native' | 'mini' | 'page' | 'precreate';
  outTradeNo: string;
  amountFen: number;
  description: string;
  /** The merchant who gets it (mchid, seller_id); the platform's own if absent. */
  collector?: string;
  /** Number of the combined payment it is a part of. */
  combineNo?: string;
  /** The order's parameters as text: a repeated number must bring the very same. */
  fingerprint: string;
  state: 'not-paid' | 'paid' | 'closed' | 'refunded';
  notifyUrl: string;
  returnUrl?: string;
  createdAt: number;
  expiresAt: number;
  /** Of an Alipay page or code: when the payer scanned it or signed in. Until then the gateway knows no such trade. */
  scannedAt?: number;
  prepayId?: string;
  prepayAt?: number;
  codeUrl?: string;
  tradeNo?: string;
  intendedPayer?: string;
  payer?: string;
  transactionId?: string;
  paidAt?: number;
  cancelled?: boolean;
}

/** A combined payment (合单): its parts are payments of their own, paid and closed together. */
export interface Combination {
  combineNo: string;
  kind: 'jsapi' | 'native';
  parts: string[];
  fingerprint: string;
  notifyUrl: string;
  prepayId?: string;
  prepayAt?: number;
  codeUrl?: string;
}

export interface Refund {
  channel: Channel;
  outTradeNo: string;
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  refundId: string;
  notifyUrl?: string;
  state: 'processing' | 'succeeded' | 'abnormal' | 'closed';
  createdAt: number;
  settledAt?: number;
}

/** A callback that is still to be acknowledged. */
export interface Callback {
  id: string;
  channel: Channel | 'escrow';
  url: string;
  /** WeChat: event type and resource. Alipay: form fields without signature. Escrow: the body. */
  event: string;
  content: Record<string, unknown>;
  attempts: number;
  state: 'waiting' | 'delivered' | 'dropped' | 'given-up';
  lastStatus?: string;
}

export interface Face {
  id: string;
  platform: 'wechat' | 'alipay';
  name: string;
  idNumber: string;
  openid?: string;
  reference: string;
  returnUrl?: string;
  state: 'pending' | 'passed' | 'refused';
  createdAt: number;
  expiresAt: number;
}

export interface Sms {
  id: string;
  phone: string;
  template: string;
  params: Record<string, string>;
  text: string;
  reference: string;
  /** UTC ms. */
  at: number;
}

export interface Ticket {
  ticket: string;
  department: Department;
  operation: string;
  body: Record<string, unknown>;
  createdAt: number;
  /** UTC ms from which the result is given; absent until released by hand. */
  readyAt?: number;
  verdict?: 'accepted' | 'rejected';
}

export interface TaxCertificate {
  taxCertificateNumber: string;
  unitNumber: string;
  paidFen: number;
  paidOn: string;
  buyers?: string[];
  unpaid?: boolean;
}

/** What the tax bureau has computed (税费核定); `state` other than `stands` means that it has to be asked for anew. */
export interface TaxAssessment {
  assessmentNumber: string;
  reference: string;
  unitNumber: string;
  priceFen: number;
  state: 'stands' | 'changed' | 'lapsed' | 'contested';
  validUntil: string;
  items: {
    tax: 'deed' | 'vat' | 'income';
    owedBy: 'buyers' | 'sellers';
    baseFen: number;
    rate: number;
    amountFen: number;
    voucherNumber: string;
    collector: { name: string; wechatMerchantId: string; alipaySellerId: string };
  }[];
  taxCertificateNumber?: string;
}

export interface TaxRefund {
  applicationId: string;
  voucherNumber: string;
  refundedFen: number;
  refundedOn: string;
  reason: string;
}

export interface Contract {
  filingNumber: string;
  unitNumber: string;
  priceFen: number;
  filedOn: string;
  sellers: string[];
  buyers: string[];
}

export interface Filing {
  id: string;
  reference: string;
  unitNumber: string;
  priceFen?: number;
  sellers: string[];
  buyers: string[];
  sellerDone: boolean;
  buyerDone: boolean;
  filingNumber?: string;
  returnUrl?: string;
}

/** An agreement as the supervising bank keeps it; amounts in fen. */
export interface EscrowAccount {
  agreement: string;
  version: number;
  amountFen: number;
  payOff: { name: string; fen: number } | null;
  payee: { name: string; bank: string; account: string };
  depositors: string[];
  account: string;
  url: string;
  depositedFen: number;
  lockedFen: number;
  closed: boolean;
  movements: { instruction: string; kind: 'release' | 'return'; to: string; fen: number; at: number }[];
}

export interface Faults {
  dropCallbacks: boolean;
  /** Extra copies sent at the same time. */
  duplicateCallbacks: number;
  callbackDelayMs: number;
  badSignature: boolean;
  /** Callback signed 10 minutes ago. */
  staleCallbacks: boolean;
  /** One bit of the ciphertext changed under a valid signature (WeChat). */
  flipBit: boolean;
  /** One fen more than the order. */
  wrongAmount: boolean;
  wrongMerchant: boolean;
  prepayError: boolean;
  /** The order is made, the answer never comes. */
  prepayTimeout: boolean;
  queryTimeout: boolean;
  /** The refund is made, the answer never comes. */
  refundTimeout: boolean;
  refundOutcome: 'succeeded' | 'processing' | 'abnormal' | 'closed';
  unsignedAnswers: boolean;
  /** A combination is reported half paid (its first part unpaid). */
  mixedCombination: boolean;
  /** The payer of a combination is typing the password: closing is answered 202. */
  userPaying: boolean;
  /** Alipay answers hold the response key twice, the second one forged. */
  duplicateKeyAnswers: boolean;
  /** errcode for every WeChat open call but the token; 0 = none. */
  wechatErrcode: number;
  /** The escrow bank reports every payment of a release twice. */
  escrowReleasesTwice: boolean;
  /** It locks so much less than it is told, fen. */
  escrowLocksLessFen: number;
}

export const NO_FAULTS: Faults = {
  dropCallbacks: false,
  duplicateCallbacks: 0,
  callbackDelayMs: 0,
  badSignature: false,
  staleCallbacks: false,
  flipBit: false,
  wrongAmount: false,
  wrongMerchant: false,
  prepayError: false,
  prepayTimeout: false,
  queryTimeout: false,
  refundTimeout: false,
  refundOutcome: 'succeeded',
  unsignedAnswers: false,
  mixedCombination: false,
  userPaying: false,
  duplicateKeyAnswers: false,
  wechatErrcode: 0,
  escrowReleasesTwice: false,
  escrowLocksLessFen: 0,
};

/** A resident identity card, as it lies on the reader. */
export interface Card {
  name: string;
  idNumber: string;
  /** `YYYY-MM-DD` or `long-term`. */
  validUntil: string;
}

export interface OneShotCode {
  kind: 'wechat-login' | 'wechat-phone' | 'alipay-auth';
  value: string;
  expiresAt: number;
  used: boolean;
}

export interface SandboxState {
  sequence: number;
  payments: Record<string, Payment>;
  /** By number. */
  combinations: Record<string, Combination>;
  refunds: Record<string, Refund>;
  callbacks: Record<string, Callback>;
  faces: Record<string, Face>;
  sms: Sms[];
  codes: Record<string, OneShotCode>;
  token?: { token: string; expiresAt: number };
  subscribed: { openid: string; templateId: string; data: Record<string, unknown>; at: number }[];
  departments: Record<Department, { mode: DepartmentMode; delayMs: number }>;
  tickets: Record<string, Ticket>;
  taxCertificates: Record<string, TaxCertificate>;
  taxAssessments: Record<string, TaxAssessment>;
  taxRefunds: Record<string, TaxRefund>;
  /** Years that the seller has held the unit, by unit number; five unless set. */
  heldYears: Record<string, number>;
  /** What the bureau has put the value of a unit at, in fen, where it is not the contract's price. */
  taxValues: Record<string, number>;
  /** Size by credit code; `unknown`: the bureau has no such enterprise. */
  enterprises: Record<string, string>;
  contracts: Record<string, Contract>;
  filings: Record<string, Filing>;
  escrows: Record<string, EscrowAccount>;
  /** Lines by their number; none is ever changed. */
  anchors: Record<string, string>;
  people: Record<string, string>;
  /** Phone by ID number, as the operators' subscriber register has it. */
  phones: Record<string, string>;
  transfers: Record<string, { transferNumber: string; effectiveOn: string; unitNumber: string; holder: string }>;
  faults: Faults;
  /** What lies on the card reader. */
  card: Card | null;
}

export function emptyState(): SandboxState {
  const now = () => ({ mode: 'now' as const, delayMs: 0 });
  return {
    sequence: 1,
    payments: {},
    combinations: {},
    refunds: {},
    callbacks: {},
    faces: {},
    sms: [],
    codes: {},
    subscribed: [],
    // The tax bureau answers with a ticket and decides a moment later, as in life.
    departments: {
      tax: { mode: 'later', delayMs: 1_500 },
      housing: now(),
      market: now(),
      utilities: now(),
      escrow: now(),
      'identity-check': now(),
      sms: now(),
      'virus-scan': now(),
      'anchor-keeper': now(),
    },
    tickets: {},
    taxCertificates: {},
    taxAssessments: {},
    taxRefunds: {},
    heldYears: {},
    taxValues: {},
    enterprises: {},
    contracts: {},
    filings: {},
    escrows: {},
    anchors: {},
    people: {},
    phones: {},
    transfers: {},
    faults: { ...NO_FAULTS },
    card: null,
  };
}
