import { createCipheriv } from 'node:crypto';
import { alipayOpenIdOf, beijingDate, openidOf, Peers, rsaSign } from './context';
import { Courier } from './courier';
import { DepartmentDesk } from './desks';
import { ApiError, Call, Handler, Reply, Routes, readJson, text } from './http';
import { Channel, Department, DepartmentMode, emptyState, Face, Faults, Filing, NO_FAULTS, Payment } from './state';
import { Till } from './till';
import { JsapiParameters, Wallet } from './wallet';
import { giveCode } from './wechat-open';

const MODES: readonly DepartmentMode[] = ['now', 'later', 'wrong', 'garbage', 'never'];

const SIZES = ['large', 'medium', 'small', 'micro', 'self-employed', 'unknown'];

/** The JSON side of the playing field: what phones, wallets, faces and clerks would do. */
export class SandboxApi {
  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
    private readonly wallet: Wallet,
    private readonly desk: DepartmentDesk,
    private readonly courier: Courier,
  ) {}

  mount(routes: Routes): void {
    const get = (path: string, run: Handler): unknown => routes.on('GET', `/sandbox/api${path}`, run);
    const post = (path: string, run: Handler): unknown => routes.on('POST', `/sandbox/api${path}`, run);
    const put = (path: string, run: Handler): unknown => routes.on('PUT', `/sandbox/api${path}`, run);
    const { peers } = this;
    get('/sms', (call) => this.sms(call));
    get('/payments', (call) => this.payments(call));
    get('/refunds', (call) => this.refunds(call));
    post('/payments/:number/pay', (call) => this.pay(call));
    post('/payments/:number/scan', (call) => ok(this.till.scan(this.payment(call, readJson(call)))));
    post('/payments/:number/cancel', (call) => ok(this.till.cancel(this.payment(call, readJson(call)))));
    get('/faces', (call) => this.faces(call));
    post('/faces/:id/pass', (call) => ok(this.face(call, 'passed')));
    post('/faces/:id/refuse', (call) => ok(this.face(call, 'refused')));
    post('/wechat/login-code', (call) => this.loginCode(readJson(call)));
    post('/wechat/phone-code', (call) => ok({ code: giveCode(peers, 'wechat-phone', text(readJson(call), 'phone')) }));
    post('/alipay/auth-code', (call) => this.authCode(readJson(call)));
    post('/alipay/phone-response', (call) => this.phoneResponse(text(readJson(call), 'phone')));
    post('/wallet/wechat', (call) => this.payWithWechat(readJson(call)));
    post('/wallet/alipay', (call) => this.payWithAlipay(readJson(call)));
    post('/wallet/code', (call) => ok(this.till.pay(this.wallet.code(text(readJson(call), 'codeUrl')))));
    post('/tax/certificates', (call) => this.taxCertificate(readJson(call)));
    put('/tax/units/:unitNumber', (call) => ok(this.desk.tax.valued(call.params.unitNumber as string, readJson(call))));
    get('/tax/assessments', () => ok({ assessments: Object.values(peers.store.state.taxAssessments).reverse() }));
    put('/tax/assessments/:number', (call) => ok(this.desk.tax.mark(call.params.number as string, readJson(call))));
    get('/tax/refunds', () => ok({ refunds: Object.values(peers.store.state.taxRefunds) }));
    put('/market/enterprises/:code', (call) => this.enterprise(call));
    post('/housing/contracts', (call) => this.contract(readJson(call)));
    get('/housing/filings', (call) => this.filings(call));
    post('/housing/filings/:id/:side', (call) => ok(this.file(call)));
    put('/people/:idNumber/phone', (call) => this.newPhone(call));
    get('/departments', () => ok({ departments: peers.store.state.departments }));
    put('/departments/:department', (call) => this.mode(call));
    get('/tickets', () => ok({ tickets: Object.values(peers.store.state.tickets).reverse().slice(0, 100) }));
    post('/tickets/:ticket/release', (call) => this.release(call));
    get('/faults', () => ok(peers.store.state.faults));
    put('/faults', (call) => this.faults(readJson(call)));
    get('/callbacks', (call) => this.callbacks(call));
    get('/callbacks/:id/request', (call) => ok(this.courier.build(this.callback(call))));
    get('/messages', () => ok({ messages: [...peers.store.state.subscribed].reverse() }));
    post('/reset', () => this.reset());
  }

  private sms(call: Call): Reply {
    const phone = call.url.searchParams.get('phone');
    const messages = this.peers.store.state.sms.filter((message) => !phone || message.phone === phone);
    return ok({ messages: [...messages].reverse().slice(0, 100) });
  }

  private payments(call: Call): Reply {
    const number = call.url.searchParams.get('outTradeNo');
    const state = call.url.searchParams.get('state');
    const prefix = call.url.searchParams.get('prefix') ?? '';
    const wanted = (payment: Payment): boolean =>
      (!number || payment.outTradeNo === number) &&
      (!state || payment.state === state) &&
      payment.outTradeNo.startsWith(prefix);
    return ok({ payments: this.till.list().filter(wanted).slice(0, 200) });
  }

  private refunds(call: Call): Reply {
    const prefix = call.url.searchParams.get('prefix') ?? '';
    const refunds = Object.values(this.peers.store.state.refunds);
    return ok({ refunds: refunds.filter((refund) => refund.outTradeNo.startsWith(prefix)).slice(0, 200) });
  }

  private payment(call: Call, body: Record<string, unknown>): Payment {
    const number = call.params.number as string;
    const { channel } = body;
    const found = channel ? this.till.find(channel as Channel, number) : this.till.any(number);
    if (!found) throw new ApiError(404, 'payment-unknown');
    return found;
  }

  private pay(call: Call): Reply {
    const body = readJson(call);
    const payer = typeof body.payer === 'string' ? body.payer : undefined;
    return ok(this.till.pay(this.payment(call, body), payer));
  }

  private faces(call: Call): Reply {
    const state = call.url.searchParams.get('state');
    const faces = Object.values(this.peers.store.state.faces).reverse();
    return ok({ faces: faces.filter((face) => !state || face.state === state).slice(0, 100) });
  }

  private face(call: Call, verdict: 'passed' | 'refused'): Face {
    const face = this.peers.store.state.faces[call.params.id as string];
    if (!face) throw new ApiError(404, 'face-unknown');
    if (face.state !== 'pending') throw new ApiError(409, `face-${face.state}`);
    if (face.expiresAt <= this.peers.clock.now()) throw new ApiError(409, 'face-expired');
    face.state = verdict;
    this.peers.store.touch();
    return face;
  }

  /** The operators give somebody a new number. */
  private newPhone(call: Call): Reply {
    this.desk.movePhone(call.params.idNumber as string, text(readJson(call), 'phone'));
    return ok({ done: true });
  }

  private loginCode(body: Record<string, unknown>): Reply {
    const openid = typeof body.openid === 'string' && body.openid ? body.openid : openidOf(text(body, 'phone'));
    return ok({ code: giveCode(this.peers, 'wechat-login', openid), openid });
  }

  private authCode(body: Record<string, unknown>): Reply {
    const openId = typeof body.openId === 'string' && body.openId ? body.openId : alipayOpenIdOf(text(body, 'phone'));
    const authCode = giveCode(this.peers, 'alipay-auth', openId);
    return ok({ code: authCode, authCode, openId });
  }

  /** What my.getPhoneNumber gives the page: encrypted, and signed with the quotes around the ciphertext. */
  private phoneResponse(phone: string): Reply {
    const { keys } = this.peers;
    const cipher = createCipheriv('aes-128-cbc', Buffer.from(keys.secrets.alipayAesKey, 'base64'), Buffer.alloc(16));
    const plain = JSON.stringify({ code: '10000', msg: 'Success', mobile: phone });
    const response = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
    const sign = rsaSign(`"${response}"`, keys.alipayKey);
    const envelope = { response, sign, sign_type: 'RSA2', encrypt_type: 'AES', charset: 'UTF-8' };
    return ok({ ...envelope, responseJson: JSON.stringify(envelope) });
  }

  private payWithWechat(body: Record<string, unknown>): Reply {
    if (body.cancel === true) {
      this.till.cancel(this.wallet.wechatOrder(body as JsapiParameters));
      return ok({ errMsg: 'requestPayment:fail cancel' });
    }
    const payment = this.wallet.wechat(body as JsapiParameters, body.payer as string | undefined);
    return ok({ errMsg: 'requestPayment:ok', outTradeNo: payment.outTradeNo });
  }

  private payWithAlipay(body: Record<string, unknown>): Reply {
    const payment = this.wallet.alipay(text(body, body.tradeNO === undefined ? 'tradeNo' : 'tradeNO'));
    return ok({ resultCode: '9000', outTradeNo: payment.outTradeNo });
  }

  private taxCertificate(body: Record<string, unknown>): Reply {
    const { store, clock } = this.peers;
    const paidOn = beijingDate(clock.now());
    const year = paidOn.slice(2, 4);
    const taxCertificateNumber = `3450${year}${String(store.next()).padStart(12, '0')}`;
    const certificate = {
      taxCertificateNumber,
      unitNumber: text(body, 'unitNumber'),
      paidFen: amount(body, 'paidFen'),
      paidOn,
      buyers: Array.isArray(body.buyers) ? body.buyers.map(String) : undefined,
      unpaid: body.unpaid === true,
    };
    store.state.taxCertificates[taxCertificateNumber] = certificate;
    store.touch();
    return ok(certificate);
  }

  private enterprise(call: Call): Reply {
    const size = text(readJson(call), 'size');
    if (!SIZES.includes(size)) throw new ApiError(400, 'size-unknown');
    this.peers.store.state.enterprises[String(call.params.code)] = size;
    this.peers.store.touch();
    return ok({ size });
  }

  private contract(body: Record<string, unknown>): Reply {
    const names = (field: string): string[] => {
      const value = body[field];
      if (!Array.isArray(value) || value.length === 0) throw new ApiError(400, `${field}-missing`);
      return value.map(String);
    };
    const priceFen = amount(body, 'priceFen');
    const unitNumber = text(body, 'unitNumber');
    return ok(this.desk.addContract({ unitNumber, priceFen, sellers: names('sellers'), buyers: names('buyers') }));
  }

  private filings(call: Call): Reply {
    const unitNumber = call.url.searchParams.get('unitNumber');
    const filings = Object.values(this.peers.store.state.filings);
    return ok({ filings: filings.filter((filing) => !unitNumber || filing.unitNumber === unitNumber) });
  }

  /** One side presses 完成备案; the second press files the contract. */
  private file(call: Call): Filing {
    const filing = this.peers.store.state.filings[call.params.id as string];
    if (!filing) throw new ApiError(404, 'filing-unknown');
    const { side } = call.params;
    if (side !== 'seller' && side !== 'buyer') throw new ApiError(404, 'side-unknown');
    const body = readJson(call);
    const names = Array.isArray(body.names) ? body.names.map(String).filter(Boolean) : [];
    if (side === 'seller') filing.sellerDone = true;
    else filing.buyerDone = true;
    if (names.length > 0) filing[side === 'seller' ? 'sellers' : 'buyers'] = names;
    if (typeof body.priceFen === 'number' && body.priceFen > 0) filing.priceFen = body.priceFen;
    if (filing.sellerDone && filing.buyerDone && !filing.filingNumber) {
      const { sellers, buyers, priceFen } = filing;
      if (!priceFen || sellers.length === 0 || buyers.length === 0) {
        if (side === 'seller') filing.sellerDone = false;
        else filing.buyerDone = false;
        throw new ApiError(400, 'price-or-names-missing');
      }
      this.desk.completeFiling(filing, priceFen, sellers, buyers);
    }
    this.peers.store.touch();
    return filing;
  }

  private mode(call: Call): Reply {
    const department = this.peers.store.state.departments[call.params.department as Department];
    if (!department) throw new ApiError(404, 'department-unknown');
    const { mode, delayMs } = readJson(call);
    if (mode !== undefined && !MODES.includes(mode as DepartmentMode)) throw new ApiError(400, 'mode-unknown');
    if (mode !== undefined) department.mode = mode as DepartmentMode;
    department.delayMs = typeof delayMs === 'number' && delayMs >= 0 ? delayMs : 0;
    this.peers.store.touch();
    return ok(department);
  }

  private release(call: Call): Reply {
    const ticket = this.peers.store.state.tickets[call.params.ticket as string];
    if (!ticket) throw new ApiError(404, 'ticket-unknown');
    ticket.readyAt = 0;
    ticket.verdict = readJson(call).verdict === 'rejected' ? 'rejected' : 'accepted';
    this.peers.store.touch();
    return ok(ticket);
  }

  /** Named switches change, the others stay; `{ "none": true }` switches all off. */
  private faults(body: Record<string, unknown>): Reply {
    const { store } = this.peers;
    const next: Faults = body.none === true ? { ...NO_FAULTS } : { ...store.state.faults };
    for (const [name, value] of Object.entries(body)) {
      if (name === 'none') continue;
      if (!(name in NO_FAULTS) || typeof value !== typeof NO_FAULTS[name as keyof Faults]) {
        throw new ApiError(400, `fault-unknown: ${name}`);
      }
      Object.assign(next, { [name]: value });
    }
    store.state.faults = next;
    store.touch();
    return ok(next);
  }

  private callbacks(call: Call): Reply {
    const number = call.url.searchParams.get('outTradeNo');
    const callbacks = Object.values(this.peers.store.state.callbacks);
    return ok({ callbacks: callbacks.filter((callback) => !number || callback.content.out_trade_no === number) });
  }

  private callback(call: Call) {
    const callback = this.peers.store.state.callbacks[call.params.id as string];
    if (!callback) throw new ApiError(404, 'callback-unknown');
    return callback;
  }

  private reset(): Reply {
    // Numbers go on, so that nothing issued later repeats what the platform already stored.
    this.peers.store.state = { ...emptyState(), sequence: this.peers.store.state.sequence };
    this.peers.store.save();
    return ok({ reset: true });
  }
}

function ok(json: unknown): Reply {
  return { json };
}

function amount(body: Record<string, unknown>, name: string): number {
  const value = body[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ApiError(400, `${name}-missing`);
  return value as number;
}
