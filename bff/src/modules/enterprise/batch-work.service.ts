import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { StepData } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../businesses/businesses.service';
import { CaseService } from '../cases/commands/case.service';
import type { LoadedCase } from '../cases/core/case.model';
import { asksForPayer, MarketBureau, type PayerSize } from '../cases/filling/asking/market.service';
import { StepService } from '../cases/filling/step.service';
import type { Save } from '../cases/filling/step-savings.service';
import { StartCase } from '../cases/starting/start-case.service';
import { type Starter, Starters } from '../cases/starting/starters.service';
import { StaffService } from '../identity/staff.service';
import type { BatchCommon, BatchRow, RowResult, WorkRow } from './batch.types';

type Done = (tx: Transaction, result: RowResult) => Promise<void>;

/** Rows that an earlier version has left waiting hold the content alone. */
const saveOf = (input: unknown, { record }: LoadedCase, step: string): Save => {
  const { version, data } = input as Partial<Save>;
  if (typeof version === 'number' && data) return { version, data };
  return { version: record.form[step]?.version ?? 0, data: input as Record<string, unknown> };
};

/** What a row of a batch does, in the name of the clerk who made the batch. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BatchWork {
  @Inject() database!: Database;
  @Inject() businesses!: Businesses;
  @Inject() starters!: Starters;
  @Inject() starts!: StartCase;
  @Inject() steps!: StepService;
  @Inject() cases!: CaseService;
  @Inject() market!: MarketBureau;
  @Inject() staff!: StaffService;

  /** What is asked once for all rows: how big the institution is, if it pays for them. At most one statement. */
  async payerOf(batch: BatchRow, reference: string): Promise<PayerSize | null> {
    const business = batch.kind === 'submit' ? this.businesses.current(batch.business_id) : undefined;
    if (!business || !asksForPayer(business)) return null;
    const institution = await this.staff.institutionById(batch.institution_id);
    return institution && this.market.now(institution.creditCode, reference);
  }

  /** Error: Problem; nothing of the row is done then. */
  perform(
    batch: BatchRow,
    common: BatchCommon,
    row: WorkRow,
    input: unknown,
    payer: PayerSize | null,
    done: Done,
  ): Promise<void> {
    const actor: Actor = {
      kind: 'staff',
      id: batch.clerk_id,
      roles: ['institution-clerk'],
      institutionId: batch.institution_id,
      sessionId: '',
    };
    if (batch.kind === 'open') return this.start(actor, batch, common, row, input, done);
    return this.database.unitOfWork(async (tx) => {
      const loaded = await this.steps.own(tx, actor, row.target_id);
      const { record } = loaded;
      let message: string | undefined;
      if (batch.kind === 'fill')
        await this.steps.fillLoaded(tx, actor, loaded, common.step!, saveOf(input, loaded, common.step!));
      else if (batch.kind === 'send') await this.cases.sendLoaded(tx, actor, loaded);
      else if (batch.kind === 'remind') message = await this.remind(tx, actor, loaded);
      else if (batch.kind === 'submit') {
        if (payer) await this.market.take(tx, loaded, payer);
        await this.submit(tx, actor, loaded);
      } else await this.cases.withdrawLoaded(tx, actor, loaded, common.reason ?? '批量撤回');
      await done(tx, { caseId: record.id, acceptanceNumber: record.acceptanceNumber, ...(message && { message }) });
    });
  }

  private async remind(tx: Transaction, actor: Actor, loaded: Awaited<ReturnType<StepService['own']>>) {
    const reminded = await this.cases.remindLoaded(tx, actor, loaded);
    if (reminded === 0) throw new Problem('NOBODY_TO_REMIND');
    return `已提醒 ${reminded} 人`;
  }

  /** A case nobody has to authorise is sent off and submitted in one go. */
  private async submit(tx: Transaction, actor: Actor, loaded: Awaited<ReturnType<StepService['own']>>): Promise<void> {
    const asksNobody = !loaded.business.steps.some((step) => step.kind === 'authorise');
    if (asksNobody) await this.cases.sendLoaded(tx, actor, loaded);
    else await this.cases.submitLoaded(tx, actor, loaded);
  }

  private async start(
    actor: Actor,
    batch: BatchRow,
    common: BatchCommon,
    row: WorkRow,
    input: unknown,
    done: Done,
  ): Promise<void> {
    const business = this.businesses.current(batch.business_id);
    if (!business) throw new Problem('BUSINESS_UNKNOWN');
    if (business.unit.by !== 'building') {
      const prepared = await this.starts.prepare(actor, business.id, input as Record<string, unknown>);
      await this.database.unitOfWork(async (tx) => done(tx, await this.starts.create(tx, actor, prepared)));
      return;
    }
    const starter: Starter = await this.starters.of(actor, business);
    await this.database.unitOfWork(async (tx) => {
      const prepared = await this.starts.prepareUnit(tx, business, starter, common.verify as StepData, row.target_id);
      await done(tx, await this.starts.create(tx, actor, prepared));
    });
  }
}
