import { atSecond } from '@zhucheng/shared';
import { AlipayFaces } from './alipay-face';
import { AlipayRefusal, AlipayTrades } from './alipay-trade';
import { Peers, rsaSign, rsaVerify } from './context';
import { Call, Reply, Routes } from './http';
import { Till } from './till';
import { takeCode } from './wechat-open';

type Fields = Record<string, string>;
type Content = Record<string, unknown> | 'never';

/** Alipay's OpenAPI gateway (支付宝网关): RSA2 both ways. https://opendocs.alipay.com/common/02kf5q */
export class AlipayPeer {
  private readonly trades: AlipayTrades;
  private readonly faces: AlipayFaces;

  constructor(
    private readonly peers: Peers,
    till: Till,
  ) {
    this.trades = new AlipayTrades(peers, till);
    this.faces = new AlipayFaces(peers);
  }

  mount(routes: Routes): void {
    routes.on('POST', '/gateway.do', (call) => this.handle(call));
    routes.on('GET', '/gateway.do', (call) => this.handle(call));
  }

  private handle(call: Call): Reply {
    const fields = merge(call);
    if (!fields) return { json: { error_response: { code: '40002', msg: 'Invalid Arguments' } } };
    const method = fields.method ?? '';
    const fault = this.fault(fields);
    if (isPage(method)) {
      if (fault) return { status: 400, html: `<meta charset="utf-8"><p>支付宝：${fault}</p>` };
      const redirect = method === 'alipay.trade.page.pay' ? this.trades.page(fields) : this.faces.page(fields);
      return redirect ? { redirect } : { status: 400, html: '<meta charset="utf-8"><p>支付宝：参数有误</p>' };
    }
    let content: Content;
    try {
      content = fault ? { code: '40002', msg: 'Invalid Arguments', sub_code: fault } : this.run(method, fields);
    } catch (error) {
      if (!(error instanceof AlipayRefusal)) throw error;
      content = { code: error.code, msg: error.message, sub_code: error.subCode, sub_msg: error.message };
    }
    return content === 'never' ? { never: true } : this.signed(method, content);
  }

  /** A sub_code when the request isn't one of our client's. */
  private fault(fields: Fields): string | undefined {
    const { keys, clock } = this.peers;
    if (fields.app_id !== keys.secrets.alipayAppId) return 'isv.invalid-app-id';
    if (fields.sign_type !== 'RSA2' || fields.charset?.toLowerCase() !== 'utf-8') return 'isv.invalid-signature-type';
    const sent = atSecond(fields.timestamp ?? '');
    if (!(Math.abs(clock.now() - sent) <= 600_000)) return 'isv.invalid-timestamp';
    const text = Object.keys(fields)
      .filter((key) => key !== 'sign' && fields[key] !== '')
      .sort()
      .map((key) => `${key}=${fields[key]}`)
      .join('&');
    const good = rsaVerify(text, fields.sign ?? '', keys.alipayAppPublicKey);
    return good ? undefined : 'isv.invalid-signature';
  }

  private run(method: string, fields: Fields): Content {
    if (method === 'alipay.system.oauth.token') return this.token(fields);
    let content: Record<string, unknown>;
    try {
      content = JSON.parse(fields.biz_content ?? '') as Record<string, unknown>;
    } catch {
      throw new AlipayRefusal('40002', 'isv.invalid-parameter', '业务参数不是 JSON');
    }
    const answer = this.trades.run(method, content, fields) ?? this.faces.run(method, content);
    if (!answer) throw new AlipayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
    return answer === 'never' ? answer : { code: '10000', msg: 'Success', ...answer };
  }

  private token(fields: Fields): Content {
    const code = takeCode(this.peers, 'alipay-auth', fields.code ?? '');
    if (fields.grant_type !== 'authorization_code' || !code) {
      throw new AlipayRefusal('40002', 'isv.code-invalid', '授权码code无效');
    }
    return {
      open_id: code.value,
      access_token: `composeB${code.value.slice(0, 20)}`,
      expires_in: 1296000,
      refresh_token: `composeR${code.value.slice(0, 20)}`,
      re_expires_in: 2592000,
    };
  }

  private signed(method: string, content: Record<string, unknown>): Reply {
    const { keys, store } = this.peers;
    const { faults } = store.state;
    const key = `${method.replaceAll('.', '_')}_response`;
    // As the real gateway does, slashes are escaped: what is signed is the text, not the value.
    const text = JSON.stringify(content).replaceAll('/', '\\/');
    const sign = rsaSign(text, keys.alipayKey);
    if (faults.unsignedAnswers) return { body: `{"${key}":${text}}` };
    if (faults.duplicateKeyAnswers) {
      const forged = JSON.stringify({ ...content, trade_status: 'TRADE_SUCCESS', total_amount: '0.01' });
      return { body: `{"${key}":${text},"sign":"${sign}","${key}":${forged}}` };
    }
    return { body: `{"${key}":${text},"sign":"${sign}"}` };
  }
}

function isPage(method: string): boolean {
  return method === 'alipay.trade.page.pay' || method === 'alipay.user.certify.open.certify';
}

/** Address and form together; a field that comes twice with different values is refused. */
function merge(call: Call): Fields | undefined {
  const fields: Fields = {};
  const form = new URLSearchParams(call.method === 'POST' ? call.body.toString('utf8') : '');
  for (const [name, value] of [...call.url.searchParams, ...form]) {
    if (fields[name] !== undefined && fields[name] !== value) return undefined;
    fields[name] = value;
  }
  return fields;
}
