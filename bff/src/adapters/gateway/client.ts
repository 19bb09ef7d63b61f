import { createHash, createPrivateKey, createPublicKey, KeyObject, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DepartmentAnswer, unknown } from '../answer';
import { AdapterDependencies } from '../dependencies';
import { readJson } from '../read-json';
import { CircuitBreaker } from './breaker';
import { SIGNATURE_WINDOW_MS, signedText, signParts, verifyParts } from './signature';

export interface GatewayConfig {
  /** Short English name for logs and health: `tax`, `housing`, … */
  department: string;
  baseUrl: string;
  /** Our id at the department. */
  appId: string;
  /** PEM; ours, and the department's. */
  privateKey: string;
  peerPublicKey: string;
  timeoutMs: number;
}

export interface GatewayCall<T> {
  /** Below the base URL, starting with `/`. */
  path: string;
  /** JSON; or a file's bytes, of which the signature covers the SHA-256. */
  body: Record<string, unknown> | Buffer;
  reference?: string;
  data: z.ZodType<T>;
}

/** Upper bound of an answer: a department that streams without end must not fill the memory. */
const ANSWER_LIMIT = 1_000_000;

const envelope = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), data: z.unknown() }),
  z.object({
    outcome: z.literal('pending'),
    ticket: z.string().min(1).max(128),
    retryAfterMs: z.number().int().nonnegative().optional(),
  }),
  z.object({ outcome: z.literal('rejected'), reason: z.string().min(1).max(64), data: z.unknown().optional() }),
]);

/** Posts signed JSON to one department and reads its signed answer; never throws, never logs a body. */
export class SignedGatewayClient {
  readonly department: string;
  private readonly privateKey: KeyObject;
  private readonly peerPublicKey: KeyObject;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly config: GatewayConfig,
    private readonly deps: AdapterDependencies,
  ) {
    this.department = config.department;
    this.privateKey = createPrivateKey(config.privateKey);
    this.peerPublicKey = createPublicKey(config.peerPublicKey);
    this.breaker = new CircuitBreaker(deps.clock);
  }

  /** `down` while the circuit breaker keeps calls back. */
  get health(): 'up' | 'down' {
    return this.breaker.open ? 'down' : 'up';
  }

  async call<T>(call: GatewayCall<T>): Promise<DepartmentAnswer<T>> {
    if (!this.breaker.admit()) return unknown('circuit-open');
    const started = this.deps.clock.now();
    const file = Buffer.isBuffer(call.body) ? call.body : undefined;
    const nonce = randomBytes(16).toString('hex');
    const url = new URL(this.config.baseUrl.replace(/\/$/, '') + call.path);
    const parts = {
      method: 'POST',
      path: url.pathname + url.search,
      timestamp: String(started),
      nonce,
      body: file ? createHash('sha256').update(file).digest('hex') : JSON.stringify(call.body),
    };
    // The nonce is inside the hash, so the hash can't be used to guess an ID number.
    const requestHash = createHash('sha256').update(signedText(parts)).digest('hex').slice(0, 32);
    const answer = await this.exchange(url, parts, call.data, file);
    this.breaker.record(answer.status !== 'unknown');
    const fields = {
      department: this.department,
      operation: call.path,
      requestHash,
      durationMs: this.deps.clock.now() - started,
      reference: call.reference,
      status: answer.status,
      cause: answer.status === 'unknown' ? answer.cause : undefined,
    };
    if (answer.status === 'unknown') this.deps.logger?.warn('department call', fields);
    else this.deps.logger?.info('department call', fields);
    return answer;
  }

  private async exchange<T>(
    url: URL,
    parts: { method: string; path: string; timestamp: string; nonce: string; body: string },
    data: z.ZodType<T>,
    file?: Buffer,
  ): Promise<DepartmentAnswer<T>> {
    let response: Response;
    let body: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        body: file ? new Uint8Array(file) : parts.body,
        headers: {
          'Content-Type': file ? 'application/octet-stream' : 'application/json',
          'X-App-Id': this.config.appId,
          'X-Timestamp': parts.timestamp,
          'X-Nonce': parts.nonce,
          'X-Signature': signParts(parts, this.privateKey),
        },
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
      body = await response.text();
    } catch (error) {
      return unknown((error as Error).name === 'TimeoutError' ? 'timeout' : 'network');
    }
    if (body.length > ANSWER_LIMIT) return unknown('garbage');
    const timestamp = response.headers.get('x-timestamp') ?? '';
    const signature = response.headers.get('x-signature') ?? '';
    const answered = { ...parts, timestamp, status: response.status, body };
    if (!signature || !verifyParts(answered, signature, this.peerPublicKey)) {
      return unknown(response.status >= 500 ? `http-${response.status}` : 'bad-signature');
    }
    if (!(Math.abs(this.deps.clock.now() - Number(timestamp)) <= SIGNATURE_WINDOW_MS)) return unknown('stale-answer');
    if (response.status !== 200) return unknown(`http-${response.status}`);
    return readAnswer(body, data);
  }
}

function readAnswer<T>(body: string, data: z.ZodType<T>): DepartmentAnswer<T> {
  let json: unknown;
  try {
    json = readJson(body);
  } catch {
    return unknown('garbage');
  }
  const answer = envelope.safeParse(json);
  if (!answer.success) return unknown('garbage');
  const said = answer.data;
  if (said.outcome === 'pending') return { status: 'pending', ticket: said.ticket, retryAfterMs: said.retryAfterMs };
  const parsed = data.safeParse(said.data);
  if (said.outcome === 'rejected') {
    return { status: 'rejected', reason: said.reason, ...(parsed.success ? { data: parsed.data } : {}) };
  }
  return parsed.success ? { status: 'accepted', data: parsed.data } : unknown('garbage');
}
