import { Readable } from 'node:stream';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Context } from 'koa';
import { Problem } from '../errors/problem';
import { Slots } from '../slots';

export interface DownloadLimits {
  /** All downloads under way together. */
  count: number;
  /** Contents that wait in memory until they are sent; small ones do not count. */
  bytes: number;
  /** Of these, kept for kiosks and staff. */
  reserved: { count: number; bytes: number };
  /** For one person, or for one network where nobody is signed in; two at most once half of what others have is taken. */
  perPerson: number;
  /** For one network, kiosks and staff not counted; half of it once half of what others have is taken. */
  perNetwork: number;
  /** Contents up to so many bytes, such as certificates, do not count towards `bytes`. */
  small: number;
  /** So many contents are fetched, opened and made at once; the others wait for their turn. */
  made: number;
  /** A reader who takes nothing for so long is cut off, ms. */
  stalledMs: number;
  /** How long a download may last: so long, ms … */
  graceMs: number;
  /** … and a second for each so many bytes. */
  slowest: number;
}

const mb = 1024 * 1024;
const usual: DownloadLimits = {
  count: 64,
  bytes: 256 * mb,
  reserved: { count: 16, bytes: 64 * mb },
  perPerson: 6,
  perNetwork: 24,
  small: 256 * 1024,
  made: 4,
  stalledMs: 15_000,
  graceMs: 60_000,
  slowest: 8 * 1024,
};
const perPersonWhenBusy = 2;
/** For what is made while it is sent, because nobody knows how long it is, ms. */
const madeWhileSentMs = 10 * 60_000;
/** A reply is written in pieces of so many bytes, because only between pieces can be seen whether it is being read. */
const piece = 64 * 1024;

/** Who downloads. */
export interface Taker {
  /** The account, or the session or visit for which the address was made. */
  person: string;
  /** The network that the request comes from. */
  network: string;
  /** A kiosk or a member of staff. */
  inside: boolean;
}

/** Where the module that makes addresses of files says for whom it made one: `use(holderOf)`. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DownloadAddresses {
  private reader: (ticket: string) => Pick<Taker, 'person' | 'inside'> | null = () => null;

  use(reader: (ticket: string) => Pick<Taker, 'person' | 'inside'> | null): void {
    this.reader = reader;
  }

  /** Null for one that nobody made; whether it still opens anything is another question. */
  holderOf(ticket: string): Pick<Taker, 'person' | 'inside'> | null {
    return this.reader(ticket);
  }
}

/** How many each of some keys holds. */
class Shares {
  private readonly held = new Map<string, number>();

  of(key: string): number {
    return this.held.get(key) ?? 0;
  }

  take(key: string): void {
    this.held.set(key, this.of(key) + 1);
  }

  give(key: string): void {
    if (this.of(key) > 1) this.held.set(key, this.of(key) - 1);
    else this.held.delete(key);
  }
}

/** Replies that are files stay below common ceilings until the last byte has left; whoever reads too slowly is let go. */
export class Downloads {
  private readonly limits: DownloadLimits;
  private readonly count = { all: 0, outside: 0 };
  private readonly bytes = { all: 0, outside: 0 };
  private readonly persons = new Shares();
  private readonly networks = new Shares();
  private readonly slots: Slots;

  constructor(limits: Partial<DownloadLimits> = {}) {
    this.limits = { ...usual, ...limits };
    this.slots = new Slots(this.limits.made);
  }

