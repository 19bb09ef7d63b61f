import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addWorkingDays,
  type BacklogItem,
  type BacklogView,
  type CaseState,
  caseStateIds,
  caseStates,
  dayOf,
  endOf,
  isOpen,
  stateNameIn,
  type TimeLeft,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../businesses/businesses.service';

/** Open cases that concern the centre; a draft is still the citizen's own. */
const states = caseStateIds.filter((state) => isOpen(state) && state !== 'draft');
const marks = states.map(() => '?').join(', ');
const firstDue = 8;

const itemColumns =
  'id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since';
type Raw = Record<string, string | number | null>;

/** One statement: counts by state, business, time left and who claimed. */
export const countsSql =
  'SELECT state, business_id, claimed_by, MAX(claimed_name) AS claimed_name, ' +
  "CASE WHEN deadline_at IS NULL THEN 'none' WHEN deadline_at < ? THEN 'overdue' WHEN deadline_at <= ? THEN 'today' " +
  "WHEN deadline_at <= ? THEN 'soon' ELSE 'later' END AS time_left, COUNT(*) AS n " +
  `FROM registration_case WHERE state IN (${marks})`;
const grouped = ' GROUP BY state, business_id, claimed_by, time_left';
const own = ' AND (claimed_by = ? OR claimed_by IS NULL)';

/** Ends of today and of the second working day from now, in Beihai. */
export function boundsAt(now: number): { now: number; today: number; soon: number } {
  const today = endOf(dayOf(now)) - 1;
  return { now, today, soon: addWorkingDays(now, 2) };
}

/** Conditions on `deadline_at`; each is one range of the index (state, deadline_at). */
const ranges: Record<TimeLeft, (bounds: ReturnType<typeof boundsAt>) => [string, number[]]> = {
  overdue: ({ now }) => ['deadline_at < ?', [now]],
  today: ({ now, today }) => ['deadline_at >= ? AND deadline_at <= ?', [now, today]],
  soon: ({ today, soon }) => ['deadline_at > ? AND deadline_at <= ?', [today, soon]],
  later: ({ soon }) => ['deadline_at > ?', [soon]],
  none: () => ['deadline_at IS NULL', []],
};

