import { type Business, type CaseView, departments, type InputStep, routes } from '@zhucheng/shared';
import { Button, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useRead } from '../../app/query';
import { Key } from '../../app/ui';
import { StepFields } from '../../renderer/step-fields';
import { dataOf, startValues } from '../../renderer/step-values';
import { useStepForm } from '../../renderer/use-step-form';

interface Props {
  business: Business;
  step: InputStep;
  view: CaseView;
  onDone(view: CaseView): void;
  onCancel(): void;
}

/** Reads what is saved of a step, then lets it be edited. */
export function StepEditor(props: Props) {
  const { view, step } = props;
  const saved = useRead(['step', view.id, step.id, view.version], routes.cases.stepData, {
    params: { id: view.id, step: step.id },
  });
  // What is being typed must not be replaced by a later reading.
  const [data, setData] = useState<Record<string, unknown> | null>(null);
  useEffect(() => {
    if (saved.data) setData((before) => before ?? saved.data.data);
  }, [saved.data]);
  if (saved.error && !data) return <LoadFault error={saved.error} onRetry={() => void saved.refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 4 }} />;
  return <Editor {...props} data={data} />;
}

const DRAFT_AFTER_MS = 1_500;

function Editor({ business, step, view, data, onDone, onCancel }: Props & { data: Record<string, unknown> }) {
  // Holders of a notice are in the case from the start and are not entered.
  const [known] = useState(() =>
    step.kind === 'form'
      ? step.parties.filter(
          (role) =>
            business.parties[role]?.are === 'notice-holders-or-entered' &&
            !(data.parties as Record<string, unknown> | undefined)?.[role] &&
            view.parties.some((party) => party.role === role),
        )
      : [],
  );
  const form = useStepForm(business, step, () => startValues(step, data), known);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const fill = useCommand(routes.cases.fill, onDone);
  const params = { id: view.id, step: step.id };
  const { values, dirty } = form;
  const sending = useRef(false);
  sending.current = fill.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft follows what is typed, nothing else
  useEffect(() => {
    if (!dirty) return;
    const timer = setTimeout(() => {
      if (sending.current) return;
      // A draft that could not be kept is tried again with the next key; the page still holds everything.
      call(routes.cases.saveDraft, { params, body: { data: dataOf(business, step, values, known) } })
        .then(() => setSavedAt(Date.now()))
        .catch(() => setSavedAt(null));
    }, DRAFT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [values, dirty]);

  const go = (): void => {
    if (fill.isPending) return;
    const content = form.check();
    if (content) fill.mutate({ params, body: { data: content } }, { onError: (error) => void form.blame(error) });
  };
  useConfirmKey(true, go);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
      data-testid={`editor-${step.id}`}
    >
      {step.intro && <p className="step-intro">{step.intro}</p>}
      <StepFields business={business} step={step} form={form} parties={view.parties} known={known} />
      <CommandFault error={fill.error} />
      <div className="form-actions">
        <span className="soft grow" aria-live="polite">
          {savedAt !== null && `草稿已于 ${minute(savedAt)} 自动保存`}
        </span>
        <Button size="large" onClick={onCancel}>
          先不填
        </Button>
        <Button type="primary" size="large" htmlType="submit" loading={fill.isPending} data-testid="step-save">
          {step.kind === 'ask' ? `送${departments[step.of]}核验` : '保存这一步'} <Key>Ctrl+Enter</Key>
        </Button>
      </div>
    </form>
  );
}
