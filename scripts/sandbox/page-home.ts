/** The dashboard: markup and its script, which speaks the JSON API below /sandbox/api. */
export const HOME = `
<header><h1>沙箱 · 对端</h1><p>这里扮演市民的手机与钱包、刷脸和各部门。登记平台按真实协议与它通信，并不知道它是沙箱。</p></header>
<nav id="tabs" aria-label="栏目"><a href="#sms">短信</a><a href="#wallet">钱包</a><a href="#faces">刷脸</a><a href="#departments">部门</a><a href="#faults">故障</a><a href="/sandbox/reader">读卡器</a></nav>
<main id="view" aria-live="polite"></main>
<script>
const api = async (path, method, body) => {
  const r = await fetch('/sandbox/api' + path, { method: method || 'GET', body: body ? JSON.stringify(body) : undefined });
  const said = await r.json();
  if (!r.ok) { alert('未成功：' + said.error); throw new Error(said.error); }
  return said;
};
const el = (tag, props, ...kids) => {
  const node = Object.assign(document.createElement(tag), props || {});
  node.append(...kids.filter(k => k !== undefined && k !== null));
  return node;
};
const view = document.getElementById('view');
const time = ms => new Date(ms).toLocaleString('zh-CN', { hour12: false });
const card = (title, ...kids) => el('section', { className: 'card' }, el('h2', { textContent: title }), ...kids);
const note = text => el('p', { className: 'muted', textContent: text });
const button = (text, run, primary) => el('button', { textContent: text, className: primary ? 'primary' : '', onclick: async e => { e.target.disabled = true; try { await run(); } catch {} draw(true); } });
const row = (title, detail, ...right) => el('div', { className: 'row' }, el('div', { className: 'grow' }, el('div', {}, ...[].concat(title)), el('div', { className: 'muted small', textContent: detail })), right.length ? el('div', { className: 'actions' }, ...right) : undefined);
const tag = (text, kind) => el('span', { className: 'tag ' + (kind || ''), textContent: text });
const STATES = { 'not-paid': '待付款', paid: '已付款', closed: '已关闭', refunded: '已退款', pending: '等待', passed: '通过', refused: '未通过' };
const NAMES = { tax: '税务局', housing: '住建局', market: '市场监管局', utilities: '水电气、宽带、有线', escrow: '资金监管银行', 'identity-check': '公安身份核验', sms: '短信通道', 'virus-scan': '病毒扫描', 'anchor-keeper': '审计锚点存证' };
const MODES = { now: '立即答复', later: '稍后答复', wrong: '不予通过', garbage: '答非所问', never: '没有回音' };
const FAULTS = { dropCallbacks: '支付通知全部丢失', badSignature: '通知签名错误', staleCallbacks: '通知时间过期', flipBit: '密文被改一位（微信）', wrongAmount: '通知金额多一分', wrongMerchant: '通知商户号不符', prepayError: '下单报 500', prepayTimeout: '下单无回音', queryTimeout: '查询无回音', refundTimeout: '退款无回音', unsignedAnswers: '应答不签名', duplicateKeyAnswers: '应答键重复（支付宝）' };
let phone = localStorage.getItem('phone') || '';
const keep = (node, key) => { const v = sessionStorage.getItem(key); if (v) node.value = v; node.oninput = () => sessionStorage.setItem(key, node.value); return node; };
const pages = {
  async sms() {
    const { messages } = await api('/sms' + (phone ? '?phone=' + encodeURIComponent(phone) : ''));
    const input = el('input', { value: phone, placeholder: '手机号，留空看全部', inputMode: 'tel', id: 'phone' });
    const look = () => { phone = input.value.trim(); localStorage.setItem('phone', phone); };
    input.onchange = () => { look(); draw(true); };
    const { messages: pushes } = await api('/messages');
    return [card('短信', input, messages.length ? undefined : note('还没有短信。'), ...messages.map(m => row([m.text], m.phone + ' · ' + time(m.at)))),
      card('订阅消息', pushes.length ? undefined : note('还没有订阅消息。'), ...pushes.slice(0, 20).map(m => row([Object.values(m.data).map(v => v.value).join(' · ')], m.templateId + ' · ' + time(m.at))))];
  },
  async wallet() {
    const { payments } = await api('/payments');
    const code = keep(el('input', { placeholder: 'weixin://wxpay/bizpayurl?pr=…', id: 'code' }), 'code');
    return [card('扫一扫', note('把平台显示的微信收款码内容贴在这里付款。'), code, el('p', {}, button('付款', () => api('/wallet/code', 'POST', { codeUrl: code.value.trim() }), true))),
      card('订单', payments.length ? undefined : note('还没有订单。'), ...payments.map(p => row([el('b', { textContent: '¥' + (p.amountFen / 100).toFixed(2) + ' ' }), tag(p.channel === 'wechat' ? '微信' : '支付宝'), ' ', p.description, ' ', tag(p.cancelled && p.state === 'not-paid' ? '用户取消' : STATES[p.state])], p.outTradeNo + ' · ' + time(p.createdAt),
        ...(p.state === 'not-paid' ? [button('付款', () => api('/payments/' + p.outTradeNo + '/pay', 'POST', { channel: p.channel }), true), button('取消', () => api('/payments/' + p.outTradeNo + '/cancel', 'POST', { channel: p.channel }))] : []))))];
  },
  async faces() {
    const { faces } = await api('/faces');
    return [card('刷脸', faces.length ? undefined : note('没有等待刷脸的人。'), ...faces.map(f => row([el('b', { textContent: f.name + ' ' }), tag(f.platform === 'wechat' ? '微信' : '支付宝'), ' ', tag(STATES[f.state], f.state === 'passed' ? 'good' : '')], f.idNumber.slice(0, 6) + '********' + f.idNumber.slice(-4) + ' · ' + time(f.createdAt),
      ...(f.state === 'pending' ? [button('通过', () => api('/faces/' + f.id + '/pass', 'POST'), true), button('不通过', () => api('/faces/' + f.id + '/refuse', 'POST'))] : []))))];
  },
  async departments() {
    const [{ departments }, { tickets }, { filings }] = [await api('/departments'), await api('/tickets'), await api('/housing/filings')];
    const modes = Object.entries(departments).map(([id, d]) => {
      const select = el('select', { ariaLabel: NAMES[id], onchange: async () => { await api('/departments/' + id, 'PUT', { mode: select.value, delayMs: select.value === 'later' ? 1500 : 0 }); draw(true); } }, ...Object.entries(MODES).map(([v, t]) => el('option', { value: v, textContent: t, selected: v === d.mode })));
      return el('label', {}, NAMES[id], select);
    });
    const waiting = tickets.filter(t => !t.readyAt || t.readyAt > Date.now());
    const unit = keep(el('input', { placeholder: '不动产单元号（28 位）' }), 'unit');
    const fen = keep(el('input', { placeholder: '税额或成交价（元）', inputMode: 'decimal' }), 'fen');
    const sellers = keep(el('input', { placeholder: '出卖人，多人用顿号' }), 'sellers');
    const buyers = keep(el('input', { placeholder: '买受人，多人用顿号' }), 'buyers');
    const owner = keep(el('input', { placeholder: '身份证号' }), 'owner');
    const newPhone = keep(el('input', { placeholder: '新手机号', inputMode: 'tel' }), 'newPhone');
    const said = el('p', { className: 'good mono', textContent: sessionStorage.getItem('said') || '' });
    const amount = () => Math.round(parseFloat(fen.value) * 100);
    const names = i => i.value.split(/[、,，]/).map(s => s.trim()).filter(Boolean);
    return [card('各部门怎样答复', el('div', { className: 'grid' }, ...modes)),
      card('出具凭据', unit, el('p', {}), fen, el('p', {}), sellers, el('p', {}), buyers, el('p', {},
        button('开完税证明', async () => { const c = await api('/tax/certificates', 'POST', { unitNumber: unit.value.trim(), paidFen: amount() }); sessionStorage.setItem('said', '完税证明号 ' + c.taxCertificateNumber); }, true), ' ',
        button('备案买卖合同', async () => { const c = await api('/housing/contracts', 'POST', { unitNumber: unit.value.trim(), priceFen: amount(), sellers: names(sellers), buyers: names(buyers) }); sessionStorage.setItem('said', '备案合同号 ' + c.filingNumber); })), said),
      card('换手机号', note('每人名下有一个手机号，实名时要对得上。这里替他换一个。'), owner, el('p', {}), newPhone, el('p', {}, button('换号', async () => { await api('/people/' + encodeURIComponent(owner.value.trim().toUpperCase()) + '/phone', 'PUT', { phone: newPhone.value.trim() }); sessionStorage.setItem('moved', newPhone.value.trim() + ' 现在是此人名下的手机号'); }, true)), el('p', { className: 'good', textContent: sessionStorage.getItem('moved') || '' })),
      card('等待答复', waiting.length ? undefined : note('没有等待的询问。'), ...waiting.map(t => row([NAMES[t.department] + ' ', tag(t.operation)], t.ticket + ' · ' + time(t.createdAt), button('准予', () => api('/tickets/' + t.ticket + '/release', 'POST', {}), true), button('不予', () => api('/tickets/' + t.ticket + '/release', 'POST', { verdict: 'rejected' }))))),
      card('网签备案', filings.length ? undefined : note('没有打开的网签。'), ...filings.map(f => row([el('a', { href: '/sandbox/filings/' + f.id, textContent: f.unitNumber })], f.filingNumber ? '已备案 ' + f.filingNumber : (f.sellerDone ? '出卖人已确认 ' : '') + (f.buyerDone ? '买受人已确认' : '') || '双方未确认')))];
  },
  async faults() {
    const f = await api('/faults');
    const { callbacks } = await api('/callbacks');
    const set = change => api('/faults', 'PUT', change);
    const boxes = Object.entries(FAULTS).map(([k, t]) => el('label', { className: 'check' }, el('input', { type: 'checkbox', checked: f[k], onchange: e => set({ [k]: e.target.checked }) }), t));
    const number = (k, t) => { const i = el('input', { type: 'number', min: '0', value: f[k], onchange: () => set({ [k]: Number(i.value) || 0 }) }); return el('label', {}, t, i); };
    const outcome = el('select', { onchange: () => set({ refundOutcome: outcome.value }) }, ...Object.entries({ succeeded: '退款成功', processing: '一直处理中', abnormal: '退款异常', closed: '退款关闭' }).map(([v, t]) => el('option', { value: v, textContent: t, selected: v === f.refundOutcome })));
    return [card('故障开关', el('div', { className: 'grid' }, ...boxes), el('div', { className: 'grid' }, number('duplicateCallbacks', '通知额外重发份数'), number('callbackDelayMs', '通知延迟（毫秒）'), number('wechatErrcode', '微信接口错误码（0 为正常）'), el('label', {}, '退款结果', outcome)), el('p', {}, button('全部恢复正常', () => set({ none: true }), true))),
      card('最近的支付通知', callbacks.length ? undefined : note('还没有通知。'), ...callbacks.slice(-20).reverse().map(n => row([n.content.out_trade_no + ' ', tag({ waiting: '重试中', delivered: '已送达', dropped: '已丢弃', 'given-up': '放弃' }[n.state])], n.event + ' · 已投递 ' + n.attempts + ' 次 · 最近 ' + (n.lastStatus || '—'))))];
  },
};
let drawing = false, shown = '';
async function draw(force) {
  const tab = (location.hash || '#sms').slice(1) in pages ? (location.hash || '#sms').slice(1) : 'sms';
  document.querySelectorAll('#tabs a').forEach(a => a.hash === '#' + tab ? a.setAttribute('aria-current', 'page') : a.removeAttribute('aria-current'));
  // Nobody's typing is torn away by the refresh.
  if (drawing || (!force && view.contains(document.activeElement) && /INPUT|SELECT/.test(document.activeElement.tagName))) return;
  drawing = true;
  try { const parts = await pages[tab](); const text = tab + parts.map(p => p.outerHTML).join(''); if (force || text !== shown) { view.replaceChildren(...parts); shown = text; } } finally { drawing = false; }
}
addEventListener('hashchange', () => draw(true));
draw(true); setInterval(() => document.hidden || draw(), 2000);
</script>`;
