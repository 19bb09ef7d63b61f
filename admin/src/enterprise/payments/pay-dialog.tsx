import { capitalAmount, routes } from '@zhucheng/shared';
import { Alert, Button, Modal, QRCode, Segmented, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { call } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { yuan } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';

type Method = 'wechat-native' | 'alipay-page';
const pollMs = 2_000;

/** Pays one order, single or merged: a code for WeChat, a page for Alipay; the server says when the money is there. */
export function PayDialog({ order, onClose }: { order: { id: string; totalFen: number }; onClose: () => void }) {
  const [method, setMethod] = useState<Method>('wechat-native');
  const forget = useForget();
  const pay = useCommand(routes.enterprisePayments.pay);
  const state = useRead(
    ['order-state', order.id],
    routes.enterprisePayments.state,
    { params: { id: order.id } },
    { every: pollMs },
  );
  const paid = state.data?.state === 'paid';
  const { mutate } = pay;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once per order and way of paying
  useEffect(() => {
    if (!paid) mutate({ params: { id: order.id }, body: { method } });
  }, [order.id, method]);
  useEffect(() => {
    if (paid) void forget('orders', 'work', 'desk');
  }, [paid, forget]);
  const check = (): void => {
    void call(routes.enterprisePayments.check, { params: { id: order.id } }).finally(() => state.refetch());
  };
  return (
    <Modal
      open
      width={460}
      title={paid ? '已缴费' : '缴纳登记费'}
      onCancel={onClose}
      footer={
        paid ? (
          <Button type="primary" onClick={onClose} data-testid="pay-done">
            完成
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>稍后再缴</Button>
            <Button type="primary" onClick={check} data-testid="pay-check">
              我已付款，查询结果
            </Button>
          </>
        )
      }
    >
      <div className="pay-dialog" aria-live="polite">
        <p className="pay-amount" data-testid="pay-amount">
          <strong>{yuan(order.totalFen)}</strong>
          <small>{capitalAmount(order.totalFen)}</small>
        </p>
        {paid ? (
          <Alert type="success" showIcon title="费用已到账，办件自动进入登簿。" />
        ) : (
          <>
            <Segmented<Method>
              block
              aria-label="支付方式"
              value={method}
              onChange={setMethod}
              options={[
                { value: 'wechat-native', label: '微信扫码' },
                { value: 'alipay-page', label: '支付宝网页' },
              ]}
            />
            <div className="pay-code">
              {pay.isPending && <Spin description="正在取得付款码…" />}
              {pay.data?.native && (
                <QRCode value={pay.data.native.codeUrl} size={208} aria-label="微信付款二维码" data-testid="pay-qr" />
              )}
              {pay.data?.alipayPage && (
                <Button size="large" type="primary" href={pay.data.alipayPage.url} target="_blank" rel="noopener">
                  打开支付宝付款页
                </Button>
              )}
            </div>
            <p className="soft">付款后本页会自动更新，不会重复扣款。</p>
          </>
        )}
        <CommandFault error={pay.error} />
      </div>
    </Modal>
  );
}
