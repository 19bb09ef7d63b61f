import { DownloadOutlined } from '@ant-design/icons';
import { type BatchView, type Business, batchLimit, routes, type SheetPreview, type SheetStep } from '@zhucheng/shared';
import { Alert, App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { raw, save } from '../../app/files';
import { useConfirmKey } from '../../app/hotkeys';
import { EmptyHint, Key } from '../../app/ui';
import { BatchLines } from './batch-lines';
import { ReportTable, rowsText } from './report-table';
import { batchesOf, useSubmit } from './use-submit';

interface Props {
  business: Business;
  step: SheetStep;
  file: File;
  report: SheetPreview;
}

/** The third part: what the spreadsheet would do, and doing it. */
export function ReportPart({ business, step, file, report }: Props) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [fetching, setFetching] = useState(false);
  const [done, setDone] = useState<BatchView[] | null>(null);
  const batches = useMemo(() => batchesOf(report.items), [report]);
  const submit = useSubmit(step.id, (started) => {
    if (started.length === 1) navigate(`/batches/${started[0]!.id}`);
    else setDone(started);
  });
  const go = (): void => {
    if (report.good > 0 && !done) void submit.run(batches);
  };
  useConfirmKey(report.good > 0 && !done, go);
  const faults = async (): Promise<void> => {
    setFetching(true);
    try {
      const query = new URLSearchParams({ businessId: business.id, step: step.id });
      const reply = await raw(`${routes.sheets.faults.path}?${query}`, { method: 'POST', body: file });
      save(await reply.blob(), `${file.name.replace(/\.xlsx$/i, '')}-有问题的行.xlsx`);
    } catch (error) {
      message.error(asApiError(error).message);
    } finally {
      setFetching(false);
    }
  };
  if (done) return <BatchLines batches={done} />;
  if (report.items.length === 0)
    return (
      <EmptyHint title={report.untouched > 0 ? '模板里还没有填写内容' : '表格里没有内容'}>
        在“{report.sheet}”里从第二行起填写，保存后再上传。
      </EmptyHint>
    );
  return (
    <div data-testid="import-report" data-good={report.good} data-faulty={report.faulty}>
      <div className="report-sum">
        <p role="status" data-testid="import-sum">
          读取 {report.rows} 行：可以提交 <strong>{report.good}</strong> 件
          {report.faulty > 0 && (
            <span className="differs">
              ，有问题 <strong>{report.faulty}</strong> 件
            </span>
          )}
          {report.untouched > 0 && <span className="soft">，没有填写 {report.untouched} 件（不动）</span>}
        </p>
        {report.faulty > 0 && (
          <Button
            icon={<DownloadOutlined />}
            loading={fetching}
            onClick={() => void faults()}
            data-testid="import-faults"
          >
            下载有问题的行
          </Button>
        )}
      </div>
      {report.otherSheets.length > 0 && (
        <Alert
          className="report-note"
          type="info"
          showIcon
          title={`只读取了工作表“${report.sheet}”，没有读取：${report.otherSheets.join('、')}。`}
        />
      )}
      <Hidden report={report} />
      {report.faulty > 0 && report.good > 0 && (
        <Alert
          className="report-note"
          type="warning"
          showIcon
          title="有问题的行这次不会提交。可以先提交其余各件，把有问题的行下载下来改好，再上传一次。"
        />
      )}
      <ReportTable step={step} report={report} />
      <CommandFault error={submit.error} />
      <div className="batch-bar">
        <span>
          {report.good === 0 ? (
            '没有可以提交的行，请改好后重新上传。'
          ) : (
            <>
              写入“{step.name}”，之后仍可修改，不会自动发起授权。
              {batches.length > 1 && ` 每批最多 ${batchLimit} 件，将分 ${batches.length} 批提交。`}
            </>
          )}
        </span>
        <span className="grow" />
        <Button
          type="primary"
          size="large"
          disabled={report.good === 0}
          loading={submit.busy}
          onClick={go}
          data-testid="import-submit"
        >
          {submit.busy && batches.length > 1
            ? `正在提交第 ${submit.started.length + 1} / ${batches.length} 批`
            : `提交 ${report.good} 件`}{' '}
          <Key>Ctrl+Enter</Key>
        </Button>
      </div>
    </div>
  );
}

/** Hidden rows and columns of the spreadsheet: they are sent, too. */
function Hidden({ report: { hiddenRows, hiddenColumns } }: Pick<Props, 'report'>) {
  const said = [
    hiddenRows.length > 0 &&
      ` ${hiddenRows.length} 个隐藏的行（第 ${rowsText(hiddenRows.slice(0, 20))} 行${hiddenRows.length > 20 ? '等' : ''}）`,
    hiddenColumns.length > 0 && `隐藏的列“${hiddenColumns.join('”“')}”`,
  ].filter((part) => part !== false);
  if (said.length === 0) return null;
  return (
    <Alert
      className="report-note"
      type="warning"
      showIcon
      data-testid="import-hidden"
      title={`表格里有${said.join('和')}，也已读取。不想提交的，请在表格里删除后重新上传。`}
    />
  );
}
