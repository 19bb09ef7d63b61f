import { z } from 'zod';
import { feeMatterIds, unitUses } from '../engine/declaration';
import { feeCitation, feePayers, feeRule } from '../engine/fees';
import { done, fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { nothing } from './limits';
import {
  feeChange,
  type MoneyMatter,
  moneyDeciders,
  moneyMatters,
  moneyProposal,
  moneyReaders,
  type ProposalState,
  proposalStates,
  told,
} from './money';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '收费标准 fee table';
const matter = z.enum(feeMatterIds).exclude(['none']);
const version = {
  id,
  state: z.enum(['past', 'now', 'coming']),
  /** Who agreed and when; null: in force when the platform began, or written by its operator. */
  agreedBy: z.string().nullable(),
  agreedAt: ms.nullable(),
};
const ruleVersion = feeRule.extend(version);
export type FeeRuleVersion = z.output<typeof ruleVersion>;
const citationVersion = feeCitation.extend(version);
export type FeeCitationVersion = z.output<typeof citationVersion>;

const rate = z.strictObject({ perUnitFen: fenAmount, perFurtherCopyFen: fenAmount, basis: z.string() }).nullable();
const preview = z.strictObject({
  differences: z.array(
    z.strictObject({
      matter,
      payer: z.enum(Object.keys(feePayers) as [keyof typeof feePayers]),
      uses: z.array(z.enum(Object.keys(unitUses) as [keyof typeof unitUses])),
      before: rate,
      after: rate,
    }),
  ),
  /** Cases under way that were applied for by now: each keeps the fee of the day of its application. */
  openCases: z.array(z.strictObject({ matter, count: z.number().int() })),
});
export type FeePreview = z.output<typeof preview>;

/** The centre edits the fee table (收费标准): one person proposes, another one agrees, the day comes. */
export const centreFeeRoutes = {
  table: route({
    method: 'GET',
    path: '/api/centre/fee-table',
    access: moneyReaders,
    tag,
    weighs: nothing.everybody,
    summary: '收费标准：历次、现行和将要执行的',
    reply: z.strictObject({
      /** YYYY-MM-DD; the first day a change may begin. */
      earliest: z.string(),
      rules: z.array(ruleVersion),
      citations: z.array(citationVersion),
      /** The one that waits for a second person, with what it changes. */
      open: z.strictObject({ proposal: moneyProposal, preview }).nullable(),
    }),
  }),
  preview: route({
    method: 'POST',
    path: '/api/centre/fee-table/preview',
    reads: true,
    access: moneyDeciders,
    tag,
    weighs: nothing.office,
    summary: '预览：改了以后谁的费用变',
    body: feeChange,
    reply: preview,
  }),
  propose: route({
    method: 'POST',
    path: '/api/centre/fee-table/proposals',
    access: moneyDeciders,
    tag,
    weighs: nothing.office,
    summary: '提出调整，等另一位同事复核',
    idempotent: true,
    body: feeChange,
    reply: moneyProposal,
    errors: ['CONFLICT'],
  }),
};

const kind = z.enum(Object.keys(moneyMatters) as [MoneyMatter]);

/** Four eyes (双人复核) over money, whatever it is about. */
export const moneyProposalRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/money-proposals',
    access: moneyReaders,
    tag: '双人复核 four eyes',
    weighs: nothing.office,
    summary: '提出过的事项和结果，新的在前',
    query: pageQuery.extend({ kind, state: z.enum(Object.keys(proposalStates) as [ProposalState]).optional() }),
    reply: page(moneyProposal),
  }),
  agree: route({
    method: 'POST',
    path: '/api/centre/money-proposals/:id/agree',
    access: moneyDeciders,
    tag: '双人复核 four eyes',
    summary: '复核同意，立即执行（提出的人不能自己同意）',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'FOUR_EYES', 'PAYMENT_CHANNEL_FAILED'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 1000 },
    weighs: 'spends',
  }),
  refuse: route({
    method: 'POST',
    path: '/api/centre/money-proposals/:id/refuse',
    access: moneyDeciders,
    tag: '双人复核 four eyes',
    weighs: nothing.office,
    summary: '不同意；提出的人用它撤回',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason: told('原因', 2, 200) }),
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};
