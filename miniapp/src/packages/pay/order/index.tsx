import { View } from '@tarojs/components';
import { capitalAmount, formatFen, type OrderView, paymentMethods, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { fullMoment } from '@/core/when';
import { Banner, Button, Card, Facts, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { Checkout } from './checkout';

const REFUND: Partial<Record<OrderView['state'], string>> = {
  refunding: '退款已发起，会原路退回，一般 1 到 3 个工作日到账。',
  refunded: '已原路退回。',
  'refund-failed': '退款没有成功，工作人员会联系您处理。',
  cancelled: '这笔费用不用缴了。',
};

/** Proof that it was paid. */
function Receipt({ order }: { order: OrderView }) {
  return (
    <Card title="缴费凭证">
      <Facts
        rows={[
          ['订单号', order.number],
          ['缴费时间', order.paidAt ? fullMoment(order.paidAt) : ''],
          ['缴费方式', order.paidBy ? paymentMethods[order.paidBy] : ''],
          ['金额', `¥${formatFen(order.totalFen)}`],
        ]}
      />
      <Button id="order-case" kind="quiet" onTap={() => go('/packages/case/index', { id: order.caseId })}>
        查看办理进度
      </Button>
    </Card>
  );
}

function Order({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.payments.detail, { params: { id } }), [id]);
  const [newer, setNewer] = useState<OrderView>();
  const order = newer ?? data;
  useRefresh(reload);
  if (!order) {
    return (
      <Page title="缴费">
        <Failed error={error} onRetry={reload} />
        {!error && <Skeleton rows={5} />}
      </Page>
    );
  }
  const paid = order.state === 'paid';
  return (
    <Page title="缴费">
      {paid && (
        <Banner kind="ok" title="已缴费">
          正在登簿并制作电子证书，办好后会发消息告诉您。
        </Banner>
      )}
      {REFUND[order.state] && <Banner>{REFUND[order.state]}</Banner>}
      <Card title={order.businessName} extra={<Tag kind={paid ? 'ok' : 'wait'}>{order.stateName}</Tag>}>
        <View className="small">{order.location}</View>
        <View className="amount" id="order-amount">{`¥${formatFen(order.totalFen)}`}</View>
        <View className="lead">{`大写：${capitalAmount(order.totalFen)}`}</View>
        {order.items.map((item) => (
          <View className="person" key={item.name}>
            <View className="person__main">
              <View>{item.name}</View>
              <View className="small">{`¥${formatFen(item.unitFen)} × ${item.quantity}，依据 ${item.basis}`}</View>
            </View>
            <View>{`¥${formatFen(item.amountFen)}`}</View>
          </View>
        ))}
      </Card>
      {order.payable && (
        <Checkout
          orderId={id}
          begin={(method) => call(routes.payments.pay, { params: { id }, body: { method } })}
          look={async () => {
            const fresh = await call(routes.payments.check, { params: { id } });
            setNewer(fresh);
            return fresh.state !== 'unpaid';
          }}
        />
      )}
      {paid && <Receipt order={order} />}
    </Page>
  );
}

export default function OrderPage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="缴费" needs={routes.payments.detail}>
      <Order key={id} id={id} />
    </Gate>
  );
}
