import { type BuildingUnit, type UnitStanding, unitStandings } from '@zhucheng/shared';

/** One letter for each standing, so that no colour is needed to tell them apart. */
export const standingLetters: Record<UnitStanding, string> = {
  free: '可',
  noticed: '预',
  'presale-mortgaged': '押',
  registered: '首',
  sold: '转',
  limited: '限',
  running: '办',
};
export const standingIds = Object.keys(unitStandings) as UnitStanding[];

export interface Filters {
  onlyApplicable: boolean;
  /** Empty: all. */
  standings: UnitStanding[];
  search: string;
}

/** A line of the table: the head of a building, or (a part of) a floor. */
export type Line =
  | { kind: 'building'; key: string; building: string; units: BuildingUnit[] }
  | {
      kind: 'floor';
      key: string;
      building: string;
      floor: number;
      /** The first line of its floor carries the name and the tick. */
      first: boolean;
      floorUnits: BuildingUnit[];
      /** By column; a gap where the floor has no such room. */
      cells: Array<BuildingUnit | null>;
    };

const byText = new Intl.Collator('zh-CN', { numeric: true }).compare;

export function shown(units: readonly BuildingUnit[], filters: Filters): BuildingUnit[] {
  const wanted = filters.search.replace(/\s/g, '').toLowerCase();
  return units.filter(
    (unit) =>
      (!filters.onlyApplicable || unit.applicable) &&
      (filters.standings.length === 0 || filters.standings.includes(unit.standing)) &&
      (!wanted || unit.room.toLowerCase().includes(wanted) || unit.unitNumber.toLowerCase().includes(wanted)),
  );
}

function grouped<K>(units: readonly BuildingUnit[], key: (unit: BuildingUnit) => K): Map<K, BuildingUnit[]> {
  const groups = new Map<K, BuildingUnit[]>();
  for (const unit of units) {
    const group = groups.get(key(unit));
    if (group) group.push(unit);
    else groups.set(key(unit), [unit]);
  }
  return groups;
}

/** 1203 on floor 12 stands in column 03; other ways of numbering have no columns. */
const columnOf = (unit: BuildingUnit): string => {
  const floor = String(Math.abs(unit.floor));
  return unit.room.startsWith(floor) ? unit.room.slice(floor.length) : unit.room;
};

/** Buildings in order, each from the top floor down. Rooms stand above each other where the numbering allows it. */
export function linesOf(units: readonly BuildingUnit[], perLine: number): Line[] {
  const lines: Line[] = [];
  const buildings = [...grouped(units, (unit) => unit.building)].sort(([a], [b]) => byText(a, b));
  for (const [building, inBuilding] of buildings) {
    lines.push({ kind: 'building', key: building, building, units: inBuilding });
    const columns = [...new Set(inBuilding.map(columnOf))].sort(byText);
    const aligned = columns.length <= perLine;
    const floors = [...grouped(inBuilding, (unit) => unit.floor)].sort(([a], [b]) => b - a);
    for (const [floor, onFloor] of floors) {
      const sorted = [...onFloor].sort((a, b) => byText(a.room, b.room));
      const places = aligned ? columns.map((column) => sorted.find((unit) => columnOf(unit) === column) ?? null) : null;
      // Two rooms of one column would hide each other.
      const cells = places && places.filter(Boolean).length === sorted.length ? places : sorted;
      for (let at = 0; at < cells.length; at += perLine)
        lines.push({
          kind: 'floor',
          key: `${building}/${floor}/${at}`,
          building,
          floor,
          first: at === 0,
          floorUnits: sorted,
          cells: cells.slice(at, at + perLine),
        });
    }
  }
  return lines;
}

export const countStandings = (units: readonly BuildingUnit[]): Array<{ standing: UnitStanding; units: number }> =>
  standingIds
    .map((standing) => ({ standing, units: units.filter((unit) => unit.standing === standing).length }))
    .filter((count) => count.units > 0);

export const applicableOf = (units: readonly BuildingUnit[]): BuildingUnit[] => units.filter((unit) => unit.applicable);

/** All ticked becomes none ticked; anything else becomes all ticked. */
export function toggled(selected: ReadonlySet<string>, units: readonly BuildingUnit[]): Set<string> {
  const next = new Set(selected);
  const may = applicableOf(units);
  const all = may.every((unit) => next.has(unit.id));
  for (const unit of may) {
    if (all) next.delete(unit.id);
    else next.add(unit.id);
  }
  return next;
}
