import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** The little CBOR that an attestation object needs: maps, texts, bytes, small integers. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

interface Habits {
  origin: string;
  rpId: string;
  /** The person has unlocked the device: finger, face, PIN. */
  verified: boolean;
}

/** A passkey in software: one ES256 key pair, answering as a browser and its authenticator do together. */
export class Authenticator {
  readonly credentialId = randomBytes(32);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private count = 0;
  userHandle = '';

  constructor(private readonly site: { origin: string; rpId: string }) {}

  private data(habits: Habits, credential = Buffer.alloc(0)): Buffer {
    const flags = 1 | (habits.verified ? 4 : 0) | (credential.length > 0 ? 64 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.count);
    return Buffer.concat([sha256(habits.rpId), Buffer.from([flags]), counter, credential]);
  }

  private client(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private answer(response: Record<string, unknown>) {
    const id = this.credentialId.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  create(options: { challenge: string; user: { id: string } }, habit: Partial<Habits> = {}) {
    const habits = { ...this.site, verified: true, ...habit };
    this.userHandle = options.user.id;
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ]),
    );
    const length = Buffer.from([0, this.credentialId.length]);
    const authData = this.data(habits, Buffer.concat([Buffer.alloc(16), length, this.credentialId, key]));
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return this.answer({
      clientDataJSON: this.client('webauthn.create', options.challenge, habits.origin).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  get(options: { challenge: string }, habit: Partial<Habits> = {}) {
    const habits = { ...this.site, verified: true, ...habit };
    const client = this.client('webauthn.get', options.challenge, habits.origin);
    const authenticatorData = this.data(habits);
    const signature = createSign('SHA256')
      .update(Buffer.concat([authenticatorData, sha256(client)]))
      .sign(this.keys.privateKey);
    return this.answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: this.userHandle,
    });
  }
}
