export interface AlipayConfig {
  appId: string;
  /** `https://openapi.alipay.com/gateway.do`, or what stands in for it. */
  gatewayUrl: string;
  /** PEM; the application's private key and Alipay's public key (支付宝公钥). */
  privateKey: string;
  alipayPublicKey: string;
  /** The merchant's user id (PID, 2088…) that callbacks must name. */
  sellerId: string;
  /** The tax bureau's account, for which the application may collect. */
  taxSellerId?: string;
  notifyUrl: string;
  timeoutMs: number;
}
