import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AutomaticCheck } from '@zhucheng/shared';
import type { Adapters } from '../../../../adapters';
import type { LoadedCase } from '../../core/case.model';
import type { Department, Inquiry } from './inquiry';
import { aboutStep, askStep, typed } from './step-inquiry';

/** The tax bureau (税务部门): whether the deed tax of this unit and these buyers is paid. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TaxBureau implements Department {
  @Inject('adapters') adapters!: Adapters;

  inquiry(of: LoadedCase, check: AutomaticCheck): Inquiry | undefined {
    const step = askStep(of, 'tax', check);
    if (!step) return undefined;
    return {
      ...aboutStep(step),
      request: (loaded, ticket) => {
        const { acceptanceNumber: reference, unit } = loaded.record;
        if (ticket) return this.adapters.tax.result(ticket, reference);
        const [invoiceNumber, invoiceCode] = ['invoice-number', 'invoice-code'].map((kind) =>
          typed(loaded, step, kind),
        );
        return this.adapters.tax.verify({
          reference,
          taxCertificateNumber: typed(loaded, step, 'tax-certificate-number'),
          ...(invoiceNumber && { invoiceNumber }),
          ...(invoiceCode && { invoiceCode }),
          unitNumber: unit.unitNumber,
          buyers: loaded.parties
            .filter((party) => loaded.business.parties[party.role]!.shares)
            .map((party) => ({ idNumber: party.identity.idNumber })),
        });
      },
    };
  }
}
