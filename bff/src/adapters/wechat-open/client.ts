import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FaceResult } from '../answer';
import { AdapterDependencies } from '../dependencies';
import { readJson } from '../read-json';
import { WechatAnswer, WechatFaceStart, WechatOpenPort, WechatRefusal, WechatSubscribeMessage } from './port';
import { FetchedToken, TokenCache } from './token';

export interface WechatOpenConfig {
  appId: string;
  appSecret: string;
  /** `https://api.weixin.qq.com`, or the host that stands in for it. */
  baseUrl: string;
  timeoutMs: number;
}

const REFUSALS: Record<number, WechatRefusal> = {
  40003: 'openid-invalid',
  40029: 'code-invalid',
  40163: 'code-invalid',
  40226: 'user-blocked',
  45009: 'too-often',
  45011: 'too-often',
  43101: 'not-subscribed',
  40037: 'template-invalid',
  47003: 'data-invalid',
  40097: 'data-invalid',
};
const TOKEN_REFUSED = new Set([40001, 40014, 42001]);

/** Raised inside only; turned into `unknown` before anyone sees it. */
class Unheard extends Error {}

export class WechatOpenClient implements WechatOpenPort {
  private readonly tokens: TokenCache;

  constructor(
    private readonly config: WechatOpenConfig,
    private readonly deps: AdapterDependencies,
  ) {
    this.tokens = new TokenCache(deps.clock, () => this.fetchToken());
  }

  async codeToSession(code: string): Promise<WechatAnswer<{ openid: string; unionid?: string }>> {
    const query = new URLSearchParams({
      appid: this.config.appId,
      secret: this.config.appSecret,
      js_code: code,
      grant_type: 'authorization_code',
    });
    const session = z.object({ openid: z.string().min(1), unionid: z.string().optional() });
    // session_key is dropped on purpose: nothing here needs it, so nothing can leak it.
    return this.guarded(() => this.exchange('GET', `/sns/jscode2session?${query}`, undefined), session);
  }

  async phoneNumber(code: string): Promise<WechatAnswer<{ phone: string; countryCode: string }>> {
    const info = z
      .object({ phone_info: z.object({ purePhoneNumber: z.string().min(1), countryCode: z.coerce.string() }) })
      .transform(({ phone_info: phone }) => ({ phone: phone.purePhoneNumber, countryCode: phone.countryCode }));
    return this.guarded(() => this.authorised('/wxa/business/getuserphonenumber', { code }), info);
  }

  async startFace(start: WechatFaceStart): Promise<WechatAnswer<{ verifyId: string; expiresAt: number }>> {
    const begun = z
      .object({ verify_id: z.string().min(1), expires_in: z.number().positive().default(3600) })
      .transform((said) => ({
        verifyId: said.verify_id,
        expiresAt: this.deps.clock.now() + said.expires_in * 1000,
      }));
    const body = {
      out_seq_no: start.reference,
      cert_info: { cert_type: 'IDENTITY_CARD', cert_name: start.name, cert_no: start.idNumber },
      openid: start.openid,
    };
    return this.guarded(() => this.authorised('/cityservice/face/identify/getverifyid', body), begun);
  }

  async faceResult(session: WechatFaceStart & { verifyId: string }): Promise<FaceResult> {
    const body = {
      verify_id: session.verifyId,
      out_seq_no: session.reference,
      cert_hash: certificateHash(session.name, session.idNumber),
      openid: session.openid,
    };
    const verified = z.object({ verify_ret: z.number().int().optional() });
    const answer = await this.guarded(
      () => this.authorised('/cityservice/face/identify/queryverifyinfo', body),
      verified,
    );
    if (answer.status === 'unknown') return { state: 'unknown', code: answer.cause };
    if (answer.status === 'rejected') return { state: 'unknown', code: String(answer.platformCode) };
    const { verify_ret: verdict } = answer.data;
    if (verdict === undefined || verdict === 0) return { state: 'pending' };
    return verdict === 10000 ? { state: 'passed' } : { state: 'refused', code: String(verdict) };
  }

