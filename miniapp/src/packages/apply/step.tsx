import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import {
  type CaseView,
  dataOf,
  type InputStep,
  knownRoles,
  routes,
  type Side,
  stepDifferences,
  stepSchema,
  type TypedValues,
} from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/core/api';
import { businessOf, filledSteps, stepNames } from '@/core/business';
import { useElderMode } from '@/core/elder';
import { Failure } from '@/core/failure';
import { type Faults, faultsFrom, faultsOf, hasFaults, without } from '@/core/faults';
import { back, replace } from '@/core/go';
import { useParam } from '@/core/param';
import { toTop } from '@/core/scroll';
import { uploading } from '@/core/upload';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { labelOf } from '@/renderer/labels';
import { problemOf } from '@/renderer/materials/files';
import { PartView } from '@/renderer/part-view';
import { SaveConflict } from '@/renderer/save-conflict';
import { useValues } from '@/renderer/use-values';
import { faultsIn, isSilent, type Part, partsOf } from '@/renderer/values';
import { a11y, Banner, Bullets, Button, Empty, ErrorSummary, Failed, Gate, Page, Skeleton, Steps } from '@/ui';
import { Department } from './department';

interface Props {
  view: CaseView;
  step: InputStep;
  onView(view: CaseView): void;
}

/** Leaves for the step after this one, or for the check of all answers. */
function onward(view: CaseView, step: InputStep, returning: boolean): void {
  const business = businessOf(view);
  const steps = business ? filledSteps(business) : [];
  const next = steps[steps.findIndex((one) => one.id === step.id) + 1];
  if (returning || !next) replace('/packages/apply/check', { id: view.id });
  else replace('/packages/apply/step', { id: view.id, step: next.id });
}

/** Files that cannot be handed in; the fields are checked by the schema. */
function refusedFiles(part: Part, values: TypedValues): Faults {
  if (part.kind !== 'material') return {};
  const problem = uploading() ? '文件还在上传，请等一等再点下一步。' : problemOf(values.files?.[part.item.id] ?? []);
  return problem ? { [`files.${part.item.id}`]: problem } : {};
}

/** What the centre wants changed in this step. */
function ToCorrect({ view, step }: { view: CaseView; step: InputStep }) {
  const faults = view.state === 'correction' ? (view.correction?.faults ?? []) : [];
  const here = faults.filter((fault) => fault.step === step.id).map((fault) => fault.text);
  if (here.length === 0) return null;
  return (
    <Banner kind="warn" title="这一步要改">
      <Bullets items={here} />
    </Banner>
  );
}

