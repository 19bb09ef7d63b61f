import { LeftOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { type CaseView, isInput, isOpen, routes } from '@zhucheng/shared';
import { Alert, App } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { useHotkeys } from '../../app/hotkeys';
import { useCommand, useForget, useRead } from '../../app/query';
import { PageSkeleton, Panel } from '../../app/ui';
import { CaseTimeline } from '../../renderer/case-timeline';
import { CaseWarnings } from '../../renderer/case-warnings';
import { Checks } from '../../renderer/checks';
import { declarationOf } from '../../renderer/declarations';
import { PartiesTable } from '../../renderer/parties-table';
import { StepsPanel } from '../../renderer/steps-panel';
import { CaseActions } from './case-actions';
import { CaseFacts } from './case-facts';
import { CaseHead } from './case-head';
import { SendCheck } from './send-check';
import { StepCard } from './step-card';
import { WithdrawDialog } from './withdraw-dialog';

export function Component() {
  const { id = '' } = useParams();
  return <ClerkCase key={id} id={id} />;
}

type Dialog = 'send' | 'submit' | 'withdraw';
const ANSWER_MS = 1_500;
const SLOWER = 1.4;
const PATIENT_MS = 3_000;

/** One case on a clerk's desk: what is filled in, what is missing, who must act, and what the clerk can do now. */
function ClerkCase({ id }: { id: string }) {
  const client = useQueryClient();
  const forget = useForget();
  const { message } = App.useApp();
  const [address, setAddress] = useSearchParams();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const detail = useRead(['case', 'clerk', id], routes.cases.detail, { params: { id } }, { every: 30_000 });
  const take = (view: CaseView): void => {
    client.setQueryData(['case', 'clerk', id], view);
    void forget('work', 'desk');
  };
  const recall = useCommand(routes.cases.recall, take);
  const remind = useCommand(routes.cases.remind);
  const view = detail.data;
  const number = view?.acceptanceNumber;
  useEffect(() => {
    if (number) document.title = `${number} · 珠城e登`;
  }, [number]);
  const waiting = view?.steps.some((step) => step.status === 'waiting') ?? false;
  const { refetch } = detail;
  // A department usually answers within seconds, while the clerk is still looking.
  useEffect(() => {
    if (!waiting) return;
    let wait = ANSWER_MS;
    let timer = 0;
    const ask = (): void => {
      void refetch();
      wait = Math.min(wait * SLOWER, PATIENT_MS);
      timer = window.setTimeout(ask, wait);
    };
    timer = window.setTimeout(ask, wait);
    return () => window.clearTimeout(timer);
  }, [waiting, refetch]);
  const may = (action: string): boolean =>
    view?.actions.some((each) => each.action === action && each.enabled) ?? false;
  const editing = address.get('step');
  const edit = (step: string | null): void => setAddress(step ? { step } : {}, { replace: true });
  const todo = view?.steps.find((step) => step.status === 'todo' || step.status === 'refused')?.id;
  useHotkeys({
    s: may('send') ? () => setDialog('send') : undefined,
    t: may('submit') ? () => setDialog('submit') : undefined,
    e: may('fill') && todo ? () => edit(todo) : undefined,
  });

  if (detail.error && !view) return <LoadFault error={detail.error} onRetry={() => void detail.refetch()} />;
  if (!view) return <PageSkeleton />;

  const business = declarationOf(view.business.id, view.business.version);
  const inputs = business?.steps.filter(isInput).filter((step) => step.kind !== 'verify') ?? [];
  const close = (): void => setDialog(null);
  const done = (words: string) => (next: CaseView) => {
    take(next);
    close();
    message.success(words);
  };
  const reload = (): void => {
    close();
    void detail.refetch().then(() => message.info('已载入最新内容，请重新核对。'));
  };
  const failed = (error: unknown): void => {
    message.error(asApiError(error).message);
    void detail.refetch();
  };
  return (
    <div className="page case-page">
      <Link className="back" to="/work">
        <LeftOutlined /> 业务列表
      </Link>
      <CaseHead view={view} business={business}>
        <CaseActions
          view={view}
          business={business}
          direct={business ? !business.steps.some((step) => step.kind === 'authorise') : false}
          busy={recall.isPending || remind.isPending}
          onOpen={setDialog}
          onRecall={() =>
            recall.mutate(
              { params: { id } },
              { onSuccess: () => message.success('已收回，可以修改。'), onError: failed },
            )
          }
          onRemind={() =>
            remind.mutate(
              { params: { id } },
              {
                onSuccess: ({ reminded }) =>
                  message.success(reminded ? `已提醒 ${reminded} 位当事人。` : '没有需要提醒的人。'),
                onError: failed,
              },
            )
          }
        />
      </CaseHead>
      {isOpen(view.state) && !view.myRoles.includes('applicant') && (
        <div className="banners">
          <Alert
            type="info"
            showIcon
            title="这件业务您只能查看"
            description="您没有办理它的权限；需要办理的，请联系本机构管理员，在「人员与权限」里开通。"
            data-testid="case-look-only"
          />
        </div>
      )}
      <CaseWarnings view={view} />
      <div className="case-columns">
        <div className="case-main">
          {business && inputs.length > 0 ? (
            inputs.map((step) => (
              <StepCard
                key={step.id}
                business={business}
                step={step}
                view={view}
                editing={editing === step.id && may('fill')}
                onEdit={edit}
                onChanged={take}
              />
            ))
          ) : (
            <Panel title="填写的内容">
              <StepsPanel steps={view.steps} />
            </Panel>
          )}
          <Panel title={`当事人${view.coOwnership ? ` · ${view.coOwnership}` : ''}`} flush testId="panel-parties">
            <PartiesTable business={business} parties={view.parties} />
          </Panel>
          {view.checks.length > 0 && (
            <Panel title="系统审核" flush>
              <Checks checks={view.checks} />
            </Panel>
          )}
        </div>
        <aside className="case-side">
          <CaseFacts view={view} />
          <Panel title="办理经过">
            <CaseTimeline entries={view.timeline} />
          </Panel>
        </aside>
      </div>
      {(dialog === 'send' || dialog === 'submit') && (
        <SendCheck
          kind={dialog}
          view={view}
          business={business}
          onClose={close}
          onReload={reload}
          onDone={done(dialog === 'send' ? '已发出。' : '已提交。')}
        />
      )}
      {dialog === 'withdraw' && (
        <WithdrawDialog view={view} onClose={close} onReload={reload} onDone={done('已撤回。')} />
      )}
    </div>
  );
}
