import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { KioskView } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../platform/clock';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, type SessionReader, Sessions } from '../../platform/http/actor';
import { newId } from '../../platform/ids';

interface Row {
  id: string;
  name: string;
  point_id: string;
  point_name: string;
  active: number;
  last_seen_at: number | null;
}

/** How device tokens begin; they are no sessions of people. */
const prefix = 'kiosk.';
/** Another process learns within this time that a device was retired; the one that did it at once. */
const memoryMs = 10_000;
const select =
  'SELECT k.id, k.name, k.point_id, p.name AS point_name, k.active, k.last_seen_at FROM kiosk k ' +
  'JOIN service_point p ON p.id = k.point_id';

const viewOf = (row: Row): KioskView => ({
  id: row.id,
  name: row.name,
  pointId: row.point_id,
  pointName: row.point_name,
  active: row.active === 1,
  lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at),
});

/** Self-service printers (自助打证机): device accounts with a token that only the device keeps; here is its hash. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KioskService implements SessionReader {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() sessions!: Sessions;

  private readonly known = new LRUCache<string, Actor>({ max: 1_000, ttl: memoryMs });
  private changes = 0;

  @Init()
  async init(): Promise<void> {
    this.sessions.useFor(prefix, this);
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    return this.known.get(token) ?? this.load(token);
  }

  private async load(token: string): Promise<Actor | null> {
    const { changes } = this;
    const row = await this.database.readOne<{ id: string }>(
      'SELECT id FROM kiosk WHERE token_hash = ? AND active = 1',
      [hashToken(token)],
    );
    if (!row) return null;
    const actor: Actor = { kind: 'device', id: row.id, roles: ['kiosk'], sessionId: row.id };
    if (changes === this.changes) this.known.set(token, actor);
    return actor;
  }

  async list(): Promise<KioskView[]> {
    return (await this.database.read<Row>(`${select} ORDER BY k.active DESC, k.id`)).map(viewOf);
  }

  /** Error: NOT_FOUND. */
  async byId(id: string): Promise<KioskView> {
    const row = await this.database.readOne<Row>(`${select} WHERE k.id = ?`, [id]);
    if (!row) throw new Problem('NOT_FOUND');
    return viewOf(row);
  }

  /** The token is given out this once. Errors: NOT_FOUND for the service point; a field's, for a name in use there. */
  async register(
    tx: Transaction,
    actor: Actor,
    pointId: string,
    name: string,
  ): Promise<{ kiosk: KioskView; token: string }> {
    if (!(await tx.lockRow('service_point', pointId))) throw new Problem('NOT_FOUND');
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
    const [row] = await tx.query<Row>(`${select} WHERE k.id = ?`, [id]);
    return { kiosk: viewOf(row!), token };
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
