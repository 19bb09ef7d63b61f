import { z } from 'zod';
import {
  acceptanceNumber,
  bankAccount,
  certificateNumber,
  type Identifier,
  invoiceCode,
  invoiceNumber,
  invoiceProblem,
  personalNumber,
  personName,
  phone,
  registeredCode,
  surveyNumber,
  taxCertificateNumber,
} from '../identifiers';
import { sumsToOne } from '../money';
import { cleanText } from '../text/clean';
import type { Business, FieldDeclaration, PartyDeclaration } from './declaration';
import { type InputStep, isInput } from './define-business';

/** A string that is normalised and checked by an identifier; the fault text is the identifier's own sentence. */
export function identified(identifier: Identifier) {
  return z
    .string({ error: `请填写${identifier.name}。` })
    .max(200, `${identifier.name}太长，请核对。`)
    .transform((raw) => identifier.normalise(raw))
    .superRefine((value, context) => {
      const problem = identifier.problem(value);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    });
}

/** Tab, line feed and carriage return are what people type; every other control character is not. */
const hasControlCharacters = (value: string): boolean =>
  [...value].some((letter) => {
    const code = letter.charCodeAt(0);
    return (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127;
  });
/** Free text: kept as written, cleaned and trimmed; control characters refused. */
export const plainText = (name: string, max: number) =>
  z
    .string({ error: `请填写${name}。` })
    .overwrite(cleanText)
    .trim()
    .max(max, `${name}最多 ${max} 个字。`)
    .refine((value) => !hasControlCharacters(value), `${name}含有无法识别的字符，请重新输入。`);

/** `YYYY-MM-DD` that exists in the calendar. */
export const calendarDate = (name: string) =>
  z.string({ error: `请选择${name}。` }).refine((value) => {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  }, `${name}不是有效的日期。`);

export const fraction = z
  .strictObject(
    {
      numerator: z
        .number({ error: '请填写份额。' })
        .int('份额请填整数。')
        .min(1, '份额必须大于 0。')
        .max(10_000, '份额太大，请化简。'),
      denominator: z
        .number({ error: '请填写份额。' })
        .int('份额请填整数。')
        .min(1, '份额必须大于 0。')
        .max(10_000, '份额太大，请化简。'),
    },
    '份额请写成 1/2 或 50%。',
  )
  .refine((value) => value.numerator <= value.denominator, '份额不能超过 1。');

/** Forms of co-ownership (共有方式), Civil Code 297–299. */
export const coOwnerships = { sole: '单独所有', joint: '共同共有', shares: '按份共有' } as const;
export type CoOwnership = keyof typeof coOwnerships;
export const coOwnership = z.enum(['sole', 'joint', 'shares'], { error: '请选择共有方式。' });

export const enteredMember = z.strictObject({
  name: identified(personName),
  idNumber: identified(personalNumber),
  phone: identified(phone),
  share: fraction.optional(),
});
export type EnteredMember = z.output<typeof enteredMember>;

function fieldSchema(field: FieldDeclaration): z.ZodType {
  switch (field.kind) {
    case 'text':
      return plainText(field.name, field.maxLength).refine(
        (value) => !field.required || value.length > 0,
        `请填写${field.name}。`,
      );
    case 'filing-number':
      return plainText(field.name, 40)
        .overwrite((value) =>
          value
            .replace(/^['’‘`]+/, '')
            .replace(/\s+/g, '')
            .replace(/[‐‑‒–—−－]/g, '-'),
        )
        .refine(
          (value) => /^[A-Za-z0-9-]{4,40}$/.test(value),
          `${field.name}由字母、数字和短横线组成，请按合同上的编号填写。`,
        );
    case 'certificate-number':
      return identified(certificateNumber);
    case 'holder-name':
      return plainText(field.name, 100).refine((value) => value.length > 0, `请填写${field.name}。`);
    case 'person-name':
      return identified(personName);
    case 'phone':
      return identified(phone);
    case 'tax-certificate-number':
      return identified(taxCertificateNumber);
    case 'survey-number':
      return identified(surveyNumber);
    case 'credit-code':
      return identified(registeredCode);
    case 'acceptance-number':
      return identified(acceptanceNumber);
    case 'bank-account':
      return identified(bankAccount);
    case 'invoice-number':
      return identified(invoiceNumber);
    case 'invoice-code':
      // Left empty for an all-electronic invoice; what it must be is decided together with the number.
      return z
        .string({ error: `请填写${field.name}。` })
        .max(200, `${field.name}太长，请核对。`)
        .transform((raw) => invoiceCode.normalise(raw) || undefined);
    case 'institution':
      return plainText(field.name, 100).refine((value) => value.length > 0, `请填写${field.name}的全称。`);
    case 'fen':
      return z
        .number({ error: `请填写${field.name}。` })
        .int(`${field.name}最多到分，请核对。`)
        .min(field.min, field.min === 1 ? `${field.name}必须大于 0。` : `${field.name}太小，请核对。`)
        .max(field.max, `${field.name}太大，请核对。`);
    case 'count':
      return z
        .number({ error: `请填写${field.name}。` })
        .int(`${field.name}请填整数。`)
        .min(field.min, `${field.name}不能少于 ${field.min}。`)
        .max(field.max, `${field.name}不能多于 ${field.max}。`);
    case 'date':
      return calendarDate(field.name);
    case 'choice':
      return z.enum(field.options.map((option) => option.value) as [string, ...string[]], {
        error: `请选择${field.name}。`,
      });
  }
}

function partySchema(party: PartyDeclaration) {
  const members = z
    .array(enteredMember, { error: `请添加${party.name}。` })
    .min(party.min, `至少需要 ${party.min} 位${party.name}。`)
    .max(party.max, `${party.name}最多 ${party.max} 位。`);
  return z.strictObject({ ...(party.shares ? { coOwnership } : {}), members }).superRefine((raw, context) => {
    const value = raw as { coOwnership?: CoOwnership; members: EnteredMember[] };
    const seen = new Map<string, number>();
    value.members.forEach((member, index) => {
      if (seen.has(member.idNumber))
        context.addIssue({ code: 'custom', path: ['members', index, 'idNumber'], message: '同一个人不能重复添加。' });
      seen.set(member.idNumber, index);
    });
    if (!party.shares) return;
    const form = value.coOwnership;
    if (form === 'sole' && value.members.length > 1)
      context.addIssue({
        code: 'custom',
        path: ['coOwnership'],
        message: `有 ${value.members.length} 位${party.name}，请选择共同共有或按份共有。`,
      });
    if (form !== 'sole' && value.members.length === 1)
      context.addIssue({ code: 'custom', path: ['coOwnership'], message: `只有一位${party.name}，请选择单独所有。` });
    if (form !== 'shares') {
      value.members.forEach((member, index) => {
        if (member.share)
          context.addIssue({
            code: 'custom',
            path: ['members', index, 'share'],
            message: '只有按份共有需要填写份额。',
          });
      });
      return;
    }
    value.members.forEach((member, index) => {
      if (!member.share)
        context.addIssue({ code: 'custom', path: ['members', index, 'share'], message: '请填写份额。' });
    });
    const shares = value.members.map((member) => member.share).filter((share) => share !== undefined);
    if (shares.length === value.members.length && !sumsToOne(shares))
      context.addIssue({ code: 'custom', path: ['members'], message: '各方份额加起来必须正好等于 1，请核对。' });
  });
}

/** Data of a step as stored: field values by id, entered parties by role, phones by role, file ids by material. */
export type StepData = Record<string, unknown> & {
  parties?: Record<string, { coOwnership?: CoOwnership; members: EnteredMember[] } | undefined>;
  contacts?: Record<string, string[]>;
  files?: Record<string, string[]>;
};

function materialsSchema(step: Extract<InputStep, { kind: 'materials' }>) {
  const items: Record<string, z.ZodType> = {};
  for (const item of step.items) {
    const list = z
      .array(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, '文件不存在，请重新上传。'), {
        error: `请上传${item.name}。`,
      })
      .min(item.required ? 1 : 0, `请上传${item.name}。`)
      .max(item.max, `${item.name}最多 ${item.max} 份文件。`);
    items[item.id] = item.required ? list : list.optional();
  }
  return z.strictObject(items, { error: '请上传申请材料。' });
}

/** Strict schema of what a client sends for an input step; the same on server and client. Unknown fields are refused. */
export function stepSchema(business: Business, step: InputStep): z.ZodType<StepData> {
  const shape: Record<string, z.ZodType> = {};
  for (const field of step.fields) {
    const schema = fieldSchema(field);
    shape[field.id] = field.required && !field.when && field.kind !== 'invoice-code' ? schema : schema.optional();
  }
  if (step.kind === 'verify' && step.declare.length > 0)
    shape.declared = z.literal(true, { error: '请阅读并勾选声明。' });
  if (step.kind === 'form' && step.parties.length > 0) {
    const roles: Record<string, z.ZodType> = {};
    let optional = true;
    for (const role of step.parties) {
      const party = business.parties[role]!;
      const known = party.are === 'notice-holders-or-entered';
      roles[role] = known ? partySchema(party).optional() : partySchema(party);
      optional &&= known;
    }
    const parties = z.strictObject(roles, { error: '请添加当事人。' });
    shape.parties = optional ? parties.optional() : parties;
  }
  if (step.kind === 'form' && step.contacts.length > 0) {
    const roles: Record<string, z.ZodType> = {};
    for (const role of step.contacts) {
      const { name } = business.parties[role]!;
      roles[role] = z.array(identified(phone), { error: `请填写${name}的手机号。` }).min(1, `请填写${name}的手机号。`);
    }
    shape.contacts = z.strictObject(roles, { error: '请填写手机号。' });
  }
  if (step.kind === 'materials') shape.files = materialsSchema(step);
  return z.strictObject(shape).superRefine((value, context) => {
    const data = value as Record<string, unknown>;
    for (const field of step.fields) {
      const issue = (message: string) => context.addIssue({ code: 'custom', path: [field.id], message });
      if (field.kind === 'date' && field.after && data[field.id] && data[field.after]) {
        const other = step.fields.find((candidate) => candidate.id === field.after)!;
        if (String(data[field.id]) <= String(data[field.after])) issue(`${field.name}必须晚于${other.name}。`);
      }
      if (field.kind === 'invoice-code' && typeof data[field.of] === 'string') {
        const code = (data[field.id] as string) ?? '';
        const fault = invoiceProblem({ number: data[field.of] as string, code });
        // The number's own check reports the number; a wrong code beside it is reported in the same answer.
        const own = fault?.field === 'number' && code !== '' ? invoiceCode.problem(code) : null;
        if (fault?.field === 'code') issue(fault.problem);
        else if (own) issue(own);
      }
      if (!field.when) continue;
      const applies = data[field.when.field] === field.when.equals;
      if (applies && field.required && (data[field.id] === undefined || data[field.id] === ''))
        context.addIssue({ code: 'custom', path: [field.id], message: `请填写${field.name}。` });
      if (!applies && data[field.id] !== undefined)
        context.addIssue({ code: 'custom', path: [field.id], message: `${field.name}在当前选择下不需要填写。` });
    }
  }) as unknown as z.ZodType<StepData>;
}

export function inputSteps(business: Business): InputStep[] {
  return business.steps.filter(isInput);
}

export function inputStep(business: Business, id: string): InputStep | undefined {
  return inputSteps(business).find((step) => step.id === id);
}
