import { type CentreOrder, type OrderState, orderStates, routes } from '@zhucheng/shared';
import { type InputRef, Select, Table, Tag } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, minute, yuan } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { SearchBox } from '../../app/search-box';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';
import { MoneyTabs } from './money-tabs';
import { orderTones } from './words';

/** Every order of the centre, found by anything printed. */
export function Component() {
  const box = useRef<InputRef>(null);
  // Somebody's number may be in it, so it does not stand in the address.
  const [text, setText] = useState<string>();
  const [state, setState] = useState<OrderState | ''>('');
  const key = JSON.stringify([text, state]);
  const cursor = useCursor(key);
  const found = useRead(
    ['money-orders', key, cursor.cursor ?? ''],
    routes.centreOrders.find,
    { body: { text, state: text || state === '' ? undefined : state, cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  useHotkeys({ '/': () => box.current?.focus() });
  if (found.error && !found.data) return <LoadFault error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="page">
      <PageHead
        title="订单"
        hint={
          <>
            单据上印的号码都能查。<Key>/</Key> 输入
          </>
        }
      />
      <MoneyTabs />
      <section className="panel">
        <search className="toolbar">
          <SearchBox
            ref={box}
            text={text}
            className="w-520"
            size="large"
            aria-label="订单号、受理编号、支付单号、交易单号、退款单号或缴费人证件号"
            placeholder="订单号、受理编号、支付单号、交易单号、退款单号、证件号"
            enterButton="查询"
            maxLength={100}
            onLook={(typed) => setText(typed || undefined)}
            data-testid="order-search"
          />
          <Select<OrderState | ''>
            aria-label="状态"
            className="w-160"
            size="large"
            disabled={Boolean(text)}
            value={text ? '' : state}
            onChange={setState}
            options={[
              { value: '', label: '全部状态' },
              ...Object.entries(orderStates).map(([value, label]) => ({ value: value as OrderState, label })),
            ]}
            data-testid="order-state"
          />
        </search>
        <Table<CentreOrder>
          data-testid="orders-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={found.isPending || found.isPlaceholderData}
          dataSource={found.data?.items ?? []}
          scroll={{ x: 1000 }}
          locale={{
            emptyText: found.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title={text ? '没有查到订单' : '还没有订单'}>
                {text
                  ? '请照单据核对号码；还没有生成缴费单的办件，请到“办件检索”查。'
                  : '办件审核通过后，缴费单会出现在这里。'}
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '订单号',
              width: 215,
              render: (_, order) => (
                <span className="stack">
                  <Link className="mono nowrap" to={`/money/orders/${order.id}`} data-testid="order-open">
                    {order.number}
                  </Link>
                  {order.mergedCount > 0 && <Tag className="order-tag">合并 {order.mergedCount} 件</Tag>}
                </span>
              ),
            },
            {
              title: '受理编号',
              width: 176,
              render: (_, { acceptanceNumber }) => (
                <span className="mono nowrap">{acceptanceNumber ? acceptance(acceptanceNumber) : '—'}</span>
              ),
            },
            {
              title: '业务和坐落',
              render: (_, order) => (
                <span className="stack">
                  <span>{order.businessName}</span>
                  <small className="soft">{order.location}</small>
                </span>
              ),
            },
            {
              title: '金额',
              width: 110,
              align: 'right',
              render: (_, order) => <strong>{yuan(order.totalFen)}</strong>,
            },
            {
              title: '状态',
              width: 130,
              render: (_, order) => (
                <span className={`state-tag tone-${orderTones[order.state]}`}>{order.stateName}</span>
              ),
            },
            {
              title: '生成时间',
              width: 150,
              render: (_, order) => <span className="nowrap">{minute(order.createdAt)}</span>,
            },
          ]}
        />
        <Pager at={cursor} next={found.data?.next ?? null} busy={found.isPlaceholderData} />
      </section>
    </div>
  );
}