export interface BacklogFilter {
  state?: CaseState | undefined;
  businessId?: string | undefined;
  left?: TimeLeft | undefined;
  claimedBy?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Deadlines and backlog (时限与积压). Officers see their own cases and the unclaimed ones, the others see all. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BacklogQuery {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() businesses!: Businesses;

  private seesAll(actor: Actor): boolean {
    return actor.roles.some((role) => role === 'registrar' || role === 'administrator');
  }

  /** Two statements, however many cases there are. */
  async overview(actor: Actor): Promise<BacklogView> {
    const bounds = boundsAt(this.clock.now());
    const all = this.seesAll(actor);
    const [rows, due] = await Promise.all([
      this.database.read<Raw>(`${countsSql}${all ? '' : own}${grouped}`, [
        bounds.now,
        bounds.today,
        bounds.soon,
        ...states,
        ...(all ? [] : [actor.id]),
      ]),
      this.database.read<Raw>(
        `SELECT ${itemColumns} FROM registration_case WHERE state = 'reviewing' AND claimed_by IS NULL ORDER BY deadline_at, id LIMIT ?`,
        [firstDue],
      ),
    ]);
    return {
      at: bounds.now,
      scope: all ? 'all' : 'own',
      cells: this.cells(rows),
      officers: officersOf(rows, actor),
      unclaimed: due.map((row) => this.item(row, actor.id)),
    };
  }

  private cells(rows: Raw[]): BacklogView['cells'] {
    const cells = new Map<string, BacklogView['cells'][number]>();
    for (const row of rows) {
      const state = row.state as CaseState;
      const left = row.time_left as TimeLeft;
      const businessId = row.business_id as string;
      const key = `${state} ${businessId} ${left}`;
      let cell = cells.get(key);
      if (!cell) {
        const businessName = this.businesses.current(businessId)?.name ?? businessId;
        cell = { state, stateName: caseStates[state].name, businessId, businessName, left, count: 0, unclaimed: 0 };
        cells.set(key, cell);
      }
      cell.count += Number(row.n);
      if (state === 'reviewing' && row.claimed_by === null) cell.unclaimed += Number(row.n);
    }
    return [...cells.values()].sort(
      (a, b) => states.indexOf(a.state) - states.indexOf(b.state) || (a.businessId < b.businessId ? -1 : 1),
    );
  }

  /** The cases behind a number: those whose time ends first come first. One statement. */
  async cases(actor: Actor, filter: BacklogFilter): Promise<{ items: BacklogItem[]; next: string | null }> {
    const where: string[] = [];
    const params: unknown[] = [];
    const add = (sql: string, ...values: unknown[]) => {
      where.push(sql);
      params.push(...values);
    };
    const wanted = filter.state ? states.filter((state) => state === filter.state) : states;
    if (wanted.length === 0) return { items: [], next: null };
    add(`state IN (${wanted.map(() => '?').join(', ')})`, ...wanted);
    if (filter.left) {
      const [sql, values] = ranges[filter.left](boundsAt(this.clock.now()));
      add(sql, ...values);
    }
    if (filter.businessId) add('business_id = ?', filter.businessId);
    if (filter.claimedBy === 'none') add('claimed_by IS NULL');
    else if (filter.claimedBy) add('claimed_by = ?', filter.claimedBy);
    if (!this.seesAll(actor)) add('(claimed_by = ? OR claimed_by IS NULL)', actor.id);
    if (filter.cursor) after(filter.cursor, add);
    const rows = await this.database.read<Raw>(
      `SELECT ${itemColumns} FROM registration_case WHERE ${where.join(' AND ')} ORDER BY deadline_at, id LIMIT ?`,
      [...params, filter.limit + 1],
    );
    const items = rows.slice(0, filter.limit).map((row) => this.item(row, actor.id));
    const last = items.at(-1);
    return { items, next: rows.length > filter.limit && last ? `${last.deadlineAt ?? ''}.${last.id}` : null };
  }

  private item(row: Raw, viewerId: string): BacklogItem {
    const state = row.state as CaseState;
    const business = this.businesses.at(row.business_id as string, Number(row.business_version));
    const number = (value: string | number | null | undefined) => (value == null ? null : Number(value));
    return {
      id: row.id as string,
      acceptanceNumber: row.acceptance_number as string,
      businessName: business.name,
      state,
      stateName: stateNameIn(business, state, row.readiness === 'ready'),
      location: (JSON.parse(row.unit_summary as string) as { location: string }).location,
      submittedAt: number(row.submitted_at),
      deadlineAt: number(row.deadline_at),
      claimedBy: row.claimed_name as string | null,
      mine: row.claimed_by === viewerId,
      stateSince: Number(row.state_since),
    };
  }
}

/** Continues behind the last row of a page; rows without a time limit come before all others on both dialects. */
function after(cursor: string, add: (sql: string, ...values: unknown[]) => void): void {
  const [deadline = '', id = ''] = cursor.split('.');
  const at = Number(deadline);
  if (deadline === '') add('(deadline_at IS NOT NULL OR id > ?)', id);
  else if (Number.isSafeInteger(at)) add('deadline_at >= ? AND (deadline_at > ? OR id > ?)', at, at, id);
  else add('id > ?', '~');
}

function officersOf(rows: Raw[], actor: Actor): BacklogView['officers'] {
  const officers = new Map<string, BacklogView['officers'][number]>();
  for (const row of rows) {
    if (row.state !== 'reviewing' || row.claimed_by === null) continue;
    const id = row.claimed_by as string;
    const load = officers.get(id) ?? {
      id,
      name: (row.claimed_name as string | null) ?? id,
      mine: id === actor.id,
      open: 0,
      overdue: 0,
      today: 0,
      soon: 0,
    };
    const n = Number(row.n);
    load.open += n;
    const left = row.time_left as TimeLeft;
    if (left === 'overdue' || left === 'today' || left === 'soon') load[left] += n;
    officers.set(id, load);
  }
  return [...officers.values()].sort((a, b) => b.overdue - a.overdue || b.today - a.today || b.open - a.open);
}
