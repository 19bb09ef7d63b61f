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
  /** False: the field may be left empty. */
  required: z.boolean().default(true),
  /** Shown and required only while another field of the same step has this value. */
  when: z.strictObject({ field: fieldId, equals: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
};

export const fieldDeclaration = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    ...fieldBase,
    maxLength: z.number().int().min(1).max(2000).default(200),
    /** What somebody might write: the first is shown in the empty box and in the guide. */
    examples: z.array(chinese).default([]),
    /** The certificate prints it, so it may only hold characters that the fonts have. */
    printed: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('certificate-number'), ...fieldBase, of: z.enum(['right', 'registration']) }),
  z.strictObject({ kind: z.literal('holder-name'), ...fieldBase }),
  /** `prefilled`: begins as the name or phone of whoever starts the case, the clerk for an institution. */
  z.strictObject({ kind: z.literal('person-name'), ...fieldBase, prefilled: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('phone'), ...fieldBase, prefilled: z.boolean().default(false) }),
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
  z.strictObject({
    kind: z.literal('date'),
    ...fieldBase,
    /** Another date of the step that this one must follow. */
    after: fieldId.optional(),
  }),
  z.strictObject({ kind: z.literal('filing-number'), ...fieldBase }),
  z.strictObject({ kind: z.literal('tax-certificate-number'), ...fieldBase }),
  z.strictObject({ kind: z.literal('survey-number'), ...fieldBase }),
  z.strictObject({ kind: z.literal('credit-code'), ...fieldBase }),
  z.strictObject({ kind: z.literal('acceptance-number'), ...fieldBase }),
  z.strictObject({ kind: z.literal('bank-account'), ...fieldBase }),
  z.strictObject({ kind: z.literal('invoice-number'), ...fieldBase }),
  /** Belongs to an invoice number of the step; an all-electronic invoice has none. */
  z.strictObject({ kind: z.literal('invoice-code'), ...fieldBase, of: fieldId }),
  /** Full name of a filed institution of this kind. */
  z.strictObject({ kind: z.literal('institution'), ...fieldBase, of: z.enum(['bank', 'developer', 'agency']) }),
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
  'presale-mortgage',
  'registered',
  'unregistered',
  'obligor-not-owner',
  'not-starters',
  'owned-by-shares',
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
  /**
   * Where they come from. `starter`: the citizen or institution that starts the case. `notice-holders`: of the unit's presale
   * notice; `notice-holders-or-entered`: of the notice if there is one. `named-institution`: by an `institution` field.
   */
  are: z.enum([
    'owners-of-unit',
    'entered',
    'mortgagees-with-transfer-limit',
    'mortgagees',
    'starter',
    'notice-holders',
    'notice-holders-or-entered',
    'named-institution',
  ]),
  /** `step.field` of the institution's name. Only for `named-institution`. */
  named: z.string().optional(),
  /** How many people may be entered. Only for `entered`. */
  min: z.number().int().min(1).default(1),
  max: z.number().int().min(1).max(20).default(20),
  /** Each holds a share; the form of co-ownership is asked for. Only for `entered`. */
  shares: z.boolean().default(false),
  /** `informed`: has agreed elsewhere and is only told. `none`: for the one who starts the case, who agrees by submitting it. */
  authorise: z.enum(['face', 'institution', 'informed', 'none']).default('none'),
  /**
   * How many of them have to authorise. `two-thirds-of-shares`: where they own by shares (按份共有), those who hold two thirds
   * are enough and the others are told (Civil Code 301); joint owners all authorise. Only for `owners-of-unit` by face.
   */
  enough: z.enum(['everybody', 'two-thirds-of-shares']).default('everybody'),
  /** The state that cannot be left before this party has authorised. */
  before: z.enum(['submission', 'review']).default('submission'),
  /** Whether an authorised family agent (代办人) may act for these people; false: only they in person. */
  byAgent: z.boolean().default(true),
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
  'tax-assessed': '税费核定',
  'mortgagee-consent': '抵押权人已同意',
  'basis-stands': '申请依据的登记仍然有效',
  'materials-clean': '上传材料安全完整',
  'payer-size': '缴费单位规模',
} as const;
export type AutomaticCheck = keyof typeof automaticChecks;

