import { once } from 'node:events';
import { createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';

/** 1 January 1980: the same table gives the same bytes. */
const mtime = new Date('1980-01-01T00:00:00');
const deflated = 8;

/** A file that is there as a whole. Node packs several times faster than JavaScript does. */
class Whole extends ZipPassThrough {
  override compression = deflated;

  protected override process(content: Uint8Array<ArrayBuffer>, final: boolean): void {
    this.ondata(null, new Uint8Array(deflateRawSync(content)), final);
  }
}

/** A file that comes in pieces; packed in a thread, so that others get their turn. */
class Piecewise extends ZipPassThrough {
  override compression = deflated;
  private readonly deflate = createDeflateRaw();
  private full = false;

  constructor(name: string) {
    super(name);
    this.deflate.on('data', (chunk: Buffer) => this.ondata(null, new Uint8Array(chunk), false));
  }

  protected override process(chunk: Uint8Array<ArrayBuffer>, final: boolean): void {
    if (final) this.deflate.end(chunk);
    else this.full = !this.deflate.write(chunk);
  }

  /** When the next piece may come. */
  async ready(): Promise<void> {
    if (this.full) await once(this.deflate, 'drain');
  }

  async end(): Promise<void> {
    this.push(new Uint8Array(0), true);
    await once(this.deflate, 'end');
    this.ondata(null, new Uint8Array(0), true);
  }

  stop(): void {
    this.deflate.destroy();
  }
}

/** A zip of a few files in memory. */
export function writeZip(files: ReadonlyArray<{ name: string; content: Buffer }>): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = zipInto(chunks);
  for (const { name, content } of files) {
    const file = new Whole(name);
    file.mtime = mtime;
    zip.add(file);
    file.push(content, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** A zip piece by piece; each file's sizes follow its content, so nothing is held back. */
export async function* streamZip(files: ReadonlyArray<{ name: string; content: Chunks }>): AsyncGenerator<Buffer> {
  const chunks: Uint8Array[] = [];
  const zip = zipInto(chunks);
  const taken = () => chunks.splice(0).map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  for (const { name, content } of files) {
    const file = new Piecewise(name);
    file.mtime = mtime;
    zip.add(file);
    try {
      for await (const chunk of content) {
        file.push(chunk);
        await file.ready();
        yield* taken();
      }
      await file.end();
    } finally {
      file.stop();
    }
    yield* taken();
  }
  zip.end();
  yield* taken();
}

function zipInto(chunks: Uint8Array[]): Zip {
  return new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
}