  /** Runs the handler, which sets the body, and keeps its place until the reply is sent. Errors: DOWNLOADS_BUSY, DOWNLOADS_YOURS_BUSY. */
  async send(ctx: Context, taker: Taker, handler: () => Promise<unknown>): Promise<void> {
    const place = this.reserve(taker);
    try {
      await this.slots.hold(handler);
      const body = ctx.body as Buffer | string | Readable;
      const content = typeof body === 'string' ? Buffer.from(body) : Buffer.isBuffer(body) ? body : null;
      if (content) place.weigh(content.length);
      // The socket, because a reply that nobody reads any more does not end by itself.
      if (ctx.res.destroyed || ctx.req.socket.destroyed) return place.give();
      if (content) {
        ctx.body = inPieces(content);
        ctx.length = content.length;
      }
      const { graceMs, slowest } = this.limits;
      const unwatch = this.watch(ctx, content ? graceMs + (content.length / slowest) * 1000 : madeWhileSentMs);
      ctx.res.once('close', () => {
        unwatch();
        place.give();
      });
    } catch (error) {
      place.give();
      throw error;
    }
  }

  private reserve({ person, network, inside }: Taker) {
    const { count, bytes, reserved, perPerson, perNetwork, small } = this.limits;
    const most = { count: count - reserved.count, bytes: bytes - reserved.bytes };
    const scarce = !inside && (this.count.outside * 2 >= most.count || this.bytes.outside * 2 >= most.bytes);
    if (this.persons.of(person) >= (scarce ? Math.min(perPerson, perPersonWhenBusy) : perPerson))
      throw new Problem('DOWNLOADS_YOURS_BUSY', { detail: { retryAfterMs: 5_000 } });
    const crowded = !inside && this.networks.of(network) >= (scarce ? perNetwork / 2 : perNetwork);
    if (crowded || this.count.all >= count || (!inside && this.count.outside >= most.count)) throw busy();
    const add = (of: { all: number; outside: number }, much: number) => {
      of.all += much;
      if (!inside) of.outside += much;
    };
    let weight = 0;
    add(this.count, 1);
    this.persons.take(person);
    if (!inside) this.networks.take(network);
    return {
      weigh: (size: number) => {
        if (size <= small) return;
        if (this.bytes.all + size > bytes || (!inside && this.bytes.outside + size > most.bytes)) throw busy();
        weight = size;
        add(this.bytes, weight);
      },
      give: () => {
        add(this.count, -1);
        add(this.bytes, -weight);
        this.persons.give(person);
        if (!inside) this.networks.give(network);
      },
    };
  }

  /** Lets go of a reader who takes nothing, or takes longer than she may; the returned function ends it. */
  private watch({ req: { socket } }: Context, lastingMs: number): () => void {
    const { stalledMs } = this.limits;
    let before = -1;
    let movedAt = performance.now();
    const stalled = setInterval(() => {
      // What nobody has written yet is not the reader's fault.
      const moves = socket.writableLength === 0 || socket.bytesWritten !== before;
      if (moves) movedAt = performance.now();
      else if (performance.now() - movedAt >= stalledMs) socket.destroy();
      before = socket.bytesWritten;
    }, stalledMs / 5).unref();
    const late = setTimeout(() => socket.destroy(), lastingMs).unref();
    return () => {
      clearInterval(stalled);
      clearTimeout(late);
    };
  }
}

function inPieces(content: Buffer): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: piece,
    read() {
      this.push(at < content.length ? content.subarray(at, at + piece) : null);
      at += piece;
    },
  });
}

const busy = () => new Problem('DOWNLOADS_BUSY', { detail: { retryAfterMs: 15_000 } });

/** What a browser makes of a file: shows it, or keeps it under a name. */
export interface SentFile {
  content: Buffer | string | Readable;
  type: string;
  way: 'inline' | 'attachment';
  /** ASCII letters only. */
  plainName: string;
  /** As people read it; absent: the plain one. */
  name?: string;
}

/** The reply of a `download` route. */
export function sendFile(ctx: Context, { content, type, way, plainName, name }: SentFile): void {
  const full = name ? `; filename*=UTF-8''${extended(name)}` : '';
  ctx.status = 200;
  ctx.set('content-type', type);
  ctx.set('content-disposition', `${way}; filename="${plainName}"${full}`);
  ctx.body = content;
}

/** RFC 8187: these four may not stand for themselves. */
const extended = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
