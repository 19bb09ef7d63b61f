import { useShareAppMessage } from '@tarojs/taro';
import { acceptanceNumber, type CaseView, isOpen, routes, unitNumber } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { usePoll } from '@/core/use-poll';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Banner, Card, Facts, Failed, Gate, Page, Skeleton } from '@/ui';
import { Actions } from './actions';
import { Commitments } from './commitments';
import { HandOver } from './hand-over';
import { Money } from './money';
import { Correction, Now } from './now';
import { People } from './people';
import { History, Progress } from './progress';
import { Results } from './results';
import { Taxes } from './taxes';

/** One page per case: where it is, who must act, by when, what it costs, what each side agrees to. */
function Case({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.cases.detail, { params: { id } }), [id]);
  const [newer, setNewer] = useState<CaseView>();
  const view = newer && (!data || newer.updatedAt >= data.updatedAt) ? newer : data;
  const fetch = async () => setNewer(await call(routes.cases.detail, { params: { id } }));
  useRefresh(reload);
  const settling = view?.handOver.some((row) => row.state === 'running') ?? false;
  const open = view !== undefined && isOpen(view.state);
  // States without a person at work usually end within seconds.
  const quick = settling || view?.state === 'submitted' || view?.state === 'registering';
  usePoll(fetch, open || settling, `${view?.state}${view?.version}`, quick ? { soon: 1_000 } : {});
  useShareAppMessage(() => ({
    title: view ? `请您确认：${view.business.name}` : '珠城e登',
    path: `/packages/case/index?id=${id}`,
  }));
  if (!view) {
    return (
      <Page title="办件详情">
        <Failed error={error} onRetry={reload} />
        {!error && <Skeleton rows={6} />}
      </Page>
    );
  }
  return (
    <Page title="办件详情">
      <Now view={view} />
      <Correction view={view} />
      {view.warnings.map((warning) => (
        <Banner key={warning.kind} kind="warn" title="请注意">
          {warning.text}
        </Banner>
      ))}
      <Actions view={view} onView={setNewer} reload={fetch} />
      <Money view={view} />
      <Taxes view={view} />
      <Results view={view} />
      <HandOver view={view} onView={setNewer} />
      <Card title="不动产">
        <Facts
          rows={[
            ['坐落', view.unit.location],
            ['用途', view.unit.useName],
            ['面积', `${(view.unit.areaHundredths / 100).toFixed(2)} 平方米`],
            ['单元号', unitNumber.group(view.unit.unitNumber)],
          ]}
        />
      </Card>
      <Commitments view={view} />
      <People view={view} />
      <Progress view={view} />
      <History view={view} />
      <Card title="受理信息">
        <Facts
          rows={[
            ['受理编号', acceptanceNumber.group(view.acceptanceNumber)],
            ['发起时间', day(view.createdAt)],
          ]}
        />
      </Card>
    </Page>
  );
}

export default function CasePage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="办件详情" needs={routes.cases.detail}>
      <Case key={id} id={id} />
    </Gate>
  );
}
