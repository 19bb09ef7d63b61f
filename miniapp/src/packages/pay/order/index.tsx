import { View } from '@tarojs/components';
import { capitalAmount, formatFen, type OrderView, paymentMethods, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { pay } from '@/core/platform/pay';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { fullMoment } from '@/core/when';
import { Banner, Button, Card, Facts, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { Checkout } from './checkout';
import { Several } from './several';

const REFUND: Partial<Record<OrderView['state'], string>> = {
  refunding: '退款已发起，会原路退回，一般 1 到 3 个工作日到账。',
  refunded: '已原路退回。',
  'refund-failed': '退款没有成功，工作人员会联系您处理。',
  cancelled: '这笔费用不用缴了。',
};

/** Tax goes back by the bureau alone. */
const TAX_REFUND: Partial<Record<OrderView['state'], string>> = {
  refunding: '已替您向税务部门申请退税，由税务部门原路退回，有结果会更新在这里。',
  refunded: '税务部门已退回。',
  'refund-failed': '税务部门没有同意退税，工作人员会联系您。',
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
  const { data: dues, error, reload } = useLoad(() => call(routes.payments.dues, { params: { id } }), [id]);
  const [newer, setNewer] = useState<OrderView>();
  const order = newer ?? dues?.items.find((one) => one.id === id) ?? dues?.items[0];
  useRefresh(reload);
  if (!order) {
    return (
      <Page title="缴费">
        <Failed error={error} onRetry={reload} />
        {!error && <Skeleton rows={5} />}
      </Page>
    );
  }
  if (dues && dues.items.length > 1)
    return (
      <Page title="缴费">
        <Card title={order.businessName}>
          <View className="small">{order.location}</View>
        </Card>
        <Several dues={dues} reload={reload} />
      </Page>
    );
  const paid = order.state === 'paid';
  const tax = order.kind === 'tax';
  const alone = pay.methods.some((method) => dues?.ways.some((one) => one.method === method && one.taxAlone));
  return (
    <Page title="缴费">
      {paid && (
        <Banner kind="ok" title="已缴费">
          {tax
            ? '各方缴清、税务部门出具完税证明后自动登簿，办好后会发消息告诉您。'
            : '正在登簿并制作电子证书，办好后会发消息告诉您。'}
        </Banner>
      )}
      {REFUND[order.state] && <Banner>{(tax && TAX_REFUND[order.state]) || REFUND[order.state]}</Banner>}
      <Card title={order.businessName} extra={<Tag kind={paid ? 'ok' : 'wait'}>{order.stateName}</Tag>}>
        <View className="small">{order.location}</View>
        <View className="amount" id="order-amount">{`¥${formatFen(order.totalFen)}`}</View>
        <View className="lead">{`大写：${capitalAmount(order.totalFen)}`}</View>
        {order.items.map((item) => (
          <View className="person" key={item.name}>
            <View className="person__main">
              <View>{item.name}</View>
              <View className="small">
                {tax ? item.basis : `¥${formatFen(item.unitFen)} × ${item.quantity}，依据 ${item.basis}`}
              </View>
            </View>
            <View>{`¥${formatFen(item.amountFen)}`}</View>
          </View>
        ))}
      </Card>
      {order.payable && tax && !alone && (
        <Banner title="这一项请用支付宝缴">
          税款单独缴时微信还不能代收。请在支付宝小程序或电脑浏览器里打开「我的缴费」，用支付宝付款；也可以到税务部门缴。
        </Banner>
      )}
      {order.payable && (!tax || alone) && (
        <Checkout
          orderId={order.id}
          tax={tax}
          begin={(method) => call(routes.payments.pay, { params: { id: order.id }, body: { method } })}
          look={async () => {
            const fresh = await call(routes.payments.check, { params: { id: order.id } });
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
    <Gate title="缴费" needs={routes.payments.dues}>
      <Order key={id} id={id} />
    </Gate>
  );
}
