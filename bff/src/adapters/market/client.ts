import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { SignedGatewayClient } from '../gateway/client';
import { Enterprise, EnterpriseQuestion, enterpriseSizes, MarketPort } from './port';

const enterprise = z.object({ creditCode: z.string(), size: z.enum(enterpriseSizes) });
/** An answer about another enterprise is no answer to this question. */
const about = ({ creditCode }: EnterpriseQuestion) => enterprise.refine((found) => found.creditCode === creditCode);

export class MarketClient implements MarketPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  size(question: EnterpriseQuestion): Promise<DepartmentAnswer<Enterprise>> {
    const { reference, creditCode } = question;
    return this.gateway.call({
      path: '/enterprises/size',
      body: { reference, creditCode },
      reference,
      data: about(question),
    });
  }

  result(ticket: string, question: EnterpriseQuestion): Promise<DepartmentAnswer<Enterprise>> {
    const { reference } = question;
    return this.gateway.call({ path: '/result', body: { ticket }, reference, data: about(question) });
  }
}
