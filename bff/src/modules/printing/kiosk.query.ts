import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';
import type { Read } from '../appointments/appointment-rules';

export interface KioskRow {
  id: string;
  name: string;
  point_id: string;
  point_name: string;
  active: number;
  last_seen_at: number | null;
  reader_device_id: string | null;
  reader_key_hash: string | null;
  reader_url: string | null;
  version: number;
}

const select =
  'SELECT k.id, k.name, k.point_id, p.name AS point_name, k.active, k.last_seen_at, ' +
  'k.reader_device_id, k.reader_key_hash, k.reader_url, k.version FROM kiosk k JOIN service_point p ON p.id = k.point_id';

/** Kiosks, each with the service point that it stands at. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KioskQuery {
  @Inject() database!: Database;

  /** Those in use first. */
  all(): Promise<KioskRow[]> {
    return this.database.read<KioskRow>(`${select} ORDER BY k.active DESC, k.id`);
  }

  async byId(read: Read, id: string): Promise<KioskRow | null> {
    return (await read<KioskRow>(`${select} WHERE k.id = ?`, [id]))[0] ?? null;
  }
}
