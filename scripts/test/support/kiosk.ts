import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type CardReading, type RouteReply, routes } from '@zhucheng/shared';
import { Client } from '../../walk/client';
import type { Platform } from './platform';

const { appointments, pickup, printing } = routes;
let serial = 0;

/** Registers a kiosk at the first service point; the token is its key. */
export async function kioskToken(platform: Platform, name = '一楼自助机'): Promise<string> {
  return (await registerKiosk(platform, name)).token;
}

async function registerKiosk(platform: Platform, name: string) {
  const administrator = await platform.cast.officer('administrator');
  const { items } = await administrator.call(appointments.points, {});
  return administrator.call(printing.registerKiosk, { body: { pointId: items[0]!.id, name } });
}

interface Person {
  name: string;
  idNumber: string;
}

/** A card reader with a key of its own. */
export class TestReader {
  readonly deviceId = `test-reader-${++serial}`;
  readonly publicKey: string;
  private readonly key: KeyObject;
  private readonly hash: 'sha256' | null;

  constructor(
    private readonly now: () => number,
    kind: 'ed25519' | 'rsa' = 'ed25519',
  ) {
    const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed25519');
    this.hash = kind === 'rsa' ? 'sha256' : null;
    this.key = pair.privateKey;
    this.publicKey = String(pair.publicKey.export({ type: 'spki', format: 'pem' }));
  }

  /** What it answers when this person's card lies on it. */
  read(nonce: string, { name, idNumber }: Person, more: Partial<CardReading> = {}): CardReading {
    const read = { name, idNumber, validUntil: 'long-term', nonce, deviceId: this.deviceId, at: this.now(), ...more };
    const { deviceId, at, validUntil } = read;
    const text = ['zhucheng-card-reading-v1', deviceId, read.nonce, at, read.name, read.idNumber, validUntil].join(
      '\n',
    );
    return { ...read, signature: sign(this.hash, Buffer.from(text), this.key).toString('base64') };
  }
}

/** A kiosk with a reader beside it. */
export class Kiosk {
  private constructor(
    readonly id: string,
    readonly client: Client,
    readonly reader: TestReader,
  ) {}

  static async at(platform: Platform, name = '一楼自助机', kind: 'ed25519' | 'rsa' = 'ed25519'): Promise<Kiosk> {
    const { kiosk, token } = await registerKiosk(platform, name);
    const reader = new TestReader(() => platform.clock.now(), kind);
    const administrator = await platform.cast.officer('administrator');
    const { deviceId, publicKey } = reader;
    await administrator.call(printing.setReader, {
      params: { id: kiosk.id },
      body: { version: kiosk.version, reader: { deviceId, publicKey } },
    });
    return new Kiosk(kiosk.id, new Client(platform.url, token), reader);
  }

  begin(code: string) {
    return this.client.call(pickup.beginReading, { body: { code } });
  }

  post(readingId: string, reading: CardReading): Promise<RouteReply<typeof pickup.openByCard>> {
    return this.client.call(pickup.openByCard, { params: { id: readingId }, body: { reading } });
  }

  /** Types the code and lays this person's card on the reader. */
  async open(code: string, person: Person): Promise<RouteReply<typeof pickup.openByCard>> {
    const { readingId, nonce } = await this.begin(code);
    return this.post(readingId, this.reader.read(nonce, person));
  }
}
