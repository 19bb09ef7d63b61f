import { View } from '@tarojs/components';
import { acceptanceNumber, formatFen, type PublicOrder, paymentMethods } from '@zhucheng/shared';
import { fullMoment } from '@/core/when';
import { Banner, Card, Facts, Option, Tag } from '@/ui';

interface Props {
  orders: readonly PublicOrder[];
  ticked: ReadonlySet<string>;
  onTick(id: string): void;
}

const about = (order: PublicOrder): string =>
  `${order.location}\n受理编号 ${acceptanceNumber.group(order.acceptanceNumber)}`;

/** What is to be paid, to be ticked; and why what is not payable is not. */
export function Unpaid({ orders, ticked, onTick }: Props) {
  return (
    <Card title="要缴的费用">
      {orders.length === 0 && (
        <View className="small">没有要缴的费用。审核通过后才会有缴费单，可以过些时候再来看看。</View>
      )}
      {orders.map((order, index) =>
        order.payable ? (
          <Option
            key={order.id}
            id={`find-order-${index}`}
            many
            label={`¥${formatFen(order.totalFen)}　${order.businessName}`}
            note={about(order)}
            on={ticked.has(order.id)}
            onTap={() => onTick(order.id)}
          />
        ) : (
          <View key={order.id} className="person">
            <View className="person__main">
              <View>{`¥${formatFen(order.totalFen)}　${order.businessName}`}</View>
              <View className="small">{order.unpayable}</View>
            </View>
            <Tag>{order.stateName}</Tag>
          </View>
        ),
      )}
    </Card>
  );
}

/** What has been paid, each with its receipt. */
export const Paid = ({ orders }: { orders: readonly PublicOrder[] }) => (
  <Card title="已缴费">
    {orders.length === 0 && <View className="small">还没有缴过费。缴费后，凭证会出现在这里。</View>}
    {orders.map((order) => (
      <View key={order.id} className="rows">
        <Banner kind={order.state === 'paid' ? 'ok' : 'info'} title={order.stateName}>
          {order.businessName}
        </Banner>
        <Facts
          rows={[
            ['缴费单号', order.number],
            ['缴费时间', order.paidAt ? fullMoment(order.paidAt) : ''],
            ['缴费方式', order.paidBy ? paymentMethods[order.paidBy] : ''],
            ['金额', `¥${formatFen(order.totalFen)}`],
          ]}
        />
      </View>
    ))}
  </Card>
);
