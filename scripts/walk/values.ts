import { type Business, type CaseView, type FieldDeclaration, inputStep, type StepData } from '@zhucheng/shared';
import type { Actor } from './cast';
import type { Playground } from './client';

export interface Fill {
  business: Business;
  step: string;
  change?: 'content' | 'price-differs' | 'two-copies' | undefined;
  view: CaseView;
  buyers: Actor[];
  sellers: Actor[];
  playground: Playground;
  /** Grows with each fill of a path, so that changed content differs. */
  turn: number;
}

const price = 88_800_000;
export const filedPrice = price;

async function value(field: FieldDeclaration, fill: Fill): Promise<unknown> {
  const { view, playground, buyers, sellers, change } = fill;
  switch (field.kind) {
    case 'fen':
      return change === 'price-differs' ? price + 100 : price;
    case 'choice':
      return field.options[0]!.value;
    case 'count':
      return change === 'two-copies' ? Math.min(2, field.max) : Math.max(field.min, field.start ?? field.min);
    case 'date':
      return '2026-02-02';
    case 'text':
      return field.required || change === 'content' ? `第 ${fill.turn} 次填写` : '';
    case 'filing-number': {
      const names = (people: Actor[]) => people.map((person) => person.name);
      const contract = await playground.send<{ filingNumber: string }>('POST', '/housing/contracts', {
        unitNumber: view.unit.unitNumber,
        priceFen: price,
        sellers: names(sellers),
        buyers: names(buyers),
      });
      return contract.filingNumber;
    }
    case 'tax-certificate-number': {
      const certificate = await playground.send<{ taxCertificateNumber: string }>('POST', '/tax/certificates', {
        unitNumber: view.unit.unitNumber,
        paidFen: 888_000,
      });
      return certificate.taxCertificateNumber;
    }
    default:
      throw new Error(`the walker cannot invent a value of kind ${field.kind}`);
  }
}

/** Believable content for a step, invented from its declaration. */
export async function stepValues(fill: Fill): Promise<StepData> {
  const step = inputStep(fill.business, fill.step)!;
  const data: Record<string, unknown> = {};
  for (const field of step.fields) {
    if (field.when && data[field.when.field] !== field.when.equals) continue;
    data[field.id] = await value(field, fill);
  }
  if (step.kind === 'form' && step.parties.length > 0) {
    const shares = fill.change === 'two-copies';
    const parties: NonNullable<StepData['parties']> = {};
    for (const role of step.parties) {
      const declared = fill.business.parties[role]!;
      const people = fill.buyers.slice(0, declared.max);
      const coOwnership = people.length === 1 ? 'sole' : shares ? 'shares' : 'joint';
      parties[role] = {
        ...(declared.shares && { coOwnership }),
        members: people.map(({ name, idNumber, phone }) => ({
          name,
          idNumber,
          phone,
          ...(coOwnership === 'shares' && declared.shares && { share: { numerator: 1, denominator: people.length } }),
        })),
      };
    }
    data.parties = parties;
  }
  return data as StepData;
}
