import { identityNumber } from '../identifiers';
import type { Business } from './declaration';
import type { InputStep } from './define-business';
import type { StepData } from './step-schema';

/** A text that a certificate prints, and where it was typed: by its path in the data of its step. */
export interface PrintedText {
  path: string;
  /** As people call it: 买受人的名字. */
  name: string;
  text: string;
}

/** Parties whose names a certificate prints, as holder or obligor: that follows from the effects. */
export function printedRoles({ effects }: Pick<Business, 'effects'>): ReadonlySet<string> {
  const roles = effects.flatMap((effect): string[] => {
    switch (effect.do) {
      case 'transfer-ownership':
      case 'register-first':
        return [effect.to];
      case 'register-notice':
        return [effect.holder, effect.obligor];
      case 'register-mortgage':
      case 'convert-mortgage':
        return [effect.mortgagee, effect.mortgagor];
      default:
        return [];
    }
  });
  return new Set(roles);
}

/** The two sides of a registration, by role: right-holders (权利人) and obligors (义务人); both follow from the effects. */
export function registerSides({ effects }: Pick<Business, 'effects'>): { holders: string[]; obligors: string[] } {
  const sides = effects.map((effect): [string[], string[]] => {
    switch (effect.do) {
      case 'transfer-ownership':
        return [[effect.to], [effect.from]];
      case 'register-first':
        return [[effect.to], []];
      case 'register-notice':
        return [[effect.holder], [effect.obligor]];
      case 'register-mortgage':
      case 'convert-mortgage':
        return [[effect.mortgagee], [effect.mortgagor]];
      default:
        return [effect.mortgagee ? [effect.mortgagee] : [], []];
    }
  });
  const unique = (roles: string[]) => [...new Set(roles)];
  return { holders: unique(sides.flatMap(([of]) => of)), obligors: unique(sides.flatMap(([, of]) => of)) };
}

/** As a certificate prints it; the numbers of some documents begin with a character (军官证 军字第…号). */
export const printedNumber = (idNumber: string): string =>
  identityNumber.isPerson(idNumber) ? identityNumber.mask(idNumber) : '';

/** What a step adds to the texts of the certificate: names of entered parties and fields that are declared as printed. */
export function printedTexts(business: Business, step: InputStep, data: StepData): PrintedText[] {
  const roles = printedRoles(business);
  const people = Object.entries(data.parties ?? {}).flatMap(([role, entered]) =>
    (roles.has(role) ? (entered?.members ?? []) : []).flatMap((member, i) => [
      {
        path: `parties.${role}.members.${i}.name`,
        name: `${business.parties[role]!.name}的名字`,
        text: member.name,
      },
      ...(printedNumber(member.idNumber)
        ? [
            {
              path: `parties.${role}.members.${i}.idNumber`,
              name: `${business.parties[role]!.name}的证件号码`,
              text: printedNumber(member.idNumber),
            },
          ]
        : []),
    ]),
  );
  const naming = new Set([...roles].map((role) => business.parties[role]?.named));
  const fields = step.fields
    .filter((field) => ('printed' in field && field.printed) || naming.has(`${step.id}.${field.id}`))
    .map(({ id, name }) => ({ path: id, name, text: String(data[id] ?? '') }));
  return [...people, ...fields];
}
