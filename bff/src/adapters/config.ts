import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inChinese } from '../config/in-chinese';
import { AlipayConfig } from './alipay/config';
import { AlipayOpenConfig } from './alipay-open/client';
import { GatewayConfig } from './gateway/client';
import { StorageConfig } from './storage/client';
import { WechatOpenConfig } from './wechat-open/client';
import { WechatPayConfig } from './wechat-pay/config';

/** Everything the adapters need; keys are PEM text, already read and checked. */
export interface DepartmentConfig {
  wechatOpen: WechatOpenConfig;
  wechatPay: WechatPayConfig;
  alipay: AlipayConfig;
  alipayOpen: AlipayOpenConfig;
  tax: GatewayConfig;
  housing: GatewayConfig;
  market: GatewayConfig;
  utilities: GatewayConfig;
  escrow: GatewayConfig;
  identityCheck: GatewayConfig;
  sms: GatewayConfig;
  scan: GatewayConfig;
  storage: StorageConfig;
  anchorKeeper?: GatewayConfig;
}

const text = (what: string) =>
  z
    .string({ error: `缺少${what}，请设置 (missing)` })
    .trim()
    .min(1, { error: `${what}为空 (empty)` });
const address = (what: string) => text(what).refine(isHttp, { error: `${what}不是网址 (not an http(s) URL)` });

type Check = (pem: string) => unknown;

/** A file of PEM text; the check makes sure at start that it is what it should be. */
const pemFile = (what: string, check: Check) =>
  text(what).transform((path, context) => {
    try {
      const pem = readFileSync(path, 'utf8');
      check(pem);
      return pem;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const absent = code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR';
      const message = absent ? `文件读不到（${code}）` : '不是有效的 PEM';
      context.addIssue({ code: 'custom', message: `${what}：${message}` });
      return z.NEVER;
    }
  });
const privateKeyFile = (what: string) => pemFile(what, (pem) => createPrivateKey(pem));
const publicKeyFile = (what: string) => pemFile(what, (pem) => createPublicKey(pem));

const variables = z.object({
  WECHAT_APP_ID: text('微信小程序 AppID'),
  WECHAT_APP_SECRET: text('微信小程序 AppSecret'),
  WECHAT_OPEN_BASE_URL: address('微信开放接口地址').default('https://api.weixin.qq.com'),
  WECHAT_PAY_BASE_URL: address('微信支付接口地址').default('https://api.mch.weixin.qq.com'),
  WECHAT_PAY_MCH_ID: text('微信支付商户号'),
  WECHAT_PAY_SERIAL: text('商户证书序列号'),
  WECHAT_PAY_PRIVATE_KEY_FILE: privateKeyFile('商户私钥文件'),
  WECHAT_PAY_CERT_FILE: pemFile('商户证书文件', (pem) => new X509Certificate(pem)),
  WECHAT_PAY_API_V3_KEY: text('APIv3 密钥').refine((key) => Buffer.byteLength(key) === 32, {
    error: 'APIv3 密钥应为 32 字节 (must be 32 bytes)',
  }),
  WECHAT_PAY_PUBLIC_KEY_ID: text('微信支付公钥 ID'),
  WECHAT_PAY_PUBLIC_KEY_FILE: publicKeyFile('微信支付公钥文件'),
  WECHAT_PAY_PREVIOUS_PUBLIC_KEY_ID: z.string().optional(),
  WECHAT_PAY_PREVIOUS_PUBLIC_KEY_FILE: publicKeyFile('微信支付旧公钥文件').optional(),
  WECHAT_PAY_NOTIFY_URL: address('微信支付回调地址'),
  ALIPAY_APP_ID: text('支付宝应用 AppID'),
  ALIPAY_GATEWAY_URL: address('支付宝网关地址').default('https://openapi.alipay.com/gateway.do'),
  ALIPAY_PRIVATE_KEY_FILE: privateKeyFile('支付宝应用私钥文件'),
  ALIPAY_PUBLIC_KEY_FILE: publicKeyFile('支付宝公钥文件'),
  ALIPAY_AES_KEY: text('支付宝 AES 密钥').refine((key) => Buffer.from(key, 'base64').length === 16, {
    error: '支付宝 AES 密钥应为 16 字节的 base64 (must be base64 of 16 bytes)',
  }),
  ALIPAY_SELLER_ID: text('支付宝收款账号 (PID)'),
  ALIPAY_NOTIFY_URL: address('支付宝回调地址'),
  TAX_WECHAT_MCH_ID: text('税务部门的微信支付商户号').optional(),
  TAX_ALIPAY_SELLER_ID: text('税务部门的支付宝收款账号').optional(),
  DEPARTMENT_APP_ID: text('部门接口应用 ID'),
  DEPARTMENT_PRIVATE_KEY_FILE: privateKeyFile('部门接口私钥文件'),
  DEPARTMENT_PUBLIC_KEY_FILE: publicKeyFile('部门接口对方公钥文件'),
  TAX_BASE_URL: address('税务接口地址'),
  HOUSING_BASE_URL: address('住建接口地址'),
  MARKET_BASE_URL: address('市场监管接口地址'),
  UTILITIES_BASE_URL: address('水电气、宽带、有线电视接口地址'),
  ESCROW_BASE_URL: address('资金监管银行接口地址'),
  IDENTITY_CHECK_BASE_URL: address('身份核验接口地址'),
  SMS_BASE_URL: address('短信接口地址'),
  SCAN_BASE_URL: address('病毒扫描接口地址'),
  ANCHOR_KEEPER_BASE_URL: address('审计锚点存证接口地址').optional(),
  DEPARTMENT_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(5_000),
  PAYMENT_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(8_000),
  SCAN_TIMEOUT_MS: z.coerce.number().int().min(50).max(120_000).default(20_000),
  STORAGE_S3_ENDPOINT: address('对象存储地址').optional(),
  STORAGE_S3_BUCKET: text('对象存储桶').optional(),
  STORAGE_S3_REGION: text('对象存储区域').default('us-east-1'),
  STORAGE_S3_KEY: text('对象存储访问键').optional(),
  STORAGE_S3_SECRET: text('对象存储密钥').optional(),
  DATA_DIR: text('数据目录'),
});

