import { AddressInfo } from 'node:net';
import { AlipayPeer } from './alipay';
import { SandboxApi } from './api';
import { Peers, SandboxCity } from './context';
import { Courier } from './courier';
import { DepartmentsPeer } from './departments';
import { DepartmentDesk } from './desks';
import { EscrowDesk } from './escrow';
import { EscrowApi } from './escrow-api';
import { Routes, serve } from './http';
import { loadKeys, taxCollector } from './keys';
import { SandboxPages } from './pages';
import { CardReaderPeer } from './reader';
import { Store } from './store';
import { Till } from './till';
import { Wallet } from './wallet';
import { WechatOpenPeer } from './wechat-open';
import { WechatPayPeer } from './wechat-pay';

export type { SandboxCity } from './context';

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number;
  /** Keys and state live here. */
  dataDir: string;
  /** Address to listen on; default 127.0.0.1 – whoever reaches it can approve payments and faces. */
  host?: string;
  /** Address a browser reaches it under; default http://127.0.0.1:port. */
  publicUrl?: string;
  /** Address of the platform, for the callback addresses; default http://127.0.0.1:(port − 1). */
  platformUrl?: string;
  /** Folder of the keys, if several share them; `dataDir` unless given. */
  keysDir?: string;
  /** Full callback addresses, when they differ from the platform's usual ones. */
  notifyUrls?: { wechat: string; alipay: string; escrow?: string };
  city?: SandboxCity;
  clock?: { now(): number };
  /** Waits between callback attempts and for a department's later answer are divided by this; 1 as in life. */
  speed?: number;
}

export interface Sandbox {
  url: string;
  /** Stops listening and saves the state. */
  close(): Promise<void>;
  /** What the platform's environment must hold to talk to this sandbox; lacks only DATA_DIR. */
  environment: Record<string, string>;
}

/** Starts the peers (WeChat Pay, WeChat, Alipay, departments) on one port, with their keys and their memory. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const keys = await loadKeys(options.keysDir ?? options.dataDir);
  let url = '';
  const platform = () =>
    (options.platformUrl ?? `http://127.0.0.1:${Number(new URL(url).port) - 1}`).replace(/\/$/, '');
  const peers: Peers = {
    keys,
    store: new Store(options.dataDir),
    city: options.city ?? {},
    clock: options.clock ?? { now: () => Date.now() },
    speed: options.speed ?? 1,
    publicUrl: () => options.publicUrl ?? url,
    escrowNotifyUrl: () => options.notifyUrls?.escrow ?? `${platform()}/api/callbacks/escrow`,
  };
  const courier = new Courier(peers);
  const till = new Till(peers, courier);
  const wallet = new Wallet(peers, till);
  const escrow = new EscrowDesk(peers, courier);
  const desk = new DepartmentDesk(peers, escrow);
  const routes = new Routes();
  new WechatPayPeer(peers, till).mount(routes);
  new WechatOpenPeer(peers).mount(routes);
  new AlipayPeer(peers, till).mount(routes);
  new DepartmentsPeer(peers, desk).mount(routes);
  new CardReaderPeer(peers).mount(routes);
  new SandboxApi(peers, till, wallet, desk, courier).mount(routes);
  new EscrowApi(escrow).mount(routes);
  new SandboxPages(peers, till).mount(routes);
  const server = serve(routes);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  courier.resume();
  till.resume();
  const notifyUrls = options.notifyUrls ?? {
    wechat: `${platform()}/api/callbacks/wechat-pay`,
    alipay: `${platform()}/api/callbacks/alipay`,
  };
  return {
    url,
    environment: environment(peers, url, notifyUrls),
    close: async () => {
      courier.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      peers.store.save();
    },
  };
}

function environment(
  { keys, publicUrl }: Peers,
  url: string,
  notifyUrls: { wechat: string; alipay: string },
): Record<string, string> {
  const { secrets, files } = keys;
  return {
    WECHAT_APP_ID: secrets.wechatAppId,
    WECHAT_APP_SECRET: secrets.wechatAppSecret,
    WECHAT_OPEN_BASE_URL: url,
    WECHAT_PAY_BASE_URL: url,
    WECHAT_PAY_MCH_ID: secrets.merchantId,
    WECHAT_PAY_SERIAL: secrets.merchantSerial,
    WECHAT_PAY_PRIVATE_KEY_FILE: files.merchantKey,
    WECHAT_PAY_CERT_FILE: files.merchantCertificate,
    WECHAT_PAY_API_V3_KEY: secrets.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: secrets.platformKeyId,
    WECHAT_PAY_PUBLIC_KEY_FILE: files.wechatPlatformPublicKey,
    WECHAT_PAY_NOTIFY_URL: notifyUrls.wechat,
    ALIPAY_APP_ID: secrets.alipayAppId,
    // Also opened by the citizen's browser (page.pay, certify), hence the public address.
    ALIPAY_GATEWAY_URL: `${publicUrl()}/gateway.do`,
    ALIPAY_PRIVATE_KEY_FILE: files.alipayAppKey,
    ALIPAY_PUBLIC_KEY_FILE: files.alipayPublicKey,
    ALIPAY_AES_KEY: secrets.alipayAesKey,
    ALIPAY_SELLER_ID: secrets.alipaySellerId,
    ALIPAY_NOTIFY_URL: notifyUrls.alipay,
    TAX_WECHAT_MCH_ID: taxCollector(secrets).merchantId,
    TAX_ALIPAY_SELLER_ID: taxCollector(secrets).alipaySellerId,
    DEPARTMENT_APP_ID: secrets.departmentAppId,
    DEPARTMENT_PRIVATE_KEY_FILE: files.departmentAppKey,
    DEPARTMENT_PUBLIC_KEY_FILE: files.departmentPublicKey,
    TAX_BASE_URL: `${url}/departments/tax`,
    MARKET_BASE_URL: `${url}/departments/market`,
    HOUSING_BASE_URL: `${url}/departments/housing`,
    ESCROW_BASE_URL: `${url}/departments/escrow`,
    UTILITIES_BASE_URL: `${url}/departments/utilities`,
    IDENTITY_CHECK_BASE_URL: `${url}/departments/identity-check`,
    SMS_BASE_URL: `${url}/departments/sms`,
    ANCHOR_KEEPER_BASE_URL: `${url}/departments/anchor-keeper`,
    // Asked by the kiosk's browser, hence the public address.
    KIOSK_READER_URL: `${publicUrl()}/sandbox/reader`,
    SCAN_BASE_URL: `${url}/departments/virus-scan`,
  };
}
