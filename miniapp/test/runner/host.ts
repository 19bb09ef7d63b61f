/** What a test may decide about the phone and the wallet around the program. */
export interface Plugs {
  /** Code or authCode of the wallet's own sign-in. */
  loginCode: () => string;
  /** WeChat: code of `getPhoneNumber`; Alipay: the encrypted `response`. Null: the person refuses. */
  phoneProof: () => string | null;
  /** Called with `requestPayment` / `tradePay` parameters. */
  pay: (given: Record<string, unknown>) => Promise<'paid' | 'cancelled' | 'failed'>;
  /** Called with `requestFacialVerify` / `startAPVerify` parameters. */
  face: (given: Record<string, unknown>) => Promise<'passed' | 'cancelled' | 'failed'>;
  /** What the camera reads; null: closed without reading. */
  scan: () => string | null;
  /** The answer to `showModal` / `confirm`. */
  confirm: (given: Record<string, unknown>) => boolean;
}

export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  status?: number;
  answer?: unknown;
}

/** State of the pretended phone, shared by both hosts. Storage survives a restart of the program. */
export class Phone {
  readonly storage = new Map<string, unknown>();
  readonly sent: Sent[] = [];
  readonly toasts: string[] = [];
  /** Names of host functions called, with their parameters. */
  readonly calls: { name: string; given: unknown }[] = [];
  online = true;
  /** Requests under way, so that a test can wait until the program is quiet. */
  busy = 0;
  readonly plugs: Plugs = {
    loginCode: () => 'login-code',
    phoneProof: () => 'phone-proof',
    pay: async () => 'paid',
    face: async () => 'passed',
    scan: () => null,
    confirm: () => true,
  };

  constructor(
    /** Compiled-in address → the server of this test. */
    readonly server: string,
    readonly compiledServer = 'http://127.0.0.1:7001',
  ) {}

  /** One real HTTP exchange; rejects like a phone without network. */
  async exchange(
    given: { url: string; method?: string; headers: Record<string, string>; data?: unknown; timeout?: number },
    signal: AbortSignal,
  ): Promise<{ status: number; text: string; headers: Record<string, string>; bytes: Buffer }> {
    const method = (given.method ?? 'GET').toUpperCase();
    let url = given.url.startsWith(this.compiledServer)
      ? this.server + given.url.slice(this.compiledServer.length)
      : given.url;
    let body: string | undefined;
    if (given.data !== undefined && given.data !== null) {
      if (method === 'GET' && typeof given.data === 'object') {
        url += `${url.includes('?') ? '&' : '?'}${new URLSearchParams(given.data as Record<string, string>)}`;
      } else if (method !== 'GET') {
        body = typeof given.data === 'string' ? given.data : JSON.stringify(given.data);
      }
    }
    const record: Sent = { method, url, headers: given.headers, body: tryJson(body) };
    this.sent.push(record);
    if (!this.online) throw new Error('offline');
    this.busy++;
    try {
      const answer = await fetch(url, {
        method,
        headers: given.headers,
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(given.timeout ?? 60_000)]),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const text = bytes.toString('utf8');
      record.status = answer.status;
      record.answer = tryJson(text);
      return { status: answer.status, text, headers: headersOf(answer), bytes };
    } finally {
      // The answer reaches the program in the same turn; what it starts then counts itself.
      setTimeout(() => this.busy--, 0);
    }
  }
}

function headersOf(answer: Response): Record<string, string> {
  const all: Record<string, string> = {};
  answer.headers.forEach((value, name) => {
    all[name] = value;
  });
  return all;
}

export function tryJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Callback style of both hosts. */
export interface Callbacks {
  success?: (answer: Record<string, unknown>) => void;
  fail?: (error: Record<string, unknown>) => void;
  complete?: (answer: Record<string, unknown>) => void;
  [name: string]: unknown;
}

/** Parameters of `request`, alike in both hosts but for the headers. */
export interface Request extends Callbacks {
  url: string;
  method?: string;
  data?: unknown;
  timeout?: number;
  dataType?: string;
}

export function succeed(given: Callbacks | undefined, answer: Record<string, unknown> = {}): void {
  setTimeout(() => {
    given?.success?.(answer);
    given?.complete?.(answer);
  }, 0);
}

export function refuse(given: Callbacks | undefined, error: Record<string, unknown>): void {
  setTimeout(() => {
    given?.fail?.(error);
    given?.complete?.(error);
  }, 0);
}
