import { batchLimit, type EnterpriseOrder, routes } from '@zhucheng/shared';
import { Button, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { CommandFault, LoadFault } from '../../app/errors';
import { acceptance, minute, yuan } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { useTicks } from '../work/use-ticks';
import { PayDialog } from './pay-dialog';

type Listing = 'unpaid' | 'done';

/** Fees the institution bears (缴费): one by one, or many in one payment. */
export function Component() {
  const forget = useForget();
  const [search, setSearch] = useSearchParams();
  const listing: Listing = search.get('listing') === 'done' ? 'done' : 'unpaid';
  const cursor = useCursor(listing);
  const ticks = useTicks<EnterpriseOrder>(listing);
  const [paying, setPaying] = useState<{ id: string; totalFen: number } | null>(null);
  const list = useRead(
    ['orders', listing, cursor.cursor ?? ''],
    routes.enterprisePayments.list,
    { query: { listing, cursor: cursor.cursor, limit: 50 } },
    { keep: true },
  );
  const merge = useCommand(routes.enterprisePayments.merge, (merged) => {
    ticks.clear();
    setPaying(merged);
    void forget('orders');
  });
  const split = useCommand(routes.enterprisePayments.split, () => forget('orders'));
  const items = list.data?.items ?? [];
  const sumFen = ticks.items.reduce((sum, order) => sum + order.totalFen, 0);
  const many = ticks.items.length;
  const payTicked = (): void => {
    const [only] = ticks.items;
    if (many === 1 && only) setPaying(only);
    else merge.mutate({ body: { orderIds: ticks.ids } });
  };
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="缴费" hint="登记费由本机构承担的办件。勾选多件可以合并成一笔付款。" />
      <section className="panel with-bar">
        <div className="toolbar">
          <Segmented<Listing>
            aria-label="缴费状态"
            value={listing}
            onChange={(value) => setSearch(value === 'unpaid' ? {} : { listing: value })}
            options={[
              { value: 'unpaid', label: '待缴费' },
              { value: 'done', label: '已办' },
            ]}
          />
        </div>
        <Table
          data-testid="order-table"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          dataSource={items}
          scroll={{ x: 1000 }}
          {...(listing === 'unpaid' && {
            rowSelection: ticks.boxes(
              items,
              ({ number }) => number,
              ({ payable, mergedCount }) => !payable || mergedCount > 0,
            ),
          })}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title={listing === 'unpaid' ? '没有待缴的费用' : '还没有缴过费'}>
                办件审核通过后，缴费单会出现在这里。<Link to="/work">查看业务列表</Link>
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '缴费单号',
              width: 196,
              render: (_, order) => (
                <>
                  <span className="mono nowrap">{order.number}</span>
                  {order.mergedCount > 0 && <Tag className="order-tag">合并 {order.mergedCount} 件</Tag>}
                </>
              ),
            },
            {
              title: '受理编号',
              width: 176,
              render: (_, order) =>
                order.caseId && order.acceptanceNumber ? (
                  <Link className="mono nowrap" to={`/work/${order.caseId}`}>
                    {acceptance(order.acceptanceNumber)}
                  </Link>
                ) : (
                  '—'
                ),
            },
            { title: '业务', dataIndex: 'businessName', width: 170 },
            { title: '坐落', dataIndex: 'location' },
            {
              title: '金额',
              width: 110,
              align: 'right',
              render: (_, order) => <strong className="nowrap">{yuan(order.totalFen)}</strong>,
            },
            {
              title: listing === 'unpaid' ? '生成时间' : '结果',
              width: 150,
              render: (_, order) => (
                <span className="nowrap">
                  {listing === 'unpaid' ? minute(order.createdAt) : order.stateName}
                  {listing === 'done' && order.paidAt && <small className="block soft">{minute(order.paidAt)}</small>}
                </span>
              ),
            },
            ...(listing === 'unpaid'
              ? [
                  {
                    title: '操作',
                    width: 170,
                    render: (_: unknown, order: EnterpriseOrder) => (
                      <span className="row-actions">
                        <Button
                          disabled={!order.payable}
                          onClick={() => setPaying(order)}
                          aria-label={`缴费 ${order.number}`}
                          data-testid="order-pay"
                        >
                          缴费
                        </Button>
                        {order.mergedCount > 0 && (
                          <Button
                            type="text"
                            loading={split.isPending}
                            onClick={() => split.mutate({ params: { id: order.id } })}
                          >
                            拆开
                          </Button>
                        )}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
        <CommandFault error={merge.error ?? split.error} />
        {listing === 'unpaid' && (
          <div className="batch-bar">
            <span aria-live="polite">
              已勾选 <strong>{many}</strong> 件，共 <strong>{yuan(sumFen)}</strong>
              {many > batchLimit && <span className="differs">，一次最多 {batchLimit} 件</span>}
            </span>
            <span className="grow" />
            <Button
              type="primary"
              size="large"
              disabled={many === 0 || many > batchLimit}
              loading={merge.isPending}
              onClick={payTicked}
              data-testid="orders-pay"
            >
              {many > 1 ? '合并缴费' : '缴费'}
            </Button>
          </div>
        )}
      </section>
      {paying && <PayDialog order={paying} onClose={() => setPaying(null)} />}
    </div>
  );
}
