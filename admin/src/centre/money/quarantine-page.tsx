import { channelNames, quarantineDecisions, routes, type SetAside } from '@zhucheng/shared';
import { Button, Segmented, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { minute, yuan } from '../../app/format';
import { useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { MoneyTabs } from './money-tabs';

type Listing = 'open' | 'resolved';
const states = {
  open: { name: '待处理', tone: 'stopped' },
  refunding: { name: '正在退回', tone: 'action' },
  resolved: { name: '已处理', tone: 'done' },
} as const;

export const SetAsideState = ({ state }: Pick<SetAside, 'state'>) => (
  <span className={`state-tag tone-${states[state].tone}`}>{states[state].name}</span>
);

/** What a gateway said and the platform could not believe; nothing happens until two persons have decided. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const listing: Listing = search.get('listing') === 'resolved' ? 'resolved' : 'open';
  const cursor = useCursor(listing);
  const list = useRead(
    ['money-quarantine', listing, cursor.cursor ?? ''],
    routes.quarantine.list,
    { query: { listing, cursor: cursor.cursor, limit: 20 } },
    { keep: true, every: 30_000 },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead
        title="异常来款"
        hint="支付平台说的和订单对不上，没有入账，先放在这里。请核对平台账单后由两个人处理。"
      />
      <MoneyTabs />
      <section className="panel">
        <div className="toolbar">
          <Segmented<Listing>
            aria-label="范围"
            value={listing}
            onChange={(value) => setSearch(value === 'resolved' ? { listing: value } : {}, { replace: true })}
            options={[
              { value: 'open', label: '待处理' },
              { value: 'resolved', label: '已处理' },
            ]}
          />
        </div>
        <Table<SetAside>
          data-testid="quarantine-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          dataSource={list.data?.items ?? []}
          scroll={{ x: 1000 }}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title={listing === 'open' ? '没有异常来款' : '还没有处理过'}>
                支付平台的通知都和订单对得上。
              </EmptyHint>
            ),
          }}
          columns={[
            { title: '收到时间', width: 150, render: (_, row) => <span className="nowrap">{minute(row.at)}</span> },
            { title: '渠道', width: 100, render: (_, row) => channelNames[row.channel] },
            {
              title: '哪里不对',
              render: (_, row) => (
                <span className="stack">
                  <strong>{row.reasonName}</strong>
                  <small className="soft mono" data-as-is>
                    {row.outTradeNo}
                  </small>
                </span>
              ),
            },
            {
              title: '应收',
              width: 110,
              align: 'right',
              render: (_, row) => (row.expectedFen === null ? '—' : yuan(row.expectedFen)),
            },
            {
              title: '平台报的',
              width: 110,
              align: 'right',
              render: (_, row) => (row.reportedFen === null ? '—' : <strong>{yuan(row.reportedFen)}</strong>),
            },
            {
              title: '状态',
              width: 190,
              render: (_, row) => (
                <span className="stack">
                  <SetAsideState state={row.state} />
                  {row.state === 'open' && row.refundCode && <small className="soft">上次没有退成</small>}
                  {row.state === 'resolved' && row.decision && (
                    <small className="soft">{quarantineDecisions[row.decision]}</small>
                  )}
                </span>
              ),
            },
            {
              title: '操作',
              width: 100,
              render: (_, row) => (
                <Link to={`/money/quarantine/${row.id}`}>
                  <Button data-testid="quarantine-open">查看</Button>
                </Link>
              ),
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
      </section>
    </div>
  );
}
