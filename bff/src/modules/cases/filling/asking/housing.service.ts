import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AutomaticCheck } from '@zhucheng/shared';
import type { Adapters } from '../../../../adapters';
import { formValue, type LoadedCase } from '../../core/case.model';
import type { Department, Inquiry } from './inquiry';
import { type AskStep, aboutStep, askStep, typed } from './step-inquiry';

/** The housing bureau (住建部门): contracts filed with it, or filed on its own page meanwhile (网签备案). */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HousingBureau implements Department {
  @Inject('adapters') adapters!: Adapters;

  inquiry(of: LoadedCase, check: AutomaticCheck): Inquiry | undefined {
    const step = askStep(of, 'housing', check);
    if (!step) return undefined;
    return {
      ...aboutStep(step),
      request: (loaded, ticket) => {
        const { acceptanceNumber: reference, unit } = loaded.record;
        if (ticket) return this.adapters.housing.result(ticket, reference);
        const filingNumber = typed(loaded, step, 'filing-number');
        return this.adapters.housing.contract({ reference, filingNumber, unitNumber: unit.unitNumber });
      },
      ...(step.online && { online: this.online(step) }),
    };
  }

  private online(step: AskStep): NonNullable<Inquiry['online']> {
    const field = step.fields.find((candidate) => candidate.kind === 'filing-number')!;
    const about = ({ record }: LoadedCase) => ({
      reference: record.acceptanceNumber,
      unitNumber: record.unit.unitNumber,
    });
    return {
      page: (loaded) => {
        const { record, parties } = loaded;
        const names = (role: string | undefined) =>
          parties.filter((party) => party.role === role).map((party) => party.identity.name);
        const price = step.compare?.price ? formValue(record.form, step.compare.price) : undefined;
        return this.adapters.housing.onlineFiling({
          ...about(loaded),
          sellers: names(step.compare?.sellers),
          buyers: names(step.compare?.buyers),
          ...(typeof price === 'number' ? { priceFen: price } : {}),
        });
      },
      done: (loaded) => this.adapters.housing.filingStatus(about(loaded)),
      filledIn: (data) => ({ [field.id]: (data as { filingNumber: string }).filingNumber }),
    };
  }
}
