import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Database } from '../database/database';
import { isDuplicateKey } from '../database/sql';
import type { Logger } from '../logging/logger';
import type { Jobs } from './jobs';

/** Does the next page of work and says how many things it changed and where to go on; null: that was the last one. */
type Page = (cursor: string) => Promise<{ done: number; next: string | null }>;

interface UpgradeRow {
  cursor_id: string;
  done: number;
  finished_at: number | null;
}

const everyMs = 3_600_000;

/**
 * What a new version has to change in stored data and a migration cannot, because it takes keys, files or long: done page by
 * page beside the running platform, once. The place is kept in `data_upgrade`; a process that dies in the middle repeats at most
 * a page, so a page may run twice.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Upgrades {
  private readonly pages = new Map<string, Page>();
  private readonly over = new Set<string>();

  constructor(private readonly parts: { database: Database; jobs: Jobs; logger: Logger }) {}

  add(name: string, page: Page): void {
    this.pages.set(name, page);
    this.parts.jobs.every(`upgrade-${name}`, everyMs, () => this.run(name, page));
  }

  /** True once there is nothing left to change; then it stays so. */
  async finished(name: string): Promise<boolean> {
    if (!this.over.has(name) && (await this.row(name))?.finished_at) this.over.add(name);
    return this.over.has(name);
  }

  private row(name: string): Promise<UpgradeRow | null> {
    return this.parts.database.readOne('SELECT cursor_id, done, finished_at FROM data_upgrade WHERE name = ?', [name]);
  }

  private async run(name: string, page: Page): Promise<void> {
    if (await this.finished(name)) return;
    const { database, logger } = this.parts;
    let cursor: string | null = (await this.row(name))?.cursor_id ?? (await this.begin(name));
    while (cursor !== null) {
      const { done, next } = await page(cursor);
      await database.unitOfWork((tx) =>
        tx.execute('UPDATE data_upgrade SET cursor_id = ?, done = done + ?, finished_at = ? WHERE name = ?', [
          next ?? cursor,
          done,
          next === null ? tx.now : null,
          name,
        ]),
      );
      cursor = next;
    }
    logger.info({ upgrade: name, changed: (await this.row(name))?.done }, 'upgrade of stored data finished');
  }

  private async begin(name: string): Promise<string> {
    const row = { name, cursor_id: '', done: 0, finished_at: null };
    await this.parts.database
      .unitOfWork((tx) => tx.insert('data_upgrade', row))
      .catch((error) => (isDuplicateKey(error) ? undefined : Promise.reject(error)));
    return '';
  }
}
