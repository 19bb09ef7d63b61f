import { z } from 'zod';

/**
 * The language a business type (业务类型) is declared in. A declaration is data: server rules, pages, review screens, guides
 * and tests all follow from it. Parsed and cross-checked by `defineBusiness`; a fault stops the process at start.
 */
const id = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\/[a-z0-9-]+)?$/);
const fieldId = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const chinese = z.string().min(1).max(400);

const fieldBase = {
  id: fieldId,
  name: chinese,
  hint: chinese.optional(),
  /** Left empty only if false. */
  required: z.boolean().default(true),
  /** Shown and required only while another field of the same step has this value. */
  when: z.strictObject({ field: fieldId, equals: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
};

export const fieldDeclaration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), ...fieldBase, maxLength: z.number().int().min(1).max(2000).default(200) }),
  z.strictObject({ kind: z.literal('certificate-number'), ...fieldBase, of: z.enum(['right', 'registration']) }),
  z.strictObject({ kind: z.literal('holder-name'), ...fieldBase }),
  z.strictObject({
    kind: z.literal('fen'),
    ...fieldBase,
    min: z.number().int().default(1),
    max: z.number().int().default(100_000_000_000),
  }),
  z.strictObject({
    kind: z.literal('choice'),
    ...fieldBase,
    options: z.array(z.strictObject({ value: z.string().min(1), name: chinese })).min(2),
  }),
  z.strictObject({
    kind: z.literal('count'),
    ...fieldBase,
    min: z.number().int(),
    max: z.number().int(),
    start: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('date'), ...fieldBase }),
  z.strictObject({ kind: z.literal('filing-number'), ...fieldBase }),
  z.strictObject({ kind: z.literal('tax-certificate-number'), ...fieldBase }),
]);
export type FieldDeclaration = z.output<typeof fieldDeclaration>;

/** How a unit may be limited in the register; also the words of `blockedBy` and `warnedBy`. */
export const unitConditions = [
  'seizure',
  'pre-seizure',
  'objection',
  'advance-notice',
  'pending-same',
  'mortgage-limited',
  'mortgage-free',
  'minor-owner',
] as const;
export type UnitCondition = (typeof unitConditions)[number];

export const unitUses = {
  dwelling: '住宅',
  shop: '商业服务',
  office: '办公',
  parking: '车位',
  garage: '车库',
  storage: '储藏室',
  industrial: '工业',
} as const;
export type UnitUse = keyof typeof unitUses;
const unitUse = z.enum(Object.keys(unitUses) as [UnitUse, ...UnitUse[]]);

const partyDeclaration = z.strictObject({
  name: chinese,
  /** Where the people come from: the register, or what the applicant enters. */
  are: z.enum(['owners-of-unit', 'entered', 'mortgagees-with-transfer-limit']),
  /** Only for `entered`. */
  min: z.number().int().min(1).default(1),
  max: z.number().int().min(1).max(20).default(20),
  /** Each holds a share; the form of co-ownership is asked for. Only for `entered`. */
  shares: z.boolean().default(false),
  authorise: z.enum(['face', 'institution', 'none']).default('none'),
  /** The state that cannot be left before this party has authorised. */
  before: z.enum(['submission', 'review']).default('submission'),
  /** What the party agrees to, in plain sentences, shown in full before the face check. */
  agreesTo: z.array(chinese).default([]),
});
export type PartyDeclaration = z.output<typeof partyDeclaration>;

export const automaticChecks = {
  'authorisations-complete': '各方授权齐全',
  'parties-match': '申请人与登记簿一致',
  'limits-clear': '无查封、预告等限制',
  'contract-filed': '合同已备案且与申请一致',
  'tax-paid': '契税已完税',
  'mortgagee-consent': '抵押权人已同意',
} as const;
export type AutomaticCheck = keyof typeof automaticChecks;

export const departments = { housing: '住建部门', tax: '税务部门' } as const;
export const utilityAccounts = { water: '供水', electricity: '供电', gas: '燃气' } as const;
export type UtilityAccount = keyof typeof utilityAccounts;

