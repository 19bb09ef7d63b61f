import type { z } from 'zod';
import type { fieldDeclaration, stepDeclaration } from './declaration';

type FieldInput = z.input<typeof fieldDeclaration>;
type StepInput = z.input<typeof stepDeclaration>;
type Field<K extends FieldInput['kind']> = Omit<Extract<FieldInput, { kind: K }>, 'kind' | 'id'>;
type Step<K extends StepInput['kind']> = Omit<Extract<StepInput, { kind: K }>, 'kind' | 'id'>;

/** The words declarations are written with; each only saves typing, none adds meaning. */
export const text = (id: string, more: Field<'text'>): FieldInput => ({ kind: 'text', id, ...more });
export const certificateNumber = (more: Partial<Field<'certificate-number'>> = {}): FieldInput => ({
  kind: 'certificate-number',
  id: 'certificateNumber',
  name: '不动产权证号',
  of: 'right',
  ...more,
});
export const holderName = (more: Partial<Field<'holder-name'>> = {}): FieldInput => ({
  kind: 'holder-name',
  id: 'rightHolder',
  name: '权利人',
  ...more,
});
export const fen = (id: string, more: Field<'fen'>): FieldInput => ({ kind: 'fen', id, ...more });
export const choice = (id: string, name: string, options: Record<string, string>, hint?: string): FieldInput => ({
  kind: 'choice',
  id,
  name,
  ...(hint ? { hint } : {}),
  options: Object.entries(options).map(([value, optionName]) => ({ value, name: optionName })),
});
export const count = (id: string, more: Field<'count'>): FieldInput => ({ kind: 'count', id, ...more });
export const date = (id: string, more: Field<'date'>): FieldInput => ({ kind: 'date', id, ...more });
export const filingNumber = (more: Partial<Field<'filing-number'>> = {}): FieldInput => ({
  kind: 'filing-number',
  id: 'filingNumber',
  name: '备案合同号',
  ...more,
});
export const taxCertificateNumber = (more: Partial<Field<'tax-certificate-number'>> = {}): FieldInput => ({
  kind: 'tax-certificate-number',
  id: 'taxCertificateNumber',
  name: '完税证明号',
  ...more,
});

export const verify = (more: Step<'verify'>): StepInput => ({ kind: 'verify', id: 'verify', ...more });
export const form = (id: string, more: Step<'form'>): StepInput => ({ kind: 'form', id, ...more });
export const ask = (id: string, more: Step<'ask'>): StepInput => ({ kind: 'ask', id, ...more });
export const authorise = (more: Step<'authorise'>): StepInput => ({ kind: 'authorise', id: 'authorise', ...more });
export const review = (more: Step<'review'>): StepInput => ({ kind: 'review', id: 'review', ...more });
export const pay = (more: Step<'pay'>): StepInput => ({ kind: 'pay', id: 'pay', ...more });
export const handOver = (more: Step<'hand-over'>): StepInput => ({ kind: 'hand-over', id: 'hand-over', ...more });
