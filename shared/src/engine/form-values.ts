import { invoiceNumber } from '../identifiers';
import type { Fraction } from '../money';
import type { Business, FieldDeclaration } from './declaration';
import type { InputStep } from './define-business';
import type { CoOwnership } from './step-schema';

/** A person being entered; a share that cannot be read yet stays as typed. `key` only tells rows apart. */
export interface TypedMember {
  key?: string;
  name: string;
  idNumber: string;
  phone: string;
  share?: Fraction | string;
}
export interface TypedParty {
  coOwnership?: CoOwnership;
  members: TypedMember[];
}
/** What is typed in a step: field values by id, people and phones by role, ids of files by material. */
export type TypedValues = Record<string, unknown> & {
  parties?: Record<string, TypedParty>;
  contacts?: Record<string, string[]>;
  files?: Record<string, string[]>;
  declared?: boolean;
};

/** Digits of an all-electronic invoice, which has no code. */
const electronicDigits = 20;

/** Nothing was typed: an input full of spaces is as empty as one without. */
const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Whether the field is asked for, given what else was answered. */
export function applies(field: FieldDeclaration, values: Record<string, unknown>): boolean {
  const number = field.kind === 'invoice-code' ? values[field.of] : undefined;
  if (typeof number === 'string' && invoiceNumber.normalise(number).length === electronicDigits) return false;
  return !field.when || values[field.when.field] === field.when.equals;
}

/** What a step starts with: what was saved, else what the declaration proposes. */
export function startValues(step: InputStep, saved: Record<string, unknown> = {}): TypedValues {
  const values: TypedValues = { ...saved };
  for (const field of step.fields)
    if (field.kind === 'count' && values[field.id] === undefined) values[field.id] = field.start ?? field.min;
  return values;
}

export const partyOf = (values: TypedValues, role: string): TypedParty => values.parties?.[role] ?? { members: [] };

/** May come from the register, so that nobody need be entered. */
export const mayBeKnown = (business: Business, role: string): boolean =>
  business.parties[role]?.are === 'notice-holders-or-entered';

/** Roles of a step whose people the register has named in this case already: they are not entered. */
export function knownRoles(
  business: Business,
  step: InputStep,
  values: TypedValues,
  parties: ReadonlyArray<{ role: string }>,
): string[] {
  if (step.kind !== 'form') return [];
  return step.parties.filter(
    (role) => mayBeKnown(business, role) && !values.parties?.[role] && parties.some((party) => party.role === role),
  );
}

/**
 * Without the empty ones at the end. One that is empty in the middle stays, so that a fault is told at the row it belongs
 * to, and nobody's phone becomes another's.
 */
function withoutEmptyEnd<T>(list: readonly T[], empty: (item: T) => boolean): T[] {
  let length = list.length;
  while (length > 0 && empty(list[length - 1]!)) length--;
  return list.slice(0, length);
}

const nobody = ({ name, idNumber, phone }: TypedMember): boolean =>
  isBlank(name) && isBlank(idNumber) && isBlank(phone);

function sentParty(party: TypedParty, shares: boolean): TypedParty {
  const people = withoutEmptyEnd(party.members, nobody).map(({ key: _, ...member }) => member);
  if (!shares) return { members: people.map(({ share: _, ...member }) => member) };
  const form = people.length <= 1 ? 'sole' : party.coOwnership === 'sole' ? undefined : party.coOwnership;
  const members = people.map(({ share, ...member }) =>
    form === 'shares' && !isBlank(share) ? { ...member, share: share! } : member,
  );
  return form ? { coOwnership: form, members } : { members };
}

/**
 * What is sent of what was typed: only what is asked for, nothing that was left empty. `known` are roles whose people the
 * register has named, see `knownRoles`.
 */
export function dataOf(
  business: Business,
  step: InputStep,
  values: TypedValues,
  known: readonly string[] = [],
): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of step.fields)
    if (applies(field, values) && !isBlank(values[field.id])) data[field.id] = values[field.id];
  if (step.kind === 'verify' && step.declare.length > 0) data.declared = values.declared === true;
  if (step.kind === 'form') {
    const parties = step.parties
      .filter((role) => !known.includes(role))
      .map((role) => [role, sentParty(partyOf(values, role), business.parties[role]?.shares ?? false)] as const);
    if (parties.length > 0) data.parties = Object.fromEntries(parties);
    if (step.contacts.length > 0)
      data.contacts = Object.fromEntries(
        step.contacts.map((role) => [role, withoutEmptyEnd(values.contacts?.[role] ?? [], isBlank)]),
      );
  }
  if (step.kind === 'materials')
    data.files = Object.fromEntries(
      step.items
        .map((item) => [item.id, values.files?.[item.id] ?? []] as const)
        .filter(([, files]) => files.length > 0),
    );
  return data;
}
