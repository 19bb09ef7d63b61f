import {
  type Business,
  type CoOwnership,
  type FieldDeclaration,
  type Fraction,
  type InputStep,
  invoiceNumber,
} from '@zhucheng/shared';

/** A person being entered; a share that cannot be read yet stays as typed. `key` only tells rows apart. */
export interface Member {
  key?: string;
  name: string;
  idNumber: string;
  phone: string;
  share?: Fraction | string;
}
export interface Party {
  coOwnership?: CoOwnership;
  members: Member[];
}
/** What is typed in a step: field values by id, people and phones by role, file ids by material. */
export type Values = Record<string, unknown> & {
  parties?: Record<string, Party>;
  contacts?: Record<string, string[]>;
  files?: Record<string, string[]>;
  declared?: boolean;
};

export const newMember = (): Member => ({ key: crypto.randomUUID(), name: '', idNumber: '', phone: '' });

/** Digits of an all-electronic invoice, which has no code. */
const ELECTRONIC = 20;

/** Whether the field is asked for, given what else was answered. */
export function applies(field: FieldDeclaration, values: Values): boolean {
  const number = field.kind === 'invoice-code' ? values[field.of] : undefined;
  if (typeof number === 'string' && invoiceNumber.normalise(number).length === ELECTRONIC) return false;
  return !field.when || values[field.when.field] === field.when.equals;
}

/** What a step starts with: what was saved, else what the declaration proposes. */
export function startValues(step: InputStep, saved: Record<string, unknown> = {}): Values {
  const values: Values = { ...saved };
  for (const field of step.fields)
    if (field.kind === 'count' && values[field.id] === undefined) values[field.id] = field.start ?? field.min;
  return values;
}

const blank = (member: Member): boolean => !member.name && !member.idNumber && !member.phone;

function sendParty(party: Party | undefined, shares: boolean): Party {
  const people = (party?.members ?? []).filter((member) => !blank(member)).map(({ key: _, ...member }) => member);
  if (!shares) return { members: people.map(({ share: _, ...member }) => member) };
  const form = people.length <= 1 ? 'sole' : party?.coOwnership === 'sole' ? undefined : party?.coOwnership;
  const members = people.map(({ share, ...member }) =>
    form === 'shares' && share !== undefined ? { ...member, share } : member,
  );
  return form ? { coOwnership: form, members } : { members };
}

/** What is sent: only what applies, nothing that was left empty. `known` are roles that follow from the register. */
export function dataOf(
  business: Business,
  step: InputStep,
  values: Values,
  known: readonly string[] = [],
): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of step.fields) {
    const value = values[field.id];
    if (applies(field, values) && value !== undefined && value !== '') data[field.id] = value;
  }
  if (step.kind === 'verify' && step.declare.length > 0) data.declared = values.declared === true;
  if (step.kind === 'form') {
    const roles = step.parties.filter((role) => !known.includes(role));
    if (roles.length > 0)
      data.parties = Object.fromEntries(
        roles.map((role) => [role, sendParty(values.parties?.[role], business.parties[role]?.shares ?? false)]),
      );
    if (step.contacts.length > 0)
      data.contacts = Object.fromEntries(step.contacts.map((role) => [role, values.contacts?.[role] ?? []]));
  }
  if (step.kind === 'materials')
    data.files = Object.fromEntries(Object.entries(values.files ?? {}).filter(([, ids]) => ids.length > 0));
  return data;
}