const stepBase = { id: fieldId.or(id), name: chinese, intro: chinese.optional() };
export const stepDeclaration = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('verify'),
    ...stepBase,
    fields: z.array(fieldDeclaration).min(1),
    declare: z.array(chinese).default([]),
  }),
  z.strictObject({
    kind: z.literal('form'),
    ...stepBase,
    fields: z.array(fieldDeclaration),
    parties: z.array(fieldId).default([]),
  }),
  z.strictObject({
    kind: z.literal('ask'),
    ...stepBase,
    of: z.enum(['housing', 'tax']),
    check: z.enum(Object.keys(automaticChecks) as [AutomaticCheck, ...AutomaticCheck[]]),
    fields: z.array(fieldDeclaration).min(1),
    /** The department also offers a page of its own where the matter can be done; the answer is then fetched by refreshing. */
    online: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('authorise'), ...stepBase }),
  z.strictObject({
    kind: z.literal('review'),
    ...stepBase,
    automatic: z.array(z.enum(Object.keys(automaticChecks) as [AutomaticCheck, ...AutomaticCheck[]])),
    officer: z.enum(['always', 'never']),
  }),
  z.strictObject({ kind: z.literal('pay'), ...stepBase, by: fieldId }),
  z.strictObject({
    kind: z.literal('hand-over'),
    ...stepBase,
    accounts: z.array(z.enum(['water', 'electricity', 'gas'])).min(1),
    by: fieldId,
  }),
]);
export type StepDeclaration = z.output<typeof stepDeclaration>;
export type StepKind = StepDeclaration['kind'];

export const outcomeDeclaration = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('transfer-ownership'),
    from: fieldId,
    to: fieldId,
    issue: z.literal('right-certificate'),
    /** `step.field` that says how many certificates are wanted. */
    copies: z.string().optional(),
  }),
  /** Nothing changes in the register. */
  z.strictObject({ kind: z.literal('none') }),
]);
export type OutcomeDeclaration = z.output<typeof outcomeDeclaration>;

/** What the fee table is asked with. `none` is a registration that is free by rule. */
export const feeMatters = { transfer: '转移登记', none: '免费事项' } as const;

export const businessCategories = {
  'advance-notice': '预告类',
  mortgage: '抵押类',
  first: '初始类',
  transfer: '转移类',
  discharge: '注销类',
  'pre-review': '预审',
} as const;

export const businessDeclaration = z.strictObject({
  id,
  version: z.number().int().min(1),
  name: chinese,
  category: z.enum(
    Object.keys(businessCategories) as [keyof typeof businessCategories, ...(keyof typeof businessCategories)[]],
  ),
  startedBy: z.array(z.enum(['citizen', 'institution-clerk'])).min(1),
  summary: chinese,
  /** The party the one who starts the case must belong to. */
  applicant: fieldId,
  parties: z.record(fieldId, partyDeclaration),
  unit: z.strictObject({
    by: z.enum(['right-certificate']),
    blockedBy: z.array(z.enum(unitConditions)),
    warnedBy: z.array(z.enum(unitConditions)).default([]),
    /** Sent to the window: uses whose registration is not handled online. */
    windowOnly: z.array(unitUse).default([]),
  }),
  steps: z.array(stepDeclaration).min(2),
  fee: z.strictObject({ matter: z.enum(['transfer', 'none']) }),
  outcome: outcomeDeclaration,
  /** Days a case may stay in a state; the review limit counts working days. */
  limits: z.strictObject({
    preparing: z.number().int().min(1),
    authorising: z.number().int().min(1),
    correction: z.number().int().min(1),
    payment: z.number().int().min(1),
    reviewWorkingDays: z.number().int().min(1),
  }),
  guide: z.strictObject({
    conditions: z.array(chinese).min(1),
    materials: z.array(chinese).min(1),
    legalBasis: z.array(chinese).min(1),
    result: chinese,
  }),
});
export type Business = z.output<typeof businessDeclaration>;
export type BusinessInput = z.input<typeof businessDeclaration>;
