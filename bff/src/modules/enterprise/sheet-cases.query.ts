import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { caseStates, decide, unitNumber } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../businesses/businesses.service';
import { factsOf, type LoadedCase } from '../cases/core/case.model';
import { caseColumns, type Raw } from '../cases/core/case.query';
import { PermissionService } from '../institutions/permission.service';
import type { SheetPlan } from './sheet-columns';
import type { Line } from './sheet-content';
import { WorkListQuery } from './work-list.query';

interface Found {
  id: string;
  business_id: string;
  state: string;
  acceptance_number: string;
  unit_number: string;
}

export interface Match {
  loaded?: LoadedCase;
  /** Why the row cannot be used, and in which column that shows. */
  fault?: { key: 'acceptanceNumber' | 'unit'; message: string };
}

const fillable = "('verified', 'correction')";
/** Rooms are spelt in many ways, so they are compared here; a business with more open cases asks for numbers. */
const mostRooms = 20_000;
const unknown = '没有找到这件业务，请核对受理编号和房号，或用下载的模板填写。';

/** 3 号楼 502 室 → 3幢502: one spelling for how people write rooms. */
export const roomKey = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, '')
    .replace(/号楼|栋|座|#/g, '幢')
    .replace(/[室房号]$/, '')
    .toUpperCase();

/** Which of an institution's cases the rows of a spreadsheet are about. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SheetCases {
  @Inject() database!: Database;
  @Inject() businesses!: Businesses;
  @Inject() permissions!: PermissionService;
  @Inject() workList!: WorkListQuery;

  /** In the order of the rows. Five statements at most, however many rows. */
  async match(actor: Actor, plan: SheetPlan, lines: readonly Line[]): Promise<Match[]> {
    const institutionId = actor.institutionId ?? '';
    const typed = (key: string) =>
      [...new Set(lines.map(({ values }) => values[key] as string | undefined))].filter((value) => value !== undefined);
    const isNumber = (value: string): boolean => unitNumber.problem(value) === null;
    const units = typed('unit');
    const numbers = units.filter(isNumber);
    const [byNumber, byUnit, byRoom] = await Promise.all([
      this.byAcceptanceNumber(institutionId, typed('acceptanceNumber')),
      this.byUnitNumber(institutionId, plan.business.id, numbers),
      units.length > numbers.length ? this.byRoom(institutionId, plan.business.id) : new Map<string, Found[]>(),
    ]);
    const choices = lines.map(({ values }) => {
      const number = values.acceptanceNumber as string | undefined;
      const unit = values.unit as string | undefined;
      const units = unit === undefined ? undefined : isNumber(unit) ? byUnit.get(unit) : byRoom.get(roomKey(unit));
      return choose(plan, number, number === undefined ? undefined : byNumber.get(number), unit, units);
    });
    const ids = [...new Set(choices.flatMap(({ id }) => id ?? []))];
    const loaded = new Map((await this.load(ids)).map((one) => [one.record.id, one]));
    const obstacles = new Map<string, Promise<string | null>>();
    for (const [key, one] of loaded) obstacles.set(key, this.obstacle(actor, one));
    return Promise.all(
      choices.map(async ({ id, fault, key }): Promise<Match> => {
        const one = id === undefined ? undefined : loaded.get(id);
        if (!one) return { fault: { key, message: fault ?? unknown } };
        const message = await obstacles.get(id!)!;
        return message ? { loaded: one, fault: { key, message } } : { loaded: one };
      }),
    );
  }

  private async obstacle(actor: Actor, loaded: LoadedCase): Promise<string | null> {
    const { record, business } = loaded;
    if (!decide(business, factsOf(loaded), 'fill', ['applicant']).allowed)
      return `这件业务现在是“${caseStates[record.state].name}”，不能再填写，请去掉这一行。`;
    if (await this.permissions.may(actor, record.businessId, record.branchId ?? '')) return null;
    return '这件业务属于其他网点，请联系本机构管理员开通全部网点权限。';
  }

  private async load(ids: readonly string[]): Promise<LoadedCase[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read<Raw>(
      `SELECT ${caseColumns} FROM registration_case WHERE id IN (${placeholders(ids)})`,
      ids,
    );
    return this.workList.details(rows);
  }

  private async byAcceptanceNumber(institutionId: string, numbers: readonly string[]): Promise<Map<string, Found>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.database.read<Found>(
      `SELECT id, business_id, state, acceptance_number, unit_number FROM registration_case WHERE acceptance_number IN (${placeholders(numbers)}) AND institution_id = ?`,
      [...numbers, institutionId],
    );
    return new Map(rows.map((row) => [row.acceptance_number, row]));
  }

  private async byUnitNumber(institutionId: string, businessId: string, units: readonly string[]) {
    if (units.length === 0) return new Map<string, Found[]>();
    const rows = await this.database.read<Found>(
      `SELECT id, business_id, state, acceptance_number, unit_number FROM registration_case WHERE institution_id = ? AND unit_number IN (${placeholders(units)}) AND business_id = ? ORDER BY id DESC`,
      [institutionId, ...units, businessId],
    );
    const found = new Map<string, Found[]>();
    // A unit has one open case of a business at most; of older ones the newest tells how it ended.
    for (const row of rows) {
      const before = found.get(row.unit_number);
      if (!before || (!isFillable(before[0]!) && isFillable(row))) found.set(row.unit_number, [row]);
    }
    return found;
  }

  private async byRoom(institutionId: string, businessId: string): Promise<Map<string, Found[]>> {
    const rows = await this.database.read<Found & { estate: string; building: string; room: string; location: string }>(
      'SELECT c.id, c.business_id, c.state, c.acceptance_number, c.unit_number, u.estate, u.building, u.room, c.location ' +
        'FROM registration_case c JOIN unit u ON u.id = c.unit_id ' +
        `WHERE c.institution_id = ? AND c.state IN ${fillable} AND c.business_id = ? ORDER BY c.id DESC LIMIT ${mostRooms}`,
      [institutionId, businessId],
    );
    const found = new Map<string, Found[]>();
    for (const row of rows) {
      const { estate, building, room, location } = row;
      const from = location.indexOf(building);
      const spellings = [room, `${building}${room}`, `${estate}${building}${room}`, location];
      // 3幢1单元502: the address knows the staircase.
      if (from >= 0) spellings.push(location.slice(from));
      for (const key of new Set(spellings.map(roomKey))) {
        const known = found.get(key);
        if (known) known.push(row);
        else found.set(key, [row]);
      }
    }
    return found;
  }
}