export const departments = { housing: '住建部门', tax: '税务部门', market: '市场监管部门' } as const;
/** Accounts of a home that are handed over to its new owner (水电气、宽带、有线电视过户), in the order they are shown. */
export const utilityAccounts = {
  water: '供水',
  electricity: '供电',
  gas: '燃气',
  broadband: '宽带',
  cable: '有线电视',
} as const;
export type UtilityAccount = keyof typeof utilityAccounts;
export const utilityAccountIds = Object.keys(utilityAccounts) as [UtilityAccount, ...UtilityAccount[]];

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
    /** Parties known from the register whose phone numbers are asked for, so that they can be told. */
    contacts: z.array(fieldId).default([]),
  }),
  /** Documents to upload (申请材料). */
  z.strictObject({
    kind: z.literal('materials'),
    ...stepBase,
    fields: z.array(fieldDeclaration).max(0).default([]),
    items: z
      .array(
        z.strictObject({
          id: fieldId,
          name: chinese,
          hint: chinese.optional(),
          required: z.boolean().default(true),
          max: z.number().int().min(1).max(20).default(10),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('ask'),
    ...stepBase,
    of: z.enum(['housing', 'tax']),
    check: z.enum(Object.keys(automaticChecks) as [AutomaticCheck, ...AutomaticCheck[]]),
    fields: z.array(fieldDeclaration).min(1),
    /** What the department's contract is compared with: `step.field` of the price, and the roles that sell and buy. */
    compare: z.strictObject({ price: z.string().optional(), sellers: fieldId, buyers: fieldId }).optional(),
    /**
     * The tax bureau computes what is owed (税费核定) where the choice `by` of this step is `value`, from the contract that was
     * filed in the step `contract`. The taxes are then paid with the fee after approval, and `check` gates the recording instead
     * of the review. `price` is `step.field`; `buyers` and `sellers` are the roles that may owe.
     */
    assess: z
      .strictObject({
        by: fieldId,
        value: z.string().min(1),
        contract: z.string(),
        price: z.string(),
        buyers: fieldId,
        sellers: fieldId.optional(),
      })
      .optional(),
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
    accounts: z.array(z.enum(utilityAccountIds)).min(1),
    by: fieldId,
  }),
  /** After the case is completed: a visit at the window, or printing at a machine. */
  z.strictObject({
    kind: z.literal('book'),
    ...stepBase,
    purpose: z.enum(['window', 'print']),
    by: fieldId,
    /** The institution first lists several completed cases in a result schedule (登记结果明细表). */
    schedule: z.boolean().default(false),
  }),
]);
export type StepDeclaration = z.output<typeof stepDeclaration>;
export type StepKind = StepDeclaration['kind'];

/** Step whose fields `collateral`, `secured`, `debtStart` and `debtEnd` describe the secured debt. */
const terms = z.string();

/** What the register does when the case is recorded. Several happen in the order given, in one transaction. */
export const effectDeclaration = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('transfer-ownership'),
    from: fieldId,
    to: fieldId,
    /** `step.field` that says how many certificates are wanted. */
    copies: z.string().optional(),
    /** Ends the presale notices of the new owners: what they announced has happened. */
    endsPresaleNotice: z.boolean().default(false),
  }),
  z.strictObject({ do: z.literal('register-first'), to: fieldId }),
  z.strictObject({
    do: z.literal('register-notice'),
    notice: z.enum(['presale', 'presale-mortgage']),
    holder: fieldId,
    obligor: fieldId,
    terms: terms.optional(),
  }),
  z.strictObject({
    do: z.literal('register-mortgage'),
    mortgagee: fieldId,
    mortgagor: fieldId,
    terms,
    /** `step.field`, a choice whose value `yes` registers that the unit must not be transferred without consent. */
    transferLimit: z.string().optional(),
  }),
  /** The presale mortgage notice the case is based on becomes a mortgage of the same rank. */
  z.strictObject({ do: z.literal('convert-mortgage'), mortgagee: fieldId, mortgagor: fieldId }),
  /** The mortgage the case is based on ends; with a role, all mortgages of that role's institutions. */
  z.strictObject({ do: z.literal('discharge-mortgage'), mortgagee: fieldId.optional() }),
]);
export type EffectDeclaration = z.output<typeof effectDeclaration>;

/** What the fee table is asked with. `none` is a registration that is free by rule. */
export const feeMatters = {
  transfer: '转移登记',
  mortgage: '抵押权登记',
  first: '首次登记',
  none: '免费事项',
} as const;
export type FeeMatter = keyof typeof feeMatters;
export const feeMatterIds = Object.keys(feeMatters) as [FeeMatter, ...FeeMatter[]];

/** Exemptions from the fee (减免) by what the home is used for. */
export const feeExemptions = { 'community-services': '用于提供社区养老、托育、家政服务' } as const;
export type FeeExemption = keyof typeof feeExemptions;
export const feeExemptionIds = Object.keys(feeExemptions) as [FeeExemption, ...FeeExemption[]];

/** Kinds of institutions (机构) that work on the platform. */
export const institutionKinds = {
  bank: '银行等金融机构',
  developer: '房地产开发企业',
  agency: '房产中介或代办机构',
} as const;
export type InstitutionKind = keyof typeof institutionKinds;

export const businessCategories = {
  'advance-notice': '预告类',
  mortgage: '抵押类',
  first: '初始类',
  transfer: '转移类',
  discharge: '注销类',
  preliminary: '网上预审',
} as const;
export type BusinessCategory = keyof typeof businessCategories;

