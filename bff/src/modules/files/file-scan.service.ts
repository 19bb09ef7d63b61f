import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { system } from '../../platform/http/actor';
import { type Again, Outbox, type Task } from '../../platform/outbox/outbox';
import { UploadedFile } from './file.entity';
import { readFileRow } from './file.query';
import { FileVault } from './file-vault.service';

const soonMs = 5_000;
const laterMs = 60_000;
/** How long the scanner is asked often, ms: a person may be waiting. */
const patientMs = 2 * 60_000;

/** Asks the virus scanner until it answers; erases contents that nobody needs. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileScan {
  @Inject() clock!: Clock;
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() vault!: FileVault;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  async start(): Promise<void> {
    this.outbox.on<{ id: string }>('file.scan', (task) => this.scan(task));
    this.outbox.on<{ key: string }>('file.erase', (task) => this.vault.erase(task.payload.key));
  }

  private async scan(task: Task<{ id: string }>): Promise<Again | undefined> {
    const { id } = task.payload;
    const row = await this.database.unitOfWork((tx) => readFileRow((sql, params) => tx.query(sql, params), id));
    if (row?.state !== 'scanning') return undefined;
    const answer = await this.adapters.scan.scan({ reference: id, content: await this.vault.get(row) });
    if (answer.status === 'unknown' || answer.status === 'pending') {
      return { againAfterMs: this.clock.now() - task.createdAt < patientMs ? soonMs : laterMs };
    }
    const problem =
      answer.status === 'rejected' ? 'unreadable' : answer.data.verdict === 'infected' ? 'infected' : null;
    const threat = answer.status === 'accepted' ? answer.data.name : undefined;
    await this.database.unitOfWork(async (tx) => {
      const set = problem ? { state: 'refused' as const, problem, blobKey: '' } : { state: 'clean' as const };
      if ((await tx.update(UploadedFile, set, { id, state: 'scanning' })) === 0 || !problem) return;
      await tx.audit({
        actor: system,
        action: 'file.refuse',
        subject: { kind: 'file', id },
        detail: { problem, ...(threat && { threat }) },
      });
      await tx.enqueue('file.erase', row.blobKey, { key: row.blobKey });
    });
    return undefined;
  }
}
