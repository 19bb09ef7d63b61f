import {
  type Business,
  type CoOwnership,
  type FieldDeclaration,
  type Fraction,
  type InputStep,
  invoiceNumber,
} from '@zhucheng/shared';

/** A person being entered; a share that cannot be read yet stays as typed. */
export interface Member {
  name: string;
  idNumber: string;
  phone: string;
  share?: Fraction | string;
}
export interface Party {
  coOwnership?: CoOwnership;
  members: Member[];
}
/** What is typed in a step: field values by id, people by role, phones by role, ids of files by material. */
export type Values = Record<string, unknown> & {
  parties?: Record<string, Party>;
  contacts?: Record<string, string[]>;
  files?: Record<string, string[]>;
  declared?: boolean;
};

/** Digits of an all-electronic invoice, which has no code. */
const ELECTRONIC = 20;

/** Whether the field is asked for, given what else was answered. */
export function applies(field: FieldDeclaration, values: Values): boolean {
  if (field.kind === 'invoice-code') {
    const number = values[field.of];
    if (typeof number === 'string' && invoiceNumber.normalise(number).length === ELECTRONIC) return false;
  }
  return !field.when || values[field.when.field] === field.when.equals;
}

export const partyOf = (values: Values, role: string): Party => values.parties?.[role] ?? { members: [] };

/** What a step starts with when nothing is known. */
export function startValues(step: InputStep): Values {
  const values: Values = {};
  for (const field of step.fields) if (field.kind === 'count') values[field.id] = field.start ?? field.min;
  return values;
}

function sendParty(party: Party, shares: boolean): Party {
  if (!shares) return { members: party.members.map(({ share: _, ...member }) => member) };
  const coOwnership = party.members.length <= 1 ? 'sole' : party.coOwnership === 'sole' ? undefined : party.coOwnership;
  const members = party.members.map(({ share, ...member }) =>
    coOwnership === 'shares' && share !== undefined ? { ...member, share } : member,
  );
  return coOwnership ? { coOwnership, members } : { members };
}

/** May come from the register, so that nobody need be entered. */
export const isKnown = (business: Business, role: string): boolean =>
  business.parties[role]?.are === 'notice-holders-or-entered';

/** What is sent: only what applies, nothing that was left empty. */
export function dataOf(business: Business, step: InputStep, values: Values): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of step.fields) {
    const value = values[field.id];
    if (applies(field, values) && value !== undefined && value !== '') data[field.id] = value;
  }
  if (step.kind === 'verify' && step.declare.length > 0) data.declared = values.declared === true;
  if (step.kind === 'form') {
    // Holders of a notice come from the register; only where there is no notice are people entered.
    const roles = step.parties.filter((role) => !isKnown(business, role) || partyOf(values, role).members.length > 0);
    const sent = roles.map((role) => [role, sendParty(partyOf(values, role), business.parties[role]?.shares ?? false)]);
    if (sent.length > 0) data.parties = Object.fromEntries(sent);
    if (step.contacts.length > 0)
      data.contacts = Object.fromEntries(
        step.contacts.map((role) => [role, (values.contacts?.[role] ?? []).filter((phone) => phone !== '')]),
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

type Material = Extract<InputStep, { kind: 'materials' }>['items'][number];
/** A step is shown in parts, so that one page asks one group of questions. */
export type Part =
  | { kind: 'party'; role: string }
  | { kind: 'contacts'; role: string }
  | { kind: 'material'; item: Material }
  | { kind: 'fields'; fields: FieldDeclaration[] };
const GROUP = 3;

/** `single`: every question on a page of its own, for large type. */
export function partsOf(step: InputStep, single = false): Part[] {
  const parts: Part[] = step.kind === 'form' ? step.parties.map((role) => ({ kind: 'party', role })) : [];
  const size = single ? 1 : GROUP;
  for (let at = 0; at < step.fields.length; at += size)
    parts.push({ kind: 'fields', fields: step.fields.slice(at, at + size) });
  if (step.kind === 'form') for (const role of step.contacts) parts.push({ kind: 'contacts', role });
  if (step.kind === 'materials') for (const item of step.items) parts.push({ kind: 'material', item });
  return parts;
}

/** A part that asks nothing, because what it would ask does not apply. */
export const isSilent = (part: Part, values: Values): boolean =>
  part.kind === 'fields' && part.fields.every((field) => !applies(field, values));

/** Faults that concern this part. */
export function faultsIn(part: Part, faults: Record<string, string>): Record<string, string> {
  const under = (path: string, at: string) => path === at || path.startsWith(`${at}.`);
  const mine = (path: string) => {
    switch (part.kind) {
      case 'party':
        return path === 'parties' || under(path, `parties.${part.role}`);
      case 'contacts':
        return path === 'contacts' || under(path, `contacts.${part.role}`);
      case 'material':
        return path === 'files' || under(path, `files.${part.item.id}`);
      case 'fields':
        return part.fields.some((field) => under(path, field.id));
    }
  };
  return Object.fromEntries(Object.entries(faults).filter(([path]) => mine(path)));
}
