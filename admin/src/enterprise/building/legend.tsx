import { type BuildingUnit, type UnitStanding, unitStandings } from '@zhucheng/shared';
import { useMemo } from 'react';
import { countStandings, standingLetters } from './building-model';

interface Props {
  units: readonly BuildingUnit[];
  /** Empty: all are shown. */
  chosen: UnitStanding[];
  onChange(next: UnitStanding[]): void;
}

/** What the letters and colours mean, how many of each, and a filter by them. */
export function Legend({ units, chosen, onChange }: Props) {
  const counts = useMemo(() => countStandings(units), [units]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a frame of its own
    <div className="legend" role="group" aria-label="图例，点选后只看这一类" data-testid="legend">
      {counts.map(({ standing, units: many }) => {
        const on = chosen.includes(standing);
        return (
          <button
            key={standing}
            type="button"
            className={on ? 'legend-item on' : 'legend-item'}
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((other) => other !== standing) : [...chosen, standing])}
            data-testid={`legend-${standing}`}
          >
            <span className={`legend-mark standing-${standing}`} aria-hidden="true">
              {standingLetters[standing]}
            </span>
            {unitStandings[standing]} <strong>{many}</strong>
          </button>
        );
      })}
      {chosen.length > 0 && (
        <button type="button" className="legend-item clear" onClick={() => onChange([])}>
          全部显示
        </button>
      )}
    </div>
  );
}
