import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  DownloadOutlined,
  FileExcelOutlined,
  LeftOutlined,
} from '@ant-design/icons';
import { type BatchView, sheetSteps } from '@zhucheng/shared';
import { Alert, Button, Progress, Segmented, Table } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { CommandFault, LoadFault } from '../../app/errors';
import { csv, save } from '../../app/files';
import { acceptance, minute } from '../../app/format';
import { useForget } from '../../app/query';
import { EmptyHint, PageHead, PageSkeleton } from '../../app/ui';
import { declarationOf } from '../../renderer/declarations';
import { useBatch } from './use-batch';
import { useRetry } from './use-retry';

type Row = BatchView['rows'][number];
type Shown = 'all' | Row['state'];
const order: Row['state'][] = ['failed', 'waiting', 'done'];
const looks = {
  waiting: { icon: <ClockCircleFilled />, text: '排队中' },
  done: { icon: <CheckCircleFilled />, text: '成功' },
  failed: { icon: <CloseCircleFilled />, text: '未成功' },
};
const TABLE_PX = 520;
const ROW_PX = 45;

export function Component() {
  const { id = '' } = useParams();
  return <BatchPage key={id} id={id} />;
}

/** How a batch is getting on, row by row; what failed comes first and can be tried again. */
function BatchPage({ id }: { id: string }) {
  const navigate = useNavigate();
  const forget = useForget();
  const [shown, setShown] = useState<Shown>('all');
  const query = useBatch(id);
  const batch = query.data;
  const retry = useRetry(batch, (next) => navigate(`/batches/${next.id}`));
  const finished = batch?.finished === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the last row is done
  useEffect(() => {
    if (finished) void forget('work', 'desk', 'convertible');
  }, [finished]);

  if (query.error && !batch) return <LoadFault error={query.error} onRetry={() => void query.refetch()} />;
  if (!batch) return <PageSkeleton />;
  const waiting = batch.rows.filter((row) => row.state === 'waiting').length;
  const rows = [...batch.rows]
    .filter((row) => shown === 'all' || row.state === shown)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.position - b.position);
  const worked = batch.done + batch.failed;
  const business = declarationOf(batch.businessId);
  const fillable = business !== undefined && sheetSteps(business).length > 0;
  const failures = (): void =>
    save(
      csv([
        ['序号', '坐落', '受理编号', '原因'],
        ...batch.rows
          .filter((row) => row.state === 'failed')
          .map((row) => [String(row.position + 1), row.location, row.acceptanceNumber ?? '', row.message ?? '']),
      ]),
      `${batch.businessName}-${batch.kindName}-未成功.csv`,
    );
  return (
    <div className="page">
      <Link className="back" to="/work">
        <LeftOutlined /> 业务列表
      </Link>
      <PageHead
        title={`成批${batch.kindName} · ${batch.businessName}`}
        hint={`${minute(batch.createdAt)} 开始，共 ${batch.total} 件${finished ? '' : '。可以离开此页，后台会继续办理。'}`}
      >
        {finished && batch.done > 0 && batch.kind === 'open' && fillable && (
          <Link to={`/import?business=${encodeURIComponent(batch.businessId)}&batch=${batch.id}`}>
            <Button size="large" icon={<FileExcelOutlined />} tabIndex={-1} data-testid="batch-import">
              从表格填写
            </Button>
          </Link>
        )}
        {finished && batch.done > 0 && (
          <Link to={`/work?businessId=${encodeURIComponent(batch.businessId)}`}>
            <Button type="primary" size="large" tabIndex={-1} data-testid="batch-work">
              到业务列表继续办理
            </Button>
          </Link>
        )}
      </PageHead>
      <section className="panel" data-testid="batch" data-finished={finished}>
        <div className="batch-progress">
          <Progress
            percent={batch.total === 0 ? 100 : Math.floor((worked / batch.total) * 100)}
            success={{ percent: batch.total === 0 ? 100 : Math.floor((batch.done / batch.total) * 100) }}
            status={finished ? (batch.failed ? 'exception' : 'success') : 'active'}
            aria-label="批次进度"
          />
          <p role="status" data-testid="batch-sum">
            {finished ? '已办完：' : '正在办理：'}成功 <strong>{batch.done}</strong> 件
            {batch.failed > 0 && (
              <span className="differs">
                ，未成功 <strong>{batch.failed}</strong> 件
              </span>
            )}
            {waiting > 0 && <>，还有 {waiting} 件</>}
          </p>
        </div>
        {finished && batch.failed > 0 && (
          <div className="pad tight">
            <Alert
              type="warning"
              showIcon
              title={`${batch.failed} 件没有成功，其余各件不受影响。请看每行的原因；能改的改好后再试。`}
              action={
                <span className="alert-actions">
                  <Button icon={<DownloadOutlined />} onClick={failures} data-testid="batch-export">
                    导出未成功的
                  </Button>
                  {retry.possible && (
                    <Button type="primary" onClick={retry.run} loading={retry.busy} data-testid="batch-retry">
                      重试未成功的 {batch.failed} 件
                    </Button>
                  )}
                </span>
              }
            />
            <CommandFault error={retry.error} />
          </div>
        )}
        <div className="toolbar">
          <Segmented<Shown>
            aria-label="显示哪些行"
            value={shown}
            onChange={setShown}
            options={[
              { value: 'all', label: `全部 ${batch.total}` },
              { value: 'failed', label: `未成功 ${batch.failed}` },
              { value: 'waiting', label: `排队中 ${waiting}` },
              { value: 'done', label: `成功 ${batch.done}` },
            ]}
            data-testid="batch-filter"
          />
        </div>
        <Table
          className="work-table"
          rowKey="position"
          size="small"
          virtual
          pagination={false}
          scroll={{ x: 900, y: Math.min(TABLE_PX, Math.max(4, rows.length) * ROW_PX) }}
          dataSource={rows}
          onRow={() => ({ 'data-testid': 'batch-row' }) as object}
          locale={{ emptyText: <EmptyHint title="没有这一类的行" /> }}
          columns={[
            { title: '序号', width: 72, render: (_, row) => row.position + 1 },
            { title: '坐落', dataIndex: 'location', width: 320 },
            {
              title: '结果',
              width: 110,
              render: (_, row) => (
                <span className={`row-result row-${row.state}`}>
                  {looks[row.state].icon} {looks[row.state].text}
                </span>
              ),
            },
            {
              title: '受理编号',
              width: 180,
              render: (_, row) =>
                row.caseId && row.acceptanceNumber ? (
                  <Link className="mono nowrap" to={`/work/${row.caseId}`}>
                    {acceptance(row.acceptanceNumber)}
                  </Link>
                ) : (
                  <span className="soft">—</span>
                ),
            },
            { title: '说明', width: 320, render: (_, row) => row.message ?? <span className="soft">—</span> },
          ]}
        />
      </section>
    </div>
  );
}
