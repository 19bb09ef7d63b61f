import { channelNames, type QueuedRefund, refundStates, routes } from '@zhucheng/shared';
import { App, Button, Popconfirm, Segmented, Table } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { acceptance, minute, yuan } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, Panel, useCursor } from '../../app/ui';
import { Approval, moneyReads, useDecider } from './approval';
import { MoneyTabs } from './money-tabs';
import { OutsideDialog } from './outside-dialog';

type Listing = 'person' | 'all';

/** Refunds; first of all those that the channel could not pay back. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const listing: Listing = search.get('listing') === 'all' ? 'all' : 'person';
  const [outside, setOutside] = useState<QueuedRefund | null>(null);
  const decider = useDecider();
  const forget = useForget();
  const { message } = App.useApp();
  const cursor = useCursor(listing);
  const refresh = () => forget(...moneyReads);
  const list = useRead(
    ['money-refunds', listing, cursor.cursor ?? ''],
    routes.centreRefunds.list,
    { query: { ...(listing === 'person' && { state: 'abnormal' as const }), cursor: cursor.cursor, limit: 20 } },
    { keep: true, every: 30_000 },
  );
  const waiting = useRead(['money-refunds', 'proposals', 'refund'], routes.moneyProposals.list, {
    query: { kind: 'refund', state: 'open', limit: 100 },
  });
  // Also one whose refund has come back meanwhile, and that nobody can agree to any more.
  const outsides = useRead(['money-refunds', 'proposals', 'outside'], routes.moneyProposals.list, {
    query: { kind: 'outside-refund', state: 'open', limit: 100 },
  });
  const again = useCommand(routes.centreRefunds.again, () => {
    message.success('已用原退款单号重新发起；仍不成功会回到这里。');
    void refresh();
  });
  const send = (id: string) => () =>
    again.mutate(
      { params: { id } },
      {
        onError: (error) => {
          void message.error(asApiError(error).message, 8);
          void refresh();
        },
      },
    );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data?.items ?? [];
  const proposals = [...(waiting.data?.items ?? []), ...(outsides.data?.items ?? [])];
  return (
    <div className="page">
      <PageHead title="退款" hint="系统发起的退款自动完成；平台退不回去的留在这里，由人处理。" />
      <MoneyTabs />
      {proposals.length > 0 && (
        <Panel title="等待复核" flush testId="approvals">
          {proposals.map((proposal) => (
            <Approval
              key={proposal.id}
              proposal={proposal}
              warning="请先核对订单或银行回单。同意后立即执行，并告诉付款人，不能撤回。"
            />
          ))}
        </Panel>
      )}
      <section className="panel">
        <div className="toolbar">
          <Segmented<Listing>
            aria-label="范围"
            value={listing}
            onChange={(value) => setSearch(value === 'all' ? { listing: 'all' } : {}, { replace: true })}
            options={[
              { value: 'person', label: '需要人工处理' },
              { value: 'all', label: '全部退款' },
            ]}
          />
        </div>
        <Table<QueuedRefund>
          data-testid="refunds-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          dataSource={items}
          scroll={{ x: 1100 }}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title={listing === 'person' ? '没有需要人工处理的退款' : '还没有退过款'}>
                要退款的，请到<Link to="/money/orders">订单</Link>里打开那一件，点“退款”。
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '订单',
              width: 215,
              render: (_, row) => (
                <span className="stack">
                  <Link className="mono nowrap" to={`/money/orders/${row.orderId}`}>
                    {row.orderNumber}
                  </Link>
                  <small className="soft mono">{row.acceptanceNumber && acceptance(row.acceptanceNumber)}</small>
                </span>
              ),
            },
            {
              title: '退款',
              render: (_, row) => (
                <span className="stack">
                  <span>
                    <strong>{yuan(row.amountFen)}</strong> {row.reason}
                  </span>
                  <small className="soft mono" data-as-is>
                    {row.number}
                  </small>
                </span>
              ),
            },
            { title: '渠道', width: 100, render: (_, row) => channelNames[row.channel] },
            {
              title: '状态',
              width: 190,
              render: (_, row) => (
                <span className="stack">
                  <span>{row.outside ? '银行转账退还' : refundStates[row.state]}</span>
                  {row.code && (
                    <small className="soft">
                      平台答复 <span data-as-is>{row.code}</span>
                    </small>
                  )}
                </span>
              ),
            },
            {
              title: '发起时间',
              width: 150,
              render: (_, row) => <span className="nowrap">{minute(row.createdAt)}</span>,
            },
            {
              title: '操作',
              width: 210,
              render: (_, row) =>
                row.state === 'abnormal' &&
                decider &&
                (row.proposal ? (
                  <span className="soft">等待复核</span>
                ) : (
                  <span className="row-actions">
                    <Popconfirm
                      title="用原退款单号再退一次？"
                      description="平台按退款单号识别，不会重复退款。"
                      okText="再退一次"
                      cancelText="取消"
                      onConfirm={send(row.id)}
                    >
                      <Button data-testid="refund-again">再退一次</Button>
                    </Popconfirm>
                    <Button onClick={() => setOutside(row)} data-testid="refund-outside">
                      线下退款
                    </Button>
                  </span>
                )),
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
      </section>
      {outside && (
        <OutsideDialog
          refund={outside}
          onClose={() => setOutside(null)}
          onDone={() => {
            setOutside(null);
            void refresh();
          }}
        />
      )}
    </div>
  );
}
