// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot draw only a part of its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { type BuildingUnit, unitStandings } from '@zhucheng/shared';
import { Checkbox } from 'antd';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from 'react';
import { applicableOf, type Line, linesOf, toggled } from './building-model';
import { UnitCell } from './unit-cell';
import { UnitTip } from './unit-tip';
import { useWidth, useWindow } from './use-window';

const FLOOR_PX = 52;
const HEAD_PX = 44;
const LABEL_PX = 96;
const CELL_PX = 92;

interface Props {
  units: BuildingUnit[];
  selected: ReadonlySet<string>;
  onSelect(next: Set<string>): void;
}

interface Place {
  line: number;
  column: number;
}

/** The building table (楼盘表): floors are rows, units are cells. Only what is in sight is drawn. */
export function BuildingGrid({ units, selected, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 1100);
  const perLine = Math.max(3, Math.floor((width - LABEL_PX - 24) / CELL_PX));
  const lines = useMemo(() => linesOf(units, perLine), [units, perLine]);
  const heights = useMemo(() => lines.map((line) => (line.kind === 'building' ? HEAD_PX : FLOOR_PX)), [lines]);
  const view = useWindow(box, heights);
  const [place, setPlace] = useState<Place | null>(null);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [tip, setTip] = useState<{ unit: BuildingUnit; at: DOMRect } | null>(null);
  const order = useMemo(
    () => lines.flatMap((line) => (line.kind === 'floor' ? line.cells.filter((cell) => cell !== null) : [])),
    [lines],
  );

  const unitAt = ({ line, column }: Place): BuildingUnit | null => {
    const found = lines[line];
    return found?.kind === 'floor' ? (found.cells[column] ?? null) : null;
  };
  const active = place && unitAt(place);
  const go = (next: Place): void => {
    setPlace(next);
    setTip(null);
    view.show(next.line);
  };
  const toggle = (unit: BuildingUnit, reach: boolean): void => {
    if (reach && anchor) {
      const [a, b] = [order.findIndex(({ id }) => id === anchor), order.findIndex(({ id }) => id === unit.id)];
      const between = applicableOf(order.slice(Math.min(a, b), Math.max(a, b) + 1));
      onSelect(new Set([...selected, ...between.map(({ id }) => id)]));
    } else if (unit.applicable) onSelect(toggled(selected, [unit]));
    setAnchor(unit.id);
  };

  const press = (event: KeyboardEvent): void => {
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const move = moves[event.key];
    if (move) {
      const next = place ? step(lines, place, move) : firstPlace(lines);
      if (next) go(next);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a')
      onSelect(new Set([...selected, ...applicableOf(units).map(({ id }) => id)]));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if ((event.key === ' ' || event.key === 'Enter') && active) toggle(active, event.shiftKey);
    else if (event.key.toLowerCase() === 'f' && place) {
      const line = lines[place.line];
      if (line?.kind === 'floor') onSelect(toggled(selected, line.floorUnits));
    } else if (event.key === 'Escape' && selected.size > 0) onSelect(new Set());
    else return;
    event.preventDefault();
  };
  const cellOf = (event: MouseEvent): HTMLElement | null =>
    (event.target as HTMLElement).closest<HTMLElement>('[data-unit]');

  return (
    <>
      <div
        ref={box}
        className="building-grid"
        role="grid"
        tabIndex={0}
        aria-label="楼盘表：方向键移动，空格勾选，F 勾选整层，Ctrl+A 勾选全部可办理"
        aria-rowcount={lines.length}
        aria-multiselectable="true"
        aria-activedescendant={active ? `unit-${active.id}` : undefined}
        onKeyDown={press}
        onFocus={() => !place && setPlace(firstPlace(lines))}
        onMouseDown={(event) => {
          if (cellOf(event)) box.current?.focus({ preventScroll: true });
        }}
        onClick={(event) => {
          const cell = cellOf(event);
          if (!cell) return;
          const next = { line: Number(cell.dataset.line), column: Number(cell.dataset.column) };
          setPlace(next);
          const unit = unitAt(next);
          if (unit) toggle(unit, event.shiftKey);
        }}
        onMouseOver={(event) => {
          const cell = cellOf(event);
          const unit = cell && unitAt({ line: Number(cell.dataset.line), column: Number(cell.dataset.column) });
          setTip(cell && unit ? { unit, at: cell.getBoundingClientRect() } : null);
        }}
        onMouseLeave={() => setTip(null)}
        onScroll={() => setTip(null)}
        data-testid="building-grid"
      >
        <div className="building-lines" role="presentation" style={{ height: view.height }}>
          {lines.slice(view.from, view.to).map((line, offset) => {
            const index = view.from + offset;
            const at = { top: view.tops[index], height: heights[index] };
            return line.kind === 'building' ? (
              <div key={line.key} className="building-head" role="row" style={at} aria-rowindex={index + 1}>
                <Tick label={line.building} units={line.units} selected={selected} onSelect={onSelect} strong />
                <span className="soft">
                  {line.units.length} 套，可办理 {applicableOf(line.units).length} 套
                </span>
              </div>
            ) : (
              <div key={line.key} className="floor-line" role="row" style={at} aria-rowindex={index + 1}>
                <span className="floor-label" role="rowheader" style={{ width: LABEL_PX }}>
                  {line.first && (
                    <Tick label={`${line.floor} 层`} units={line.floorUnits} selected={selected} onSelect={onSelect} />
                  )}
                </span>
                {line.cells.map((unit, column) =>
                  unit ? (
                    <UnitCell
                      key={unit.id}
                      unit={unit}
                      line={index}
                      column={column}
                      selected={selected.has(unit.id)}
                      active={place?.line === index && place.column === column}
                    />
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a gap has nothing but its place
                    <span key={`gap-${column}`} className="unit-gap" aria-hidden="true" />
                  ),
                )}
              </div>
            );
          })}
        </div>
      </div>
      <p className="sr-only" aria-live="polite">
        {active && `${unitStandings[active.standing]}${active.reason ? `，${active.reason}` : ''}`}
      </p>
      {tip && <UnitTip unit={tip.unit} at={tip.at} />}
    </>
  );
}

/** The next cell in a direction; heads of buildings and gaps are passed over. */
function step(lines: Line[], from: Place, [down, right]: [number, number]): Place | null {
  const has = (place: Place): boolean => {
    const line = lines[place.line];
    return line?.kind === 'floor' && Boolean(line.cells[place.column]);
  };
  if (right !== 0) {
    const line = lines[from.line];
    const most = line?.kind === 'floor' ? line.cells.length : 0;
    for (let column = from.column + right; column >= 0 && column < most; column += right)
      if (has({ line: from.line, column })) return { line: from.line, column };
    return null;
  }
  for (let next = from.line + down; next >= 0 && next < lines.length; next += down) {
    const line = lines[next]!;
    if (line.kind !== 'floor') continue;
    for (let away = 0; away < Math.max(line.cells.length, from.column + 1); away++)
      for (const column of [from.column - away, from.column + away])
        if (has({ line: next, column })) return { line: next, column };
  }
  return null;
}

function firstPlace(lines: Line[]): Place | null {
  const line = lines.findIndex((each) => each.kind === 'floor');
  const first = lines[line];
  return first?.kind === 'floor' ? { line, column: Math.max(0, first.cells.findIndex(Boolean)) } : null;
}

function Tick(props: {
  label: string;
  units: BuildingUnit[];
  selected: ReadonlySet<string>;
  onSelect(next: Set<string>): void;
  strong?: boolean;
}) {
  const may = applicableOf(props.units);
  const ticked = may.filter((unit) => props.selected.has(unit.id)).length;
  return (
    <Checkbox
      className={props.strong ? 'tick strong' : 'tick'}
      disabled={may.length === 0}
      checked={may.length > 0 && ticked === may.length}
      indeterminate={ticked > 0 && ticked < may.length}
      onChange={() => props.onSelect(toggled(props.selected, props.units))}
    >
      {props.label}
      <span className="sr-only">全部可办理单元</span>
    </Checkbox>
  );
}
