import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { documentFields } from '../document-fields';
import { SignedGatewayClient } from '../gateway/client';
import {
  Assessment,
  AssessmentQuestion,
  assessment,
  clearance,
  refunded,
  standing,
  TaxClearance,
  TaxPayment,
  TaxRefund,
  TaxRefundApplication,
} from './assessment';
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

  assess(question: AssessmentQuestion): Promise<DepartmentAnswer<Assessment>> {
    const { reference, buyers, sellers } = question;
    const people = (list: AssessmentQuestion['buyers']) => list.map(({ idNumber }) => documentFields(idNumber));
    const body = { ...question, buyers: people(buyers), sellers: people(sellers) };
    return this.gateway.call({ path: '/assessments/assess', body, reference, data: assessment });
  }

  assessed(ticket: string, reference: string): Promise<DepartmentAnswer<Assessment>> {
    return this.gateway.call({ path: '/assessments/result', body: { ticket }, reference, data: assessment });
  }

  standing(question: { reference: string; assessmentNumber: string }): Promise<DepartmentAnswer<object>> {
    const data = standing.refine((said) => said.assessmentNumber === question.assessmentNumber);
    return this.gateway.call({ path: '/assessments/standing', body: question, reference: question.reference, data });
  }

  clear(question: {
    reference: string;
    assessmentNumber: string;
    payments: TaxPayment[];
  }): Promise<DepartmentAnswer<TaxClearance>> {
    const data = clearance.refine((said) => said.assessmentNumber === question.assessmentNumber);
    return this.gateway.call({ path: '/assessments/clear', body: question, reference: question.reference, data });
  }

  cleared(ticket: string, reference: string): Promise<DepartmentAnswer<TaxClearance>> {
    return this.gateway.call({ path: '/assessments/result', body: { ticket }, reference, data: clearance });
  }

  refund(application: TaxRefundApplication): Promise<DepartmentAnswer<TaxRefund>> {
    const { reference, applicationId } = application;
    const data = refunded.refine((said) => said.applicationId === applicationId);
    return this.gateway.call({ path: '/refunds/apply', body: { ...application }, reference, data });
  }

  refunded(ticket: string, reference: string): Promise<DepartmentAnswer<TaxRefund>> {
    return this.gateway.call({ path: '/refunds/result', body: { ticket }, reference, data: refunded });
  }
}
