import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { documentFields } from '../document-fields';
import { SignedGatewayClient } from '../gateway/client';
import { DeedTax, DeedTaxQuestion, TaxPort } from './port';

const deedTax = z.object({
  taxCertificateNumber: z.string().min(1),
  paidFen: z.number().int().nonnegative(),
  paidOn: z.iso.date(),
});

export class TaxClient implements TaxPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  verify(question: DeedTaxQuestion): Promise<DepartmentAnswer<DeedTax>> {
    const { reference, ...body } = question;
    // An answer about another certificate is no answer to this question.
    const data = deedTax.refine((tax) => tax.taxCertificateNumber === question.taxCertificateNumber);
    return this.gateway.call({
      path: '/deed-tax/verify',
      body: { reference, ...body, buyers: body.buyers.map(({ idNumber }) => documentFields(idNumber)) },
      reference,
      data,
    });
  }

  result(ticket: string, reference?: string): Promise<DepartmentAnswer<DeedTax>> {
    return this.gateway.call({ path: '/deed-tax/result', body: { ticket }, reference, data: deedTax });
  }
}
