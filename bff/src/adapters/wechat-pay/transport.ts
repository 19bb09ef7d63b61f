import { AdapterDependencies } from '../dependencies';
import { readJson } from '../read-json';
import { readSignature, WechatPayVerifier } from './signature';

/** The origin that the SDK has built in. */
const OFFICIAL_ORIGIN = 'https://api.mch.weixin.qq.com';

/** Nothing trustworthy came back; the message is a cause code, never a header or a body. */
export class UnknownOutcome extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'UnknownOutcome';
  }
}

export interface VerifiedResponse {
  status: number;
  // The SDK's own type for a body is `any`; every reader parses it with a schema.
  data: unknown;
}

/**
 * The HTTP client given to the SDK (`pay.createHttp`): swaps the base URL, sends exactly the bytes that were signed,
 * sets a time-out, and returns only what WeChat verifiably signed. Errors never carry the Authorization header.
 */
export class WechatPayTransport {
  constructor(
    private readonly config: { baseUrl: string; platformKeyId: string; timeoutMs: number },
    private readonly verifier: WechatPayVerifier,
    private readonly deps: AdapterDependencies,
  ) {}

  /** The SDK signs `JSON.stringify(params)`; the same expression makes the same bytes here. */
  post(url: string, params: Record<string, unknown>, headers: Record<string, string>): Promise<VerifiedResponse> {
    return this.send('POST', url, headers, JSON.stringify(params));
  }

  get(url: string, headers: Record<string, string>): Promise<VerifiedResponse> {
    return this.send('GET', url, headers);
  }

  /** Uploads belong to merchant onboarding, which this platform doesn't do. */
  async upload(): Promise<never> {
    throw new UnknownOutcome('upload-unsupported');
  }

  private async send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<VerifiedResponse> {
    if (!url.startsWith(`${OFFICIAL_ORIGIN}/v3/`)) throw new UnknownOutcome('foreign-url');
    const target = this.config.baseUrl.replace(/\/$/, '') + url.slice(OFFICIAL_ORIGIN.length);
    const started = this.deps.clock.now();
    let response: Response;
    let text: string;
    try {
      response = await fetch(target, {
        method,
        body,
        redirect: 'error',
        headers: { ...headers, Accept: 'application/json', 'Wechatpay-Serial': this.config.platformKeyId },
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw this.unknown((error as Error).name === 'TimeoutError' ? 'timeout' : 'network', method, url, started);
    }
    const fault = this.verifier.fault(
      readSignature((name) => response.headers.get(name)),
      text,
      this.deps.clock.now(),
    );
    // An unsigned refusal may come from anything on the way: it proves nothing, and neither does a 5xx.
    if (response.status >= 500) throw this.unknown(`http-${response.status}`, method, url, started);
    if (fault) throw this.unknown(`answer-${fault}`, method, url, started);
    const durationMs = this.deps.clock.now() - started;
    this.deps.logger?.info('wechat-pay call', { method, path: operation(url), status: response.status, durationMs });
    if (text === '') return { status: response.status, data: {} };
    try {
      return { status: response.status, data: readJson(text) };
    } catch {
      throw new UnknownOutcome('garbage');
    }
  }

  private unknown(cause: string, method: string, url: string, started: number): UnknownOutcome {
    const durationMs = this.deps.clock.now() - started;
    this.deps.logger?.warn('wechat-pay call', { method, path: operation(url), cause, durationMs });
    return new UnknownOutcome(cause);
  }
}

/** Path without the query string. */
function operation(url: string): string {
  return url.slice(OFFICIAL_ORIGIN.length).split('?', 1)[0]!;
}
