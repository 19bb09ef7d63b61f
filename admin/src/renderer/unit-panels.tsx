import type { CaseView } from '@zhucheng/shared';
import { area } from '../app/format';
import { Fact, Panel, UnitNumber } from '../app/ui';

/** The unit of a case, and the mortgage in the register that the application is based on. */
export function UnitPanels({ view }: { view: Pick<CaseView, 'unit' | 'basis'> }) {
  return (
    <>
      <Panel title="不动产">
        <dl className="facts single">
          <Fact label="不动产单元号">
            <UnitNumber value={view.unit.unitNumber} />
          </Fact>
          <Fact label="用途">{view.unit.useName}</Fact>
          <Fact label="面积">{area(view.unit.areaHundredths)}</Fact>
        </dl>
      </Panel>
      {view.basis.length > 0 && (
        <Panel title="登记簿上的抵押">
          <dl className="facts single">
            {view.basis.map(({ label, value }) => (
              <Fact key={label} label={label}>
                {value}
              </Fact>
            ))}
          </dl>
        </Panel>
      )}
    </>
  );
}