  async sendSubscribe(message: WechatSubscribeMessage): Promise<WechatAnswer<Record<string, never>>> {
    const data = Object.fromEntries(Object.entries(message.data).map(([key, value]) => [key, { value }]));
    const body = { touser: message.openid, template_id: message.templateId, page: message.page, data };
    const sent = z.object({}).transform(() => ({}));
    return this.guarded(() => this.authorised('/cgi-bin/message/subscribe/send', body), sent);
  }

  private async fetchToken(): Promise<FetchedToken> {
    const said = await this.exchange('POST', '/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: this.config.appId,
      secret: this.config.appSecret,
      force_refresh: false,
    });
    const token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() }).safeParse(said);
    if (!token.success) throw new Unheard(`token-${errorCode(said)}`);
    return { token: token.data.access_token, expiresInSeconds: token.data.expires_in };
  }

  private async authorised(path: string, body: Record<string, unknown>): Promise<unknown> {
    const token = await this.tokens.token();
    const said = await this.exchange('POST', `${path}?access_token=${encodeURIComponent(token)}`, body);
    if (!TOKEN_REFUSED.has(errorCode(said))) return said;
    // Somebody renewed the token elsewhere: once more with a fresh one.
    this.tokens.forget(token);
    const fresh = await this.tokens.token();
    return this.exchange('POST', `${path}?access_token=${encodeURIComponent(fresh)}`, body);
  }

  /** -1 means "busy, try again": once. */
  private async guarded<T>(send: () => Promise<unknown>, schema: z.ZodType<T>): Promise<WechatAnswer<T>> {
    try {
      let said = await send();
      if (errorCode(said) === -1) said = await send();
      const platformCode = errorCode(said);
      if (platformCode === -1 || TOKEN_REFUSED.has(platformCode)) {
        return { status: 'unknown', cause: `errcode-${platformCode}` };
      }
      if (platformCode !== 0) {
        return { status: 'rejected', reason: REFUSALS[platformCode] ?? 'other', platformCode };
      }
      const data = schema.safeParse(said);
      return data.success ? { status: 'accepted', data: data.data } : { status: 'unknown', cause: 'garbage' };
    } catch (error) {
      if (error instanceof Unheard) return { status: 'unknown', cause: error.message };
      throw error;
    }
  }

  private async exchange(method: string, path: string, body: Record<string, unknown> | undefined): Promise<unknown> {
    const started = this.deps.clock.now();
    // The query string holds the secret or the token: only the path before it is logged.
    const fields = { method, path: path.split('?', 1)[0]! };
    let cause: string;
    try {
      const response = await fetch(this.config.baseUrl.replace(/\/$/, '') + path, {
        method,
        redirect: 'error',
        headers: body ? { 'Content-Type': 'application/json' } : {},
        body: body ? JSON.stringify(body) : undefined,
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
      const text = await response.text();
      if (response.status === 200) {
        const said = readJson(text);
        this.deps.logger?.info('wechat-open call', {
          ...fields,
          errcode: errorCode(said),
          durationMs: this.deps.clock.now() - started,
        });
        return said;
      }
      cause = `http-${response.status}`;
    } catch (error) {
      const { name } = error as Error;
      cause = name === 'TimeoutError' ? 'timeout' : name === 'SyntaxError' ? 'garbage' : 'network';
    }
    this.deps.logger?.warn('wechat-open call', { ...fields, cause, durationMs: this.deps.clock.now() - started });
    throw new Unheard(cause);
  }
}

/**
 * cert_hash of queryVerifyInfo: SHA-256 (hex) over the base64 of each field, in the documented order.
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/face/api_queryverifyinfo.html
 */
export function certificateHash(name: string, idNumber: string): string {
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  const text = `cert_type=${base64('IDENTITY_CARD')}&cert_name=${base64(name)}&cert_no=${base64(idNumber)}`;
  return createHash('sha256').update(text).digest('hex');
}

function errorCode(said: unknown): number {
  const code = (said as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code : 0;
}
