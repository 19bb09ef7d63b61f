import { View } from '@tarojs/components';
import { formatFen, routes } from '@zhucheng/shared';
import { useActing } from '@/core/acting';
import { call } from '@/core/api';
import { missingAt, ways } from '@/core/assurance';
import { refreshCitizen } from '@/core/citizen';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { Card, Cell } from '@/ui';

const few = { limit: 20 };
const towards = {
  REAL_NAME_REQUIRED: {
    id: 'home-real-name',
    icon: 'shield',
    title: '完成实名认证',
    note: '只需一次，之后就能办理登记',
  },
  PROOF_REQUIRED: { id: 'home-prove', icon: 'face', title: '确认是您本人', note: '刷一次脸，一年内不用再刷' },
  DEVICE_UNCONFIRMED: { id: 'home-device', icon: 'phone', title: '确认这台设备', note: '收一条短信，就能看您的办件' },
} as const;

const none = { items: [] };

/** What waits for this person: to authorise, to pay, to put right, to finish, to read. Whoever is not proven sees the first only. */
async function look(acting: boolean, proven: boolean) {
  const [authorisations, orders, cases, unread] = await Promise.all([
    call(routes.authorisations.list, { query: few }),
    proven ? call(routes.payments.list, { query: few }) : none,
    proven ? call(routes.cases.list, { query: few }) : none,
    call(routes.messages.unread, {}),
  ]);
  const mine = cases.items.filter((item) => item.mine === 'applicant');
  return {
    authorisations: authorisations.items.filter((item) => item.state === 'waiting'),
    orders: orders.items.filter((order) => order.payable),
    corrections: mine.filter((item) => item.state === 'correction'),
    unfinished: mine.filter((item) => item.state === 'verified'),
    // Messages are this person's own.
    unread: acting ? 0 : unread.count,
  };
}

export function Waiting() {
  const session = useSession();
  const acting = useActing();
  const missing = session && missingAt('proven', session.citizen);
  const { data, reload } = useLoad(async () => {
    if (missing) await refreshCitizen();
    return session && missing !== 'REAL_NAME_REQUIRED' ? look(acting !== null, missing === null) : null;
  }, [session?.token, acting?.grantId, missing]);
  useRefresh(reload);
  if (!session) return null;
  const { name } = session.citizen;
  const hello = <View className="home__hello">{name ? `${name}，您好` : '您好'}</View>;
  const empty =
    !data ||
    data.authorisations.length + data.orders.length + data.corrections.length + data.unfinished.length + data.unread ===
      0;
  const way = missing && (
    <Card flush>
      <Cell {...towards[missing]} onTap={() => go(ways[missing])} />
    </Card>
  );
  if (empty)
    return (
      <>
        {hello}
        {way}
      </>
    );
  return (
    <>
      {hello}
      {way}
      <Card title={acting ? `${acting.principal} 等办的` : '等您处理'} flush>
        {data.authorisations.map((item) => (
          <Cell
            key={item.id}
            id={`home-authorise-${data.authorisations.indexOf(item)}`}
            icon="face"
            title="请您授权"
            note={`${item.applicant} 发起的${item.businessName}\n${item.location}`}
            onTap={() => go('/packages/authorise/index', { id: item.id })}
          />
        ))}
        {data.orders.map((order) => (
          <Cell
            key={order.id}
            id={`home-pay-${data.orders.indexOf(order)}`}
            icon="pay"
            title={`请缴费 ¥${formatFen(order.totalFen)}`}
            note={`${order.businessName}\n${order.location}`}
            onTap={() => go('/packages/pay/order/index', { id: order.id })}
          />
        ))}
        {data.corrections.map((item) => (
          <Cell
            key={item.id}
            icon="alert-coral"
            title="请修改后重新提交"
            note={`${item.businessName}\n${item.location}`}
            onTap={() => go('/packages/case/index', { id: item.id })}
          />
        ))}
        {data.unfinished.map((item) => (
          <Cell
            key={item.id}
            icon="apply"
            title="接着填写"
            note={`${item.businessName}\n${item.location}`}
            onTap={() => go('/packages/case/index', { id: item.id })}
          />
        ))}
        {data.unread > 0 && (
          <Cell
            id="home-messages"
            icon="bell"
            title={`${data.unread} 条未读消息`}
            onTap={() => go('/packages/me/messages')}
          />
        )}
      </Card>
    </>
  );
}