/** Variables with an address that the platform or somebody on its behalf connects to. */
export const departmentAddresses = Object.keys(variables.shape).filter((name) => /_URL$|_ENDPOINT$/.test(name));

/** A process.env-like record → {@link DepartmentConfig}; other variables are left alone. */
export const departmentEnvironment = variables.transform((env, context): DepartmentConfig => {
  const merchant = new X509Certificate(env.WECHAT_PAY_CERT_FILE);
  const problem = (key: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  if (merchant.serialNumber.toUpperCase() !== env.WECHAT_PAY_SERIAL.toUpperCase()) {
    problem('WECHAT_PAY_SERIAL', '与商户证书的序列号不一致 (differs from the certificate)');
  }
  if (!merchant.checkPrivateKey(createPrivateKey(env.WECHAT_PAY_PRIVATE_KEY_FILE))) {
    problem('WECHAT_PAY_PRIVATE_KEY_FILE', '与商户证书不匹配 (does not belong to the certificate)');
  }
  if (!env.WECHAT_PAY_PREVIOUS_PUBLIC_KEY_ID !== !env.WECHAT_PAY_PREVIOUS_PUBLIC_KEY_FILE) {
    problem('WECHAT_PAY_PREVIOUS_PUBLIC_KEY_ID', '旧公钥的 ID 与文件须同时设置 (set both or none)');
  }
  const s3 = ['ENDPOINT', 'BUCKET', 'KEY', 'SECRET'].map((name) => `STORAGE_S3_${name}`);
  const absent = s3.filter((name) => !env[name as keyof typeof env]);
  if (absent.length < s3.length)
    for (const name of absent) problem(name, '对象存储的设置不完整 (set all of them or none)');
  const bucket =
    absent.length > 0
      ? undefined
      : {
          endpoint: env.STORAGE_S3_ENDPOINT!,
          bucket: env.STORAGE_S3_BUCKET!,
          region: env.STORAGE_S3_REGION,
          accessKey: env.STORAGE_S3_KEY!,
          secretKey: env.STORAGE_S3_SECRET!,
          timeoutMs: 30_000,
        };
  const gateway = (department: string, baseUrl: string): GatewayConfig => ({
    department,
    baseUrl,
    appId: env.DEPARTMENT_APP_ID,
    privateKey: env.DEPARTMENT_PRIVATE_KEY_FILE,
    peerPublicKey: env.DEPARTMENT_PUBLIC_KEY_FILE,
    timeoutMs: env.DEPARTMENT_TIMEOUT_MS,
  });
  const alipay = {
    appId: env.ALIPAY_APP_ID,
    gatewayUrl: env.ALIPAY_GATEWAY_URL,
    privateKey: env.ALIPAY_PRIVATE_KEY_FILE,
    alipayPublicKey: env.ALIPAY_PUBLIC_KEY_FILE,
    timeoutMs: env.PAYMENT_TIMEOUT_MS,
  };
  const { WECHAT_PAY_PREVIOUS_PUBLIC_KEY_ID: previousId, WECHAT_PAY_PREVIOUS_PUBLIC_KEY_FILE: previousKey } = env;
  return {
    wechatOpen: {
      appId: env.WECHAT_APP_ID,
      appSecret: env.WECHAT_APP_SECRET,
      baseUrl: env.WECHAT_OPEN_BASE_URL,
      timeoutMs: env.DEPARTMENT_TIMEOUT_MS,
    },
    wechatPay: {
      appId: env.WECHAT_APP_ID,
      baseUrl: env.WECHAT_PAY_BASE_URL,
      merchantId: env.WECHAT_PAY_MCH_ID,
      merchantSerial: env.WECHAT_PAY_SERIAL.toUpperCase(),
      merchantPrivateKey: env.WECHAT_PAY_PRIVATE_KEY_FILE,
      merchantCertificate: env.WECHAT_PAY_CERT_FILE,
      apiV3Key: env.WECHAT_PAY_API_V3_KEY,
      platformKeys: {
        [env.WECHAT_PAY_PUBLIC_KEY_ID]: env.WECHAT_PAY_PUBLIC_KEY_FILE,
        // While WeChat's key is being exchanged, callbacks under the old one still arrive.
        ...(previousId && previousKey ? { [previousId]: previousKey } : {}),
      },
      platformKeyId: env.WECHAT_PAY_PUBLIC_KEY_ID,
      notifyUrl: env.WECHAT_PAY_NOTIFY_URL,
      ...(env.TAX_WECHAT_MCH_ID && { taxMerchantId: env.TAX_WECHAT_MCH_ID }),
      timeoutMs: env.PAYMENT_TIMEOUT_MS,
    },
    alipay: {
      ...alipay,
      sellerId: env.ALIPAY_SELLER_ID,
      notifyUrl: env.ALIPAY_NOTIFY_URL,
      ...(env.TAX_ALIPAY_SELLER_ID && { taxSellerId: env.TAX_ALIPAY_SELLER_ID }),
    },
    alipayOpen: { ...alipay, aesKey: env.ALIPAY_AES_KEY },
    tax: gateway('tax', env.TAX_BASE_URL),
    housing: gateway('housing', env.HOUSING_BASE_URL),
    market: gateway('market', env.MARKET_BASE_URL),
    utilities: gateway('utilities', env.UTILITIES_BASE_URL),
    escrow: gateway('escrow', env.ESCROW_BASE_URL),
    identityCheck: gateway('identity-check', env.IDENTITY_CHECK_BASE_URL),
    sms: gateway('sms', env.SMS_BASE_URL),
    ...(env.ANCHOR_KEEPER_BASE_URL && { anchorKeeper: gateway('anchor-keeper', env.ANCHOR_KEEPER_BASE_URL) }),
    scan: { ...gateway('virus-scan', env.SCAN_BASE_URL), timeoutMs: env.SCAN_TIMEOUT_MS },
    storage: bucket ?? { root: join(env.DATA_DIR, 'files') },
  };
});

/** Every key at fault; never repeats a value. */
export function departmentFaults(
  environment: Record<string, string | undefined>,
): Array<{ subject: string; fault: string }> {
  const issues = departmentEnvironment.safeParse(environment, inChinese).error?.issues ?? [];
  return issues.map((issue) => ({ subject: issue.path.join('.'), fault: issue.message }));
}

/** Parses the environment; throws one error that names every key at fault and never repeats a value. */
export function parseDepartmentEnvironment(environment: Record<string, string | undefined>): DepartmentConfig {
  const parsed = departmentEnvironment.safeParse(environment);
  if (parsed.success) return parsed.data;
  const lines = departmentFaults(environment).map(({ subject, fault }) => `  ${subject}: ${fault}`);
  throw new Error(`外部接口配置有误，请改正后重新启动：\n${lines.join('\n')}`);
}

function isHttp(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}
