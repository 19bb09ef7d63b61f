import type { Business, FieldDeclaration } from './declaration';
import type { InputStep } from './define-business';
import { textOfFen, textOfShare } from './field-text';
import { dataOf, type TypedParty, type TypedValues } from './form-values';
import { coOwnerships } from './step-schema';

/** One input that two people, or two pages, have left differently; empty text where nothing stands. */
export interface Difference {
  /** `price`, or `parties.buyer`: what is taken from one side or the other. */
  path: string;
  label: string;
  mine: string;
  theirs: string;
}
export type Side = 'mine' | 'theirs';

/** Equal for equal content, whatever the order of keys. */
function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameContent(left[key], right[key]));
}

function fieldText(field: FieldDeclaration, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.name ?? String(value);
  if (field.kind === 'fen') return typeof value === 'number' ? `${textOfFen(value, 'read')} 元` : String(value);
  return String(value);
}

function partyText(party: TypedParty | undefined): string {
  const people = (party?.members ?? []).map(({ name, idNumber, phone, share }) =>
    [name, idNumber, phone, textOfShare(share)].filter((part) => part !== '').join(' '),
  );
  const form = party && people.length > 1 && party.coOwnership ? [coOwnerships[party.coOwnership]] : [];
  return [...people, ...form].join('；');
}

/** What an input holds, inside the groups `parties`, `contacts` and `files`, too. */
const at = (values: object, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], values);

/** Where two contents of one step differ, in the order in which the step asks; compared as they would be sent. */
export function stepDifferences(
  business: Business,
  step: InputStep,
  { mine, theirs }: Record<Side, TypedValues>,
  known: readonly string[] = [],
): Difference[] {
  const [ours, others] = [mine, theirs].map((values) => dataOf(business, step, values, known)) as [object, object];
  const found: Difference[] = [];
  const look = (path: string, label: string, text: (value: unknown) => string, same?: string): void => {
    const [a, b] = [at(ours, path), at(others, path)];
    if (sameContent(a, b)) return;
    const [left, right] = [text(a), text(b)];
    found.push({ path, label, mine: left, theirs: same && left === right ? `${right}${same}` : right });
  };
  const name = (role: string): string => business.parties[role]?.name ?? '当事人';
  if (step.kind === 'form')
    for (const role of step.parties) look(`parties.${role}`, name(role), (value) => partyText(value as TypedParty));
  if (step.kind === 'form')
    for (const role of step.contacts)
      look(`contacts.${role}`, `${name(role)}的手机号`, (value) => ((value as string[] | undefined) ?? []).join('、'));
  for (const field of step.fields) look(field.id, field.name, (value) => fieldText(field, value));
  if (step.kind === 'materials')
    for (const item of step.items) {
      const count = (value: unknown): string => (Array.isArray(value) ? `${value.length} 份文件` : '');
      look(`files.${item.id}`, item.name, count, '（不是同一份）');
    }
  return found;
}

/** What is mine, with what is theirs where that was chosen; what neither side differs in stays mine. */
export function merged<T extends object>(mine: T, theirs: object, sides: Readonly<Record<string, Side>>): T {
  const result = { ...mine } as Record<string, unknown>;
  for (const [path, side] of Object.entries(sides)) {
    if (side === 'mine') continue;
    const [group, key] = path.split('.') as [string, string?];
    const value = at(theirs, path);
    if (key === undefined) result[group] = value;
    else result[group] = { ...(result[group] as object | undefined), [key]: value };
  }
  return result as T;
}
