import { type FieldDeclaration, formatShare, type SheetItem, type SheetStep, type StepData } from '@zhucheng/shared';
import { yuan } from '../../app/format';

function valueText(field: FieldDeclaration, value: unknown): string {
  if (field.kind === 'fen') return yuan(Number(value));
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.name ?? String(value);
  return String(value);
}

/** What a row will fill in, to be looked through before it is sent. */
export function summaryOf(step: SheetStep, item: SheetItem): string[] {
  const data = (item.data ?? {}) as StepData;
  const people = Object.values(data.parties ?? {}).flatMap((party) =>
    (party?.members ?? []).map(({ name, share }) => (share ? `${name} ${formatShare(share)}` : name)),
  );
  const phones = Object.values(data.contacts ?? {}).flat();
  return [
    ...(people.length > 0 ? [people.join('、')] : []),
    ...step.fields
      .filter((field) => data[field.id] !== undefined && data[field.id] !== '')
      .map((field) => `${field.name} ${valueText(field, data[field.id])}`),
    ...(phones.length > 0 ? [`手机号 ${phones.join('、')}`] : []),
  ];
}