/** Kinds of pre-review items (网上预审). */
export const preReviewGroups = {
  mortgage: '抵押类',
  transfer: '转移类',
  change: '变更类',
  other: '其他类',
  assistance: '协查类',
} as const;

export const businessDeclaration = z.strictObject({
  id,
  version: z.number().int().min(1),
  name: chinese,
  category: z.enum(
    Object.keys(businessCategories) as [keyof typeof businessCategories, ...(keyof typeof businessCategories)[]],
  ),
  /** Only for pre-review items. */
  group: z.enum(Object.keys(preReviewGroups) as [keyof typeof preReviewGroups]).optional(),
  startedBy: z.array(z.enum(['citizen', 'institution-clerk'])).min(1),
  /** Which institutions' clerks may start it; empty means any. */
  startedByKinds: z.array(z.enum(['bank', 'developer', 'agency'])).default([]),
  summary: chinese,
  /** The party the one who starts the case must belong to. */
  applicant: fieldId,
  parties: z.record(fieldId, partyDeclaration),
  unit: z.strictObject({
    /**
     * How the unit is found. `registration-certificate`: by a certificate of a notice or mortgage that is in force.
     * `building`: units are chosen from the table of a surveyed building.
     */
    by: z.enum(['right-certificate', 'registration-certificate', 'building']),
    /** What the registration certificate proves. */
    holds: z.enum(['presale', 'presale-mortgage', 'mortgage']).optional(),
    /** How the building is found: by its cadastral survey, or by the case of its first registration. */
    building: z.enum(['survey', 'first-case']).optional(),
    /** True where whoever applies usually is not the right-holder (heirs, objectors, courts) and enters another person's certificate. */
    anyone: z.boolean().default(false),
    blockedBy: z.array(z.enum(unitConditions)),
    warnedBy: z.array(z.enum(unitConditions)).default([]),
    /**
     * What the parties commit to (承诺) while the register shows the condition `when`. It is shown to them by itself and is
     * part of what they agree to: if the condition arises later, they are asked again. `by`: the roles that commit; empty
     * means everybody who agrees. A starter who is not asked to authorise ticks it on the check page.
     */
    commitments: z
      .array(z.strictObject({ when: z.enum(unitConditions), by: z.array(fieldId).default([]), text: chinese }))
      .default([]),
    /** What is said of a condition in `warnedBy` where the ordinary sentence would be wrong for this business. */
    says: z.partialRecord(z.enum(unitConditions), chinese).default({}),
    /**
     * Advance notices whose holders use their right by this application. Submitted on the notice's last day at the latest it
     * was made in time, and the notice holds until the case has ended: it lapses only if nobody has applied within the 90
     * days (Civil Code 221). What is sent back for correction has been received and stays made (Interim Regulation 17);
     * withdrawn, lapsed or refused it was not made, and a notice past its day lapses with it (15).
     */
    keeps: z.array(z.strictObject({ notice: z.enum(['presale', 'presale-mortgage']), holder: fieldId })).default([]),
    /** Sent to the window: uses whose registration is not handled online. */
    windowOnly: z.array(unitUse).default([]),
  }),
  steps: z.array(stepDeclaration).min(2),
  fee: z.strictObject({
    matter: z.enum(feeMatterIds),
    /** Why nothing is due, where the ordinary sentence would mislead. Only with `none`. */
    because: chinese.optional(),
    /** Payers for whom the fee table has a row of their own, once their status is verified. Needs the check `payer-size`. */
    reducedFor: z.enum(['small-enterprise']).optional(),
    /** Exemptions that its applicants may claim at the window; which rule grants them today stands in the fee table. */
    exemptions: z.array(z.enum(feeExemptionIds)).default([]),
    /**
     * `step.field` that names what several cases have in common (the contract of one loan): for the same value, of the same
     * payer, on the same parcel, the fee is charged once. Source: 发改价格规〔2016〕2559号.
     */
    onceFor: z.string().optional(),
  }),
  /**
   * The parties may have the price supervised by a bank (资金监管): it is deposited and locked before the case is recorded, and
   * released in the transaction that records it; a case that ends otherwise returns it. Source: 自然资发〔2023〕29号, 建房规〔2021〕2号.
   */
  escrow: z
    .strictObject({
      /** `form` step in which they choose and agree; its fields are those of `escrowTerms` in `words.ts`. */
      step: z.string(),
      /** Who pays in, and who is paid. */
      depositor: fieldId,
      receiver: fieldId,
      /** `step.field` of the price: no more is supervised. */
      price: z.string(),
      /** The loan of the mortgage in the register is paid off first (先还原贷款): asks for the field `payOff`. */
      paysOff: z.boolean().default(false),
    })
    .optional(),
  /** Empty: nothing changes in the register. */
  effects: z.array(effectDeclaration).default([]),
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
