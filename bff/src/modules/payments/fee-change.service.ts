import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  dayOf,
  type FeeChange,
  type FeeCitation,
  type FeeCitationVersion,
  type FeeDifference,
  type FeePreview,
  type FeeRule,
  type FeeRuleVersion,
  feeCitation,
  feeDifferences,
  feeRule,
  feeTableAfter,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { StaffNames } from '../identity/staff-names.service';
import { FeeService } from './fee.service';
import { FeeCasesQuery } from './fee-cases.query';
import { FeeCitationRow } from './fee-citation.entity';
import { FeeRuleRow } from './fee-rule.entity';
import { MoneyProposals } from './money-proposal.service';
import { minute, type Read } from './payment.types';

type Kept<T> = T & { id: string; proposalId: string | null };
type Decided = { decidedBy: string | null; decidedAt: number | null };
interface Kit {
  rules: Kept<FeeRule>[];
  citations: Kept<FeeCitation>[];
}

const subject = 'fees';
/** Processes look at the table once a minute: a day that begins within this could be quoted from the old one. */
const settleMs = 10 * minute;

/**
 * Changes of the fee table (收费标准). What is in force is never edited: a change has its first day, ends the earlier row the day
 * before, and needs a second person. One waits at a time, and it is judged again when it is agreed to.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FeeChanges {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() fees!: FeeService;
  @Inject() proposals!: MoneyProposals;
  @Inject() cases!: FeeCasesQuery;
  @Inject() names!: StaffNames;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  @Init()
  async init(): Promise<void> {
    this.proposals.on('fee-table', {
      agreed: (tx, _actor, { id, content }) => this.carryOut(tx, id, content.change),
    });
  }

  /** Every version there ever was, and what waits. At most eight statements. */
  async view(actor: Actor) {
    const now = this.clock.now();
    const today = dayOf(now);
    const table = await this.table(this.committed);
    const decided = await this.decided([...table.rules, ...table.citations].map(({ proposalId }) => proposalId));
    const version = <T extends FeeRule | FeeCitation>({ proposalId, ...row }: Kept<T>) => {
      const { decidedBy = null, decidedAt = null } = decided.get(proposalId ?? '') ?? {};
      const past = row.until !== null && row.until <= today;
      const state: FeeRuleVersion['state'] = past ? 'past' : row.from > today ? 'coming' : 'now';
      return { ...row, state, agreedBy: decidedBy, agreedAt: decidedAt };
    };
    const proposal = await this.proposals.openOf(actor, `fee-table:${subject}`);
    const change = proposal?.content.kind === 'fee-table' ? proposal.content.change : null;
    return {
      earliest: this.earliest(now),
      rules: table.rules.map((row) => version(row) as FeeRuleVersion),
      citations: table.citations.map((row) => version(row) as FeeCitationVersion),
      open: proposal && change && { proposal, preview: await this.differences(table, change) },
    };
  }

  /** What changes for whom. Error: INVALID_INPUT where the change is wrong. */
  async preview(change: FeeChange): Promise<FeePreview> {
    const table = await this.table(this.committed);
    this.judge(table, change, this.clock.now());
    return this.differences(table, change);
  }

  /** Errors: INVALID_INPUT, CONFLICT while another change waits. */
  async propose(tx: Transaction, actor: Actor, change: FeeChange) {
    this.judge(await this.tableIn(tx), change, tx.now);
    const id = await this.proposals.propose(tx, actor, subject, { kind: 'fee-table', change: change as never });
    return this.proposals.view(tx, actor, id);
  }

  private earliest(now: number): string {
    return addDays(dayOf(now + settleMs), 1);
  }

  private judge(table: Kit, change: FeeChange, now: number) {
    const earliest = this.earliest(now);
    if (change.from < earliest)
      throw Problem.field('from', `最早从 ${earliest} 起执行：当天和以前的办件已按原标准报过价。`);
    const judged = feeTableAfter(table, change);
    if (judged.faults.length > 0) throw new Problem('INVALID_INPUT', { fields: judged.faults });
    return judged;
  }

  private async carryOut(tx: Transaction, proposalId: string, change: FeeChange): Promise<void> {
    const { ends, adds } = this.judgeAgain(await this.tableIn(tx), change, tx.now);
    for (const { id } of ends.rules) await tx.update(FeeRuleRow, { until: change.from, endedBy: proposalId }, { id });
    for (const { id } of ends.citations)
      await tx.update(FeeCitationRow, { until: change.from, endedBy: proposalId }, { id });
    const made = { proposalId, endedBy: null };
    for (const row of adds.rules) await tx.insert(FeeRuleRow, { id: newId(tx.now), ...row, ...made });
    for (const row of adds.citations) await tx.insert(FeeCitationRow, { id: newId(tx.now), ...row, ...made });
    tx.afterCommit(() => this.fees.forget());
  }

  /** Whoever agrees has no form to correct. */
  private judgeAgain(table: Kit, change: FeeChange, now: number) {
    try {
      return this.judge(table, change, now);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const why = error.fields?.[0]?.message ?? error.message;
      throw new Problem('CONFLICT', { message: `这项调整已经不能执行：${why}请点“不同意”，改好日期后重新提出。` });
    }
  }

  private async differences(table: Kit, change: FeeChange): Promise<FeePreview> {
    const { after } = feeTableAfter(table, change);
    const differences: FeeDifference[] = feeDifferences(table.rules, after.rules, change.from);
    const counts = await this.cases.appliedByMatter();
    const matters = [...new Set(differences.map(({ matter }) => matter))];
    const openCases = matters.map((matter) => ({ matter, count: counts.get(matter) ?? 0 }));
    return { differences, openCases } as FeePreview;
  }

  private async tableIn(tx: Transaction): Promise<Kit> {
    return this.table((sql, params) => tx.query(`${sql}${tx.dialect === 'mysql' ? ' FOR UPDATE' : ''}`, params));
  }

  /** Two statements, in the order of the beginning. */
  private async table(read: Read): Promise<Kit> {
    const rules = await read<Record<string, unknown> & { uses: string }>(
      'SELECT id, matter, uses, payer, per_unit_fen AS perUnitFen, per_further_copy_fen AS perFurtherCopyFen, ' +
        'valid_from AS `from`, valid_until AS `until`, basis, proposal_id AS proposalId FROM fee_rule ORDER BY valid_from, id',
      [],
    );
    const citations = await read<Record<string, unknown>>(
      'SELECT id, exemption, citation AS text, valid_from AS `from`, valid_until AS `until`, proposal_id AS proposalId ' +
        'FROM fee_citation ORDER BY valid_from, id',
      [],
    );
    const kept = <T>(row: Record<string, unknown>, content: T) => {
      return { ...content, id: row.id as string, proposalId: row.proposalId as string | null };
    };
    return {
      rules: rules.map(({ id, proposalId, ...row }) => {
        const content = {
          ...row,
          perUnitFen: Number(row.perUnitFen),
          perFurtherCopyFen: Number(row.perFurtherCopyFen),
        };
        return kept({ id, proposalId }, feeRule.parse({ ...content, uses: JSON.parse(row.uses) as unknown }));
      }),
      citations: citations.map(({ id, proposalId, ...row }) => kept({ id, proposalId }, feeCitation.parse(row))),
    };
  }

  /** Who agreed to which proposals. At most two statements. */
  private async decided(ids: ReadonlyArray<string | null>): Promise<Map<string, Decided>> {
    const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
    if (wanted.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; decided_by: string | null; decided_at: number | null }>(
      `SELECT id, decided_by, decided_at FROM money_proposal WHERE id IN (${wanted.map(() => '?').join(', ')})`,
      wanted,
    );
    const names = await this.names.of(rows.map(({ decided_by }) => decided_by));
    return new Map(
      rows.map(({ id, decided_by, decided_at }) => [
        id,
        { decidedBy: names.get(decided_by ?? '') ?? null, decidedAt: decided_at === null ? null : Number(decided_at) },
      ]),
    );
  }
}
