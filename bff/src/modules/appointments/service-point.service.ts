import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AppointmentRules,
  type AppointmentSettings,
  type AuditAction,
  type BookingKind,
  dayOf,
  type Matter,
  type PointSettings,
  type SavedDay,
  type SavedRules,
  type ServicePoint,
  type WeeklySlot,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { isDuplicateKey, orOvertaken } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type SavedRow, Savers, savingBy } from '../identity/savers.service';
import { type Read, rulesVersionIn } from './appointment-rules';
import { DaySlots } from './day-slots.service';

export interface PointDraft extends Omit<ServicePoint, 'id'> {
  code: string;
  active: boolean;
  week: WeeklySlot[];
}

interface PointRow extends SavedRow {
  id: string;
  code: string;
  name: string;
  address: string;
  phone: string;
  opening_notes: string;
  matters: string;
  active: number;
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

interface DayRow extends SavedRow {
  day: string;
  kind: 'closed' | 'open';
  as_weekday: number | null;
  note: string;
}
interface RuleRow extends SavedRow {
  name: string;
  value: number;
}
const dayColumns = 'day, kind, as_weekday, note, version, saved_by, saved_at';
const entryOf = ({ day, kind, as_weekday: asWeekday, note }: DayRow) => ({ day, kind, asWeekday, note });

/** All are saved together, so that one of them says which saving it was. */
const savingIn = (rows: readonly RuleRow[]): SavedRow => rows.find(({ name }) => name === rulesVersionIn)!;
const rulesOf = (rows: readonly RuleRow[]): SavedRules => {
  const values = Object.fromEntries(rows.map(({ name, value }) => [name, Number(value)])) as AppointmentRules;
  return { ...values, version: Number(savingIn(rows).version) };
};
const contentOf = ({ id: _, version: __, ...draft }: PointSettings) => draft;

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
  @Inject() savers!: Savers;

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
    const calendar = await this.database.read<DayRow>(
      `SELECT ${dayColumns} FROM calendar_exception WHERE day >= ? ORDER BY day`,
      [from],
    );
    return {
      points: await this.points(this.committed, '', []),
      calendar: calendar.map((row) => ({ ...entryOf(row), version: Number(row.version) })),
      rules: rulesOf(await this.ruleRows(this.committed)),
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
    await taken(
      tx.insert('service_point', { id, ...this.columns(draft), ...savingBy(actor, 1, tx.now), created_at: tx.now }),
    );
    await this.follow(tx, actor, 'service-point.add', id, draft.week);
    return this.view(tx, id);
  }

  /** Errors: NOT_FOUND, SAVED_MEANWHILE, a field's. */
  async change(tx: Transaction, actor: Actor, id: string, version: number, draft: PointDraft): Promise<PointSettings> {
    const row = await tx.lockRow<PointRow>('service_point', id);
    if (!row) throw new Problem('NOT_FOUND');
    if (Number(row.version) !== version)
      throw await this.savers.meanwhile(actor, row, contentOf(await this.view(tx, id)));
    const set = { ...this.columns(draft), ...savingBy(actor, version + 1, tx.now) };
    if ((await taken(tx.update('service_point', set, { id, version }))) === 0) throw new Problem('CONFLICT');
    await this.follow(tx, actor, 'service-point.change', id, draft.week);
    return this.view(tx, id);
  }

  private async follow(
    tx: Transaction,
    actor: Actor,
    action: AuditAction,
    id: string,
    week: WeeklySlot[],
  ): Promise<void> {
    await this.slots.writeWeek(tx, id, week);
    await this.slots.prepare(tx, id);
    await tx.audit({ actor, action, subject: { kind: 'service-point', id }, detail: { slots: week.length } });
  }

  /** Keeps a point for this transaction, for the sake of what stands there; false if there is none. */
  hold(tx: Transaction, id: string): Promise<boolean> {
    return tx.hold('service_point', id);
  }

  /** `version` 0: an ordinary day until now. Errors: SAVED_MEANWHILE, CONFLICT. */
  async setDay(tx: Transaction, actor: Actor, entry: SavedDay): Promise<void> {
    const { day, kind, note } = entry;
    const before = await this.lockDay(tx, actor, day, entry.version);
    // Never a number that this day has had before, also when it was an ordinary one in between.
    const saving = savingBy(actor, Math.max(tx.now, before + 1), tx.now);
    const set = { kind, as_weekday: kind === 'open' ? entry.asWeekday : null, note, ...saving };
    // A day that somebody else has set since this one looked is looked at again.
    if (before === 0) await orOvertaken(tx.insert('calendar_exception', { day, ...set }));
    else if ((await tx.update('calendar_exception', set, { day, version: before })) === 0)
      throw new Problem('CONFLICT');
    await tx.audit({ actor, action: 'calendar.set', subject: { kind: 'day', id: day }, detail: { kind } });
    await this.prepareAll(tx);
  }

  /** Errors: NOT_FOUND, SAVED_MEANWHILE. */
  async clearDay(tx: Transaction, actor: Actor, day: string, version: number): Promise<void> {
    if ((await this.lockDay(tx, actor, day, version)) === 0) throw new Problem('NOT_FOUND');
    if ((await tx.remove('calendar_exception', { day, version })) === 0) throw new Problem('CONFLICT');
    await tx.audit({ actor, action: 'calendar.clear', subject: { kind: 'day', id: day } });
    await this.prepareAll(tx);
  }

  /** Which saving the day comes from; 0 for an ordinary one. */
  private async lockDay(tx: Transaction, actor: Actor, day: string, version: number): Promise<number> {
    const row = await tx.lockRow<DayRow>('calendar_exception', day, 'day');
    if (row) await this.savers.requireNewest(actor, row, version, entryOf(row));
    return row ? Number(row.version) : 0;
  }

  private ruleRows(read: Read): Promise<RuleRow[]> {
    return read<RuleRow>('SELECT name, value, version, saved_by, saved_at FROM appointment_rule', []);
  }

  /** Errors: SAVED_MEANWHILE, CONFLICT. */
  async setRules(tx: Transaction, actor: Actor, { version, ...rules }: SavedRules): Promise<SavedRules> {
    await tx.lockRow('appointment_rule', rulesVersionIn, 'name');
    const before = await this.ruleRows((sql, params) => tx.query(sql, params));
    const { version: _, ...values } = rulesOf(before);
    await this.savers.requireNewest(actor, savingIn(before), version, values);
    const saving = savingBy(actor, version + 1, tx.now);
    const anchored = { name: rulesVersionIn, version };
    if ((await tx.update('appointment_rule', { ...saving, value: rules[rulesVersionIn] }, anchored)) === 0)
      throw new Problem('CONFLICT');
    for (const [name, value] of Object.entries(rules)) await tx.update('appointment_rule', { value }, { name });
    await tx.audit({
      actor,
      action: 'appointment-rules.set',
      subject: { kind: 'rules', id: 'appointments' },
      detail: rules,
    });
    await this.prepareAll(tx);
    return { ...rules, version: version + 1 };
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
