import { pipeline, Readable } from 'node:stream';
import { createDeflateRaw, deflateRawSync } from 'node:zlib';

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** Of the bytes so far and some more; begins with 0. */
function crc32(content: Buffer, before = 0): number {
  let crc = ~before;
  for (const byte of content) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

/** 1 January 1980: the same table gives the same bytes. */
const dosDate = 0x21;
const sizesLater = 0x08;
const utf8Names = 0x0800;

interface Sizes {
  checksum: number;
  packed: number;
  plain: number;
}

/** Version 2.0, flags, deflate, then date, checksum and sizes: what both headers of a file share. */
function common(nameBytes: Buffer, flags: number, sizes: Sizes): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(flags, 2);
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE(dosDate, 8);
  bytes.writeUInt32LE(sizes.checksum, 10);
  bytes.writeUInt32LE(sizes.packed, 14);
  bytes.writeUInt32LE(sizes.plain, 18);
  bytes.writeUInt16LE(nameBytes.length, 22);
  return bytes;
}

const localHeader = (nameBytes: Buffer, flags: number, sizes: Sizes): Buffer =>
  Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(nameBytes, flags, sizes), nameBytes]);

function directoryEntry(nameBytes: Buffer, flags: number, sizes: Sizes, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common(nameBytes, flags, sizes), rest, nameBytes]);
}

/** The list of files at the end of a zip. */
function directory(entries: readonly Buffer[], offset: number): Buffer {
  const index = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([index, end]);
}

/** A zip of a few files in memory. */
export function writeZip(files: ReadonlyArray<{ name: string; content: Buffer }>): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const packed = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const sizes = { checksum: crc32(content), packed: packed.length, plain: content.length };
    const local = localHeader(nameBytes, utf8Names, sizes);
    entries.push(directoryEntry(nameBytes, utf8Names, sizes, offset));
    parts.push(local, packed);
    offset += local.length + packed.length;
  }
  return Buffer.concat([...parts, directory(entries, offset)]);
}

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** A zip piece by piece; each file's sizes follow its content, so nothing is held back. */
export async function* streamZip(files: ReadonlyArray<{ name: string; content: Chunks }>): AsyncGenerator<Buffer> {
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const nameBytes = Buffer.from(name);
    const flags = utf8Names | sizesLater;
    const local = localHeader(nameBytes, flags, { checksum: 0, packed: 0, plain: 0 });
    yield local;
    const sizes: Sizes = { checksum: 0, packed: 0, plain: 0 };
    for await (const chunk of packing(content, sizes)) {
      sizes.packed += chunk.length;
      yield chunk;
    }
    const after = Buffer.alloc(16);
    after.write('PK\x07\x08', 'latin1');
    after.writeUInt32LE(sizes.checksum, 4);
    after.writeUInt32LE(sizes.packed, 8);
    after.writeUInt32LE(sizes.plain, 12);
    yield after;
    entries.push(directoryEntry(nameBytes, flags, sizes, offset));
    offset += local.length + sizes.packed + after.length;
  }
  yield directory(entries, offset);
}

function packing(content: Chunks, sizes: Sizes): AsyncIterable<Buffer> {
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      sizes.checksum = crc32(chunk, sizes.checksum);
      sizes.plain += chunk.length;
      yield chunk;
    }
  }
  const deflate = createDeflateRaw();
  // A source that fails ends the packing with its error, which the reader then gets.
  pipeline(Readable.from(counted()), deflate, () => undefined);
  return deflate;
}
