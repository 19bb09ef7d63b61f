import { createPrivateKey, createPublicKey, KeyObject, sign } from 'node:crypto';
import { Peers } from './context';
import { ApiError, Call, escapeHtml, Reply, Routes, readJson, text } from './http';
import { document } from './page-style';
import { Card } from './state';

const DEVICE = 'sandbox-reader-1';

/**
 * The card reader (读卡器) beside a kiosk: signs what lies on it, for the nonce it is given. The kiosk's page asks it from
 * another origin, and a browser asks first whether a page may reach into the local network.
 */
export class CardReaderPeer {
  private readonly key: KeyObject;
  private readonly publicKey: string;

  constructor(private readonly peers: Peers) {
    this.key = createPrivateKey(peers.keys.readerKey);
    this.publicKey = String(createPublicKey(this.key).export({ type: 'spki', format: 'pem' }));
  }

  mount(routes: Routes): void {
    const { store } = this.peers;
    routes.on('OPTIONS', '/sandbox/reader/read', (call) => ({ status: 204, body: '', headers: allowed(call) }));
    routes.on('POST', '/sandbox/reader/read', (call) => this.read(call));
    routes.on('GET', '/sandbox/reader', () => ({ html: document('读卡器', this.page()) }));
    routes.on('GET', '/sandbox/api/reader', () => ({ json: { ...this.about(), card: store.state.card } }));
    routes.on('POST', '/sandbox/api/reader/card', (call) => this.lay(readJson(call)));
    routes.on('POST', '/sandbox/api/reader/take', () => {
      store.state.card = null;
      store.touch();
      return { json: { card: null } };
    });
  }

  private about() {
    return { deviceId: DEVICE, publicKey: this.publicKey, url: `${this.peers.publicUrl()}/sandbox/reader` };
  }

  private read(call: Call): Reply {
    const nonce = text(readJson(call), 'nonce');
    const { card } = this.peers.store.state;
    return { json: { reading: card && this.signed(card, nonce) }, headers: allowed(call) };
  }

  private signed({ name, idNumber, validUntil }: Card, nonce: string) {
    const at = this.peers.clock.now();
    const lines = ['zhucheng-card-reading-v1', DEVICE, nonce, at, name, idNumber, validUntil];
    const signature = sign(null, Buffer.from(lines.join('\n'), 'utf8'), this.key).toString('base64');
    return { name, idNumber, validUntil, nonce, deviceId: DEVICE, at, signature };
  }

  /** The name may be left out for somebody the city knows; a card is good for a long time unless it says otherwise. */
  private lay(body: Record<string, unknown>): Reply {
    const idNumber = text(body, 'idNumber').toUpperCase();
    const known = this.peers.city.people?.find((person) => person.idNumber === idNumber)?.name;
    const name = typeof body.name === 'string' && body.name ? body.name : known;
    if (!name) throw new ApiError(400, 'name-missing');
    const validUntil = typeof body.validUntil === 'string' && body.validUntil ? body.validUntil : 'long-term';
    if (!/^(\d{4}-\d{2}-\d{2}|long-term)$/.test(validUntil)) throw new ApiError(400, 'validUntil-unknown');
    const card = { name, idNumber, validUntil };
    this.peers.store.state.card = card;
    this.peers.store.touch();
    return { json: { card } };
  }

  private page(): string {
    const { card } = this.peers.store.state;
    const { deviceId, publicKey, url } = this.about();
    const people = (this.peers.city.people ?? []).filter((person) => person.demo);
    const person = ({ name, idNumber }: { name: string; idNumber: string }): string =>
      `<div class="row"><div class="grow"><div>${escapeHtml(name)}</div><div class="muted small mono">${escapeHtml(idNumber)}</div></div>
      <div class="actions"><button data-id="${escapeHtml(idNumber)}"${card?.idNumber === idNumber ? ' disabled' : ''}>${card?.idNumber === idNumber ? '已放上' : '放上身份证'}</button></div></div>`;
    return `<header><h1>读卡器</h1><p>自助打证机旁的身份证读卡器。把一张身份证放上去，自助机就能读到。</p></header>
      <main><section class="card centre"><p class="muted">读卡区</p>
      <h1 id="card">${card ? escapeHtml(card.name) : '没有放卡'}</h1>
      <p class="muted">${card ? `有效期至 ${card.validUntil === 'long-term' ? '长期' : escapeHtml(card.validUntil)}` : '在下面选一个人，放上身份证。'}</p>
      <p><button id="take"${card ? '' : ' disabled'}>拿走</button></p></section>
      <section class="card"><h2>放上谁的身份证</h2>${people.map(person).join('')}</section>
      <section class="card"><h2>登记这台读卡器</h2><p class="muted">系统管理员在“预约设置 → 自助打证机”里点“登记读卡器”，把下面的内容填进去。</p>
      <p>设备编号<br><span class="mono">${deviceId}</span></p><p>地址（不填也可以）<br><span class="mono">${escapeHtml(url)}</span></p>
      <p>公钥</p><pre class="mono small">${escapeHtml(publicKey)}</pre></section></main>
      <script>
      const change = async (what, body) => { await fetch('/sandbox/api/reader/' + what, { method: 'POST', body: JSON.stringify(body) }); location.reload(); };
      document.querySelectorAll('[data-id]').forEach(b => b.onclick = () => change('card', { idNumber: b.dataset.id }));
      document.getElementById('take').onclick = () => change('take', {});
      </script>`;
  }
}

/** A reader in life names the platform's origin here, and no other. */
const allowed = (call: Call): Record<string, string> => ({
  'Access-Control-Allow-Origin': call.headers.origin ?? '*',
  'Access-Control-Allow-Headers': 'content-type',
  'Access-Control-Allow-Private-Network': 'true',
  Vary: 'Origin',
});