function Fill({ view, step, onView }: Props) {
  const business = businessOf(view);
  const returning = useParam('from') === 'check';
  const typing = useValues(view.id, step);
  const elder = useElderMode();
  const [index, setIndex] = useState(0);
  const [faults, setFaults] = useState<Faults>({});
  const shown = view.steps.find((one) => one.id === step.id);
  const { values, conflict } = typing;
  const known = business && values ? knownRoles(business, step, values, view.parties) : [];
  const parts = partsOf(step, elder).filter((one) => !values || !isSilent(one, values));
  const at = Math.min(index, parts.length - 1);
  const part = parts[at];
  const show = (next: number) => {
    setIndex(next);
    toTop();
  };
  const next = useSubmit(async () => {
    if (!business || !values || !part) return;
    const settled = shown?.status === 'done' || (step.kind === 'ask' && shown?.status === 'waiting');
    if (!typing.changed && settled && at === parts.length - 1) return onward(view, step, returning);
    const data = dataOf(business, step, values, known);
    const checked = stepSchema(business, step).safeParse(data);
    const found = checked.success ? {} : faultsOf(checked.error);
    const here = { ...faultsIn(part, found), ...refusedFiles(part, values) };
    setFaults(here);
    if (hasFaults(here)) return toTop();
    if (at < parts.length - 1) return show(at + 1);
    const elsewhere = parts.findIndex((one) => hasFaults(faultsIn(one, found)));
    if (elsewhere >= 0) {
      setFaults(found);
      return show(elsewhere);
    }
    try {
      const version = await typing.hold();
      const filled = await call(routes.cases.fill, { params: { id: view.id, step: step.id }, body: { version, data } });
      typing.sent(filled.steps.find((one) => one.id === step.id)?.version ?? version + 1);
      onView(filled);
      if (step.kind !== 'ask') onward(filled, step, returning);
    } catch (error) {
      if (error instanceof Failure && error.saved && (await typing.meet(error.saved))) return toTop();
      const refused = faultsFrom(error);
      setFaults(refused);
      const wrong = parts.findIndex((one) => hasFaults(faultsIn(one, refused)));
      if (wrong >= 0) show(wrong);
      else toTop();
      throw error;
    }
  });
  const settle = (sides: Record<string, Side>) => {
    typing.settle(sides);
    show(0);
  };
  const differences =
    business && conflict && values
      ? stepDifferences(business, step, { mine: values, theirs: conflict.theirs }, known)
      : [];
  // Both contents are equal: there is no conflict to show.
  useEffect(() => {
    if (conflict && values && differences.length === 0) typing.settle({});
  });
  if (!business) return <Outdated />;
  if (conflict && differences.length > 0)
    return <SaveConflict title={business.name} saved={conflict.saved} differences={differences} onSettle={settle} />;
  const errors = Object.entries(faults).map(([path, message]) => ({ ...labelOf(business, step, path), message }));
  const questions = values && part && (
    <PartView
      business={business}
      part={part}
      values={values}
      faults={faults}
      parties={view.parties}
      onChange={(next, path) => {
        typing.change(next);
        setFaults(without(faults, path));
      }}
    />
  );
  const waiting = step.kind === 'ask' && !typing.changed && shown?.status === 'waiting';
  return (
    <Page
      title={business.name}
      foot={
        values && (
          <>
            <Button id="step-next" busy={next.busy} onTap={next.submit}>
              {waiting ? '先办下一步' : step.kind === 'ask' && shown?.status !== 'done' ? '提交核验' : '下一步'}
            </Button>
            {at > 0 && (
              <Button id="step-previous" kind="quiet" disabled={next.busy} onTap={() => show(at - 1)}>
                返回上一问
              </Button>
            )}
          </>
        )
      }
    >
      <Steps names={stepNames(business)} at={filledSteps(business).findIndex((one) => one.id === step.id)} />
      {at === 0 && step.intro && <View className="lead">{step.intro}</View>}
      {step.kind === 'materials' && parts.length > 1 && (
        <View className="lead" {...a11y({ live: 'polite' })}>{`第 ${at + 1} 样材料，共 ${parts.length} 样`}</View>
      )}
      <ToCorrect view={view} step={step} />
      <ErrorSummary errors={errors} />
      {!hasFaults(faults) && <Failed error={next.error} />}
      <Failed error={typing.error} onRetry={typing.reload} />
      {!values && !typing.error && <Skeleton />}
      {values && step.kind === 'ask' && shown ? (
        <Department
          view={view}
          step={step}
          shown={shown}
          changed={typing.changed}
          onView={onView}
          onFetched={typing.reload}
        >
          {questions}
        </Department>
      ) : (
        questions
      )}
    </Page>
  );
}

const Outdated = () => (
  <Page title="填写申请">
    <Empty title="需要更新" note="请关闭后重新打开，再继续办理。" action={<Button onTap={back}>返回</Button>} />
  </Page>
);

function Loaded({ id, stepId }: { id: string; stepId: string }) {
  const { data, error, reload } = useLoad(() => call(routes.cases.detail, { params: { id } }), [id]);
  const [newer, setNewer] = useState<CaseView>();
  const seen = useRef(false);
  useDidShow(() => {
    if (seen.current) void call(routes.cases.detail, { params: { id } }).then(setNewer, () => undefined);
    seen.current = true;
  });
  const view = newer ?? data;
  const business = view && businessOf(view);
  const step = business && filledSteps(business).find((one) => one.id === stepId);
  if (view && step) return <Fill key={step.id} view={view} step={step} onView={setNewer} />;
  if (view) return <Outdated />;
  return (
    <Page title="填写申请">
      <Failed error={error} onRetry={reload} />
      {!error && <Skeleton rows={5} />}
    </Page>
  );
}

export default function StepPage() {
  const id = useParam('id') ?? '';
  const stepId = useParam('step') ?? '';
  return (
    <Gate title="填写申请" needs={routes.cases.fill}>
      <Loaded key={`${id}${stepId}`} id={id} stepId={stepId} />
    </Gate>
  );
}
