import { LeftOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, area } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useForget, useRead } from '../../app/query';
import { DeadlineText, Key, PageSkeleton, Panel, StateTag, UnitNumber } from '../../app/ui';
import { CaseTimeline } from '../../renderer/case-timeline';
import { CaseWarnings } from '../../renderer/case-warnings';
import { declarationOf } from '../../renderer/declarations';
import { PartiesTable } from '../../renderer/parties-table';
import { StepsPanel } from '../../renderer/steps-panel';
import { GiveDialog, RefuseDialog } from './consent-dialogs';
import { consentStates } from './consent-states';

/** What the institution is asked to agree to, in full, and its answer. */
export function Component() {
  const { id = '' } = useParams();
  const client = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<'give' | 'refuse' | null>(null);
  const detail = useRead(['consent', id], routes.consents.detail, { params: { id } });
  const open = detail.data?.item.state === 'waiting';
  useHotkeys({
    a: open ? () => setDialog('give') : undefined,
    r: open ? () => setDialog('refuse') : undefined,
  });

  if (detail.error && !detail.data) return <LoadFault error={detail.error} onRetry={() => void detail.refetch()} />;
  if (!detail.data) return <PageSkeleton />;
  const { item, agreesTo, case: view } = detail.data;
  const close = (): void => setDialog(null);
  const reload = (): void => {
    close();
    void detail.refetch().then(() => message.info('已载入最新内容，请重新核对。'));
  };

  return (
    <div className="page">
      <Link className="back" to="/consents">
        <LeftOutlined /> 待同意办件
      </Link>
      <header className="case-head">
        <div className="case-title">
          <div>
            <h1>{item.location}</h1>
            <p>
              {item.businessName} · 受理编号 <span className="mono">{acceptance(view.acceptanceNumber)}</span>
            </p>
          </div>
          <div className="case-actions">
            {open && (
              <>
                <Button size="large" danger onClick={() => setDialog('refuse')} data-testid="consent-refuse">
                  不同意 <Key>R</Key>
                </Button>
                <Button size="large" type="primary" onClick={() => setDialog('give')} data-testid="consent-give">
                  同意 <Key>A</Key>
                </Button>
              </>
            )}
          </div>
        </div>
        <dl className="answers">
          <div>
            <dt>本机构的表态</dt>
            <dd>
              <strong data-testid="consent-state" data-state={item.state}>
                {consentStates[item.state]}
              </strong>
              <small>作为{item.roleName}</small>
            </dd>
          </div>
          <div>
            <dt>申请人</dt>
            <dd>
              <strong>{item.applicant}</strong>
            </dd>
          </div>
          <div>
            <dt>办件状态</dt>
            <dd>
              <StateTag state={view.state} name={view.stateName} />
            </dd>
          </div>
          <div>
            <dt>办理期限</dt>
            <dd>
              <DeadlineText at={item.deadlineAt} />
            </dd>
          </div>
        </dl>
      </header>
      <CaseWarnings view={view} />
      <div className="case-columns">
        <div className="case-main">
          <Panel title="同意意味着" testId="agrees-to">
            <ul className="agrees-to">
              {[...agreesTo, ...detail.data.commitments].map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Panel>
          <Panel title="申请内容">
            <StepsPanel steps={view.steps} />
          </Panel>
          <Panel title={`当事人${view.coOwnership ? ` · ${view.coOwnership}` : ''}`} flush>
            <PartiesTable business={declarationOf(view.business.id, view.business.version)} parties={view.parties} />
          </Panel>
        </div>
        <aside className="case-side">
          <Panel title="不动产">
            <dl className="facts single">
              <div>
                <dt>不动产单元号</dt>
                <dd>
                  <UnitNumber value={view.unit.unitNumber} />
                </dd>
              </div>
              <div>
                <dt>用途</dt>
                <dd>{view.unit.useName}</dd>
              </div>
              <div>
                <dt>面积</dt>
                <dd>{area(view.unit.areaHundredths)}</dd>
              </div>
            </dl>
          </Panel>
          <Panel title="办理经过">
            <CaseTimeline entries={view.timeline} />
          </Panel>
        </aside>
      </div>
      <GiveDialog
        view={detail.data}
        open={dialog === 'give'}
        onClose={close}
        onReload={reload}
        onDone={(reply) => {
          client.setQueryData(['consent', id], reply);
          void forget('consents');
          close();
          message.success('已同意，申请人会收到通知。');
        }}
      />
      <RefuseDialog
        view={detail.data}
        open={dialog === 'refuse'}
        onClose={close}
        onReload={reload}
        onDone={() => {
          void forget('consents', 'consent');
          close();
          message.success('已答复不同意，申请人会收到原因。');
          navigate('/consents');
        }}
      />
    </div>
  );
}
