import { beijingDateTime, Peers, random, rfc3339, rsaSign } from './context';
import { Callback } from './state';
import { seal } from './wechat-seal';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between attempts, as documented by each gateway (ms). */
const WAITS = {
  wechat: [15 * SECOND, 15 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE]
    .concat([30 * MINUTE, 30 * MINUTE, 30 * MINUTE, HOUR])
    .concat([3 * HOUR, 3 * HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR]),
  alipay: [4 * MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 15 * HOUR],
  escrow: [15 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR],
};
/** Longest wait for an acknowledgement. */
const ACK_MS = 5 * SECOND;

/** Delivers callbacks (支付通知) until they are acknowledged, on the gateways' own schedules. */
export class Courier {
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(private readonly peers: Peers) {}

  /** Callbacks that were under way before a restart go on. */
  resume(): void {
    for (const callback of Object.values(this.peers.store.state.callbacks)) {
      if (callback.state === 'waiting') this.schedule(callback, SECOND / this.peers.speed);
    }
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  send(callback: Omit<Callback, 'attempts' | 'state'>): void {
    const { store } = this.peers;
    const { faults } = store.state;
    const fresh: Callback = { ...callback, attempts: 0, state: faults.dropCallbacks ? 'dropped' : 'waiting' };
    if (faults.wrongAmount) changeAmount(fresh.content);
    if (faults.wrongMerchant) changeMerchant(fresh.content);
    store.state.callbacks[fresh.id] = fresh;
    store.touch();
    if (fresh.state === 'dropped') return;
    this.schedule(fresh, faults.callbackDelayMs);
    for (let copy = 0; copy < faults.duplicateCallbacks; copy += 1) {
      this.later(faults.callbackDelayMs, () => this.post(fresh).then(() => undefined));
    }
  }

  /** The exact request a callback would be, for tests that deliver it themselves. */
  build(callback: Callback): { headers: Record<string, string>; body: string } {
    if (callback.channel === 'escrow') return this.escrow(callback);
    return callback.channel === 'wechat' ? this.wechat(callback) : this.alipay(callback);
  }

  private schedule(callback: Callback, waitMs: number): void {
    this.later(waitMs, () => this.attempt(callback));
  }

  private later(waitMs: number, run: () => Promise<void>): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run().catch((error: unknown) => console.error('[sandbox] callback', error));
    }, waitMs);
    this.timers.add(timer);
  }

  private async attempt(callback: Callback): Promise<void> {
    // Dropped by a reset of the sandbox meanwhile.
    if (this.closed || this.peers.store.state.callbacks[callback.id] !== callback) return;
    const acknowledged = await this.post(callback);
    const wait = WAITS[callback.channel][callback.attempts];
    callback.attempts += 1;
    if (acknowledged) callback.state = 'delivered';
    else if (wait === undefined) callback.state = 'given-up';
    else this.schedule(callback, wait / this.peers.speed);
    this.peers.store.touch();
  }

  private async post(callback: Callback): Promise<boolean> {
    const { headers, body } = this.build(callback);
    try {
      const signal = AbortSignal.timeout(ACK_MS);
      const response = await fetch(callback.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const said = await response.text();
      callback.lastStatus = String(response.status);
      if (callback.channel !== 'alipay') return response.status === 200 || response.status === 204;
      return response.status === 200 && said === 'success';
    } catch (error) {
      callback.lastStatus = (error as Error).name;
      return false;
    }
  }

  private wechat(callback: Callback): { headers: Record<string, string>; body: string } {
    const { keys, clock, store } = this.peers;
    const { faults } = store.state;
    const aad = callback.event.startsWith('REFUND') ? 'refund' : 'transaction';
    const body = JSON.stringify({
      id: callback.id,
      create_time: rfc3339(clock.now()),
      resource_type: 'encrypt-resource',
      event_type: callback.event,
      summary: '支付成功',
      resource: { original_type: aad, ...seal(keys, aad, JSON.stringify(callback.content), faults.flipBit) },
    });
    const at = String(Math.floor(clock.now() / 1000) - (faults.staleCallbacks ? 600 : 0));
    const signed = random(16);
    const signature = rsaSign(`${at}\n${signed}\n${body}\n`, keys.wechatPlatformKey);
    return {
      body,
      headers: {
        'Content-Type': 'application/json',
        'Wechatpay-Timestamp': at,
        'Wechatpay-Nonce': signed,
        'Wechatpay-Serial': keys.secrets.platformKeyId,
        'Wechatpay-Signature': faults.badSignature ? rsaSign('forged', keys.wechatPlatformKey) : signature,
        'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      },
    };
  }

  /** Signed as a request at the departments' gateway is, with the bank's key. */
  private escrow(callback: Callback): { headers: Record<string, string>; body: string } {
    const { keys, clock, store } = this.peers;
    const { faults } = store.state;
    const body = JSON.stringify({ id: callback.id, ...callback.content });
    const at = String(clock.now() - (faults.staleCallbacks ? 600_000 : 0));
    const nonce = random(16);
    const text = `POST\n${new URL(callback.url).pathname}\n${at}\n${nonce}\n${body}`;
    const signature = rsaSign(faults.badSignature ? 'forged' : text, keys.departmentKey);
    return {
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-Timestamp': at,
        'X-Nonce': nonce,
        'X-Signature': signature,
      },
    };
  }

  private alipay(callback: Callback): { headers: Record<string, string>; body: string } {
    const { keys, clock, store } = this.peers;
    const fields: Record<string, string> = {
      ...(callback.content as Record<string, string>),
      notify_id: callback.id,
      notify_type: 'trade_status_sync',
      notify_time: beijingDateTime(clock.now()),
      charset: 'utf-8',
      version: '1.0',
    };
    // sign and sign_type are outside of what a notification signs.
    const signed = Object.keys(fields)
      .sort()
      .map((key) => `${key}=${fields[key]}`)
      .join('&');
    const sign = rsaSign(store.state.faults.badSignature ? 'forged' : signed, keys.alipayKey);
    const form = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign });
    return {
      body: form.toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    };
  }
}

function changeAmount(content: Record<string, unknown>): void {
  const amount = content.amount as { total?: number } | undefined;
  if (amount?.total !== undefined) amount.total += 1;
  if (typeof content.total_amount === 'string') content.total_amount = (Number(content.total_amount) + 0.01).toFixed(2);
}

function changeMerchant(content: Record<string, unknown>): void {
  if (content.mchid !== undefined) content.mchid = '1600000000';
  if (content.seller_id !== undefined) content.seller_id = '2088000000000000';
}
