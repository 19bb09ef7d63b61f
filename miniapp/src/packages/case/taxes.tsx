import { View } from '@tarojs/components';
import { type CaseView, dayText, formatFen, type OrderState } from '@zhucheng/shared';
import { go } from '@/core/go';
import { orderTags } from '@/core/order-tags';
import { Banner, Button, Card, Facts, Tag } from '@/ui';

/** Who owes which tax, as the bureau has assessed it, and what has been paid of it. */
export function Taxes({ view: { taxes, state, actions } }: { view: Pick<CaseView, 'taxes' | 'state' | 'actions'> }) {
  if (!taxes) return null;
  if (taxes.anew)
    return (
      <Card title="税费">
        <Banner title="正在重新核定">税务部门正在重新计算税费，有结果会发消息告诉您。在此之前不用缴。</Banner>
      </Card>
    );
  const own = taxes.items.filter(({ mine, state: paid }) => mine && paid === 'unpaid');
  // Whoever pays the fee finds the taxes on the same page.
  const elsewhere = actions.some(({ action, enabled }) => action === 'pay' && enabled);
  const fen = own.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return (
    <Card title="税费">
      {taxes.items.map((item) => (
        <View className="person" key={item.name}>
          <View className="person__main">
            <View className="person__name">{`${item.name} ¥${formatFen(item.amountFen)}`}</View>
            <View className="small">{`由${item.owedBy}缴。¥${formatFen(item.baseFen)} × ${item.rate / 100}%`}</View>
          </View>
          <Tag kind={orderTags[item.state as OrderState] ?? 'plain'}>{item.stateName}</Tag>
        </View>
      ))}
      <Facts
        rows={
          taxes.certificate
            ? [['完税证明', taxes.certificate]]
            : [
                ['核定有效期', `到 ${dayText(taxes.validUntil)}`],
                ['完税证明', '缴清后由税务部门出具，到后自动登簿'],
              ]
        }
      />
      {own.length > 0 && state === 'awaiting-payment' && !elsewhere && (
        <Button id="case-pay-taxes" onTap={() => go('/packages/pay/order/index', { id: own[0]?.orderId ?? undefined })}>
          {`去缴税费 ¥${formatFen(fen)}`}
        </Button>
      )}
    </Card>
  );
}
