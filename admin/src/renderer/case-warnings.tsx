import type { CaseView } from '@zhucheng/shared';
import { Alert } from 'antd';
import { minute } from '../app/format';
import { Commitment } from './commitments';

/** What is registered against the unit, an open correction, and why the case ended. */
export function CaseWarnings({ view }: { view: CaseView }) {
  const stepName = (id: string | null): string | null => view.steps.find((step) => step.id === id)?.name ?? null;
  const stopped = view.state === 'rejected' || view.state === 'withdrawn' || view.state === 'lapsed';
  return (
    <div className="banners">
      {view.state === 'suspended' && (
        <Alert type="error" showIcon title="办件已中止" description={view.endReason ?? '限制解除前不能继续办理。'} />
      )}
      {stopped && view.endReason && <Alert type="info" showIcon title={`${view.stateName}：${view.endReason}`} />}
      {view.warnings.map((warning) => {
        const asked = view.commitments.filter(({ kind }) => kind === warning.kind);
        return (
          <Alert
            key={warning.kind}
            type="warning"
            showIcon
            title={warning.text}
            {...(asked.length > 0 && {
              description: asked.map((commitment) => <Commitment key={commitment.kind} of={commitment} />),
            })}
          />
        );
      })}
      {view.correction && (
        <Alert
          type="info"
          showIcon
          title={`补正通知 · ${view.correction.by} 于 ${minute(view.correction.at)} 发出`}
          description={
            <ol className="fault-list">
              {view.correction.faults.map((fault) => (
                <li key={`${fault.step}-${fault.text}`}>
                  {stepName(fault.step) && <strong>{stepName(fault.step)}：</strong>}
                  {fault.text}
                </li>
              ))}
            </ol>
          }
        />
      )}
    </div>
  );
}
