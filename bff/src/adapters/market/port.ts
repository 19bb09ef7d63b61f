import { DepartmentAnswer } from '../answer';

/** Sizes an enterprise can have (统计上大中小微型企业划分), and the self-employed (个体工商户). */
export const enterpriseSizes = ['large', 'medium', 'small', 'micro', 'self-employed'] as const;
export type EnterpriseSize = (typeof enterpriseSizes)[number];

export interface EnterpriseQuestion {
  /** Case reference (acceptance number); the only thing about the case that is logged. */
  reference: string;
  /** Unified social credit code (统一社会信用代码). */
  creditCode: string;
}

export interface Enterprise {
  creditCode: string;
  size: EnterpriseSize;
}

/** Refusals: `not-found`. */
export interface MarketPort {
  /** Asks the market supervision bureau (市场监管局) how big an enterprise is; may be `pending` first. */
  size(question: EnterpriseQuestion): Promise<DepartmentAnswer<Enterprise>>;
  /** The result of an earlier question; a ticket nobody knows is refused with `ticket-unknown`. */
  result(ticket: string, question: EnterpriseQuestion): Promise<DepartmentAnswer<Enterprise>>;
}
