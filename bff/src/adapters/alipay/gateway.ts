import { createPrivateKey, createPublicKey, createVerify, KeyObject } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import { AdapterDependencies } from '../dependencies';
import { isExactBase64 } from '../gateway/base64';
import { readJson } from '../read-json';
import { topLevelMembers } from './response';
import { beijingText } from './values';

export interface AlipayGatewayConfig {
  appId: string;
  gatewayUrl: string;
  privateKey: string;
  alipayPublicKey: string;
  timeoutMs: number;
}

/** `ok`: code 10000. `refused`: a signed business error. `unknown`: nothing trustworthy. */
export type AlipayOutcome<T> =
  | { kind: 'ok'; data: T }
  | { kind: 'refused'; code: string; subCode: string }
  | { kind: 'unknown'; cause: string };

/** These mean "not decided"; asking again with the same numbers is right. */
const UNDECIDED = new Set([
  'ACQ.SYSTEM_ERROR',
  'aop.ACQ.SYSTEM_ERROR',
  'SYSTEM_ERROR',
  'isp.unknow-error',
  'aop.unknow-error',
]);

const result = z.looseObject({ code: z.string().optional(), sub_code: z.string().optional() });

/**
 * Alipay's OpenAPI gateway (支付宝开放平台网关). The SDK builds and signs the request; we carry it, because its `exec` hides the raw
 * body, verifies only when told to, and is fooled by a body that has the response key twice.
 * https://opendocs.alipay.com/common/02kf5q
 */
export class AlipayGateway {
  readonly sdk: AlipaySdk;
  private readonly alipayKey: KeyObject;

  constructor(
    private readonly config: AlipayGatewayConfig,
    private readonly deps: AdapterDependencies,
  ) {
    this.alipayKey = createPublicKey(config.alipayPublicKey);
    this.sdk = new AlipaySdk({
      appId: config.appId,
      gateway: config.gatewayUrl,
      // The SDK takes a PKCS#1 body without a trailing line break; node:crypto reads either kind.
      privateKey: createPrivateKey(config.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString().trim(),
      alipayPublicKey: this.alipayKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
      keyType: 'PKCS1',
      signType: 'RSA2',
      timeout: config.timeoutMs,
    });
  }

  /** Signed page address (GET) for interfaces that the citizen's browser opens. */
  page(method: string, parameters: Record<string, unknown>): string {
    return this.sdk.pageExecute(method, 'GET', { timestamp: this.timestamp(), ...parameters });
  }

  async call<T>(method: string, parameters: Record<string, unknown>, data: z.ZodType<T>): Promise<AlipayOutcome<T>> {
    const started = this.deps.clock.now();
    const outcome = await this.exchange(method, parameters, data);
    const fields = { method, outcome: outcome.kind, durationMs: this.deps.clock.now() - started };
    if (outcome.kind === 'ok') this.deps.logger?.info('alipay call', fields);
    else if (outcome.kind === 'refused') this.deps.logger?.info('alipay call', { ...fields, subCode: outcome.subCode });
    else this.deps.logger?.warn('alipay call', { ...fields, cause: outcome.cause });
    return outcome;
  }

  /** RSA2 over exact text. */
  verify(text: string, signature: string): boolean {
    if (!isExactBase64(signature)) return false;
    return createVerify('RSA-SHA256').update(text, 'utf8').verify(this.alipayKey, signature, 'base64');
  }

  private async exchange<T>(
    method: string,
    parameters: Record<string, unknown>,
    data: z.ZodType<T>,
  ): Promise<AlipayOutcome<T>> {
    const signed = new URLSearchParams(this.sdk.sdkExecute(method, { timestamp: this.timestamp(), ...parameters }));
    const url = new URL(this.config.gatewayUrl);
    // charset must stand in the address: the gateway reads it before it decodes the body.
    url.searchParams.set('charset', 'utf-8');
    let status: number;
    let raw: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8', Accept: 'application/json' },
        body: signed.toString(),
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
      status = response.status;
      raw = await response.text();
    } catch (error) {
      return { kind: 'unknown', cause: (error as Error).name === 'TimeoutError' ? 'timeout' : 'network' };
    }
    if (status !== 200) return { kind: 'unknown', cause: `http-${status}` };
    return this.read(method, raw, data);
  }

  private read<T>(method: string, raw: string, data: z.ZodType<T>): AlipayOutcome<T> {
    const members = topLevelMembers(raw);
    if (!members) return { kind: 'unknown', cause: 'garbage' };
    const key = `${method.replaceAll('.', '_')}_response`;
    const content = members.get(key);
    const errorContent = members.get('error_response');
    if ((content === undefined) === (errorContent === undefined)) return { kind: 'unknown', cause: 'garbage' };
    const body = (content ?? errorContent) as string;
    const signature = z
      .string()
      .min(1)
      .safeParse(parseJson(members.get('sign'))).data;
    if (!signature || !this.verify(body, signature)) return { kind: 'unknown', cause: 'bad-signature' };
    const said = result.safeParse(parseJson(body));
    if (!said.success) return { kind: 'unknown', cause: 'garbage' };
    const { code, sub_code: subCode = '' } = said.data;
    // alipay.system.oauth.token has no code when it succeeds.
    if (content !== undefined && (code === undefined || code === '10000')) {
      const parsed = data.safeParse(said.data);
      return parsed.success ? { kind: 'ok', data: parsed.data } : { kind: 'unknown', cause: 'garbage' };
    }
    if (code === undefined || code === '20000' || code === '10003' || UNDECIDED.has(subCode)) {
      return { kind: 'unknown', cause: subCode || code || 'garbage' };
    }
    return { kind: 'refused', code, subCode };
  }

  private timestamp(): string {
    return beijingText(this.deps.clock.now());
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : readJson(text);
  } catch {
    return undefined;
  }
}
