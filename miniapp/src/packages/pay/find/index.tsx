import { View } from '@tarojs/components';
import { capitalAmount, formatFen, type PaymentMethod, type PublicOrder, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { login } from '@/core/platform/login';
import { useRefresh } from '@/core/use-refresh';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Failed, Page, Tabs } from '@/ui';
import { Checkout, isBegun } from '../order/checkout';
import { Ask } from './ask';
import { type Found, kept } from './found';
import { Paid, Unpaid } from './orders';

/** What tells the server whose wallet pays, where the wallet is the host. */
async function walletCode(method: PaymentMethod): Promise<{ walletCode?: string }> {
  if (method !== 'wechat-jsapi' && method !== 'alipay-mini') return {};
  const proof = await login.prove();
  return { walletCode: proof.channel === 'wechat' ? proof.code : proof.authCode };
}

const lists = [
  { value: 'unpaid', label: '待缴费', id: 'find-unpaid' },
  { value: 'paid', label: '已缴费', id: 'find-paid' },
] as const;

interface ShownProps {
  found: Found;
  onItems(items: PublicOrder[]): void;
  onAgain(): void;
}

/** One after the other is ticked, confirmed and paid; nothing is lost when the app dies between. */
function Shown({ found, onItems, onAgain }: ShownProps) {
  const { items, ticket } = found;
  const open = items.filter((order) => order.state === 'unpaid' || (order.state === 'cancelled' && order.unpayable));
  const paid = items.filter((order) => order.paidAt !== null);
  const [list, setList] = useState<'unpaid' | 'paid'>(open.length === 0 && paid.length > 0 ? 'paid' : 'unpaid');
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const chosen = open.filter((order) => order.payable && !unticked.has(order.id));
  // Back from the wallet or after a restart: shows the payment under way.
  const begun = chosen.find(({ id }) => isBegun(id));
  const [confirmed, setConfirmed] = useState(begun !== undefined);
  const now = begun ?? chosen[0];
  const refresh = useSubmit(async () => {
    onItems((await call(routes.publicPayments.state, { body: { ticket } })).items);
  });
  useRefresh(refresh.submit);
  const tick = (id: string) =>
    setUnticked((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  if (confirmed && now) {
    const left = chosen.reduce((sum, { totalFen }) => sum + totalFen, 0);
    return (
      <>
        <Card title={chosen.length > 1 ? `还要缴 ${chosen.length} 笔，共 ¥${formatFen(left)}` : now.businessName}>
          {chosen.length > 1 && <View>{`先缴：${now.businessName}`}</View>}
          <View className="small">{now.location}</View>
          <View className="amount" id="find-amount">{`¥${formatFen(now.totalFen)}`}</View>
          <View className="lead">{`大写：${capitalAmount(now.totalFen)}`}</View>
          {now.items.map((item) => (
            <View className="person" key={item.name}>
              <View className="person__main">{`${item.name} × ${item.quantity}`}</View>
              <View>{`¥${formatFen(item.amountFen)}`}</View>
            </View>
          ))}
        </Card>
        <Checkout
          key={now.id}
          orderId={now.id}
          begin={async (method) =>
            call(routes.publicPayments.pay, {
              body: { ticket, orderId: now.id, method, ...(await walletCode(method)) },
            })
          }
          look={async () => {
            const fresh = await call(routes.publicPayments.state, { body: { ticket, check: now.id } });
            onItems(fresh.items);
            const settled = fresh.items.find(({ id }) => id === now.id)?.state !== 'unpaid';
            if (settled) setList('paid');
            return settled;
          }}
        />
        <Button id="find-back" kind="text" onTap={() => setConfirmed(false)}>
          返回重新选择
        </Button>
      </>
    );
  }
  return (
    <>
      <Failed error={refresh.error} onRetry={refresh.submit} />
      {confirmed && <Banner kind="ok" title="缴费成功" />}
      <Tabs options={lists} value={list} onChange={setList} />
      {list === 'unpaid' ? (
        <Unpaid orders={open} ticked={new Set(chosen.map(({ id }) => id))} onTick={tick} />
      ) : (
        <Paid orders={paid} />
      )}
      <View className="actions">
        {list === 'unpaid' && chosen.length > 0 && (
          <Button id="find-confirm" onTap={() => setConfirmed(true)}>
            {`确认订单，共 ¥${formatFen(chosen.reduce((sum, { totalFen }) => sum + totalFen, 0))}`}
          </Button>
        )}
        <Button id="find-again" kind="quiet" onTap={onAgain}>
          查另一件
        </Button>
      </View>
    </>
  );
}

export default function FindOrders() {
  const [found, setFound] = useState<Found | undefined>(() => kept.load());
  const keep = (next: Found) => {
    kept.save(next);
    setFound(next);
  };
  return (
    <Page title="凭编号缴费">
      {found ? (
        <Shown
          key={found.ticket}
          found={found}
          onItems={(items) => keep({ ...found, items })}
          onAgain={() => {
            kept.drop();
            setFound(undefined);
          }}
        />
      ) : (
        <Ask onFound={keep} />
      )}
    </Page>
  );
}
