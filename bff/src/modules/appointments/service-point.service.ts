import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  AppointmentRules,
  AppointmentSettings,
  BookingKind,
  CalendarEntry,
  Matter,
  PointSettings,
  ServicePoint,
  WeeklySlot,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type Read, readRules } from './appointment-rules';
import { dayOf } from './beihai-days';
import { DaySlots } from './day-slots.service';

export interface PointDraft extends Omit<ServicePoint, 'id'> {
  code: string;
  active: boolean;
  week: WeeklySlot[];
}

interface PointRow {
  id: string;
  code: string;
  name: string;
  address: string;
  phone: string;
  opening_notes: string;
  matters: string;
  active: number;
  version: number;
}
interface WeekColumns {
  kind: BookingKind | null;
  weekday: number;
  start_minute: number;
  end_minute: number;
  quota: number;
}

const pointColumns = 'p.id, p.code, p.name, p.address, p.phone, p.opening_notes, p.matters, p.active, p.version';
const settingsSql =
  `SELECT ${pointColumns}, w.kind, w.weekday, w.start_minute, w.end_minute, w.quota FROM service_point p ` +
  'LEFT JOIN weekly_slot w ON w.point_id = p.id';

const publicView = (row: PointRow): ServicePoint => ({
  id: row.id,
  name: row.name,
  address: row.address,
  phone: row.phone,
  openingNotes: row.opening_notes,
  matters: JSON.parse(row.matters) as Matter[],
});

/** Service points (服务网点), their week, the calendar and the rules; the slots of the coming days follow every change. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ServicePoints {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() slots!: DaySlots;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Open ones, one statement. */
  async list(): Promise<ServicePoint[]> {
    const sql = `SELECT ${pointColumns} FROM service_point p WHERE p.active = 1 ORDER BY p.id`;
    return (await this.database.read<PointRow>(sql)).map(publicView);
  }

  async byId(read: Read, id: string): Promise<ServicePoint | null> {
    const [row] = await read<PointRow>(`SELECT ${pointColumns} FROM service_point p WHERE p.id = ?`, [id]);
    return row ? publicView(row) : null;
  }

  /** Three statements. */
  async settings(): Promise<AppointmentSettings> {
    const from = dayOf(this.clock.now() - 31 * 86_400_000);
    const calendar = await this.database.read<{
      day: string;
      kind: 'closed' | 'open';
      as_weekday: number | null;
      note: string;
    }>('SELECT day, kind, as_weekday, note FROM calendar_exception WHERE day >= ? ORDER BY day', [from]);
    return {
      points: await this.points(this.committed, '', []),
      calendar: calendar.map(({ as_weekday, ...entry }) => ({ ...entry, asWeekday: as_weekday })),
      rules: await readRules(this.committed),
    };
  }

  private async points(read: Read, condition: string, params: readonly unknown[]): Promise<PointSettings[]> {
    const rows = await read<PointRow & WeekColumns>(
      `${settingsSql} ${condition} ORDER BY p.id, w.weekday, w.kind DESC, w.start_minute`,
      params,
    );
    const points = new Map<string, PointSettings>();
    for (const row of rows) {
      const { code, active, version } = row;
      const point = points.get(row.id) ?? { ...publicView(row), code, active: active === 1, version, week: [] };
      points.set(row.id, point);
      if (row.kind === null) continue;
      const { kind, weekday, start_minute, end_minute, quota } = row;
      point.week.push({ kind, weekday, startMinute: start_minute, endMinute: end_minute, quota });
    }
    return [...points.values()];
  }

  private async view(tx: Transaction, id: string): Promise<PointSettings> {
    const [point] = await this.points((sql, params) => tx.query(sql, params), 'WHERE p.id = ?', [id]);
    return point!;
  }

  private columns({ code, name, address, phone, openingNotes, matters, active }: PointDraft) {
    return {
      code,
      name,
      address,
      phone,
      opening_notes: openingNotes,
      matters: JSON.stringify(matters),
      active: active ? 1 : 0,
    };
  }

  /** Errors: a field's, for a name or code that is taken. */
  async add(tx: Transaction, actor: Actor, draft: PointDraft): Promise<PointSettings> {
    const id = newId();
    await taken(tx.insert('service_point', { id, ...this.columns(draft), version: 1, created_at: tx.now }));
    await this.follow(tx, actor, 'service-point.add', id, draft.week);
    return this.view(tx, id);
  }

  /** Errors: NOT_FOUND, CONFLICT, a field's. */
  async change(tx: Transaction, actor: Actor, id: string, version: number, draft: PointDraft): Promise<PointSettings> {
    if (!(await tx.lockRow('service_point', id))) throw new Problem('NOT_FOUND');
    const set = { ...this.columns(draft), version: version + 1 };
    if ((await taken(tx.update('service_point', set, { id, version }))) === 0) throw new Problem('CONFLICT');
    await this.follow(tx, actor, 'service-point.change', id, draft.week);
    return this.view(tx, id);
  }

  private async follow(tx: Transaction, actor: Actor, action: string, id: string, week: WeeklySlot[]): Promise<void> {
    await this.slots.writeWeek(tx, id, week);
    await this.slots.prepare(tx, id);
    await tx.audit({ actor, action, subject: { kind: 'service-point', id }, detail: { slots: week.length } });
  }

  async setDay(tx: Transaction, actor: Actor, entry: CalendarEntry): Promise<void> {
    const { day, kind, note } = entry;
    await tx.remove('calendar_exception', { day });
    await tx.insert('calendar_exception', { day, kind, as_weekday: kind === 'open' ? entry.asWeekday : null, note });
    await tx.audit({ actor, action: 'calendar.set', subject: { kind: 'day', id: day }, detail: { kind } });
    await this.prepareAll(tx);
  }

  /** Error: NOT_FOUND. */
  async clearDay(tx: Transaction, actor: Actor, day: string): Promise<void> {
    if ((await tx.remove('calendar_exception', { day })) === 0) throw new Problem('NOT_FOUND');
    await tx.audit({ actor, action: 'calendar.clear', subject: { kind: 'day', id: day } });
    await this.prepareAll(tx);
  }

  async setRules(tx: Transaction, actor: Actor, rules: AppointmentRules): Promise<AppointmentRules> {
    for (const [name, value] of Object.entries(rules)) await tx.update('appointment_rule', { value }, { name });
    await tx.audit({
      actor,
      action: 'appointment-rules.set',
      subject: { kind: 'rules', id: 'appointments' },
      detail: rules,
    });
    await this.prepareAll(tx);
    return rules;
  }

  async prepareAll(tx: Transaction): Promise<void> {
    for (const { id } of await tx.query<{ id: string }>('SELECT id FROM service_point ORDER BY id'))
      await this.slots.prepare(tx, id);
  }
}

async function taken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw Problem.field('name', '已有同名或同代码的网点，请换一个名称或代码。', 'taken');
  }
}
