import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { SignedGatewayClient } from '../gateway/client';
import { FiledContract, HousingPort, OnlineFilingRequest } from './port';

const filedContract = z.object({
  filingNumber: z.string().min(1),
  unitNumber: z.string().min(1),
  priceFen: z.number().int().positive(),
  filedOn: z.iso.date(),
  sellers: z.array(z.string().min(1)).min(1),
  buyers: z.array(z.string().min(1)).min(1),
});

/** A page of the bureau is opened in the citizen's browser: nothing but http(s) may come through. */
const filingPage = z.object({ url: z.url({ protocol: /^https?$/ }) });

export class HousingClient implements HousingPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  contract(question: {
    reference: string;
    filingNumber: string;
    unitNumber: string;
  }): Promise<DepartmentAnswer<FiledContract>> {
    const data = filedContract.refine(
      (contract) => contract.filingNumber === question.filingNumber && contract.unitNumber === question.unitNumber,
    );
    return this.gateway.call({ path: '/contracts/query', body: question, reference: question.reference, data });
  }

  onlineFiling(request: OnlineFilingRequest): Promise<DepartmentAnswer<{ url: string }>> {
    const body = { ...request };
    return this.gateway.call({ path: '/filings/open', body, reference: request.reference, data: filingPage });
  }

  filingStatus(question: { reference: string; unitNumber: string }): Promise<DepartmentAnswer<FiledContract>> {
    const data = filedContract.refine((contract) => contract.unitNumber === question.unitNumber);
    return this.gateway.call({ path: '/filings/status', body: question, reference: question.reference, data });
  }

  result(ticket: string, reference?: string): Promise<DepartmentAnswer<FiledContract>> {
    return this.gateway.call({ path: '/result', body: { ticket }, reference, data: filedContract });
  }
}
