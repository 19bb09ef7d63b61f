import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { KioskView } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { type SessionReader, Sessions } from '../../platform/http/sessions';
import { newId } from '../../platform/ids';
import { ServicePoints } from '../appointments/service-point.service';
import { KioskQuery, type KioskRow } from './kiosk.query';

/** How device tokens begin; they are no sessions of people. */
const prefix = 'kiosk.';
/** Another process learns within this time that a device was retired; the one that did it at once. */
const memoryMs = 10_000;

/** Self-service printers (自助打证机): device accounts with a token that only the device keeps; here is its hash. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KioskService implements SessionReader {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() points!: ServicePoints;
  @Inject() query!: KioskQuery;
  @Inject() sessions!: Sessions;
  @Inject('environment') environment!: Environment;

  private readonly known = new LRUCache<string, Actor>({ max: 1_000, ttl: memoryMs });
  private changes = 0;

  @Init()
  async init(): Promise<void> {
    this.sessions.useFor(prefix, this);
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    return this.known.get(token) ?? this.load(token);
  }

  fresh(token: string): Promise<Actor | null> {
    this.known.delete(token);
    return this.load(token);
  }

  private async load(token: string): Promise<Actor | null> {
    const { changes } = this;
    const [row] = await this.database.readNow<{ id: string }>(
      'SELECT id FROM kiosk WHERE token_hash = ? AND active = 1',
      [hashToken(token)],
    );
    if (!row) return null;
    const actor: Actor = { kind: 'device', id: row.id, roles: ['kiosk'], sessionId: row.id };
    if (changes === this.changes) this.known.set(token, actor);
    return actor;
  }

  async list(): Promise<KioskView[]> {
    return (await this.query.all()).map((row) => this.viewOf(row));
  }

  /** Error: NOT_FOUND. */
  async byId(id: string): Promise<KioskView> {
    const row = await this.query.byId((sql, params) => this.database.read(sql, params), id);
    if (!row) throw new Problem('NOT_FOUND');
    return this.viewOf(row);
  }

  /** As it is in this transaction. */
  async within(tx: Transaction, id: string): Promise<KioskView> {
    const row = await this.query.byId((sql, params) => tx.query(sql, params), id);
    return this.viewOf(row!);
  }

  private viewOf(row: KioskRow): KioskView {
    const { reader_device_id: deviceId, reader_key_hash: fingerprint, reader_url: url } = row;
    return {
      id: row.id,
      name: row.name,
      pointId: row.point_id,
      pointName: row.point_name,
      active: row.active === 1,
      lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at),
      version: Number(row.version),
      reader: deviceId && fingerprint ? { deviceId, fingerprint, url: url ?? this.environment.KIOSK_READER_URL } : null,
    };
  }

  /** The token is given out this once. Errors: NOT_FOUND for the service point; a field's, for a name in use there. */
  async register(
    tx: Transaction,
    actor: Actor,
    pointId: string,
    name: string,
  ): Promise<{ kiosk: KioskView; token: string }> {
    if (!(await this.points.hold(tx, pointId))) throw new Problem('NOT_FOUND');
    const [same] = await tx.query('SELECT id FROM kiosk WHERE point_id = ? AND name = ? AND active = 1', [
      pointId,
      name,
    ]);
    if (same) throw Problem.field('name', '这个网点已有同名的自助机，请换一个名称，或先停用原来的。', 'taken');
    const id = newId(tx.now);
    const token = `${prefix}${newToken()}`;
    await tx.insert('kiosk', {
      id,
      point_id: pointId,
      name,
      token_hash: hashToken(token),
      active: 1,
      last_seen_at: null,
      created_at: tx.now,
    });
    await tx.audit({ actor, action: 'kiosk.register', subject: { kind: 'kiosk', id }, detail: { pointId } });
    return { kiosk: await this.within(tx, id), token };
  }

  /** Error: NOT_FOUND. */
  async retire(tx: Transaction, actor: Actor, id: string): Promise<void> {
    if ((await tx.execute('UPDATE kiosk SET active = 0 WHERE id = ? AND active = 1', [id])) === 0)
      throw new Problem('NOT_FOUND');
    await tx.audit({ actor, action: 'kiosk.retire', subject: { kind: 'kiosk', id } });
    tx.afterCommit(() => {
      this.changes++;
      this.known.clear();
    });
  }

  async seen(tx: Transaction, id: string): Promise<void> {
    await tx.update('kiosk', { last_seen_at: tx.now }, { id });
  }
}
