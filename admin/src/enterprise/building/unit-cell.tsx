import { CheckOutlined } from '@ant-design/icons';
import { type BuildingUnit, unitStandings } from '@zhucheng/shared';
import { memo } from 'react';
import { standingLetters } from './building-model';

interface Props {
  unit: BuildingUnit;
  line: number;
  column: number;
  selected: boolean;
  active: boolean;
}

/** One unit: room, letter and colour of its standing, tick. */
export const UnitCell = memo(function UnitCell({ unit, line, column, selected, active }: Props) {
  const marks = [selected && 'selected', active && 'active', !unit.applicable && 'closed'].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active cell
    <div
      id={`unit-${unit.id}`}
      className={`unit standing-${unit.standing} ${marks}`}
      role="gridcell"
      aria-selected={selected}
      aria-disabled={!unit.applicable}
      aria-label={`${unit.building} ${unit.floor} 层 ${unit.room}，${unitStandings[unit.standing]}${
        unit.applicable ? '' : `，不可选${unit.reason ? `：${unit.reason}` : ''}`
      }`}
      data-unit={unit.id}
      data-line={line}
      data-column={column}
      data-testid="unit-cell"
      data-applicable={unit.applicable}
    >
      <span className="unit-room mono">{unit.room}</span>
      <span className="unit-mark">{selected ? <CheckOutlined /> : standingLetters[unit.standing]}</span>
    </div>
  );
});
