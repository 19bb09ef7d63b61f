import { attemptStates, type CentreOrderDetail, paymentMethods, refundStates, routes } from '@zhucheng/shared';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, minute, second, yuan } from '../../app/format';
import { useForget, useRead } from '../../app/query';
import { Fact, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { Approval, Decided, moneyReads, useDecider } from './approval';
import { MoneyTabs } from './money-tabs';
import { RefundDialog } from './refund-dialog';
import { orderTones } from './words';

/** One order: what was paid, told, booked and given back. */
export function Component() {
  const { id = '' } = useParams();
  const forget = useForget();
  const decider = useDecider();
  const [refunding, setRefunding] = useState(false);
  const read = useRead(['money-order', id], routes.centreOrders.detail, { params: { id } }, { every: 20_000 });
  if (read.error && !read.data) return <LoadFault error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const detail = read.data;
  const { order, proposals } = detail;
  const open = proposals.filter(({ state }) => state === 'open');
  return (
    <div className="page">
      <PageHead title={`订单 ${order.number}`} hint={`${order.businessName} · ${order.location}`}>
        {decider && (
          <Button
            type="primary"
            disabled={detail.refundableFen === 0 || open.some(({ content }) => content.kind === 'refund')}
            onClick={() => setRefunding(true)}
            data-testid="refund-open"
          >
            退款
          </Button>
        )}
      </PageHead>
      <MoneyTabs />
      {open.length > 0 && (
        <Panel title="等待复核" flush testId="approvals">
          {open.map((proposal) => (
            <Approval
              key={proposal.id}
              proposal={proposal}
              warning="同意后款项立即退给付款人，原因会告诉付款人，不能撤回。办件本身不受影响。"
            />
          ))}
        </Panel>
      )}
      <div className="columns-2">
        <Panel title="缴费单">
          <dl className="facts">
            <Fact label="状态">
              <span className={`state-tag tone-${orderTones[order.state]}`}>{order.stateName}</span>
            </Fact>
            <Fact label="应缴">
              <strong>{yuan(order.totalFen)}</strong>
            </Fact>
            {order.acceptanceNumber && (
              <Fact label="受理编号">
                <span className="mono">{acceptance(order.acceptanceNumber)}</span>
              </Fact>
            )}
            <Fact label="缴费">
              {order.paidAt === null
                ? '还没有缴'
                : `${minute(order.paidAt)} ${order.paidBy ? paymentMethods[order.paidBy] : ''}`}
            </Fact>
            <Fact label="还可以退">
              {detail.refundableFen > 0 ? yuan(detail.refundableFen) : (detail.notRefundable ?? '—')}
            </Fact>
            {order.mergedInto && (
              <Fact label="一并缴纳">
                <Link to={`/money/orders/${order.mergedInto}`}>打开合并缴费单</Link>
              </Fact>
            )}
            {order.items.map((item) => (
              <Fact key={item.name} label={item.name}>
                {yuan(item.amountFen)} <small className="soft">{item.basis}</small>
              </Fact>
            ))}
          </dl>
        </Panel>
        <Panel title="经过">
          <ol className="plain-list" data-testid="order-timeline">
            {detail.timeline.map(({ at, text }) => (
              <li key={`${at} ${text}`} data-as-is>
                <small className="soft mono">{second(at)}</small> {text}
              </li>
            ))}
          </ol>
        </Panel>
      </div>
      <div className="money-gap">
        <Payments detail={detail} />
      </div>
      <div className="columns-2 money-gap">
        <Books detail={detail} />
        <Panel title="复核记录" flush>
          <Decided proposals={proposals} />
        </Panel>
      </div>
      {refunding && (
        <RefundDialog
          orderId={order.id}
          mostFen={detail.refundableFen}
          onClose={() => setRefunding(false)}
          onDone={() => {
            setRefunding(false);
            void forget(...moneyReads);
          }}
        />
      )}
    </div>
  );
}

function Payments({ detail }: { detail: CentreOrderDetail }) {
  return (
    <Panel title="付款" flush>
      <Table
        className="work-table"
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 900 }}
        dataSource={detail.attempts}
        locale={{ emptyText: <p className="pad soft">还没有人发起付款。</p> }}
        columns={[
          {
            title: '支付单号',
            width: 290,
            render: (_, row) => (
              <span className="mono" data-as-is>
                {row.outTradeNo}
              </span>
            ),
          },
          { title: '方式', width: 110, render: (_, row) => paymentMethods[row.method] },
          { title: '金额', width: 100, align: 'right', render: (_, row) => yuan(row.amountFen) },
          { title: '状态', width: 130, render: (_, row) => attemptStates[row.state] },
          {
            title: '平台交易单号',
            render: (_, row) => (
              <span className="mono" data-as-is>
                {row.transactionId ?? '—'}
              </span>
            ),
          },
          {
            title: '通知',
            width: 120,
            render: (_, row) => {
              const count = detail.callbacks.filter(({ outTradeNo }) => outTradeNo === row.outTradeNo).length;
              return count > 0 ? `收到 ${count} 次` : '没有收到';
            },
          },
        ]}
      />
    </Panel>
  );
}

const booked = { payment: '入账', refund: '退款出账', tax: '代收税款（归税务部门）' } as const;

function Books({ detail }: { detail: CentreOrderDetail }) {
  return (
    <Panel title="账目和退款" flush>
      <ul className="device-list money-list">
        {detail.ledger.map((row) => (
          <li key={row.id}>
            <span className="stack grow">
              <span>{booked[row.kind]}</span>
              <small className="soft mono" data-as-is>
                {row.reference.replace(/^\w+:/, '')}
              </small>
            </span>
            <strong>{`${row.amountFen < 0 ? '−' : ''}${yuan(Math.abs(row.amountFen))}`}</strong>
          </li>
        ))}
        {detail.refunds.map((refund) => (
          <li key={refund.id}>
            <span className="stack grow">
              <span>
                {refund.reason} {yuan(refund.amountFen)}
              </span>
              <small className="soft mono" data-as-is>
                {refund.number}
              </small>
            </span>
            <span className="soft">{refund.outside ? '银行转账退还' : refundStates[refund.state]}</span>
          </li>
        ))}
        {detail.ledger.length + detail.refunds.length === 0 && <li className="soft">没有钱进出过。</li>}
      </ul>
    </Panel>
  );
}
