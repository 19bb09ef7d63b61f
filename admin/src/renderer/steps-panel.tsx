import type { CaseView, StepView } from '@zhucheng/shared';
import { Fact } from '../app/ui';

const statusText = { todo: '未填写', done: '已完成', waiting: '等待答复', refused: '未通过' } as const;

/** What was filled in, step by step, as the applicant saw it; `basis` is what the register holds of it. */
export function StepsPanel({ steps, basis = [] }: { steps: StepView[]; basis?: CaseView['basis'] }) {
  const filled = steps.filter((step) => step.answers.length > 0 || step.message);
  if (filled.length === 0 && basis.length === 0) return <p className="soft">申请人还没有填写内容。</p>;
  return (
    <div className="steps-panel" data-testid="steps-panel">
      {basis.length > 0 && (
        <section>
          <h3>登记簿上的抵押</h3>
          <dl className="facts">
            {basis.map(({ label, value }) => (
              <Fact key={label} label={label}>
                {value}
              </Fact>
            ))}
          </dl>
        </section>
      )}
      {filled.map((step) => (
        <section key={step.id}>
          <h3>
            {step.name}
            <span className={`step-status step-${step.status}`}>{statusText[step.status]}</span>
          </h3>
          {step.answers.length > 0 && (
            <dl className="facts">
              {step.answers.map((answer) => (
                <div key={answer.field}>
                  <dt>{answer.label}</dt>
                  <dd>{answer.value || <span className="soft">没有填写</span>}</dd>
                </div>
              ))}
            </dl>
          )}
          {step.message && <p className="step-message">{step.message}</p>}
        </section>
      ))}
    </div>
  );
}
