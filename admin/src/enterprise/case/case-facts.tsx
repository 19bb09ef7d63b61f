import type { CaseView } from '@zhucheng/shared';
import { area, minute, yuan } from '../../app/format';
import { Fact, Panel, UnitNumber } from '../../app/ui';
import { OpenCertificate } from '../certificates/open-certificate';

/** The unit, the order and the certificates of a case. */
export function CaseFacts({ view }: { view: CaseView }) {
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
      {(view.order || view.certificates.length > 0) && (
        <Panel title="费用与证书">
          <dl className="facts single">
            {view.order && (
              <Fact label="订单">
                {view.order.stateName} {yuan(view.order.totalFen)}
                <small className="soft block mono">{view.order.number}</small>
              </Fact>
            )}
            {view.certificates.map((certificate) => (
              <Fact key={certificate.id} label={certificate.state === 'valid' ? '已发证书' : '已注销证书'}>
                {certificate.number}
                <small className="soft block">{minute(certificate.issuedAt)}</small>
                {certificate.mine && <OpenCertificate id={certificate.id} number={certificate.number} />}
              </Fact>
            ))}
          </dl>
        </Panel>
      )}
    </>
  );
}
