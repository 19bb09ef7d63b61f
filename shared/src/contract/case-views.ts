import { z } from 'zod';
import { automaticChecks, businessCategories, unitConditions, utilityAccountIds } from '../engine/declaration';
import { caseStateIds } from '../engine/states';
import { agentOfParty } from './agent-scopes';
import { fenAmount, id, ms } from './common';
import { savedVersion } from './versions';

export const unitSummary = z.strictObject({
  id,
  unitNumber: z.string(),
  location: z.string(),
  use: z.string(),
  useName: z.string(),
  /** Square metres × 100. */
  areaHundredths: z.number().int(),
});

export const unitWarning = z.strictObject({ kind: z.enum(unitConditions), text: z.string() });

/** What the register asks the parties to commit to, and who has: `at` is null until given for the content as it is. */
export const commitmentView = z.strictObject({
  kind: z.enum(unitConditions),
  text: z.string(),
  by: z.array(
    z.strictObject({
      partyId: id,
      name: z.string(),
      roleName: z.string(),
      /** `send`: the starter ticks it on the check page. */
      how: z.enum(['authorise', 'send']),
      at: ms.nullable(),
    }),
  ),
});
export type CommitmentView = z.output<typeof commitmentView>;

export const authorisationStates = {
  none: '未发起',
  waiting: '待授权',
  window: '到窗口核验',
  passed: '已授权',
  refused: '已拒绝',
  /** Was asked; others were enough, and the application went on. */
  told: '已通知',
} as const;
export type AuthorisationState = keyof typeof authorisationStates;
const authorisationState = z.enum(Object.keys(authorisationStates) as [AuthorisationState, ...AuthorisationState[]]);

export const partyView = z.strictObject({
  id,
  role: z.string(),
  roleName: z.string(),
  name: z.string(),
  idNumberMasked: z.string(),
  phoneMasked: z.string().nullable(),
  share: z.string().nullable(),
  authorisation: z.strictObject({
    state: authorisationState,
    /** `face` · `window` · `institution`; null until done. */
    how: z.string().nullable(),
    at: ms.nullable(),
    reason: z.string().nullable(),
    /** Agreed to the content as it is now. */
    current: z.boolean(),
    /** Given by a family agent in this party's name. */
    agent: agentOfParty.nullable(),
  }),
  isMe: z.boolean(),
});
export type PartyView = z.output<typeof partyView>;

export const stepStatus = z.enum(['todo', 'done', 'waiting', 'refused']);
export const stepView = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  status: stepStatus,
  /** What was filled in, as label and shown value; personal data masked. */
  answers: z.array(z.strictObject({ field: z.string(), label: z.string(), value: z.string() })),
  /** A department's answer in words. */
  message: z.string().nullable(),
  /** Of what is saved, drafts included; a save is made from it. */
  version: savedVersion,
});
export type StepView = z.output<typeof stepView>;

export const checkView = z.strictObject({
  id: z.enum(Object.keys(automaticChecks) as [keyof typeof automaticChecks, ...(keyof typeof automaticChecks)[]]),
  name: z.string(),
  result: z.enum(['passed', 'waiting', 'failed']),
  message: z.string(),
  at: ms,
});
export type CheckView = z.output<typeof checkView>;

