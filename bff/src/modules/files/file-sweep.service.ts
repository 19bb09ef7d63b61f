import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { system } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { readFileRows, readStale } from './file.query';
import { looseLifeMs } from './file.types';
import { FileVault } from './file-vault.service';

const hour = 3_600_000;
const batch = 200;

/** Removes what nobody handed in: loose files after two days, and contents without a row. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileSweep {
  @Inject() clock!: Clock;
  @Inject() database!: Database;
  @Inject() jobs!: Jobs;
  @Inject() vault!: FileVault;

  @Init()
  start(): void {
    this.jobs.every('file-sweep', hour, () => this.removeStale());
    this.jobs.every('file-orphans', 24 * hour, () => this.removeOrphans());
  }

  async removeStale(): Promise<void> {
    const before = this.clock.now() - looseLifeMs;
    for (;;) {
      const stale = await readStale((sql, params) => this.database.read(sql, params), before, batch);
      if (stale.length === 0) return;
      await this.database.unitOfWork(async (tx) => {
        let removed = 0;
        for (const { id, blobKey } of stale) {
          // Attached or removed since it was read.
          const sql = 'DELETE FROM uploaded_file WHERE id = ? AND loose_since < ?';
          if ((await tx.execute(sql, [id, before])) === 0) continue;
          removed++;
          if (blobKey) await tx.enqueue('file.erase', blobKey, { key: blobKey });
        }
        const subject = { kind: 'file' as const, id: stale[0]!.id };
        if (removed > 0) await tx.audit({ actor: system, action: 'file.sweep', subject, detail: { removed } });
      });
      if (stale.length < batch) return;
    }
  }

  async removeOrphans(): Promise<void> {
    const before = this.clock.now() - looseLifeMs;
    let keys: string[] = [];
    const settle = async () => {
      const ids = keys.map((key) => key.slice(key.lastIndexOf('/') + 1));
      const rows = await this.database.unitOfWork((tx) => readFileRows((sql, params) => tx.query(sql, params), ids));
      const known = new Set(rows.map((row) => row.blobKey));
      for (const key of keys) if (!known.has(key)) await this.vault.erase(key);
      keys = [];
    };
    for await (const { key, modifiedAt } of this.vault.all()) {
      // Younger ones may be uploads under way.
      if (modifiedAt < before) keys.push(key);
      if (keys.length >= batch) await settle();
    }
    if (keys.length > 0) await settle();
  }
}
