import type { CaseView } from '@zhucheng/shared';
import { minute, yuan } from '../../app/format';
import { Fact, Panel } from '../../app/ui';
import { UnitPanels } from '../../renderer/unit-panels';
import { OpenCertificate } from '../certificates/open-certificate';

/** The unit, the order and the certificates of a case. */
export function CaseFacts({ view }: { view: CaseView }) {
  return (
    <>
      <UnitPanels view={view} />
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
                {certificate.mine && <OpenCertificate {...certificate} />}
              </Fact>
            ))}
          </dl>
        </Panel>
      )}
    </>
  );
}
