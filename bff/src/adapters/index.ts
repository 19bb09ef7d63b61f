import { AlipayClient } from './alipay/client';
import { AlipayOpenClient } from './alipay-open/client';
import { AlipayOpenPort } from './alipay-open/port';
import { AnchorKeeperClient } from './anchor-keeper/client';
import { AnchorKeeperPort } from './anchor-keeper/port';
import { DepartmentConfig } from './config';
import { AdapterDependencies } from './dependencies';
import { EscrowClient } from './escrow/client';
import { EscrowPort } from './escrow/port';
import { GatewayConfig, SignedGatewayClient } from './gateway/client';
import { HousingClient } from './housing/client';
import { HousingPort } from './housing/port';
import { IdentityCheckClient } from './identity-check/client';
import { IdentityCheckPort } from './identity-check/port';
import { MarketClient } from './market/client';
import { MarketPort } from './market/port';
import { PaymentChannel, PaymentChannelName } from './payment-channel/port';
import { ScanClient } from './scan/client';
import { ScanPort } from './scan/port';
import { SmsClient } from './sms/client';
import { SmsPort } from './sms/port';
import { createStorage } from './storage/client';
import { StoragePort } from './storage/port';
import { TaxClient } from './tax/client';
import { TaxPort } from './tax/port';
import { UtilitiesClient } from './utilities/client';
import { UtilitiesPort } from './utilities/port';
import { WechatOpenClient } from './wechat-open/client';
import { WechatOpenPort } from './wechat-open/port';
import { WechatPayClient } from './wechat-pay/client';

export interface Adapters {
  wechatOpen: WechatOpenPort;
  alipayOpen: AlipayOpenPort;
  /** By channel name, so that the payments module picks by data. */
  channels: Record<PaymentChannelName, PaymentChannel>;
  tax: TaxPort;
  housing: HousingPort;
  market: MarketPort;
  utilities: UtilitiesPort;
  escrow: EscrowPort;
  identityCheck: IdentityCheckPort;
  sms: SmsPort;
  scan: ScanPort;
  storage: StoragePort;
  /** Absent where no second place for anchors is configured. */
  anchorKeeper?: AnchorKeeperPort;
  /** Circuit breaker state per department, for the integrations page of the centre. */
  health(): { department: string; state: 'up' | 'down' }[];
}

/** Builds every adapter once per process; nothing connects until the first call. */
export function createAdapters(config: DepartmentConfig, deps: AdapterDependencies): Adapters {
  const gateways: SignedGatewayClient[] = [];
  const gateway = (gatewayConfig: GatewayConfig): SignedGatewayClient => {
    const client = new SignedGatewayClient(gatewayConfig, deps);
    gateways.push(client);
    return client;
  };
  return {
    wechatOpen: new WechatOpenClient(config.wechatOpen, deps),
    alipayOpen: new AlipayOpenClient(config.alipayOpen, deps),
    channels: {
      wechat: new WechatPayClient(config.wechatPay, deps),
      alipay: new AlipayClient(config.alipay, deps),
    },
    tax: new TaxClient(gateway(config.tax)),
    housing: new HousingClient(gateway(config.housing)),
    market: new MarketClient(gateway(config.market)),
    utilities: new UtilitiesClient(gateway(config.utilities)),
    escrow: new EscrowClient(gateway(config.escrow), config.escrow, deps),
    identityCheck: new IdentityCheckClient(gateway(config.identityCheck)),
    sms: new SmsClient(gateway(config.sms)),
    scan: new ScanClient(gateway(config.scan)),
    ...(config.anchorKeeper && { anchorKeeper: new AnchorKeeperClient(gateway(config.anchorKeeper)) }),
    storage: createStorage(config.storage, deps),
    health: () => gateways.map((client) => ({ department: client.department, state: client.health })),
  };
}

export * from './alipay-open/port';
export * from './anchor-keeper/port';
export type { DepartmentAnswer, FaceResult } from './answer';
export type { DepartmentConfig } from './config';
export { parseDepartmentEnvironment } from './config';
export type { AdapterDependencies } from './dependencies';
export * from './escrow/port';
export * from './housing/port';
export * from './identity-check/port';
export * from './market/port';
export * from './payment-channel/port';
export * from './scan/port';
export * from './sms/port';
export * from './storage/port';
export * from './tax/port';
export * from './utilities/port';
export * from './wechat-open/port';
