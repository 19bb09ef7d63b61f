import { createSign, generateKeyPairSync } from 'node:crypto';

/** A callback as a gateway sends it. */
export interface Callback {
  headers: Record<string, string>;
  body: string;
}

/** A callback that is not the gateway's word, and what is wrong with it. */
export type Forgery = Callback & { wrong: string; to?: 'other' };

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signedByUs = (text: string): string => createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
/** The middle letter of a base64 text is another one. */
function altered(text: string): string {
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

/** `other` is a genuine callback of another order. */
export function wechatForgeries(genuine: Callback, other: Callback): Forgery[] {
  const { headers, body } = genuine;
  const names = ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((part) => `Wechatpay-${part}`);
  const without = (gone: readonly string[]) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !gone.includes(name)));
  const change = (changed: Record<string, string>): Callback => ({ body, headers: { ...headers, ...changed } });
  const envelope = JSON.parse(body) as { id: string; resource: { ciphertext: string; nonce: string } };
  const rewritten = (resource: Record<string, unknown>, id = envelope.id): Callback => ({
    headers,
    body: JSON.stringify({ ...envelope, id, resource: { ...envelope.resource, ...resource } }),
  });
  const own = JSON.stringify({ ...envelope, id: 'forged' });
  const [at, nonce] = [headers['Wechatpay-Timestamp']!, headers['Wechatpay-Nonce']!];
  return [
    { wrong: '没有签名', body, headers: without(names) },
    ...names.map((name) => ({ wrong: `缺 ${name}`, body, headers: without([name]) })),
    { wrong: '签名改了一个字符', ...change({ 'Wechatpay-Signature': altered(headers['Wechatpay-Signature']!) }) },
    { wrong: '别的通知的签名', ...change({ 'Wechatpay-Signature': other.headers['Wechatpay-Signature']! }) },
    {
      wrong: '签名重复',
      ...change({ 'Wechatpay-Signature': `${headers['Wechatpay-Signature']}, ${headers['Wechatpay-Signature']}` }),
    },
    { wrong: '签名探测', ...change({ 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}` }) },
    { wrong: '时间被改成别的', ...change({ 'Wechatpay-Timestamp': String(Number(at) + 1) }) },
    { wrong: '时间不是数字', ...change({ 'Wechatpay-Timestamp': 'NaN' }) },
    { wrong: '随机串被改', ...change({ 'Wechatpay-Nonce': altered(nonce) }) },
    { wrong: '未知的公钥编号', ...change({ 'Wechatpay-Serial': 'PUB_KEY_ID_0000000000000000000000000000000' }) },
    {
      wrong: '自己的密钥签名',
      body: own,
      headers: { ...headers, 'Wechatpay-Signature': signedByUs(`${at}\n${nonce}\n${own}\n`) },
    },
    { wrong: '密文改了一个字符', ...rewritten({ ciphertext: altered(envelope.resource.ciphertext) }) },
    { wrong: '换成别的通知的密文', ...rewritten((JSON.parse(other.body) as typeof envelope).resource) },
    { wrong: '通知编号被改', ...rewritten({}, 'another') },
    { wrong: '正文多一个空格', headers, body: `${body} ` },
    { wrong: '空正文', headers, body: '' },
    { wrong: '正文不是 JSON', headers, body: 'amount=1' },
    { wrong: '送到支付宝的地址', headers, body, to: 'other' },
  ];
}

/** `other` is a genuine callback of another order. */
export function alipayForgeries(genuine: Callback, other: Callback): Forgery[] {
  const { headers } = genuine;
  const fields = (): URLSearchParams => new URLSearchParams(genuine.body);
  const set = (changed: Record<string, string | null>): Callback => {
    const form = fields();
    for (const [name, value] of Object.entries(changed)) {
      if (value === null) form.delete(name);
      else form.set(name, value);
    }
    return { headers, body: form.toString() };
  };
  const add = (name: string, value: string): Callback => ({
    headers,
    body: `${genuine.body}&${new URLSearchParams({ [name]: value })}`,
  });
  const otherFields = new URLSearchParams(other.body);
  const signedText = [...fields().entries()]
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [
    { wrong: '没有签名', ...set({ sign: null }) },
    { wrong: '签名为空', ...set({ sign: '' }) },
    { wrong: '签名改了一个字符', ...set({ sign: altered(fields().get('sign')!) }) },
    { wrong: '别的通知的签名', ...set({ sign: otherFields.get('sign') }) },
    { wrong: '没有签名类型', ...set({ sign_type: null }) },
    { wrong: '旧的签名类型 RSA', ...set({ sign_type: 'RSA' }) },
    { wrong: '自己的密钥签名', ...set({ sign: signedByUs(signedText) }) },
    { wrong: '金额被改', ...set({ total_amount: '0.01' }) },
    { wrong: '订单号换成别的', ...set({ out_trade_no: otherFields.get('out_trade_no') }) },
    { wrong: '状态被改', ...set({ trade_status: 'TRADE_FINISHED' }) },
    { wrong: '收款方被改', ...set({ seller_id: '2088000000000000' }) },
    { wrong: '应用被改', ...set({ app_id: '2021000000000000' }) },
    { wrong: '通知编号被改', ...set({ notify_id: 'another' }) },
    { wrong: '少一个字段', ...set({ trade_no: null }) },
    { wrong: '多一个字段', ...add('refund_fee', '80.00') },
    { wrong: '订单号重复', ...add('out_trade_no', otherFields.get('out_trade_no')!) },
    { wrong: '金额重复', ...add('total_amount', '0.01') },
    { wrong: '签名重复', ...add('sign', fields().get('sign')!) },
    { wrong: '字段名带原型', ...add('__proto__', 'a') },
    { wrong: '空正文', headers, body: '' },
    {
      wrong: '正文是 JSON',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(fields())),
    },
    { wrong: '送到微信支付的地址', headers, body: genuine.body, to: 'other' },
  ];
}
