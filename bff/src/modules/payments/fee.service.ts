import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type Business,
  calculateFee,
  exemptionTexts,
  type Fee,
  type FeeCitation,
  type FeeRule,
  feeCitation,
  feeRule,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { type FeeQuestion, minute } from './payment.types';

interface RuleRow {
  matter: string;
  uses: string;
  payer: string;
  perUnitFen: number;
  perFurtherCopyFen: number;
  from: string;
  until: string | null;
  basis: string;
}

/** The fee table (收费标准). Read at most once a minute, so that a change takes effect without a restart. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FeeService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;

  private cached: { at: number; rules: FeeRule[]; citations: FeeCitation[] } | undefined;

  /** What it costs. Error: RangeError if no rule is in force on that day. */
  async quote(question: FeeQuestion): Promise<Fee> {
    return calculateFee((await this.table()).rules, question);
  }

  /** What people are told of the exemptions of a business on this day (YYYY-MM-DD). */
  async exemptions(business: Business, day: string): Promise<string[]> {
    if (business.fee.exemptions.length === 0) return [];
    return exemptionTexts(business, (await this.table()).citations, day);
  }

  /** After a change: the next question of this process is answered from the new table. */
  forget(): void {
    this.cached = undefined;
  }

  private async table(): Promise<{ rules: FeeRule[]; citations: FeeCitation[] }> {
    const now = this.clock.now();
    if (this.cached && Math.abs(now - this.cached.at) < minute) return this.cached;
    const rows = await this.database.read<RuleRow>(
      'SELECT matter, uses, payer, per_unit_fen AS perUnitFen, per_further_copy_fen AS perFurtherCopyFen, valid_from AS `from`, ' +
        'valid_until AS `until`, basis FROM fee_rule ORDER BY valid_from DESC, id',
    );
    const rules = rows.map((row) => feeRule.parse({ ...row, uses: JSON.parse(row.uses) as unknown }));
    const cited = await this.database.read(
      'SELECT exemption, citation AS text, valid_from AS `from`, valid_until AS `until` FROM fee_citation ORDER BY valid_from, id',
    );
    this.cached = { at: now, rules, citations: cited.map((row) => feeCitation.parse(row)) };
    return this.cached;
  }
}