export const faultView = z.strictObject({ step: z.string().nullable(), text: z.string() });
export const timelineEntry = z.strictObject({
  at: ms,
  action: z.string(),
  name: z.string(),
  by: z.string(),
  note: z.string().nullable(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
});
export const allowedActionView = z.strictObject({
  action: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  reason: z.string().optional(),
});

export const handOverStates = {
  todo: '未办理',
  running: '办理中',
  done: '已过户',
  skipped: '已跳过',
  failed: '未成功',
} as const;
export type HandOverState = keyof typeof handOverStates;
export const handOverView = z.strictObject({
  account: z.enum(utilityAccountIds),
  name: z.string(),
  provider: z.string(),
  number: z.string(),
  state: z.enum(Object.keys(handOverStates) as [HandOverState, ...HandOverState[]]),
  message: z.string().nullable(),
});

export const orderSummary = z.strictObject({
  id,
  number: z.string(),
  totalFen: fenAmount,
  state: z.string(),
  stateName: z.string(),
});
/** Why the file of a certificate could not be made, as its holders and the centre read it. */
export const certificateFileFaults = {
  unprintable: '证书上有字库里还没有的字，文件没有做成。',
  other: '证书文件没有做成。',
} as const;
export type CertificateFileFault = keyof typeof certificateFileFaults;
export const certificateFileFaultIds = Object.keys(certificateFileFaults) as [
  CertificateFileFault,
  ...CertificateFileFault[],
];

export const certificateSummary = z.strictObject({
  id,
  number: z.string(),
  kind: z.string(),
  state: z.enum(['valid', 'cancelled']),
  issuedAt: ms,
  /** Its file was given up; null while it is being made, and once it is there. */
  fileFault: z.enum(certificateFileFaultIds).nullable(),
});
export type CertificateSummary = z.output<typeof certificateSummary>;

export const caseCertificate = certificateSummary.extend({
  /** Whoever looks is one of its holders and may open it. */
  mine: z.boolean(),
});

/** Taxes of a transfer that the bureau has assessed (税费核定), as every party sees them. */
export const caseTaxes = z.strictObject({
  /** Last day to pay, YYYY-MM-DD. */
  validUntil: z.string(),
  /** The bureau computes them anew: nothing is paid meanwhile. */
  anew: z.boolean(),
  items: z.array(
    z.strictObject({
      name: z.string(),
      owedBy: z.string(),
      baseFen: fenAmount,
      /** Hundredths of a percent. */
      rate: z.number().int(),
      amountFen: fenAmount,
      /** Whoever looks owes it, alone or with others. */
      mine: z.boolean(),
      /** Null until the case is approved. */
      orderId: id.nullable(),
      state: z.string(),
      stateName: z.string(),
    }),
  ),
  /** Number of the tax-payment certificate (完税证明); null until it has arrived. */
  certificate: z.string().nullable(),
});
export type CaseTaxesView = z.output<typeof caseTaxes>;

export const caseView = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  business: z.strictObject({ id: z.string(), version: z.number().int(), name: z.string() }),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  version: z.number().int(),
  unit: unitSummary,
  /** What the register says of the mortgage, or notice of one, that the application is based on. */
  basis: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  warnings: z.array(unitWarning),
  commitments: z.array(commitmentView),
  coOwnership: z.string().nullable(),
  steps: z.array(stepView),
  parties: z.array(partyView),
  checks: z.array(checkView),
  correction: z.strictObject({ at: ms, faults: z.array(faultView), by: z.string() }).nullable(),
  endReason: z.string().nullable(),
  order: orderSummary.nullable(),
  taxes: caseTaxes.nullable(),
  /** What the fee table says today, until the case is approved and the fee stands; null if it cannot be told. */
  quote: z.strictObject({ totalFen: fenAmount, reason: z.string().nullable() }).nullable(),
  /** Why nothing is to be paid, once it is known. */
  feeReason: z.string().nullable(),
  /** What can be applied for at the window, by the rule in force on the day of the application; empty once the case has ended. */
  exemptions: z.array(z.string()),
  certificates: z.array(caseCertificate),
  handOver: z.array(handOverView),
  timeline: z.array(timelineEntry),
  actions: z.array(allowedActionView),
  /** Who must act now, in words, since when. */
  waitingFor: z.strictObject({ who: z.string(), what: z.string(), since: ms }).nullable(),
  deadlineAt: ms.nullable(),
  /** `applicant` · `party` · `payer` · `officer` …: what the caller is in this case. */
  myRoles: z.array(z.string()),
  createdAt: ms,
  updatedAt: ms,
});
export type CaseView = z.output<typeof caseView>;

export const caseListItem = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessId: z.string(),
  businessName: z.string(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  location: z.string(),
  updatedAt: ms,
  createdAt: ms,
  deadlineAt: ms.nullable(),
  mine: z.enum(['applicant', 'party']),
});
export type CaseListItem = z.output<typeof caseListItem>;

export const businessView = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  category: z.enum(Object.keys(businessCategories) as [string, ...string[]]),
  categoryName: z.string(),
  summary: z.string(),
  startedBy: z.array(z.string()),
});

export const authorisationItem = z.strictObject({
  /** Party id: names one person's authorisation in one case. */
  id,
  caseId: id,
  businessName: z.string(),
  roleName: z.string(),
  location: z.string(),
  applicant: z.string(),
  state: authorisationState,
  askedAt: ms,
  deadlineAt: ms.nullable(),
});
export const authorisationView = z.strictObject({
  id,
  item: authorisationItem,
  agreesTo: z.array(z.string()),
  /** What this party commits to besides, because of what is registered (e.g. an objection). */
  commitments: z.array(z.string()),
  contentHash: z.string(),
  case: caseView,
});
export type AuthorisationView = z.output<typeof authorisationView>;

export const faceChannels = ['wechat', 'alipay'] as const;
/** What the client needs to start the check. */
export const faceStarted = z.strictObject({
  attemptId: id,
  channel: z.enum(faceChannels),
  expiresAt: ms,
  wechat: z.strictObject({ verifyId: z.string() }).optional(),
  alipay: z.strictObject({ certifyId: z.string(), url: z.string() }).optional(),
});
