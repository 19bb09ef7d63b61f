import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AutomaticCheck, dayText, formatFen, inputStep } from '@zhucheng/shared';
import type { Adapters, Assessment, TaxClearance } from '../../../../adapters';
import { Database } from '../../../../platform/database/database';
import { TaxOrderService } from '../../../payments/tax-order.service';
import { canonical, formValue, type LoadedCase, sha256 } from '../../core/case.model';
import { assessedCheck, assessedStep, taxesOf } from '../../core/taxes';
import type { Department, Inquiry } from './inquiry';
import { type AskStep, aboutStep, askStep, typed } from './step-inquiry';

const anew = { waiting: '税务部门正在按备案合同核定税费，可以先离开，有结果会通知您。' };

/**
 * The tax bureau (税务部门): whether the deed tax of this unit and these buyers is paid, by the number of a certificate; or what
 * is owed, and, once that was paid, the certificate, which arrives by itself.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TaxBureau implements Department {
  @Inject('adapters') adapters!: Adapters;
  @Inject() database!: Database;
  @Inject() orders!: TaxOrderService;

  inquiry(of: LoadedCase, check: AutomaticCheck): Inquiry | undefined {
    const assessed = assessedStep(of);
    if (assessed && check === assessedCheck) return this.assessment(assessed);
    if (assessed && check === assessed.check) return this.clearance(assessed);
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

  /** What is owed, by the filed contract. Whoever changes price or people asks another question. */
  private assessment(step: AskStep): Inquiry {
    const { contract, price, buyers, sellers } = step.assess!;
    const about = aboutStep(step);
    const question = (loaded: LoadedCase) => {
      const { record, parties } = loaded;
      const filed = inputStep(loaded.business, contract);
      const people = (role: string | undefined) =>
        parties.filter((party) => party.role === role).map(({ identity }) => ({ idNumber: identity.idNumber }));
      return {
        reference: record.acceptanceNumber,
        unitNumber: record.unit.unitNumber,
        contractFilingNumber: filed?.kind === 'ask' ? typed(loaded, filed, 'filing-number') : '',
        priceFen: Number(formValue(record.form, price) ?? 0),
        buyers: people(buyers),
        sellers: people(sellers),
      };
    };
    return {
      ...about,
      checkId: assessedCheck,
      hash: (loaded) => sha256(canonical(question(loaded))),
      request: async (loaded, ticket) => {
        const { acceptanceNumber: reference } = loaded.record;
        if (ticket) return this.adapters.tax.assessed(ticket, reference);
        const asked = question(loaded);
        if (!asked.contractFilingNumber) return { status: 'rejected', reason: 'contract-missing' };
        return this.adapters.tax.assess(asked);
      },
      conclude: (answer) => {
        if (answer.status !== 'accepted') return about.conclude(answer);
        const assessment = answer.data as Assessment;
        const fen = assessment.items.reduce((sum, { amountFen }) => sum + amountFen, 0);
        return {
          result: 'passed',
          message: `税务部门已核定税费共 ¥${formatFen(fen)}，审核通过后和登记费一起缴，${dayText(assessment.validUntil)}前有效。`,
          answer: { ...assessment },
        };
      },
      says: { ...about.says, ...anew },
    };
  }

  /** The certificate, once everything is paid; what was paid is told with the question. */
  private clearance(step: AskStep): Inquiry {
    const about = aboutStep(step);
    return {
      ...about,
      hash: (loaded) => clearanceHash(loaded),
      request: async (loaded, ticket) => {
        const { acceptanceNumber: reference, id } = loaded.record;
        if (ticket) return this.adapters.tax.cleared(ticket, reference);
        // Assessed anew meanwhile: there is nothing to be certified until that has an answer.
        const taxes = taxesOf(loaded);
        if (!taxes) return { status: 'unknown', cause: 'assessed-anew' };
        const { assessmentNumber } = taxes.assessment;
        const paid = await this.orders.payments((sql, params) => this.database.read(sql, params), id);
        const answer = await this.adapters.tax.clear({
          reference,
          assessmentNumber,
          payments: paid.map(({ voucher: voucherNumber, amountFen, channel, transactionId, paidAt }) => ({
            voucherNumber,
            amountFen,
            channel,
            transactionId: transactionId ?? '',
            paidAt: paidAt ?? 0,
          })),
        });
        // The money is on its way to the bureau's account: asked again, never taken for a no.
        return answer.status === 'rejected' && answer.reason === 'unpaid'
          ? { status: 'unknown', cause: 'unbooked' }
          : answer;
      },
      conclude: (answer) => {
        if (answer.status !== 'accepted') return about.conclude(answer);
        const cleared = answer.data as TaxClearance;
        return {
          result: 'passed',
          message: `税费已缴清，完税证明号 ${cleared.taxCertificateNumber}。`,
          answer: { ...cleared },
        };
      },
      says: {
        waiting: '税费已缴，正在等税务部门出具完税证明，出具后自动登簿。',
        received: '税务部门已收到，正在出具完税证明。',
        silent: '税务部门还没有出具完税证明，会自动再次查询，不用再缴。',
      },
    };
  }
}

/** The question whose answer lets the case be recorded: another assessment needs another certificate. */
export function clearanceHash(loaded: LoadedCase): string {
  return sha256(`clear:${taxesOf(loaded)?.assessment.assessmentNumber ?? ''}`);
}
