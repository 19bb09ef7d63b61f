import { certificateFileFaults, handOverStates, type PartyView, type ReviewCase } from '@zhucheng/shared';
import { Button } from 'antd';
import { useState } from 'react';
import { minute, yuan } from '../../app/format';
import { useRole } from '../../app/session';
import { Fact, Panel, Verdict } from '../../app/ui';
import { CaseTimeline } from '../../renderer/case-timeline';
import { CaseWarnings } from '../../renderer/case-warnings';
import { Checks } from '../../renderer/checks';
import { ComparisonTable } from '../../renderer/comparison-table';
import { declarationOf } from '../../renderer/declarations';
import { PartiesTable } from '../../renderer/parties-table';
import { StepsPanel } from '../../renderer/steps-panel';
import { UnitPanels } from '../../renderer/unit-panels';
import { EscrowPanel } from '../escrow/escrow-panel';
import { WindowConfirmDialog } from '../window/window-confirm-dialog';
import { FilesPanel } from './files-panel';
import { useUnmask } from './unmask';

export function CaseBody({ review, onChanged }: { review: ReviewCase; onChanged: () => void }) {
  const { case: view, fee } = review;
  const officer = useRole('officer');
  const business = declarationOf(view.business.id, view.business.version);
  const [atWindow, setAtWindow] = useState<PartyView | null>(null);
  const unmask = useUnmask(view.id);
  const failed = view.checks.filter((check) => check.result !== 'passed').length;

  return (
    <>
      <CaseWarnings view={view} />
      <div className="case-columns">
        <div className="case-main">
          <Panel title="申请内容与登记簿对照" flush testId="panel-comparison">
            <ComparisonTable rows={review.comparison} />
          </Panel>
          <Panel title={`当事人${view.coOwnership ? ` · ${view.coOwnership}` : ''}`} flush testId="panel-parties">
            <PartiesTable
              business={business}
              parties={view.parties}
              identity={unmask.identity}
              action={(party) => (
                <>
                  {unmask.button(party)}
                  {officer && party.authorisation.state === 'window' && (
                    <Button size="small" type="primary" onClick={() => setAtWindow(party)} data-testid="window-confirm">
                      窗口核验
                    </Button>
                  )}
                </>
              )}
            />
          </Panel>
          <Panel title="填写的内容">
            <StepsPanel steps={view.steps} />
          </Panel>
          <FilesPanel review={review} />
        </div>
        <aside className="case-side">
          <Panel
            title="系统审核"
            extra={view.checks.length > 0 && (failed ? `${failed} 项未通过或等待` : `${view.checks.length} 项全部通过`)}
            flush
          >
            <Checks checks={view.checks} />
          </Panel>
          <UnitPanels view={view} />
          <Panel title="费用与证书">
            <dl className="facts single">
              {fee.items.map((item) => (
                <Fact key={item.name} label={item.name}>
                  {yuan(item.unitFen)} × {item.quantity} = {yuan(item.amountFen)}
                  <small className="soft block">{item.basis}</small>
                </Fact>
              ))}
              {fee.zeroReason && <Fact label="免收">{fee.zeroReason}</Fact>}
              {view.exemptions.map((text) => (
                <Fact key={text} label="减免">
                  {text}
                </Fact>
              ))}
              {view.order && (
                <Fact label="订单">
                  {view.order.stateName} {yuan(view.order.totalFen)}
                  <small className="soft block mono">{view.order.number}</small>
                </Fact>
              )}
              {view.taxes?.items.map((item) => (
                <Fact key={item.name} label={item.name}>
                  {item.owedBy}　{yuan(item.baseFen)} × {item.rate / 100}% = {yuan(item.amountFen)}
                  <small className="soft block">{item.stateName}</small>
                </Fact>
              ))}
              {view.taxes && (
                <Fact label="完税证明">
                  {view.taxes.certificate ??
                    (view.taxes.anew ? '税务部门正在重新核定' : '税费缴清后由税务部门出具，到后才登簿')}
                </Fact>
              )}
              {view.certificates.map((certificate) => (
                <Fact key={certificate.id} label={certificate.state === 'valid' ? '已发证书' : '已注销证书'}>
                  {certificate.number}
                  {certificate.fileFault && (
                    <small className="block" data-testid="file-fault">
                      <Verdict good={false}>{certificateFileFaults[certificate.fileFault]}</Verdict>
                      登记已经生效。请系统管理员在“未送达任务”里处理后重新投递。
                    </small>
                  )}
                  <small className="soft block">{minute(certificate.issuedAt)}</small>
                </Fact>
              ))}
              {view.certificates.length === 0 && (
                <Fact label="证书">{business?.effects.length === 0 ? '这项业务不发证' : '登簿后生成'}</Fact>
              )}
              {view.handOver.map((account) => (
                <Fact key={account.account} label={account.name}>
                  {handOverStates[account.state]}
                  <small className="soft block">
                    {account.provider} {account.number}
                  </small>
                </Fact>
              ))}
            </dl>
          </Panel>
          {business?.escrow && <EscrowPanel caseId={view.id} />}
          <Panel title="办理经过">
            <CaseTimeline entries={view.timeline} />
          </Panel>
        </aside>
      </div>
      {unmask.dialog}
      <WindowConfirmDialog
        target={
          atWindow && { party: atWindow, businessName: view.business.name, acceptanceNumber: view.acceptanceNumber }
        }
        onClose={() => setAtWindow(null)}
        onDone={onChanged}
      />
    </>
  );
}
