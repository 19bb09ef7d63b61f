import {
  type Business,
  type CaseView,
  type FieldDeclaration,
  type InputStep,
  invoiceNumber,
  type StepData,
} from '@zhucheng/shared';

/** Digits of an all-electronic invoice, which has no code. */
const electronic = 20;

/** A text as it stands, for a pattern. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** As numbers are printed for reading: in groups. */
export const spaced = (number: string): RegExp => new RegExp([...number].map(literally).join('\\s?'));

/** The words above an input; what may stay empty says so behind them. */
export const labelled = (name: string): RegExp => new RegExp(`^\\s*${literally(name)}\\s*(（.{1,10}）)?\\s*$`);

type Party = NonNullable<NonNullable<StepData['parties']>[string]>;

/** What a step asks, in the order in which every screen asks it. */
export type Question =
  | { of: 'party'; role: string; name: string; party: Party; shares: boolean }
  | { of: 'field'; field: FieldDeclaration; value: unknown }
  | { of: 'contact'; name: string; roleName: string; phone: string }
  | { of: 'material'; name: string; files: string[] };

/** Questions of a step, with the content to answer them with. */
export function questionsOf(business: Business, step: InputStep, data: StepData, view?: CaseView): Question[] {
  const values = data as Record<string, unknown>;
  const questions: Question[] = [];
  if (step.kind === 'form')
    for (const role of step.parties) {
      const declared = business.parties[role]!;
      const party = data.parties?.[role];
      if (party) questions.push({ of: 'party', role, name: declared.name, party, shares: declared.shares });
    }
  const fields = step.fields
    .filter((field) => !field.when || values[field.when.field] === field.when.equals)
    .filter((field) => {
      const number = field.kind === 'invoice-code' ? values[field.of] : undefined;
      return typeof number !== 'string' || invoiceNumber.normalise(number).length !== electronic;
    })
    .map((field) => ({ of: 'field' as const, field, value: values[field.id] }));
  questions.push(...fields);
  if (step.kind === 'form')
    for (const role of step.contacts) {
      const people = view?.parties.filter((party) => party.role === role) ?? [];
      const phones = data.contacts?.[role] ?? [];
      people.forEach(({ name, roleName }, index) => {
        questions.push({ of: 'contact', name, roleName, phone: phones[index] ?? '' });
      });
    }
  if (step.kind === 'materials')
    for (const item of step.items)
      questions.push({ of: 'material', name: item.name, files: data.files?.[item.id] ?? [] });
  return questions;
}

/** How a value is typed: yuan with cents, digits, words. */
export function typed(field: FieldDeclaration, value: unknown): string {
  if (value === undefined || value === null) return '';
  return field.kind === 'fen' ? (Number(value) / 100).toFixed(2) : String(value);
}

/** Year and serial of a certificate number, the only parts that are typed. */
export function printedParts(number: string): { year: string; serial: string } {
  const [, year = '', serial = ''] = /^[^（]{0,9}（(\d{4})）[^第（]{0,40}第(\d{1,9})号/.exec(number) ?? [];
  return { year, serial };
}
