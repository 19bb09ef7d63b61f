import { useReachBottom } from '@tarojs/taro';
import { acceptanceNumber, formatFen, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { wantedBy } from '@/core/assurance';
import { go } from '@/core/go';
import { orderTags } from '@/core/order-tags';
import { useSession } from '@/core/session';
import { usePages } from '@/core/use-pages';
import { useRefresh } from '@/core/use-refresh';
import { Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { SignInFirst } from '@/ui/gate';

/** The way for whoever pays for somebody else, or does not want to sign in. */
const ByNumber = () => (
  <Card flush>
    <Cell
      id="pay-find"
      icon="archive"
      title="凭编号缴费"
      note="不用登录；替家人、朋友缴费也走这里"
      onTap={() => go('/packages/pay/find/index')}
    />
  </Card>
);

function Orders() {
  const list = usePages((cursor) => call(routes.payments.list, { query: { cursor } }));
  useRefresh(list.reload);
  useReachBottom(() => void list.loadMore());
  const { items } = list;
  return (
    <Page title="我的缴费">
      <ByNumber />
      <Failed error={list.error} onRetry={list.reload} />
      {!items && !list.error && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty
          icon="pay"
          title="没有要缴的费用"
          note="审核通过后，要缴的登记费和税费会出现在这里，也会发消息提醒您。"
        />
      )}
      {items && items.length > 0 && (
        <Card flush>
          {items.map((order, index) => (
            <Cell
              key={order.id}
              id={`order-${index}`}
              icon="pay"
              title={`¥${formatFen(order.totalFen)}　${order.kind === 'tax' ? order.items[0]?.name : order.businessName}`}
              note={`${order.location}\n受理编号 ${acceptanceNumber.group(order.acceptanceNumber)}`}
              value={<Tag kind={orderTags[order.state]}>{order.stateName}</Tag>}
              onTap={() => go('/packages/pay/order/index', { id: order.id })}
            />
          ))}
        </Card>
      )}
      {list.more && (
        <Button kind="quiet" busy={list.loading} onTap={list.loadMore}>
          看更早的
        </Button>
      )}
    </Page>
  );
}

export default function PayPage() {
  const session = useSession();
  if (!session)
    return (
      <Page title="在线缴费">
        <ByNumber />
        <SignInFirst onTap={() => go('/packages/me/login', { level: wantedBy(routes.payments.list) })} />
      </Page>
    );
  return (
    <Gate title="我的缴费" needs={routes.payments.list}>
      <Orders />
    </Gate>
  );
}
