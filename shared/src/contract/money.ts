import { z } from 'zod';
import { feeExemptionIds, feeMatterIds, unitUses } from '../engine/declaration';
import { feePayers } from '../engine/fees';
import { calendarDate, plainText } from '../engine/step-schema';
import { fenAmount, id, ms } from './common';
import type { StaffRole } from './roles';

/** Who sees the centre's money, and who decides about it – two of them for each decision. */
export const moneyReaders = ['officer', 'registrar', 'auditor', 'administrator'] as const satisfies StaffRole[];
export const moneyDeciders = ['registrar', 'administrator'] as const satisfies StaffRole[];

/** A sentence somebody has to give. */
export const told = (name: string, least: number, most: number) =>
  plainText(name, most).refine((value) => value.length >= least, `${name}至少写 ${least} 个字。`);

/** What two persons decide (双人复核): one proposes, another one agrees. */
export const moneyMatters = {
  'fee-table': '收费标准调整',
  refund: '退款',
  'outside-refund': '线下退款',
  quarantine: '异常来款处理',
} as const;
export type MoneyMatter = keyof typeof moneyMatters;

export const proposalStates = { open: '等待复核', agreed: '已同意', refused: '未同意', withdrawn: '已撤回' } as const;
export type ProposalState = keyof typeof proposalStates;

const amount = (name: string) =>
  z
    .number({ error: `请填写${name}。` })
    .int(`${name}不正确。`)
    .min(0, `${name}不能小于 0。`)
    .max(100_000_000, `${name}最多 100 万元。`);
const matter = z.enum(feeMatterIds).exclude(['none']);
const payer = z.enum(Object.keys(feePayers) as [keyof typeof feePayers]);
const use = z.enum(Object.keys(unitUses) as [keyof typeof unitUses]);

export const feeChange = z.strictObject({
  from: calendarDate('生效日期'),
  basis: told('依据（文号）', 4, 200),
  rows: z
    .array(
      z.strictObject({
        matter,
        payer,
        /** Empty: all uses without a row of their own. */
        uses: z.array(use).max(20),
        fees: z.strictObject({ perUnitFen: amount('登记费'), perFurtherCopyFen: amount('工本费') }).nullable(),
      }),
    )
    .max(60),
  citations: z
    .array(
      z.strictObject({
        exemption: z.enum(feeExemptionIds),
        text: told('减免依据', 4, 200).nullable(),
        until: calendarDate('到期日').nullable(),
      }),
    )
    .max(10),
});

export const quarantineDecisions = {
  accept: '向支付平台核实，金额相符就按缴费入账',
  refund: '原路退给付款人',
  nothing: '不用处理',
} as const;
export type QuarantineDecision = keyof typeof quarantineDecisions;
export const quarantineDecision = z.enum(Object.keys(quarantineDecisions) as [QuarantineDecision]);

/** What is decided, by its kind. */
export const moneyContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fee-table'), change: feeChange }),
  z.strictObject({ kind: z.literal('refund'), amountFen: fenAmount, reason: z.string() }),
  z.strictObject({
    kind: z.literal('outside-refund'),
    amountFen: fenAmount,
    reason: z.string(),
    /** The bank's number of the transfer. */
    reference: z.string(),
    /** YYYY-MM-DD. */
    paidOn: z.string(),
  }),
  z.strictObject({ kind: z.literal('quarantine'), decision: quarantineDecision, reason: z.string() }),
]);
export type MoneyContent = z.output<typeof moneyContent>;

export const moneyProposal = z.strictObject({
  id,
  /** The fee order, the refund or the set-aside message; `fees` for the fee table. */
  subjectId: z.string(),
  content: moneyContent,
  state: z.enum(Object.keys(proposalStates) as [ProposalState]),
  by: z.string(),
  /** Whoever reads it proposed it, and so cannot agree. */
  mine: z.boolean(),
  at: ms,
  decidedBy: z.string().nullable(),
  decidedAt: ms.nullable(),
  decisionReason: z.string().nullable(),
});
export type MoneyProposal = z.output<typeof moneyProposal>;
