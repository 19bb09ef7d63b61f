import { applies, type FieldDeclaration, type InputStep, type TypedValues } from '@zhucheng/shared';

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
export const isSilent = (part: Part, values: TypedValues): boolean =>
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
