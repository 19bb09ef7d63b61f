import { z } from 'zod';

/** Taxes of a transfer that the bureau assesses (税种). */
export const taxKinds = ['deed', 'vat', 'income'] as const;
export type TaxKind = (typeof taxKinds)[number];

/** One tax to be paid. Money in fen; nothing is due where `amountFen` is 0. */
export interface TaxItem {
  /** `deed`: deed tax (契税) · `vat`: VAT and surcharges (增值税及附加) · `income`: personal income tax (个人所得税). */
  tax: TaxKind;
  owedBy: 'buyers' | 'sellers';
  /** What it is computed of (计税依据). */
  baseFen: number;
  /** Hundredths of a percent: 150 is 1.5 %. */
  rate: number;
  amountFen: number;
  /** Number under which it is paid (应征凭证序号). */
  voucherNumber: string;
  collector: { name: string; wechatMerchantId?: string; alipaySellerId?: string };
}

/** What the bureau has computed from the filed contract (税费核定). */
export interface Assessment {
  assessmentNumber: string;
  items: TaxItem[];
  /** Last day on which it may be paid, YYYY-MM-DD in Beihai. */
  validUntil: string;
}

export interface AssessmentQuestion {
  reference: string;
  unitNumber: string;
  contractFilingNumber: string;
  /** As the parties have agreed, in fen; the bureau looks at the filed contract. */
  priceFen: number;
  buyers: { idNumber: string }[];
  sellers: { idNumber: string }[];
  /** The assessment that no longer stands. */
  replaces?: string;
}

export interface TaxPayment {
  voucherNumber: string;
  amountFen: number;
  channel: 'wechat' | 'alipay';
  /** The wallet's number. */
  transactionId: string;
  /** UTC ms. */
  paidAt: number;
}

/** Certificate that everything of the assessment is paid (完税证明). */
export interface TaxClearance {
  assessmentNumber: string;
  taxCertificateNumber: string;
  paidFen: number;
  paidOn: string;
}

export const refundReasons = ['ended', 'late', 'duplicate'] as const;

export interface TaxRefundApplication {
  reference: string;
  /** Ours; the same number is the same application. */
  applicationId: string;
  voucherNumber: string;
  amountFen: number;
  channel: 'wechat' | 'alipay';
  transactionId: string;
  /** `ended`: nothing was registered (Deed Tax Law 12) · `late`: paid after it had been cancelled · `duplicate`: paid twice. */
  reason: (typeof refundReasons)[number];
}

export interface TaxRefund {
  applicationId: string;
  refundedFen: number;
  refundedOn: string;
}

const fen = z.number().int().nonnegative();

export const assessment = z.object({
  assessmentNumber: z.string().min(1).max(40),
  validUntil: z.iso.date(),
  items: z
    .array(
      z.object({
        tax: z.enum(taxKinds),
        owedBy: z.enum(['buyers', 'sellers']),
        baseFen: fen,
        rate: fen.max(10_000),
        amountFen: fen,
        voucherNumber: z.string().min(1).max(40),
        collector: z.object({
          name: z.string().min(1).max(60),
          wechatMerchantId: z.string().optional(),
          alipaySellerId: z.string().optional(),
        }),
      }),
    )
    .min(1)
    .max(9)
    .refine((items) => new Set(items.map(({ voucherNumber }) => voucherNumber)).size === items.length),
});

export const standing = z.object({ assessmentNumber: z.string() });

export const clearance = z.object({
  assessmentNumber: z.string(),
  taxCertificateNumber: z.string().regex(/^\d{18}$/),
  paidFen: fen,
  paidOn: z.iso.date(),
});

export const refunded = z.object({ applicationId: z.string(), refundedFen: fen, refundedOn: z.iso.date() });
