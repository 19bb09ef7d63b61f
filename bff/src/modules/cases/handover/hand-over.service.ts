import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { dayText, stepOf, type UtilityAccount, utilityAccounts } from '@zhucheng/shared';
import type { Adapters } from '../../../adapters';
import type { Environment } from '../../../config/environment';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { type Actor, coversUnit } from '../../../platform/http/actor';
import { newId } from '../../../platform/ids';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { HandOverEntity } from '../core/case.entity';
import type { LoadedCase } from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import { CaseReader } from '../reading/case-reader.service';

interface Row {
  account: UtilityAccount;
  state: string;
  number_cipher: string;
  ticket: string | null;
}

/** Hand-over of water, electricity, gas, broadband and cable accounts (水电气、宽带、有线电视过户) after completion, one by one or skipped. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HandOverService {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() reader!: CaseReader;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.utilities', (task: Task<{ caseId: string }>) => this.find(task.payload.caseId), {
      maxAttempts: 100,
    });
    this.outbox.on(
      'case.hand-over',
      (task: Task<{ caseId: string; account: UtilityAccount }>) =>
        this.pursue(task.payload.caseId, task.payload.account),
      { maxAttempts: 100 },
    );
  }

  private async peek(caseId: string): Promise<LoadedCase> {
    return (await this.reader.forViewer(this.reader.committed, caseId, { staff: true })).loaded;
  }

  /** Asks the utility companies which accounts the unit has, and offers those. */
  private async find(caseId: string): Promise<{ againAfterMs: number } | undefined> {
    const loaded = await this.peek(caseId);
    const answer = await this.adapters.utilities.accounts({
      unitNumber: loaded.record.unit.unitNumber,
      reference: loaded.record.acceptanceNumber,
    });
    if (answer.status === 'unknown' || answer.status === 'pending') return { againAfterMs: 30_000 };
    if (answer.status === 'rejected') return undefined;
    const wanted = stepOf(loaded.business, 'hand-over')?.accounts ?? [];
    await this.database.unitOfWork(async (tx) => {
      const known = await tx.query<{ account: string }>('SELECT account FROM case_hand_over WHERE case_id = ?', [
        caseId,
      ]);
      for (const account of answer.data) {
        if (!wanted.includes(account.kind) || known.some((row) => row.account === account.kind)) continue;
        await tx.insert(HandOverEntity, {
          id: newId(tx.now),
          caseId,
          account: account.kind,
          provider: account.provider,
          numberCipher: this.store.cipher.encrypt(account.account, `hand-over:${caseId}`),
          state: 'todo',
          message:
            account.arrearsFen > 0 ? `有欠费 ${(account.arrearsFen / 100).toFixed(2)} 元，缴清后才能过户。` : null,
          ticket: null,
          updatedAt: tx.now,
        });
      }
    });
    return undefined;
  }

  /** Errors: NOT_FOUND, HANDOVER_NOT_AVAILABLE. */
  async choose(tx: Transaction, actor: Actor, caseId: string, account: UtilityAccount, choice: 'transfer' | 'skip') {
    const viewer = await this.reader.viewerOf(actor);
    const loaded = await this.store.load(tx, caseId);
    const step = stepOf(loaded.business, 'hand-over');
    const mine = loaded.parties.find((party) => party.role === step?.by && party.idBlind === viewer.idBlind);
    if (!mine || !coversUnit(actor, loaded.record.unitId)) throw new Problem('NOT_FOUND');
    const from = choice === 'skip' ? ['todo', 'failed'] : ['todo', 'failed', 'skipped'];
    const affected = await tx.execute(
      `UPDATE case_hand_over SET state = ?, message = NULL, ticket = NULL, updated_at = ? WHERE case_id = ? AND account = ? AND state IN (${from.map(() => '?').join(', ')})`,
      [choice === 'skip' ? 'skipped' : 'running', tx.now, caseId, account, ...from],
    );
    if (affected === 0) throw new Problem('HANDOVER_NOT_AVAILABLE');
    await this.store.apply(tx, loaded, 'hand-over', {
      actor,
      as: ['payer'],
      by: this.store.label(loaded, mine),
      note: `${utilityAccounts[account]}：${choice === 'skip' ? '跳过' : '申请过户'}`,
      detail: { account, choice },
    });
    if (choice === 'transfer')
      await tx.enqueue(
        'case.hand-over',
        `${caseId}:${account}:${loaded.record.version}`,
        { caseId, account },
        { caseId },
      );
    return this.reader.viewIn(tx, caseId, viewer);
  }

  private async pursue(caseId: string, account: UtilityAccount): Promise<{ againAfterMs: number } | undefined> {
    const loaded = await this.peek(caseId);
    const [row] = await this.database.read<Row>(
      'SELECT account, state, number_cipher, ticket FROM case_hand_over WHERE case_id = ? AND account = ?',
      [caseId, account],
    );
    if (row?.state !== 'running') return undefined;
    const step = stepOf(loaded.business, 'hand-over')!;
    const holder = loaded.parties.find((party) => party.role === step.by)!;
    const reference = loaded.record.acceptanceNumber;
    const answer = row.ticket
      ? await this.adapters.utilities.result(row.ticket, reference)
      : await this.adapters.utilities.transfer({
          reference,
          kind: account,
          account: this.store.cipher.decrypt(row.number_cipher, `hand-over:${caseId}`),
          unitNumber: loaded.record.unit.unitNumber,
          newHolder: {
            name: holder.identity.name,
            idNumber: holder.identity.idNumber,
            phone: holder.identity.phone ?? '',
          },
        });
    if (answer.status === 'unknown') return { againAfterMs: this.environment.DEPARTMENT_RETRY_MS };
    if (answer.status === 'pending') {
      await this.set(caseId, account, { ticket: answer.ticket });
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    if (answer.status === 'accepted')
      await this.set(caseId, account, {
        state: 'done',
        message: `已过户，${dayText(answer.data.effectiveOn)}起生效。`,
      });
    else
      await this.set(caseId, account, {
        state: 'failed',
        message: answer.reason === 'arrears' ? '账户有欠费，缴清后再试。' : '账户信息有误，请到营业厅办理。',
      });
    return undefined;
  }

  private async set(
    caseId: string,
    account: UtilityAccount,
    set: { state?: string; message?: string; ticket?: string },
  ): Promise<void> {
    await this.database.unitOfWork((tx) =>
      tx.update(HandOverEntity, { ...set, updatedAt: tx.now }, { caseId, account, state: 'running' }),
    );
  }
}
