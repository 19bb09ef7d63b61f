import { type BuildingUnit, unitNumber, unitStandings } from '@zhucheng/shared';
import { area } from '../../app/format';

const WIDTH = 280;
const HEIGHT = 150;

/** Tooltip of a unit. The whole table shares one, since 2,000 would slow the page. */
export function UnitTip({ unit, at }: { unit: BuildingUnit; at: DOMRect }) {
  const left = Math.min(Math.max(8, at.left + at.width / 2 - WIDTH / 2), window.innerWidth - WIDTH - 8);
  const below = at.bottom + HEIGHT < window.innerHeight;
  return (
    <div
      className="unit-tip"
      role="tooltip"
      style={{ left, width: WIDTH, ...(below ? { top: at.bottom + 6 } : { bottom: window.innerHeight - at.top + 6 }) }}
    >
      <strong>
        {unit.building} {unit.floor} 层 {unit.room}
      </strong>
      <span>
        {unit.useName} · {area(unit.areaHundredths)} · {unitStandings[unit.standing]}
      </span>
      <span className="mono">{unitNumber.group(unit.unitNumber)}</span>
      {unit.reason ? (
        <span className="unit-tip-reason">{unit.reason}</span>
      ) : (
        unit.applicable && <span>点一下勾选，按住 Shift 连选{unit.noticed ? '；买受人按预告登记带出' : ''}</span>
      )}
    </div>
  );
}
