import { View } from '@tarojs/components';
import { type CaseView, formatFen, routes, unitNumber } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { businessOf, filledSteps, stepNames } from '@/core/business';
import { dropDraftsOf } from '@/core/drafts';
import { Failure } from '@/core/failure';
import { back, go, replace } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { useSubmit } from '@/core/use-submit';
import { HandedIn } from '@/renderer/materials/handed-in';
import { Banner, Bullets, Button, Card, Empty, Facts, Failed, Gate, Option, Page, Skeleton, Steps, Tag } from '@/ui';
import { Commitments } from '../case/commitments';

const status = {
  todo: ['还没填', 'wait'],
  waiting: ['核验中', 'wait'],
  refused: ['要修改', 'stop'],
  done: ['已填好', 'ok'],
} as const;

/** What it will cost, as the server says; null when it cannot be told yet. */
function estimate({ quote }: CaseView): string | null {
  if (!quote) return null;
  return quote.totalFen === 0 ? (quote.reason ?? '不收登记费') : `约 ${formatFen(quote.totalFen)} 元，审核通过后缴`;
}

function Check({ view, reload }: { view: CaseView; reload(): Promise<void> }) {
  const business = businessOf(view);
  const [committed, setCommitted] = useState(false);
  const mustTick = view.commitments.some(({ by }) => by.some(({ how, at }) => how === 'send' && at === null));
  const send = useSubmit(async () => {
    try {
      await call(routes.cases.send, {
        params: { id: view.id },
        body: { version: view.version, ...(mustTick && { committed }) },
      });
    } catch (error) {
      if (error instanceof Failure && error.code === 'CONFLICT') await reload();
      throw error;
    }
    dropDraftsOf(view.id);
    replace('/packages/case/index', { id: view.id });
  });
  if (!business) return <Empty title="需要更新" action={<Button onTap={back}>返回</Button>} />;
  const action = view.actions.find((one) => one.action === 'send');
  const authorise = view.parties.filter((party) => business.parties[party.role]?.authorise === 'face');
  const institutions = view.parties.filter((party) => business.parties[party.role]?.authorise === 'institution');
  const fee = estimate(view);
  const correction = view.state === 'correction' ? (view.correction?.faults ?? []) : [];
  return (
    <Page
      title="核对确认"
      foot={
        <>
          <Button
            id="review-send"
            busy={send.busy}
            disabled={!action?.enabled || (mustTick && !committed)}
            onTap={send.submit}
          >
            {authorise.length > 0
              ? '核对无误，请各方授权'
              : view.state === 'correction'
                ? '都改好了，重新提交'
                : '核对无误，提交'}
          </Button>
          {action?.reason && <View className="small">{action.reason}</View>}
        </>
      }
    >
      <Steps names={stepNames(business)} at={filledSteps(business).length} />
      <Failed error={send.error} />
      {view.warnings.map((warning) => (
        <Banner key={warning.kind} kind="warn" title="请注意">
          {warning.text}
        </Banner>
      ))}
      <Commitments view={view} />
      {mustTick && (
        <Option
          id="review-commit"
          many
          label="我已阅读并作出以上承诺"
          on={committed}
          onTap={() => setCommitted(!committed)}
        />
      )}
      <Card title="不动产">
        <Facts
          rows={[
            ['坐落', view.unit.location],
            ['用途', view.unit.useName],
            ['单元号', unitNumber.group(view.unit.unitNumber)],
          ]}
        />
      </Card>
      {filledSteps(business).map((step, index) => {
        const shown = view.steps.find((one) => one.id === step.id);
        const [word, kind] = status[shown?.status ?? 'todo'];
        const toCorrect = correction.filter((fault) => fault.step === step.id).map((fault) => fault.text);
        return (
          <Card key={step.id} title={step.name} extra={<Tag kind={kind}>{word}</Tag>}>
            {step.kind === 'materials' && <HandedIn caseId={view.id} step={step} />}
            {step.kind !== 'materials' && shown && shown.answers.length > 0 && (
              <Facts rows={shown.answers.map((answer) => [answer.label, answer.value] as const)} />
            )}
            {shown?.message && <View className="small">{shown.message}</View>}
            {toCorrect.length > 0 && (
              <Banner kind="warn" title="要改的地方">
                <Bullets items={toCorrect} />
              </Banner>
            )}
            {index > 0 && (
              <Button
                id={`edit-${index}`}
                kind="text"
                label={`修改${step.name}`}
                onTap={() => go('/packages/apply/step', { id: view.id, step: step.id, from: 'check' })}
              >
                修改
              </Button>
            )}
          </Card>
        );
      })}
      <Card title="接下来">
        <Facts
          rows={[
            ...(authorise.length > 0
              ? [['要刷脸的人', authorise.map((party) => `${party.roleName}${party.name}`).join('、')] as const]
              : []),
            ...(institutions.length > 0
              ? [['要同意的机构', institutions.map((party) => party.name).join('、')] as const]
              : []),
            ...(fee ? [['登记费', fee] as const] : []),
            ...view.exemptions.map((text) => ['减免', text] as const),
          ]}
        />
      </Card>
    </Page>
  );
}

function Loaded({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.cases.detail, { params: { id } }), [id]);
  useRefresh(reload);
  if (data) return <Check view={data} reload={reload} />;
  return (
    <Page title="核对确认">
      <Failed error={error} onRetry={reload} />
      {!error && <Skeleton rows={6} />}
    </Page>
  );
}

export default function CheckPage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="核对确认" needs={routes.cases.send}>
      <Loaded id={id} />
    </Gate>
  );
}
