import { Peers, yuan } from './context';
import { Call, escapeHtml, Reply, Routes } from './http';
import { HOME } from './page-home';
import { document } from './page-style';
import { Payment } from './state';
import { Till } from './till';

/** Pages of the playing field: the dashboard, and what a citizen's browser is sent to. */
export class SandboxPages {
  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
  ) {}

  mount(routes: Routes): void {
    routes.on('GET', '/', () => ({ redirect: '/sandbox' }));
    routes.on('GET', '/sandbox', () => ({ html: document('沙箱 · 对端', HOME) }));
    routes.on('GET', '/sandbox/wallet/:channel/:number', (call) => this.wallet(call));
    routes.on('GET', '/sandbox/faces/:id', (call) => this.face(call));
    routes.on('GET', '/sandbox/escrow/:agreement', (call) => this.escrow(call));
    routes.on('GET', '/sandbox/filings/:id', (call) => this.filing(call));
  }

  private wallet(call: Call): Reply {
    const { channel, number } = call.params;
    const payment = this.till.find(channel === 'wechat' ? 'wechat' : 'alipay', number as string);
    if (!payment) return missing('没有这笔订单');
    const back = payment.returnUrl ? safeBack(payment.returnUrl, payment) : undefined;
    const open = payment.state === 'not-paid';
    const states = { 'not-paid': '待付款', paid: '已付款', closed: '已关闭', refunded: '已退款' };
    const body = `<main class="narrow"><section class="card centre">
      <p class="muted">${channel === 'wechat' ? '微信支付' : '支付宝'}（沙箱）</p>
      <h1 class="amount">¥${yuan(payment.amountFen)}</h1>
      <p>${escapeHtml(payment.description)}</p>
      <p class="muted small">订单号 ${escapeHtml(payment.outTradeNo)} · ${states[payment.state]}</p>
      ${open && !this.till.exists(payment) ? '<button class="wide" data-do="scan">扫码登录，先不付款</button>' : ''}
      ${open ? '<button class="primary wide" data-do="pay">确认付款</button><button class="wide" data-do="cancel">取消</button>' : ''}
      ${back ? `<p><a class="button wide" href="${escapeHtml(back)}">返回商家</a></p>` : ''}
      <p id="said" role="status"></p></section></main>
      <script>
      const back = ${json(back ?? '')};
      document.querySelectorAll('[data-do]').forEach(b => b.onclick = async () => {
        b.disabled = true;
        const r = await fetch('/sandbox/api/payments/' + encodeURIComponent(${json(payment.outTradeNo)}) + '/' + b.dataset.do,
          { method: 'POST', body: JSON.stringify({ channel: ${json(payment.channel)} }) });
        document.getElementById('said').textContent = r.ok ? { pay: '付款成功', scan: '已登录', cancel: '已取消' }[b.dataset.do] : '未成功，请刷新查看';
        if (back && r.ok && b.dataset.do !== 'scan') setTimeout(() => location.href = back, 800); else setTimeout(() => location.reload(), 800);
      });
      </script>`;
    return { html: document('收银台', body) };
  }

  private face(call: Call): Reply {
    const face = this.peers.store.state.faces[call.params.id as string];
    if (!face) return missing('没有这次刷脸');
    const masked = `${face.name.slice(0, 1)}${'*'.repeat(Math.max(1, face.name.length - 1))}`;
    const states = { pending: '等待本人刷脸', passed: '已通过', refused: '未通过' };
    const body = `<main class="narrow"><section class="card centre">
      <p class="muted">${face.platform === 'wechat' ? '微信' : '支付宝'}人脸核身（沙箱）</p>
      <div class="ring" aria-hidden="true"></div><h1>${escapeHtml(masked)}</h1><p>${states[face.state]}</p>
      ${face.state === 'pending' ? '<button class="primary wide" data-do="pass">通过</button><button class="wide" data-do="refuse">不通过</button>' : ''}
      ${face.returnUrl ? `<p><a class="button wide" href="${escapeHtml(face.returnUrl)}">返回</a></p>` : ''}
      <p id="said" role="status"></p></section></main>
      <script>
      document.querySelectorAll('[data-do]').forEach(b => b.onclick = async () => {
        const r = await fetch('/sandbox/api/faces/' + encodeURIComponent(${json(face.id)}) + '/' + b.dataset.do, { method: 'POST' });
        document.getElementById('said').textContent = r.ok ? '好了' : '未成功';
        const back = ${json(face.returnUrl ?? '')};
        setTimeout(() => { if (back && r.ok) location.href = back; else location.reload(); }, 600);
      });
      </script>`;
    return { html: document('人脸核身', body) };
  }

  /** The bank's own page for paying in. */
  private escrow(call: Call): Reply {
    const account = this.peers.store.state.escrows[call.params.agreement as string];
    if (!account) return missing('没有这份监管协议');
    const open = !account.closed && account.depositedFen < account.amountFen;
    const body = `<main class="narrow"><section class="card centre">
      <p class="muted">资金监管银行（沙箱）</p>
      <h1 class="amount">¥${yuan(account.amountFen)}</h1>
      <p>协议 <b class="mono">${escapeHtml(account.agreement)}</b></p>
      <p class="small">已存入 ¥${yuan(account.depositedFen)} · 已锁定 ¥${yuan(account.lockedFen)}${account.closed ? ' · 已结清' : ''}</p>
      ${account.payOff ? `<p class="small">先还 ${escapeHtml(account.payOff.name)} ¥${yuan(account.payOff.fen)}</p>` : ''}
      ${open ? '<button class="primary wide" data-do="all">存入全部差额</button><button class="wide" data-do="less">少存一分</button>' : ''}
      <p id="said" role="status"></p></section></main>
      <script>
      const missing = ${account.amountFen - account.depositedFen};
      document.querySelectorAll('[data-do]').forEach(b => b.onclick = async () => {
        b.disabled = true;
        const body = b.dataset.do === 'less' ? { fen: missing - 1 } : {};
        const r = await fetch('/sandbox/api/escrows/' + encodeURIComponent(${json(account.agreement)}) + '/deposit', { method: 'POST', body: JSON.stringify(body) });
        document.getElementById('said').textContent = r.ok ? '已存入' : '未成功，请刷新查看';
        setTimeout(() => location.reload(), 800);
      });
      </script>`;
    return { html: document('存入监管资金', body) };
  }

  private filing(call: Call): Reply {
    const filing = this.peers.store.state.filings[call.params.id as string];
    if (!filing) return missing('没有这份网签');
    const side = (id: 'seller' | 'buyer', title: string, names: string[], done: boolean): string => `
      <fieldset><legend>${title}</legend>
      <label>姓名（多人用顿号分开）<input id="${id}" value="${escapeHtml(names.join('、'))}" ${done ? 'disabled' : ''}></label>
      <button class="${done ? '' : 'primary'}" data-side="${id}" ${done ? 'disabled' : ''}>${done ? '已确认' : '完成备案'}</button></fieldset>`;
    const body = `<main class="narrow"><section class="card">
      <p class="muted">房屋网签备案（沙箱）</p><h1>存量房买卖合同备案</h1>
      <p class="small">不动产单元号<br><b class="mono">${escapeHtml(filing.unitNumber)}</b></p>
      <label>成交价（元）<input id="price" inputmode="decimal" value="${filing.priceFen ? yuan(filing.priceFen) : ''}"></label>
      ${side('seller', '出卖人', filing.sellers, filing.sellerDone)}${side('buyer', '买受人', filing.buyers, filing.buyerDone)}
      ${filing.filingNumber ? `<p class="good">备案完成，备案合同号<br><b class="mono">${escapeHtml(filing.filingNumber)}</b></p>` : ''}
      ${filing.returnUrl && /^https?:/.test(filing.returnUrl) ? `<p><a class="button wide" href="${escapeHtml(filing.returnUrl)}">返回登记平台</a></p>` : ''}
      <p id="said" role="status"></p></section></main>
      <script>
      document.querySelectorAll('[data-side]').forEach(b => b.onclick = async () => {
        const names = document.getElementById(b.dataset.side).value.split(/[、,，\\s]+/).filter(Boolean);
        const priceFen = Math.round(parseFloat(document.getElementById('price').value) * 100) || undefined;
        const r = await fetch('/sandbox/api/housing/filings/' + ${json(filing.id)} + '/' + b.dataset.side,
          { method: 'POST', body: JSON.stringify({ names, priceFen }) });
        if (r.ok) location.reload(); else document.getElementById('said').textContent = '请填写成交价和双方姓名';
      });
      </script>`;
    return { html: document('网签备案', body) };
  }
}

function missing(what: string): Reply {
  return {
    status: 404,
    html: document('没有找到', `<main class="narrow"><section class="card centre"><h1>${what}</h1></section></main>`),
  };
}

/** A value inside an inline script. */
function json(value: string): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Alipay leads back with the order's numbers; only http(s) addresses are followed. */
function safeBack(returnUrl: string, payment: Payment): string | undefined {
  try {
    const url = new URL(returnUrl);
    if (!/^https?:$/.test(url.protocol)) return undefined;
    url.searchParams.set('out_trade_no', payment.outTradeNo);
    return url.toString();
  } catch {
    return undefined;
  }
}
