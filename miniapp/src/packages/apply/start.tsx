import { View } from '@tarojs/components';
import { type Business, dataOf, inputSteps, routes, startValues, stepSchema, type TypedValues } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { citizensStart, citizenTask, currentBusiness, startersOf, stepNames } from '@/core/business';
import { dropDraft, loadDraft, saveDraft } from '@/core/drafts';
import { type Faults, faultsFrom, faultsOf, hasFaults, without } from '@/core/faults';
import { back, replace } from '@/core/go';
import { useParam } from '@/core/param';
import { useSubmit } from '@/core/use-submit';
import { labelOf } from '@/renderer/labels';
import { PartView } from '@/renderer/part-view';
import { partsOf } from '@/renderer/values';
import { Bullets, Button, Card, Empty, ErrorSummary, Failed, Gate, Option, Page, Steps } from '@/ui';
import { MyProperties } from './my-properties';

const PLACE = 'new';

function Start({ business }: { business: Business }) {
  const step = inputSteps(business)[0];
  const [values, setValues] = useState<TypedValues>(
    () => loadDraft<TypedValues>(PLACE, business.id) ?? (step ? startValues(step) : {}),
  );
  const [faults, setFaults] = useState<Faults>({});
  const change = (next: TypedValues) => {
    setValues(next);
    saveDraft(PLACE, business.id, { ...next, declared: undefined });
  };
  const send = useSubmit(async () => {
    if (!step) return;
    const data = dataOf(business, step, values);
    const checked = stepSchema(business, step).safeParse(data);
    const found = checked.success ? {} : faultsOf(checked.error);
    setFaults(found);
    if (hasFaults(found)) return;
    try {
      const view = await call(routes.cases.start, { body: { businessId: business.id, verify: data } });
      dropDraft(PLACE, business.id);
      const next = inputSteps(business)[1];
      if (next) replace('/packages/apply/step', { id: view.id, step: next.id });
      else replace('/packages/apply/check', { id: view.id });
    } catch (error) {
      setFaults(faultsFrom(error));
      throw error;
    }
  });
  if (step?.kind !== 'verify') return null;
  const choose = (number: string, holder: string) => {
    const next = { ...values };
    for (const field of step.fields) {
      if (field.kind === 'certificate-number') next[field.id] = number;
      if (field.kind === 'holder-name') next[field.id] = holder;
    }
    setFaults({});
    change(next);
  };
  const errors = Object.entries(faults).map(([path, message]) => ({ ...labelOf(business, step, path), message }));
  return (
    <Page
      title={business.name}
      foot={
        <Button id="step-next" busy={send.busy} onTap={send.submit}>
          校验并继续
        </Button>
      }
    >
      <Steps names={stepNames(business)} at={0} />
      {step.intro && <View className="lead">{step.intro}</View>}
      <ErrorSummary errors={errors} />
      {!hasFaults(faults) && <Failed error={send.error} />}
      {!business.unit.anyone &&
        step.fields.some((field) => field.kind === 'certificate-number' && field.of === 'right') && (
          <MyProperties onChoose={choose} />
        )}
      {partsOf(step).map((part, index) => (
        <PartView
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a declaration never move
          key={index}
          business={business}
          part={part}
          values={values}
          faults={faults}
          onChange={(next, path) => {
            change(next);
            setFaults(without(faults, path));
          }}
        />
      ))}
      {step.declare.length > 0 && (
        <Card title="声明">
          <Bullets items={step.declare} />
          <Option
            id="declare"
            many
            bare
            label="我已读懂并同意以上声明"
            on={values.declared === true}
            onTap={() => {
              change({ ...values, declared: values.declared !== true });
              setFaults(without(faults, 'declared'));
            }}
          />
          {faults.declared && <View className="field__error">{faults.declared}</View>}
        </Card>
      )}
    </Page>
  );
}

export default function StartPage() {
  const type = useParam('type');
  const business = type ? currentBusiness(type) : undefined;
  if (!business) {
    return (
      <Page title="信息校验">
        <Empty title="没有找到这项业务" action={<Button onTap={back}>返回</Button>} />
      </Page>
    );
  }
  if (!citizensStart(business)) {
    return (
      <Page title={business.name}>
        <Empty
          icon="letter"
          title={`由${startersOf(business)}发起`}
          note={citizenTask(business)}
          action={<Button onTap={back}>返回</Button>}
        />
      </Page>
    );
  }
  return (
    <Gate title={business.name} needs={routes.cases.start}>
      <Start business={business} />
    </Gate>
  );
}
