import { View } from '@tarojs/components';
import { type PaymentMethod, type PaymentStarted, paymentMethods } from '@zhucheng/shared';
import { useState } from 'react';
import { type Attempt, attemptsOf } from '@/core/attempts';
import { pay } from '@/core/platform/pay';
import { usePoll } from '@/core/use-poll';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Failed } from '@/ui';
import { Qr } from '@/ui/qr';

interface Props {
  /** Key under which the attempt is kept on this device. */
  orderId: string;
  tax?: boolean;
  begin(method: PaymentMethod): Promise<PaymentStarted>;
  /** Asks the server whether the money has come, and says so on the page; true once nothing more is awaited. */
  look(): Promise<boolean>;
}

const attempts = attemptsOf('pay');
/** Whether a payment was begun on this device whose end is not known yet. */
export const isBegun = (orderId: string): boolean => attempts.load(orderId) !== undefined;

const wallet = (method: PaymentMethod) => (method.startsWith('wechat') ? 'wechat' : 'alipay');

/** Choosing a wallet and waiting for the server to see the money; what the wallet says here proves nothing. */
export function Checkout({ orderId, tax = false, begin, look: ask }: Props) {
  const [attempt, setAttempt] = useState<Attempt | undefined>(() => attempts.load(orderId));
  const [cancelled, setCancelled] = useState(false);
  const look = async () => {
    if (await ask()) attempts.drop(orderId);
  };
  usePoll(look, attempt !== undefined, attempt?.id, { first: 2_500, most: 8_000 });
  const start = useSubmit(async (method: PaymentMethod) => {
    setCancelled(false);
    const started = await begin(method);
    const mine = { id: started.attemptId, expiresAt: started.expiresAt, url: started.native?.codeUrl };
    attempts.save(orderId, mine);
    setAttempt(mine);
    if ((await pay.pay(started)) === 'cancelled') {
      attempts.drop(orderId);
      setAttempt(undefined);
      setCancelled(true);
    }
    await look();
  });
  const check = useSubmit(look);
  // A tax alone is collected by Alipay only.
  const methods = pay.methods.filter((method) => !tax || method.startsWith('alipay'));
  return (
    <View>
      <Failed error={start.error ?? check.error} />
      {cancelled && <Banner>没有付款。需要时可以再点一次，不会重复扣款。</Banner>}
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
            <Button id="pay-check" kind="quiet" busy={check.busy} onTap={check.submit}>
              我已付款，查询结果
            </Button>
          </View>
        </>
      )}
      <Card title={attempt ? '换一种方式' : '选择付款方式'}>
        <View className="actions">
          {methods.map((method, index) => (
            <Button
              key={method}
              id={`pay-${wallet(method)}`}
              kind={index === 0 && !attempt ? 'main' : 'quiet'}
              busy={start.busy}
              onTap={() => start.submit(method)}
            >
              {paymentMethods[method].replace('微信扫码', '微信支付').replace('支付宝网页', '支付宝')}
            </Button>
          ))}
        </View>
      </Card>
    </View>
  );
}
