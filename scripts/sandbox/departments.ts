import { createHash } from 'node:crypto';
import { Peers, random, rsaSign, rsaVerify } from './context';
import { DepartmentDesk } from './desks';
import { Call, Reply, Routes } from './http';
import { Department, Ticket } from './state';
import type { Verdict } from './verdict';

const WINDOW_MS = 300_000;

/** Departments whose port can wait for a ticket; elsewhere "later" is a slow answer. */
const TICKETED = new Set([
  'tax:/deed-tax/verify',
  'tax:/assessments/assess',
  'tax:/assessments/clear',
  'tax:/refunds/apply',
  'housing:/contracts/query',
  'market:/enterprises/size',
  'utilities:/accounts/transfer',
  ...['open', 'lock', 'release', 'return', 'payee'].map((name) => `escrow:/agreements/${name}`),
]);

const OPERATIONS: Record<Department, string[]> = {
  tax: [
    '/deed-tax/verify',
    '/deed-tax/result',
    '/assessments/assess',
    '/assessments/standing',
    '/assessments/clear',
    '/assessments/result',
    '/refunds/apply',
    '/refunds/result',
  ],
  housing: ['/contracts/query', '/filings/open', '/filings/status', '/result'],
  market: ['/enterprises/size', '/result'],
  utilities: ['/accounts/query', '/accounts/transfer', '/result'],
  escrow: [
    '/agreements/open',
    '/agreements/lock',
    '/agreements/release',
    '/agreements/return',
    '/agreements/payee',
    '/agreements/query',
    '/result',
  ],
  'identity-check': ['/people/check'],
  sms: ['/messages/send'],
  'virus-scan': ['/scan'],
  'anchor-keeper': ['/anchors/keep', '/anchors/list'],
};

/** The departments' gateway (部门接口网关): signed requests in, signed answers out, each in the mode that is switched on. */
export class DepartmentsPeer {
  private readonly nonces = new Map<string, number>();

  constructor(
    private readonly peers: Peers,
    private readonly desk: DepartmentDesk,
  ) {}

  mount(routes: Routes): void {
    for (const [department, operations] of Object.entries(OPERATIONS) as [Department, string[]][]) {
      for (const operation of operations) {
        routes.on('POST', `/departments/${department}${operation}`, (call) => this.handle(call, department, operation));
      }
    }
  }

  private async handle(call: Call, department: Department, operation: string): Promise<Reply> {
    const fault = this.fault(call);
    if (fault) return this.signed(call, 401, JSON.stringify({ error: fault }));
    let body: Record<string, unknown>;
    try {
      // The scanner is sent a file, everybody else JSON.
      body = isFile(call) ? { file: call.body } : (JSON.parse(call.body.toString('utf8')) as Record<string, unknown>);
    } catch {
      return this.signed(call, 400, JSON.stringify({ error: 'body-invalid' }));
    }
    const { mode, delayMs } = this.peers.store.state.departments[department];
    if (mode === 'never') return { never: true };
    if (mode === 'garbage') return this.signed(call, 200, '<html><body>502 Bad Gateway</body></html>');
    if (operation.endsWith('/result')) return this.answer(call, this.collect(department, body));
    if (mode === 'later' && TICKETED.has(`${department}:${operation}`)) {
      return this.answer(call, this.ticket(department, operation, body, delayMs));
    }
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return this.answer(call, this.desk.decide(department, operation, body, mode === 'wrong'));
  }

  private ticket(department: Department, operation: string, body: Record<string, unknown>, delayMs: number): Verdict {
    const now = this.peers.clock.now();
    const ticket: Ticket = { ticket: random(12), department, operation, body, createdAt: now };
    const worksMs = Math.ceil(delayMs / this.peers.speed);
    if (worksMs > 0) ticket.readyAt = now + worksMs;
    this.peers.store.state.tickets[ticket.ticket] = ticket;
    this.peers.store.touch();
    return { outcome: 'pending', ticket: ticket.ticket, retryAfterMs: worksMs || 3_000 };
  }

  private collect(department: Department, body: Record<string, unknown>): Verdict {
    const ticket = this.peers.store.state.tickets[String(body.ticket)];
    if (ticket?.department !== department) return { outcome: 'rejected', reason: 'ticket-unknown' };
    const waitMs = (ticket.readyAt ?? Number.POSITIVE_INFINITY) - this.peers.clock.now();
    if (waitMs > 0) {
      const retryAfterMs = Number.isFinite(waitMs) ? waitMs : 3_000;
      return { outcome: 'pending', ticket: ticket.ticket, retryAfterMs };
    }
    const wrong = ticket.verdict === 'rejected' || this.peers.store.state.departments[department].mode === 'wrong';
    return this.desk.decide(department, ticket.operation, ticket.body, wrong);
  }

  private fault(call: Call): string | undefined {
    const { keys, clock } = this.peers;
    const header = (name: string): string => String(call.headers[name] ?? '');
    const [appId, timestamp, nonce] = [header('x-app-id'), header('x-timestamp'), header('x-nonce')];
    if (appId !== keys.secrets.departmentAppId) return 'app-unknown';
    const now = clock.now();
    if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > WINDOW_MS) return 'timestamp-stale';
    if (!/^[\w-]{16,64}$/.test(nonce)) return 'nonce-invalid';
    const said = isFile(call) ? createHash('sha256').update(call.body).digest('hex') : call.body.toString('utf8');
    const text = `${call.method}\n${call.url.pathname}${call.url.search}\n${timestamp}\n${nonce}\n${said}`;
    if (!rsaVerify(text, header('x-signature'), keys.departmentAppPublicKey)) return 'signature-bad';
    if (this.nonces.has(nonce)) return 'nonce-replayed';
    this.nonces.set(nonce, now);
    for (const [old, seen] of this.nonces) {
      if (now - seen < 2 * WINDOW_MS) break;
      this.nonces.delete(old);
    }
    return undefined;
  }

  private answer(call: Call, verdict: Verdict): Reply {
    return this.signed(call, 200, JSON.stringify(verdict));
  }

  /** Signed over the request's method, path and nonce too, so that no answer fits another question. */
  private signed(call: Call, status: number, body: string): Reply {
    const timestamp = String(this.peers.clock.now());
    const nonce = String(call.headers['x-nonce'] ?? '');
    const text = `${call.method}\n${call.url.pathname}${call.url.search}\n${timestamp}\n${nonce}\n${status}\n${body}`;
    const signature = rsaSign(text, this.peers.keys.departmentKey);
    return { status, body, headers: { 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signature } };
  }
}

/** Of a file, the signature covers its SHA-256. */
const isFile = (call: Call): boolean => call.headers['content-type'] === 'application/octet-stream';
