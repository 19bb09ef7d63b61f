import { useQuery } from '@tanstack/react-query';
import {
  type Business,
  type CaseView,
  dataOf,
  departments,
  type InputStep,
  knownRoles,
  merged,
  routes,
  type Side,
  startValues,
  stepDifferences,
} from '@zhucheng/shared';
import { Button, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { asApiError, call } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';
import { SaveConflict } from '../../app/save-conflict';
import { useSession } from '../../app/session';
import { Key } from '../../app/ui';
import { StepFields } from '../../renderer/step-fields';
import { useStepForm } from '../../renderer/use-step-form';
import { draftArrived, useDraft } from './use-draft';

interface Props {
  business: Business;
  step: InputStep;
  view: CaseView;
  onDone(view: CaseView): void;
  onCancel(): void;
}
interface Read {
  data: Record<string, unknown>;
  version: number;
}

/** Reads what is saved of a step, then lets it be edited. */
export function StepEditor(props: Props) {
  const { view, step } = props;
  const params = { id: view.id, step: step.id };
  const live = useSession()?.expired !== true;
  const saved = useQuery<Read>({
    queryKey: ['step', view.id, step.id],
    enabled: live,
    // Not from the cache: a draft of an earlier visit may still be on its way.
    gcTime: 0,
    queryFn: async ({ signal }) => {
      await draftArrived(params);
      return call(routes.cases.stepData, { params, signal });
    },
  });
  // Read once: a later reading would replace what is being typed.
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    if (saved.data && saved.isFetchedAfterMount) setRead((before) => before ?? saved.data);
  }, [saved.data, saved.isFetchedAfterMount]);
  if (saved.error && !read) return <LoadFault error={saved.error} onRetry={() => void saved.refetch()} />;
  if (!read) return <Skeleton active paragraph={{ rows: 4 }} />;
  return <Editor {...props} read={read} />;
}

function Editor({ business, step, view, read, onDone, onCancel }: Props & { read: Read }) {
  // Holders of a notice are in the case from the start and are not entered.
  const [known] = useState(() => knownRoles(business, step, read.data, view.parties));
  const form = useStepForm(business, step, () => startValues(step, read.data), known);
  const params = { id: view.id, step: step.id };
  const draft = useDraft(params, read);
  const [chosen, setChosen] = useState(0);
  const fill = useCommand(routes.cases.fill, onDone);
  const { values, dirty } = form;
  const sending = useRef(false);
  const { conflict } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft follows what is typed, nothing else
  useEffect(() => {
    if (dirty && !sending.current && !conflict) draft.keep(dataOf(business, step, values, known));
  }, [values, dirty, conflict]);

  const go = async (): Promise<void> => {
    if (sending.current || conflict) return;
    const content = form.check();
    if (!content) return;
    sending.current = true;
    try {
      await draft.hold();
      await fill.mutateAsync({ params, body: { version: draft.version.current, data: content } });
    } catch (error) {
      const { saved } = asApiError(error);
      if (saved) await draft.meet(saved).catch(() => true);
      else {
        form.blame(error);
        draft.keep(content);
      }
    } finally {
      sending.current = false;
    }
  };
  useConfirmKey(true, () => void go());

  const differences = conflict ? stepDifferences(business, step, { mine: values, theirs: conflict.theirs }, known) : [];
  const settle = (sides: Record<string, Side>): void => {
    if (!conflict) return;
    form.replace(startValues(step, merged(values, conflict.theirs, sides)));
    setChosen(chosen + 1);
    fill.reset();
    draft.settle();
  };
  // Both contents are equal: there is no conflict to show.
  useEffect(() => {
    if (conflict && differences.length === 0) settle({});
  });
  if (conflict && differences.length > 0)
    return <SaveConflict saved={conflict.saved} differences={differences} go="按选好的继续填写" onSettle={settle} />;
  const fault = fill.error && asApiError(fill.error).saved ? null : fill.error;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
      data-testid={`editor-${step.id}`}
    >
      {step.intro && <p className="step-intro">{step.intro}</p>}
      <StepFields key={chosen} business={business} step={step} form={form} parties={view.parties} known={known} />
      <CommandFault error={fault} />
      <div className="form-actions">
        <span className="soft grow" aria-live="polite">
          {draft.savedAt !== null && `草稿已于 ${minute(draft.savedAt)} 自动保存`}
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