const isFillable = ({ state }: Found): boolean => state === 'verified' || state === 'correction';

interface Choice {
  id?: string;
  key: 'acceptanceNumber' | 'unit';
  fault?: string;
}

/** Both ways to say it must lead to the same case. */
function choose(
  plan: SheetPlan,
  number: string | undefined,
  byNumber: Found | undefined,
  unit: string | undefined,
  byUnit: readonly Found[] | undefined,
): Choice {
  if (number === undefined && unit === undefined)
    return { key: 'unit', fault: '请填写受理编号，或房号/不动产单元号，才知道这一行说的是哪一件。' };
  if (number !== undefined) {
    const key = 'acceptanceNumber';
    if (!byNumber) return { key, fault: unknown };
    if (byNumber.business_id !== plan.business.id)
      return { key, fault: `这件不是“${plan.business.name}”，请用它自己的模板填写。` };
    const differs =
      unit !== undefined && byNumber.unit_number !== unit && !byUnit?.some(({ id }) => id === byNumber.id);
    if (differs) return { key, fault: '受理编号和房号说的不是同一件，请核对，或只填其中一个。' };
    return { key, id: byNumber.id };
  }
  const key = 'unit';
  if (!byUnit?.[0]) return { key, fault: unknown };
  if (byUnit.length > 1)
    return {
      key,
      fault: `有 ${byUnit.length} 套房都叫“${unit}”，请写上幢号（如 3幢502），或填写不动产单元号、受理编号。`,
    };
  return { key, id: byUnit[0].id };
}
