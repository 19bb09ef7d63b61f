import { DepartmentAnswer } from '../answer';

/** A sale contract filed with the housing bureau (房屋买卖合同备案). */
export interface FiledContract {
  filingNumber: string;
  unitNumber: string;
  priceFen: number;
  /** YYYY-MM-DD in Beihai. */
  filedOn: string;
  /** Names of the parties, as filed. */
  sellers: string[];
  buyers: string[];
}

export interface OnlineFilingRequest {
  reference: string;
  unitNumber: string;
  priceFen?: number;
  sellers?: string[];
  buyers?: string[];
  /** Where the bureau's page leads back to. */
  returnUrl?: string;
}

/** Refusals: `not-found`, `other-unit`, `cancelled`. */
export interface HousingPort {
  contract(question: {
    reference: string;
    filingNumber: string;
    unitNumber: string;
  }): Promise<DepartmentAnswer<FiledContract>>;
  /** Opens an online filing (网签备案) and gives the bureau's page for both sides. Repeating it gives the same page. */
  onlineFiling(request: OnlineFilingRequest): Promise<DepartmentAnswer<{ url: string }>>;
  /** The contract once both sides have filed; `pending` until then; `not-found` when no filing was opened. */
  filingStatus(question: { reference: string; unitNumber: string }): Promise<DepartmentAnswer<FiledContract>>;
  /** The result of a question that was answered `pending`. */
  result(ticket: string, reference?: string): Promise<DepartmentAnswer<FiledContract>>;
}
