import { digest, Peers, random } from './context';
import { Call, Reply, Routes } from './http';
import { OneShotCode } from './state';

const MESSAGES: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  43101: 'user refuse to accept the msg',
  47003: 'argument invalid!',
};

/** WeChat's mini-program server interfaces (小程序服务端接口). https://developers.weixin.qq.com/miniprogram/dev/server/API/ */
export class WechatOpenPeer {
  constructor(private readonly peers: Peers) {}

  mount(routes: Routes): void {
    routes.on('GET', '/sns/jscode2session', (call) => this.session(call));
    routes.on('POST', '/cgi-bin/stable_token', (call) => this.token(call));
    const authorised = (path: string, run: (body: Record<string, unknown>) => Reply): void => {
      routes.on('POST', path, (call) => this.authorised(call, run));
    };
    authorised('/wxa/business/getuserphonenumber', (body) => this.phone(body));
    authorised('/cityservice/face/identify/getverifyid', (body) => this.startFace(body));
    authorised('/cityservice/face/identify/queryverifyinfo', (body) => this.faceResult(body));
    authorised('/cgi-bin/message/subscribe/send', (body) => this.subscribe(body));
  }

  private session(call: Call): Reply {
    const { wechatErrcode } = this.peers.store.state.faults;
    if (wechatErrcode !== 0) return refuse(wechatErrcode);
    const fault = this.secretFault(call.url.searchParams.get('appid'), call.url.searchParams.get('secret'));
    if (fault) return refuse(fault);
    const code = this.take('wechat-login', call.url.searchParams.get('js_code') ?? '');
    if (typeof code === 'number') return refuse(code);
    return {
      json: {
        openid: code.value,
        session_key: Buffer.from(random(16), 'hex').toString('base64'),
        unionid: `u${digest(`union:${code.value}`).slice(0, 27)}`,
      },
    };
  }

  private token(call: Call): Reply {
    const body = json(call);
    const fault = this.secretFault(body.appid, body.secret);
    if (fault) return refuse(fault);
    const { store, clock } = this.peers;
    const now = clock.now();
    const { token } = store.state;
    if (!token || token.expiresAt <= now || body.force_refresh === true) {
      store.state.token = { token: `${random(24)}_${random(24)}`, expiresAt: now + 7_200_000 };
      store.touch();
    }
    const current = store.state.token as { token: string; expiresAt: number };
    return { json: { access_token: current.token, expires_in: Math.floor((current.expiresAt - now) / 1000) } };
  }

  private authorised(call: Call, run: (body: Record<string, unknown>) => Reply): Reply {
    const { store, clock } = this.peers;
    const { token, faults } = store.state;
    if (faults.wechatErrcode !== 0) return refuse(faults.wechatErrcode);
    const shown = call.url.searchParams.get('access_token');
    if (!token || token.token !== shown || token.expiresAt <= clock.now()) return refuse(40001);
    return run(json(call));
  }

  private phone(body: Record<string, unknown>): Reply {
    const code = this.take('wechat-phone', String(body.code ?? ''));
    if (typeof code === 'number') return refuse(code);
    const phone = code.value;
    const watermark = {
      timestamp: Math.floor(this.peers.clock.now() / 1000),
      appid: this.peers.keys.secrets.wechatAppId,
    };
    return ok({ phone_info: { phoneNumber: phone, purePhoneNumber: phone, countryCode: '86', watermark } });
  }

  private startFace(body: Record<string, unknown>): Reply {
    const person = (body.cert_info ?? {}) as Record<string, unknown>;
    const { cert_type: type, cert_name: name, cert_no: idNumber } = person;
    const { out_seq_no: reference, openid } = body;
    const texts = [name, idNumber, reference, openid];
    if (type !== 'IDENTITY_CARD' || !texts.every((text) => typeof text === 'string' && text !== ''))
      return refuse(40097);
    const now = this.peers.clock.now();
    const id = `wxface_${random(16)}`;
    this.peers.store.state.faces[id] = {
      id,
      platform: 'wechat',
      name: name as string,
      idNumber: idNumber as string,
      openid: openid as string,
      reference: reference as string,
      state: 'pending',
      createdAt: now,
      expiresAt: now + 3_600_000,
    };
    this.peers.store.touch();
    return ok({ verify_id: id, expires_in: 3600 });
  }

  private faceResult(body: Record<string, unknown>): Reply {
    const face = this.peers.store.state.faces[String(body.verify_id)];
    if (face?.platform !== 'wechat') return refuse(40097);
    const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
    const hash = digest(
      `cert_type=${base64('IDENTITY_CARD')}&cert_name=${base64(face.name)}&cert_no=${base64(face.idNumber)}`,
    );
    const same = body.cert_hash === hash && body.openid === face.openid && body.out_seq_no === face.reference;
    if (!same) return refuse(40097);
    const verdict = { passed: 10000, refused: 10003, pending: 0 }[face.state];
    return ok({ verify_ret: verdict });
  }

  private subscribe(body: Record<string, unknown>): Reply {
    const { touser: openid, template_id: templateId, data } = body;
    if (typeof openid !== 'string' || openid === '') return refuse(40003);
    if (typeof templateId !== 'string' || templateId === '') return refuse(40037);
    const values = data !== null && typeof data === 'object' ? Object.values(data) : undefined;
    if (!values?.every((item: { value?: unknown }) => typeof item?.value === 'string')) return refuse(47003);
    const { subscribed } = this.peers.store.state;
    subscribed.push({ openid, templateId, data: data as Record<string, unknown>, at: this.peers.clock.now() });
    subscribed.splice(0, Math.max(0, subscribed.length - 200));
    this.peers.store.touch();
    return ok({ msgid: random(8) });
  }

  private secretFault(appId: unknown, secret: unknown): number {
    const { secrets } = this.peers.keys;
    if (appId !== secrets.wechatAppId) return 40013;
    return secret === secrets.wechatAppSecret ? 0 : 40125;
  }

  private take(kind: OneShotCode['kind'], code: string): OneShotCode | number {
    return takeCode(this.peers, kind, code) ?? (this.peers.store.state.codes[code]?.kind === kind ? 40163 : 40029);
  }
}

/** One-shot codes: five minutes, once. */
export function takeCode(peers: Peers, kind: OneShotCode['kind'], code: string): OneShotCode | undefined {
  const known = peers.store.state.codes[code];
  if (known?.kind !== kind || known.used || known.expiresAt <= peers.clock.now()) return undefined;
  known.used = true;
  peers.store.touch();
  return known;
}

export function giveCode(peers: Peers, kind: OneShotCode['kind'], value: string): string {
  const code = `0${random(15)}`;
  peers.store.state.codes[code] = { kind, value, expiresAt: peers.clock.now() + 300_000, used: false };
  peers.store.touch();
  return code;
}

function ok(fields: Record<string, unknown>): Reply {
  return { json: { errcode: 0, errmsg: 'ok', ...fields } };
}

function refuse(errcode: number): Reply {
  return { json: { errcode, errmsg: `${MESSAGES[errcode] ?? 'error'} rid: ${random(4)}` } };
}

function json(call: Call): Record<string, unknown> {
  try {
    return (JSON.parse(call.body.toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
