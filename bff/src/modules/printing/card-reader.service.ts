import { createHash } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { KioskView } from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { type SavedRow, Savers, savingBy } from '../identity/savers.service';
import { readerKey } from './card-reading';
import { KioskService } from './kiosk.service';

interface ReaderRow extends SavedRow {
  active: number;
  reader_device_id: string | null;
  reader_key: string | null;
  reader_key_hash: string | null;
  reader_url: string | null;
}

interface ReaderSave {
  version: number;
  /** Null takes the reader away. */
  reader: ReaderDraft | null;
}

interface ReaderDraft {
  deviceId: string;
  publicKey: string;
  url?: string | undefined;
}

const onKiosk = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/** The card readers (读卡器) beside the kiosks: each kiosk believes one, by its public key. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CardReaders {
  @Inject() database!: Database;
  @Inject() kiosks!: KioskService;
  @Inject() savers!: Savers;
  @Inject('environment') environment!: Environment;

  /** Null for a kiosk without one. */
  async of(kioskId: string): Promise<{ deviceId: string; publicKey: string } | null> {
    const [row] = await this.database.readNow<{ reader_device_id: string | null; reader_key: string | null }>(
      'SELECT reader_device_id, reader_key FROM kiosk WHERE id = ?',
      [kioskId],
    );
    if (!row?.reader_device_id || !row.reader_key) return null;
    return { deviceId: row.reader_device_id, publicKey: row.reader_key };
  }

  /** Errors: NOT_FOUND, SAVED_MEANWHILE; a field's for a key that is none, a key in use at another kiosk, an address elsewhere. */
  async set(tx: Transaction, actor: Actor, kioskId: string, save: ReaderSave): Promise<KioskView> {
    const { version, reader } = save;
    const kiosk = await tx.lockRow<ReaderRow>('kiosk', kioskId);
    if (!kiosk?.active) throw new Problem('NOT_FOUND');
    const { reader_device_id: deviceId, reader_key: publicKey, reader_url: url } = kiosk;
    const now = { reader: deviceId ? { deviceId, publicKey, url } : null };
    await this.savers.requireNewest(actor, kiosk, version, now);
    const row = reader ? await this.rowOf(tx, kioskId, reader) : none;
    const saving = savingBy(actor, version + 1, tx.now);
    if ((await tx.update('kiosk', { ...row, ...saving }, { id: kioskId, version })) === 0)
      throw new Problem('CONFLICT');
    await tx.audit({
      actor,
      action: reader ? 'kiosk.reader' : 'kiosk.reader-removed',
      subject: { kind: 'kiosk', id: kioskId },
      detail: {
        ...(reader && { deviceId: reader.deviceId, fingerprint: row.reader_key_hash }),
        before: kiosk.reader_key_hash,
      },
    });
    return this.kiosks.within(tx, kioskId);
  }

  private async rowOf(tx: Transaction, kioskId: string, { deviceId, publicKey, url }: ReaderDraft) {
    const key = readerKey(publicKey);
    if (!key)
      throw Problem.field(
        'reader.publicKey',
        '这不是读卡器的公钥，请粘贴以“-----BEGIN PUBLIC KEY-----”开头的全部内容。',
      );
    const hash = createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    const [same] = await tx.query('SELECT id FROM kiosk WHERE reader_key_hash = ? AND id <> ? AND active = 1', [
      hash,
      kioskId,
    ]);
    if (same) throw Problem.field('reader.publicKey', '这台读卡器已登记在另一台自助机上，请先在那里取消。', 'taken');
    return {
      reader_device_id: deviceId,
      reader_key: String(key.export({ type: 'spki', format: 'pem' })),
      reader_key_hash: hash,
      reader_url: url ? this.address(url) : null,
    };
  }

  /** The reader stands beside the kiosk; the page's content policy lets it reach nothing else. */
  private address(given: string): string {
    const url = URL.canParse(given) ? new URL(given) : null;
    const usual = new URL(this.environment.KIOSK_READER_URL).origin;
    const good = url && (onKiosk.test(url.origin) || url.origin === usual);
    if (!good || url.search || url.hash || url.username)
      throw Problem.field(
        'reader.url',
        '读卡器接在自助机上，地址应以 http://127.0.0.1: 开头，例如 http://127.0.0.1:8765。',
      );
    return url.href.replace(/\/$/, '');
  }
}

const none = { reader_device_id: null, reader_key: null, reader_key_hash: null, reader_url: null };
