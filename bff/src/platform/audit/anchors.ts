import { join } from 'node:path';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Environment } from '../../config/environment';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { isDuplicateKey, placeholders } from '../database/sql';
import type { Transaction } from '../database/transaction';
import type { Logger } from '../logging/logger';
import { checkAnchors } from './anchor-check';
import { AnchorFile } from './anchor-file';
import { type AnchorKeys, loadAnchorKeys } from './anchor-key';
import { type Anchor, noLine, readAnchor, signAnchor } from './anchor-line';

interface Parts {
  database: Database;
  clock: Clock;
  logger: Logger;
  settings: Pick<Environment, 'DATA_DIR' | 'ANCHOR_FILE' | 'ANCHOR_KEY_FILE' | 'ANCHOR_FORMER_KEYS_FILE'>;
}

type Head = { seq: number; hash: string };
type Forward = (tx: Transaction, anchor: Anchor) => Promise<unknown>;

const pageSize = 500;

/**
 * Anchors of the action log (审计锚点): number and hash of the newest seal, signed and written where the database's owner does
 * not write. The line goes to the file first and to `audit_anchor` afterwards, so what the database knows and the file does not
 * have was cut out of the file.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AuditAnchors {
  private readonly file: AnchorFile;
  private readonly forwards: Forward[] = [];
  private loading: Promise<AnchorKeys> | undefined;

  constructor(private readonly parts: Parts) {
    const { settings } = parts;
    this.file = new AnchorFile(settings.ANCHOR_FILE ?? join(settings.DATA_DIR, 'anchors', 'audit.jsonl'));
  }

  /** Called in the transaction that records an anchor, to send it on. */
  forward(send: Forward): void {
    this.forwards.push(send);
  }

  /** Anchors what was sealed since the last time. Run by the job `audit-anchor` every 30 s and when the server stops. */
  async make(): Promise<void> {
    const { database, clock, logger } = this.parts;
    const head = await database.readOne<Head>('SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1');
    if (!head) return;
    const { privateKey, publicKeys } = await this.keys();
    const recorded = await database.readOne<{ number: number; line: string }>(
      'SELECT number, line FROM audit_anchor ORDER BY number DESC LIMIT 1',
    );
    const lastLine = await this.file.last();
    const filed = lastLine ? readAnchor(lastLine, publicKeys) : null;
    // A process that died between the two.
    if (filed && filed.number === (recorded?.number ?? 0) + 1) await this.record(filed);
    const before = filed ?? (recorded ? readAnchor(recorded.line, publicKeys) : null);
    if (before && before.seq === head.seq && before.hash === head.hash) return;
    if (before && (await this.hashesAt([before.seq])).get(before.seq) !== before.hash)
      logger.error({ anchor: before.number, seq: before.seq }, 'the audit log does not fit its anchors');
    const anchor = signAnchor(
      {
        number: Math.max(filed?.number ?? 0, recorded?.number ?? 0) + 1,
        seq: head.seq,
        hash: head.hash,
        at: clock.now(),
        previous: before?.lineHash ?? noLine,
      },
      privateKey,
    );
    await this.file.append(anchor.line);
    await this.record(anchor);
    logger.info({ anchor: anchor.number, seq: anchor.seq, hash: anchor.hash }, 'audit anchor');
  }

  /** Compares the log with the file. */
  async checkFile() {
    return this.check(await this.file.lines(), { from: 'first', patienceMs: 0 });
  }

  /** Compares the log with anchors that were kept elsewhere, where they arrive after `patienceMs` at the latest. */
  async check(lines: readonly string[], { from, patienceMs }: { from: 'first' | 'any'; patienceMs: number }) {
    const { database, clock } = this.parts;
    const dueBefore = clock.now() - patienceMs;
    const { publicKeys: keys } = await this.keys();
    const records = new Map<number, string>();
    let due = 0;
    for (let last = 0; ; ) {
      const rows = await database.readNow<{ number: number; line_hash: string; made_at: number }>(
        'SELECT number, line_hash, made_at FROM audit_anchor WHERE number > ? ORDER BY number LIMIT ?',
        [last, pageSize],
      );
      for (const { number, line_hash, made_at } of rows) {
        records.set(number, line_hash);
        if (made_at <= dueBefore) due = number;
      }
      if (rows.length < pageSize) break;
      last = rows.at(-1)!.number;
    }
    const [head] = await database.readNow<Head>('SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1');
    const hashesAt = (seqs: readonly number[]) => this.hashesAt(seqs);
    return checkAnchors(lines, { keys, headSeq: head?.seq ?? 0, hashesAt, records, due, from });
  }

  private async record(anchor: Anchor): Promise<void> {
    const { number, seq, line, lineHash } = anchor;
    try {
      await this.parts.database.unitOfWork(async (tx) => {
        await tx.insert('audit_anchor', { number, seq, line, line_hash: lineHash, made_at: anchor.at });
        for (const send of this.forwards) await send(tx, anchor);
      });
    } catch (error) {
      // Another process recorded its own at the same moment.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  private async hashesAt(seqs: readonly number[]): Promise<Map<number, string>> {
    const hashes = new Map<number, string>();
    for (let i = 0; i < seqs.length; i += pageSize) {
      const page = seqs.slice(i, i + pageSize);
      const rows = await this.parts.database.readNow<Head>(
        `SELECT seq, hash FROM audit_seal WHERE seq IN (${placeholders(page)})`,
        page,
      );
      for (const row of rows) hashes.set(row.seq, row.hash);
    }
    return hashes;
  }

  private keys(): Promise<AnchorKeys> {
    const { DATA_DIR, ANCHOR_KEY_FILE, ANCHOR_FORMER_KEYS_FILE } = this.parts.settings;
    this.loading ??= loadAnchorKeys(
      ANCHOR_KEY_FILE ?? join(DATA_DIR, 'keys', 'anchor.pem'),
      ANCHOR_FORMER_KEYS_FILE,
    ).catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }
}
