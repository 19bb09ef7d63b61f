import { Peers, random } from './context';
import { Reply } from './http';
import { taxCollector } from './keys';
import { Combination, Payment } from './state';
import { PREPAY_LIFE_MS, Till } from './till';
import { Refusal } from './wechat-refusal';

interface Part {
  mchid?: string;
  out_trade_no?: string;
  description?: string;
  attach?: string;
  amount?: { total_amount?: number; currency?: string };
}

export interface CombinedOrder {
  combine_appid?: string;
  combine_mchid?: string;
  combine_out_trade_no?: string;
  combine_payer_info?: { openid?: string };
  time_expire?: string;
  notify_url?: string;
  sub_orders?: Part[];
}

const wrong = (field: string): Refusal => new Refusal(400, 'PARAM_ERROR', `参数错误：${field}`);
const NUMBER = /^[0-9A-Za-z_\-|*]{6,32}$/;
/** ¥10 million. */
const PART_LIMIT_FEN = 1_000_000_000;

/** WeChat Pay's combined payments (合单支付). https://pay.weixin.qq.com/doc/v3/merchant/4012556968 */
export class WechatCombined {
  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
  ) {}

  /** Merchants that are bound to the app. */
  private get bound(): string[] {
    const { secrets } = this.peers.keys;
    return [secrets.merchantId, taxCollector(secrets).merchantId];
  }

  prepay(order: CombinedOrder, kind: 'jsapi' | 'native'): Reply {
    const { store, clock } = this.peers;
    if (store.state.faults.prepayError) throw new Refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试');
    this.check(order, kind);
    const now = clock.now();
    const number = order.combine_out_trade_no as string;
    const fingerprint = JSON.stringify([kind, order]);
    const known = store.state.combinations[number];
    if (known) {
      const states = this.till.partsOf(known).map(({ state }) => state);
      if (states.includes('closed')) throw new Refusal(400, 'ORDER_CLOSED', '订单已关闭');
      if (states.some((state) => state !== 'not-paid')) throw new Refusal(400, 'INVALID_REQUEST', '该订单已支付');
      if (known.fingerprint !== fingerprint) throw new Refusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
    }
    const expiresAt = order.time_expire ? Date.parse(order.time_expire) : now + 7 * 86_400_000;
    if (!(expiresAt > now)) throw new Refusal(400, 'PARAM_ERROR', 'time_expire 已过');
    const combination = known ?? this.add(order, kind, fingerprint, expiresAt);
    if (!combination.prepayAt || now - combination.prepayAt > PREPAY_LIFE_MS) {
      combination.prepayAt = now;
      if (kind === 'jsapi') combination.prepayId = `wx${random(17)}`;
      else combination.codeUrl = `weixin://wxpay/bizpayurl?pr=${random(5)}`;
      store.touch();
    }
    if (store.state.faults.prepayTimeout) return { never: true };
    return { json: kind === 'jsapi' ? { prepay_id: combination.prepayId } : { code_url: combination.codeUrl } };
  }

  query(number: string): Reply {
    if (this.peers.store.state.faults.queryTimeout) return { never: true };
    return { json: this.till.combined(this.known(number)) };
  }

  /** Only with exactly the parts it was made of. */
  close(number: string, request: { combine_appid?: string; sub_orders?: Part[] }): Reply {
    const combination = this.known(number);
    if (request.combine_appid !== this.peers.keys.secrets.wechatAppId) throw wrong('combine_appid');
    const parts = this.till.partsOf(combination);
    const name = (mchid: string | undefined, partNo: string | undefined): string => `${mchid}:${partNo}`;
    const own = parts.map((part) => name(this.merchantOf(part), part.outTradeNo)).sort();
    const asked = (request.sub_orders ?? []).map((part) => name(part.mchid, part.out_trade_no)).sort();
    if (own.join() !== asked.join()) throw new Refusal(400, 'PARAM_ERROR', '子单信息与合单订单不一致');
    if (parts.some(({ state }) => state === 'paid' || state === 'refunded')) {
      throw new Refusal(400, 'INVALID_REQUEST', '该订单已支付');
    }
    if (this.peers.store.state.faults.userPaying) {
      return { status: 202, json: { code: 'USERPAYING', message: '用户支付中，需要输入密码' } };
    }
    for (const part of parts) part.state = 'closed';
    this.peers.store.touch();
    return { status: 204 };
  }

  private known(number: string): Combination {
    const combination = this.peers.store.state.combinations[number];
    if (!combination) throw new Refusal(404, 'ORDER_NOT_EXIST', '订单不存在');
    return combination;
  }

  private merchantOf(part: Payment): string {
    return part.collector ?? this.peers.keys.secrets.merchantId;
  }

  private add(order: CombinedOrder, kind: 'jsapi' | 'native', fingerprint: string, expiresAt: number): Combination {
    const { store, keys } = this.peers;
    const parts = order.sub_orders as Part[];
    if (parts.some((part) => this.till.find('wechat', part.out_trade_no as string))) {
      throw new Refusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
    }
    const combineNo = order.combine_out_trade_no as string;
    for (const part of parts) {
      this.till.add({
        channel: 'wechat',
        kind,
        outTradeNo: part.out_trade_no as string,
        amountFen: part.amount?.total_amount as number,
        description: part.description as string,
        fingerprint,
        notifyUrl: order.notify_url as string,
        expiresAt,
        combineNo,
        ...(part.mchid !== keys.secrets.merchantId && { collector: part.mchid }),
        intendedPayer: order.combine_payer_info?.openid,
      });
    }
    const combination: Combination = {
      combineNo,
      kind,
      parts: parts.map((part) => part.out_trade_no as string),
      fingerprint,
      notifyUrl: order.notify_url as string,
    };
    store.state.combinations[combineNo] = combination;
    store.touch();
    return combination;
  }

  private check(order: CombinedOrder, kind: string): void {
    const { secrets } = this.peers.keys;
    if (order.combine_appid !== secrets.wechatAppId || order.combine_mchid !== secrets.merchantId) {
      throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'combine_appid和combine_mchid不匹配');
    }
    if (!NUMBER.test(order.combine_out_trade_no ?? '')) throw wrong('combine_out_trade_no');
    if (!/^https?:\/\/[^?]+$/.test(order.notify_url ?? '')) throw wrong('notify_url');
    if (order.time_expire && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(order.time_expire)) {
      throw wrong('time_expire');
    }
    if (kind === 'jsapi' && !order.combine_payer_info?.openid) throw wrong('combine_payer_info.openid');
    const parts = order.sub_orders ?? [];
    if (parts.length < 2 || parts.length > 10) throw wrong('sub_orders');
    for (const part of parts) {
      if (!this.bound.includes(part.mchid ?? '')) {
        throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', '子单商户号与combine_appid未绑定');
      }
      if (!NUMBER.test(part.out_trade_no ?? '')) throw wrong('sub_orders.out_trade_no');
      if (!part.attach || part.attach.length > 128) throw wrong('sub_orders.attach');
      if (!part.description || part.description.length > 127) throw wrong('sub_orders.description');
      const { total_amount: total, currency } = part.amount ?? {};
      if (!Number.isSafeInteger(total) || (total as number) < 1 || currency !== 'CNY') throw wrong('sub_orders.amount');
      if ((total as number) > PART_LIMIT_FEN) throw new Refusal(403, 'RULE_LIMIT', '子单金额超过限额');
    }
    if (new Set(parts.map((part) => part.out_trade_no)).size !== parts.length) throw wrong('sub_orders.out_trade_no');
  }
}
