import { X509Certificate } from 'node:crypto';
import { Peers, rsaVerify } from './context';
import { ApiError } from './http';
import { Combination, Payment } from './state';
import { PREPAY_LIFE_MS, Till } from './till';

const keyCache = new Map<string, string>();

/** PEM of the public key inside a certificate. */
export function publicKeyOf(certificate: string): string {
  let key = keyCache.get(certificate);
  if (!key) {
    key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    keyCache.set(certificate, key);
  }
  return key;
}

export interface JsapiParameters {
  appId?: string;
  timeStamp?: string;
  nonceStr?: string;
  package?: string;
  signType?: string;
  paySign?: string;
}

/** What the wallets on citizens' phones do (wx.requestPayment, my.tradePay, scanning a code). */
export class Wallet {
  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
  ) {}

  /** Refuses whatever the real wallet refuses: a bad signature, another app, an old or unknown prepay_id. */
  wechat(parameters: JsapiParameters, payer?: string): Payment {
    return this.till.pay(this.wechatOrder(parameters), payer);
  }

  /** The first part of the combination that was prepared under this id or code. */
  private combined(found: (one: Combination) => boolean): (Payment & { prepayAt?: number }) | undefined {
    const combination = Object.values(this.peers.store.state.combinations).find(found);
    const [part] = combination ? this.till.partsOf(combination) : [];
    if (part) part.prepayAt = combination?.prepayAt;
    return part;
  }

  /** The order behind signed jsapi parameters, checked but not paid. */
  wechatOrder(parameters: JsapiParameters): Payment {
    const { keys, clock } = this.peers;
    const { appId = '', timeStamp = '', nonceStr = '', package: prepay = '', paySign = '' } = parameters;
    const text = `${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`;
    const signed = parameters.signType === undefined || parameters.signType === 'RSA';
    if (!signed || !rsaVerify(text, paySign, publicKeyOf(keys.merchantCertificate))) {
      throw new ApiError(400, 'pay-sign-invalid');
    }
    if (appId !== keys.secrets.wechatAppId) throw new ApiError(400, 'appid-mismatch');
    const prepayId = prepay.replace(/^prepay_id=/, '');
    const payment =
      this.till.list().find((order) => order.prepayId === prepayId && prepayId !== '') ??
      this.combined((one) => one.prepayId === prepayId && prepayId !== '');
    if (!payment) throw new ApiError(400, 'prepay-id-unknown');
    if (clock.now() - (payment.prepayAt ?? 0) > PREPAY_LIFE_MS) throw new ApiError(400, 'prepay-id-expired');
    return payment;
  }

  /** A scanned code of either channel. */
  code(codeUrl: string): Payment {
    const payment =
      this.till.list().find((order) => order.codeUrl === codeUrl && codeUrl !== '') ??
      this.combined((one) => one.codeUrl === codeUrl && codeUrl !== '');
    if (!payment) throw new ApiError(404, 'code-unknown');
    if (this.peers.clock.now() - (payment.prepayAt ?? 0) > PREPAY_LIFE_MS) throw new ApiError(400, 'code-expired');
    return payment;
  }

  alipay(tradeNo: string): Payment {
    const payment = this.till.list().find((order) => order.channel === 'alipay' && order.tradeNo === tradeNo);
    if (!payment) throw new ApiError(404, 'trade-unknown');
    return this.till.pay(payment);
  }
}
