export interface WechatPayConfig {
  /** Mini-program app id the payments are for. */
  appId: string;
  /** `https://api.mch.weixin.qq.com`, or the host that stands in for it. */
  baseUrl: string;
  merchantId: string;
  /** The tax bureau's merchant, bound to the app for combined payments. Money goes to no other merchant than these two. */
  taxMerchantId?: string;
  /** Serial number of the merchant's API certificate (商户证书序列号), upper-case hex. */
  merchantSerial: string;
  /** PEM. */
  merchantPrivateKey: string;
  merchantCertificate: string;
  /** APIv3 key, 32 bytes. */
  apiV3Key: string;
  /** Keys WeChat signs with, PEM by serial or `PUB_KEY_ID_…`. Only these are believed; none is ever fetched. */
  platformKeys: Record<string, string>;
  /** Which of them we ask WeChat to sign with. */
  platformKeyId: string;
  notifyUrl: string;
  timeoutMs: number;
}
