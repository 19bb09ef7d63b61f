import type { Business, CoOwnership, FieldDeclaration, Fraction, InputStep } from '@zhucheng/shared';

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
/** What is typed in a step: field values by id, people by role. */
export type Values = Record<string, unknown> & { parties?: Record<string, Party>; declared?: boolean };

export const applies = (field: FieldDeclaration, values: Values): boolean =>
  !field.when || values[field.when.field] === field.when.equals;

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

/** What is sent: only what applies, nothing that was left empty. */
export function dataOf(business: Business, step: InputStep, values: Values): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of step.fields) {
    const value = values[field.id];
    if (applies(field, values) && value !== undefined && value !== '') data[field.id] = value;
  }
  if (step.kind === 'verify' && step.declare.length > 0) data.declared = values.declared === true;
  if (step.kind === 'form' && step.parties.length > 0) {
    data.parties = Object.fromEntries(
      step.parties.map((role) => [role, sendParty(partyOf(values, role), business.parties[role]?.shares ?? false)]),
    );
  }
  return data;
}

/** A step is shown in parts, so that one page asks one group of questions. */
export type Part = { kind: 'party'; role: string } | { kind: 'fields'; fields: FieldDeclaration[] };
const GROUP = 3;

export function partsOf(step: InputStep): Part[] {
  const parts: Part[] = step.kind === 'form' ? step.parties.map((role) => ({ kind: 'party', role })) : [];
  for (let at = 0; at < step.fields.length; at += GROUP)
    parts.push({ kind: 'fields', fields: step.fields.slice(at, at + GROUP) });
  return parts;
}

/** Faults that concern this part. */
export function faultsIn(part: Part, faults: Record<string, string>): Record<string, string> {
  const mine = (path: string) =>
    part.kind === 'party'
      ? path === 'parties' || path.startsWith(`parties.${part.role}`)
      : part.fields.some((field) => path === field.id || path.startsWith(`${field.id}.`));
  return Object.fromEntries(Object.entries(faults).filter(([path]) => mine(path)));
}
