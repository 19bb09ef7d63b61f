import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type BookingKind, dayOf, daysFrom, type FreeDay, startOf, type WeeklySlot, weekdayOf } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import { readRules } from './appointment-rules';

export interface DaySlot {
  id: string;
  point_id: string;
  kind: BookingKind;
  day: string;
  starts_at: number;
  ends_at: number;
  quota: number;
  taken: number;
  issued: number;
  open: number;
}

interface WeekRow {
  kind: BookingKind;
  weekday: number;
  start_minute: number;
  end_minute: number;
  quota: number;
}

const insertBatch = 40;

/** The bookable slots (号源) of each day: made ahead from the weekly pattern and the calendar, so that booking counts on one row. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DaySlots {
  @Inject() database!: Database;
  @Inject() clock!: Clock;

  /** Future slots with places left, one statement. */
  async free(pointId: string, kind: BookingKind): Promise<FreeDay[]> {
    const rows = await this.database.read<DaySlot>(
      'SELECT s.id, s.day, s.starts_at, s.ends_at, s.quota, s.taken FROM day_slot s ' +
        'JOIN service_point p ON p.id = s.point_id AND p.active = 1 ' +
        'WHERE s.point_id = ? AND s.kind = ? AND s.starts_at > ? AND s.open = 1 ORDER BY s.starts_at',
      [pointId, kind, this.clock.now()],
    );
    const days = new Map<string, FreeDay>();
    for (const { id, day, starts_at, ends_at, quota, taken } of rows) {
      const entry = days.get(day) ?? { day, slots: [] };
      days.set(day, entry);
      entry.slots.push({ id, startsAt: Number(starts_at), endsAt: Number(ends_at), free: Math.max(0, quota - taken) });
    }
    return [...days.values()];
  }

  /** Takes one place or none: the condition and the count are one statement. Errors: NOT_FOUND, SLOT_CLOSED, SLOT_FULL. */
  async take(tx: Transaction, id: string): Promise<DaySlot> {
    const taken = await tx.execute(
      'UPDATE day_slot SET taken = taken + 1, issued = issued + 1 WHERE id = ? AND open = 1 AND taken < quota AND starts_at > ?',
      [id, tx.now],
    );
    const [row] = await tx.query<DaySlot>('SELECT * FROM day_slot WHERE id = ?', [id]);
    if (!row) throw new Problem('NOT_FOUND');
    if (taken === 1) return row;
    throw new Problem(row.open && Number(row.starts_at) > tx.now ? 'SLOT_FULL' : 'SLOT_CLOSED');
  }

  async giveBack(tx: Transaction, id: string): Promise<void> {
    await tx.execute('UPDATE day_slot SET taken = taken - 1 WHERE id = ? AND taken > 0', [id]);
  }

  /**
   * Brings the coming days in line with week and calendar. A slot that is no longer offered is closed, not deleted: its
   * bookings stay.
   */
  async prepare(tx: Transaction, pointId: string): Promise<void> {
    const point = await tx.lockRow<{ active: number }>('service_point', pointId);
    if (!point) return;
    const read = <T>(sql: string, params: readonly unknown[]) => tx.query<T>(sql, params);
    const { daysAhead } = await readRules(read);
    const today = dayOf(tx.now);
    const days = daysFrom(today, daysAhead + 1);
    const week = await read<WeekRow>('SELECT * FROM weekly_slot WHERE point_id = ?', [pointId]);
    const exceptions = new Map(
      (
        await read<{ day: string; kind: string; as_weekday: number | null }>(
          'SELECT day, kind, as_weekday FROM calendar_exception WHERE day >= ? AND day <= ?',
          [today, days.at(-1)],
        )
      ).map((row) => [row.day, row]),
    );
    const known = await read<DaySlot>(
      'SELECT * FROM day_slot WHERE point_id = ? AND kind IN (?, ?) AND starts_at > ?',
      [pointId, 'window', 'print', tx.now],
    );
    const existing = new Map(known.map((slot) => [`${slot.kind} ${slot.starts_at}`, slot]));
    const fresh: unknown[][] = [];
    for (const day of days) {
      const exception = exceptions.get(day);
      if (!point.active || exception?.kind === 'closed') continue;
      const weekday = exception?.as_weekday ?? weekdayOf(day);
      for (const slot of week.filter((candidate) => candidate.weekday === weekday)) {
        const startsAt = startOf(day) + slot.start_minute * 60_000;
        const endsAt = startOf(day) + slot.end_minute * 60_000;
        if (startsAt <= tx.now) continue;
        const key = `${slot.kind} ${startsAt}`;
        const there = existing.get(key);
        existing.delete(key);
        if (!there) fresh.push([newId(tx.now), pointId, slot.kind, day, startsAt, endsAt, slot.quota, 0, 0, 1]);
        else if (there.quota !== slot.quota || Number(there.ends_at) !== endsAt || there.open !== 1)
          await tx.update('day_slot', { quota: slot.quota, ends_at: endsAt, open: 1 }, { id: there.id });
      }
    }
    for (const slot of existing.values())
      if (slot.open === 1) await tx.update('day_slot', { open: 0 }, { id: slot.id });
    for (let from = 0; from < fresh.length; from += insertBatch) {
      const rows = fresh.slice(from, from + insertBatch);
      await tx.execute(
        'INSERT INTO day_slot (id, point_id, kind, day, starts_at, ends_at, quota, taken, issued, open) VALUES ' +
          rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', '),
        rows.flat(),
      );
    }
  }

  async writeWeek(tx: Transaction, pointId: string, week: readonly WeeklySlot[]): Promise<void> {
    const seen = new Set<string>();
    for (const [index, slot] of week.entries()) {
      const key = `${slot.kind} ${slot.weekday} ${slot.startMinute}`;
      if (seen.has(key)) throw Problem.field(`week.${index}.startMinute`, '同一天有两个相同的开始时间，请删去一个。');
      seen.add(key);
    }
    await tx.remove('weekly_slot', { point_id: pointId });
    for (const slot of week) {
      await tx.insert('weekly_slot', {
        point_id: pointId,
        kind: slot.kind,
        weekday: slot.weekday,
        start_minute: slot.startMinute,
        end_minute: slot.endMinute,
        quota: slot.quota,
      });
    }
  }
}
