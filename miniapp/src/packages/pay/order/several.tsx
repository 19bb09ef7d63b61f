import { View } from '@tarojs/components';
import {
  capitalAmount,
  type DuesView,
  formatFen,
  type OrderView,
  type PaymentMethod,
  paymentMethods,
  routes,
} from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { type Attempt, attemptsOf } from '@/core/attempts';
import { go } from '@/core/go';
import { orderTags } from '@/core/order-tags';
import { pay } from '@/core/platform/pay';
import { usePoll } from '@/core/use-poll';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Failed, Option, Tag } from '@/ui';
import { Qr } from '@/ui/qr';

interface Props {
  dues: DuesView;
  reload(): void;
}

const attempts = attemptsOf('pay');
const nameOf = (order: OrderView) => order.items[0]?.name ?? '费用';
const walletOf = (method: PaymentMethod) => (method.startsWith('wechat') ? '微信' : '支付宝');

/** What was paid or came to an end, one line each. */
function Done({ items }: { items: readonly OrderView[] }) {
  if (items.length === 0) return null;
  return (
    <Card title="已办">
      {items.map((order) => (
        <View className="person" key={order.id}>
          <View className="person__main">
            <View className="person__name">{`${nameOf(order)} ¥${formatFen(order.totalFen)}`}</View>
            <View className="small">{`收款：${order.collector}`}</View>
          </View>
          <Tag kind={orderTags[order.state]}>{order.stateName}</Tag>
        </View>
      ))}
    </Card>
  );
}

/**
 * Fee and taxes of one case (一卡缴纳全部税费): tick, one button. Where the wallet cannot pay several at once they are paid one
 * after the other; what is done stays done, and the page picks up where it was.
 */
export function Several({ dues, reload }: Props) {
  const due = dues.items.filter(({ payable }) => payable);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [cancelled, setCancelled] = useState(false);
  const ticked = due.filter(({ id }) => !left.includes(id));
  const owner = dues.items[0]?.caseId ?? '';
  const [attempt, setAttempt] = useState<Attempt | undefined>(() => attempts.load(owner));
  const ask = async () => {
    const states = await Promise.all(
      due.map(({ id }) => call(routes.payments.check, { params: { id } }).then(({ state }) => state)),
    );
    if (states.every((state) => state === 'unpaid')) return;
    attempts.drop(owner);
    setAttempt(undefined);
    reload();
  };
  usePoll(ask, attempt !== undefined, attempt?.id, { first: 2_500, most: 8_000 });
  const sumFen = ticked.reduce((sum, { totalFen }) => sum + totalFen, 0);
  const wayOf = (method: PaymentMethod) => dues.ways.find((one) => one.method === method);
  /** All of them with one press, or the first of them. */
  const nextOf = (method: PaymentMethod): readonly OrderView[] =>
    wayOf(method)?.way === 'together' && ticked.length > 1 ? ticked : ticked.slice(0, 1);
  const possible = (method: PaymentMethod) => {
    const next = nextOf(method);
    return next.length > 1 || next.every(({ kind }) => kind === 'fee' || wayOf(method)?.taxAlone);
  };
  const start = useSubmit(async (method: PaymentMethod) => {
    setCancelled(false);
    const next = nextOf(method);
    const [first] = next;
    if (!first) return;
    const started =
      next.length > 1
        ? await call(routes.payments.payTogether, { body: { orderIds: next.map(({ id }) => id), method } })
        : await call(routes.payments.pay, { params: { id: first.id }, body: { method } });
    const mine = { id: started.attemptId, expiresAt: started.expiresAt, url: started.native?.codeUrl };
    attempts.save(owner, mine);
    setAttempt(mine);
    if ((await pay.pay(started)) === 'cancelled') {
      attempts.drop(owner);
      setAttempt(undefined);
      setCancelled(true);
    }
    await ask();
  });
  const check = useSubmit(ask);
  const toggle = (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id]);
  const methods = pay.methods.filter(possible);
  return (
    <View>
      <Failed error={start.error ?? check.error} onRetry={reload} />
      {cancelled && <Banner>没有付款。需要时可以再点一次，不会重复扣款。</Banner>}
      {due.length > 0 && (
        <Card title="这件要缴的费用">
          {due.map((order, index) => (
            <Option
              key={order.id}
              id={`due-${index}`}
              many
              bare
              label={`${nameOf(order)} ¥${formatFen(order.totalFen)}`}
              note={`收款：${order.collector}。${order.items[0]?.basis ?? ''}`}
              on={!left.includes(order.id)}
              onTap={() => toggle(order.id)}
            />
          ))}
          <View className="amount" id="dues-amount">{`¥${formatFen(sumFen)}`}</View>
          <View className="lead">{sumFen > 0 ? `大写：${capitalAmount(sumFen)}` : '请勾选要缴的费用。'}</View>
        </Card>
      )}
      {attempt?.url && (
        <Card title="用微信扫一扫付款">
          <Qr text={attempt.url} label="微信支付二维码" />
          <View className="lead centre">付款后这一页会自动更新，请不要关闭。</View>
        </Card>
      )}
      {attempt && (
        <>
          <Banner kind="warn" title="正在确认是否到账">
            付过的话请稍等几秒，不用再付一次。
          </Banner>
          <View className="block">
            <Button id="dues-check" kind="quiet" busy={check.busy} onTap={check.submit}>
              我已付款，查询结果
            </Button>
          </View>
        </>
      )}
      {ticked.length > 0 && (
        <Card title={attempt ? '换一种方式' : '付款'}>
          <View className="actions">
            {methods.map((method, index) => {
              const next = nextOf(method);
              const fen = next.reduce((sum, { totalFen }) => sum + totalFen, 0);
              const what = next.length === ticked.length ? '' : `先付${nameOf(next[0]!)} `;
              return (
                <Button
                  key={method}
                  id={`dues-${method.startsWith('wechat') ? 'wechat' : 'alipay'}`}
                  kind={index === 0 && !attempt ? 'main' : 'quiet'}
                  busy={start.busy}
                  label={`${paymentMethods[method]}，${what}${formatFen(fen)} 元`}
                  onTap={() => start.submit(method)}
                >
                  {`${walletOf(method)}支付 ${what}¥${formatFen(fen)}`.replace('支付宝支付', '支付宝')}
                </Button>
              );
            })}
          </View>
          {methods.length === 0 && (
            <Banner title="这一项请用支付宝缴">
              税款单独缴时微信还不能代收。请在支付宝小程序或电脑浏览器里打开「我的缴费」，用支付宝付款；也可以到税务部门缴。
            </Banner>
          )}
          {ticked.length > 1 && methods.some((method) => nextOf(method).length === 1) && (
            <View className="lead">支付宝一次付一项。付完一项会回到这里，接着付下一项，已付的不会重复收。</View>
          )}
        </Card>
      )}
      {due.length === 0 && (
        <Banner kind="ok" title="您要缴的都缴清了">
          各方缴清、税务部门出具完税证明后自动登簿，办好后会发消息告诉您。
        </Banner>
      )}
      <Done items={dues.items.filter(({ state }) => state !== 'unpaid')} />
      <View className="block">
        <Button id="dues-case" kind="quiet" onTap={() => go('/packages/case/index', { id: owner })}>
          查看办理进度
        </Button>
      </View>
    </View>
  );
}
