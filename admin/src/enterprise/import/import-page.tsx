import { DownloadOutlined, LeftOutlined } from '@ant-design/icons';
import { type Business, routes, type SheetPreview, type SheetStep, sheetSteps } from '@zhucheng/shared';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { asApiError } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { download } from '../../app/files';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, PageHead, PageSkeleton } from '../../app/ui';
import { known } from '../../renderer/declarations';
import { sendBytes } from '../../renderer/upload/send';
import { useWaiting } from '../tax/use-waiting';
import { useDesk } from '../use-desk';
import { FileDrop } from './file-drop';
import { ReportPart } from './report-part';

/** Filling in a step of many cases from a spreadsheet: take the template, bring it back, look it through, send it. */
export function Component() {
  const [address, setAddress] = useSearchParams();
  const [last, setLast] = useRemembered('import.business', '');
  const desk = useDesk();
  if (desk.error && !desk.data) return <LoadFault error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <PageSkeleton />;
  const choices = known(desk.data.businesses).filter((business) => sheetSteps(business).length > 0);
  const wanted = address.get('business') ?? last;
  const business = choices.find(({ id }) => id === wanted) ?? choices[0];
  const steps = business ? sheetSteps(business) : [];
  const step = steps.find(({ id }) => id === address.get('step')) ?? steps[0];
  const batch = address.get('batch');
  const choose = (businessId: string, stepId?: string): void => {
    setLast(businessId);
    setAddress(
      {
        business: businessId,
        ...(stepId && { step: stepId }),
        ...(batch && businessId === business?.id && { batch }),
      },
      { replace: true },
    );
  };
  return (
    <div className="page">
      <Link className="back" to={batch ? `/batches/${batch}` : '/work'}>
        <LeftOutlined /> {batch ? '批次结果' : '业务列表'}
      </Link>
      <PageHead title="从表格填写" hint="一份表格填好许多件：当事人、金额、日期、核验号码，先逐行核对，再一次提交。">
        {business && step && (
          <>
            <Select
              aria-label="业务"
              className="w-260"
              size="large"
              value={business.id}
              onChange={(id) => choose(id)}
              options={choices.map(({ id, name }) => ({ value: id, label: name }))}
              data-testid="import-business"
            />
            <Select
              aria-label="步骤"
              className="w-160"
              size="large"
              value={step.id}
              onChange={(id) => choose(business.id, id)}
              options={steps.map(({ id, name }) => ({ value: id, label: name }))}
              data-testid="import-step"
            />
          </>
        )}
      </PageHead>
      {business && step ? (
        <Import key={`${business.id} ${step.id}`} business={business} step={step} batch={batch} />
      ) : (
        <section className="panel">
          <EmptyHint title="本机构的业务不用填表格">
            <Link to="/work">返回业务列表</Link>
          </EmptyHint>
        </section>
      )}
    </div>
  );
}

interface Props {
  business: Business;
  step: SheetStep;
  batch: string | null;
}

function Import({ business, step, batch }: Props) {
  const [sent, setSent] = useState<{ file: File; report: SheetPreview | null } | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const upload = async (file: File): Promise<void> => {
    setSent({ file, report: null });
    setError(null);
    setPercent(0);
    try {
      const query = new URLSearchParams({ businessId: business.id, step: step.id });
      const report = await sendBytes<SheetPreview>(`${routes.sheets.preview.path}?${query}`, file, {}, setPercent);
      setSent({ file, report });
    } catch (fault) {
      setError(fault);
    } finally {
      setPercent(null);
    }
  };
  return (
    <>
      <div className="import-top">
        <Part number={1} title="下载模板">
          <Template business={business} step={step} batch={batch} />
        </Part>
        <Part number={2} title="上传填好的表格">
          <FileDrop name={sent?.file.name ?? null} percent={percent} onFile={(file) => void upload(file)} />
          <CommandFault error={error} />
        </Part>
      </div>
      <Part number={3} title="核对并提交" flush>
        {sent?.report ? (
          <ReportPart key={reportKey(sent)} business={business} step={step} file={sent.file} report={sent.report} />
        ) : (
          <EmptyHint title={percent === null ? '上传后在这里逐行核对' : '正在核对'}>
            每一行都会说明对应哪一件、能不能提交；有问题的指出在哪一格、怎么改。
          </EmptyHint>
        )}
      </Part>
    </>
  );
}

const keys = new WeakMap<object, number>();
let serial = 0;
/** React key of a report: another for each upload, also of the same file. */
const reportKey = (sent: object): number => {
  if (!keys.has(sent)) keys.set(sent, ++serial);
  return keys.get(sent)!;
};

function Part(props: { number: number; title: string; flush?: boolean; children: React.ReactNode }) {
  const { number, title, flush = false, children } = props;
  return (
    <section className="panel with-bar" aria-labelledby={`import-part-${number}`}>
      <header className="panel-head import-part">
        <span className="part-number" aria-hidden="true">
          {number}
        </span>
        <h2 id={`import-part-${number}`}>{title}</h2>
      </header>
      <div className={flush ? 'import-body flush' : 'import-body'}>{children}</div>
    </section>
  );
}

function Template({ business, step, batch }: Props) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const waiting = useWaiting(business.id);
  const count = waiting.data?.filter((item) => item.missing.includes(step.name)).length;
  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    try {
      const query = new URLSearchParams({ businessId: business.id, step: step.id, ...(batch && { batch }) });
      await download(`${routes.sheets.template.path}?${query}`, `${business.name}-${step.name}-模板.xlsx`);
    } catch (error) {
      message.error(asApiError(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p data-testid="import-waiting">
        {batch
          ? '模板里已经填好这一批的受理编号、单元号和坐落，补上其余各列即可。'
          : count === 0
            ? `现在没有等待“${step.name}”的办件，模板是空的；先立案再来填写。`
            : `模板里已经填好${count === undefined ? '' : ` ${count} 件`}等待“${step.name}”的办件，补上其余各列即可。`}
      </p>
      <p className="soft">灰色的列用来对上办件，请不要改。一套房有几个人时写几行，每行一个人；不填的件留空，不会动。</p>
      <Button
        size="large"
        icon={<DownloadOutlined />}
        loading={busy}
        onClick={() => void fetchIt()}
        data-testid="import-template"
      >
        下载模板
      </Button>
    </>
  );
}
