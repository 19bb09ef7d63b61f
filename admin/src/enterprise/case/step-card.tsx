import { EditOutlined, ExportOutlined, ReloadOutlined } from '@ant-design/icons';
import { type Business, type CaseView, departments, type InputStep, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { asApiError } from '../../app/api';
import { openInTab } from '../../app/files';
import { useCommand } from '../../app/query';
import { Panel } from '../../app/ui';
import { StepEditor } from './step-editor';

interface Props {
  business: Business;
  step: InputStep;
  view: CaseView;
  editing: boolean;
  onEdit(step: string | null): void;
  onChanged(view: CaseView): void;
}

const statusText = { todo: '未填写', done: '已完成', waiting: '等待答复', refused: '未通过' } as const;

/** One step of the case: what was answered, or the form to answer it. */
export function StepCard({ business, step, view, editing, onEdit, onChanged }: Props) {
  const { message } = App.useApp();
  const found = view.steps.find((each) => each.id === step.id);
  const status = found?.status ?? 'todo';
  const mayFill = view.actions.some(({ action, enabled }) => action === 'fill' && enabled);
  const params = { id: view.id, step: step.id };
  const failed = (error: unknown): void => void message.error(asApiError(error).message);
  const refresh = useCommand(routes.cases.refresh, onChanged);
  const online = useCommand(routes.cases.onlineFiling);
  const next = (changed: CaseView): void => {
    onChanged(changed);
    const open = changed.steps.find((each) => each.id !== step.id && each.status === 'todo' && each.kind !== 'verify');
    const fillable =
      open && business.steps.some(({ id, kind }) => id === open.id && ['form', 'ask', 'materials'].includes(kind));
    onEdit(fillable ? open.id : null);
  };
  return (
    <Panel
      testId={`step-${step.id}`}
      title={
        <span className="step-title">
          {step.name} <span className={`step-status step-${status}`}>{statusText[status]}</span>
        </span>
      }
      extra={
        !editing && (
          <span className="step-actions">
            {step.kind === 'ask' && step.online && mayFill && (
              <Button
                icon={<ExportOutlined />}
                loading={online.isPending}
                onClick={() => void openInTab(async () => (await online.mutateAsync({ params })).url).catch(failed)}
              >
                {departments[step.of]}网上办理
              </Button>
            )}
            {step.kind === 'ask' && status !== 'todo' && status !== 'done' && (
              <Button
                icon={<ReloadOutlined />}
                loading={refresh.isPending}
                onClick={() => refresh.mutate({ params }, { onError: failed })}
                data-testid={`refresh-${step.id}`}
              >
                刷新结果
              </Button>
            )}
            {mayFill && (
              <Button
                type={status === 'todo' || status === 'refused' ? 'primary' : 'default'}
                icon={<EditOutlined />}
                onClick={() => onEdit(step.id)}
                data-testid={`edit-${step.id}`}
              >
                {status === 'todo' ? '填写' : '修改'}
              </Button>
            )}
          </span>
        )
      }
    >
      {editing ? (
        <StepEditor business={business} step={step} view={view} onDone={next} onCancel={() => onEdit(null)} />
      ) : (
        <>
          {found && found.answers.length > 0 ? (
            <dl className="facts">
              {found.answers.map((answer) => (
                <div key={answer.field}>
                  <dt>{answer.label}</dt>
                  <dd>{answer.value || <span className="soft">没有填写</span>}</dd>
                </div>
              ))}
            </dl>
          ) : (
            <p className="soft">{step.intro ?? '还没有填写。'}</p>
          )}
          {found?.message && <p className={`step-message step-message-${status}`}>{found.message}</p>}
        </>
      )}
    </Panel>
  );
}
