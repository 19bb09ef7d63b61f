import { inflateRawSync } from 'node:zlib';

const centralEntry = 0x02014b50;
const localEntry = 0x04034b50;
const endOfDirectory = 0x06054b50;
const locatorOf64 = 0x07064b50;
const endOfDirectory64 = 0x06064b50;
/** In a field of 16 or 32 bits: the number stands in the extra field or record of zip64. */
const elsewhere16 = 0xffff;
const elsewhere32 = 0xffffffff;
const extraOf64 = 0x0001;
const mostEntries = 2_000;

/** Not a zip file that could be a spreadsheet. */
export class ZipError extends Error {
  constructor(readonly reason: 'unreadable' | 'too-large') {
    super(reason);
    this.name = 'ZipError';
  }
}

interface Entry {
  method: number;
  packed: number;
  offset: number;
}

/** Names as packages compare them (OPC): case says nothing, and some programs write `\\`. */
const nameKey = (name: string): string =>
  name
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
    .toLowerCase();

/** Reads single files out of a zip in memory; what they unfold to, all together, stays below a limit in bytes. */
export class ZipReader {
  private readonly entries = new Map<string, Entry>();
  private left: number;

  /** Error: ZipError. */
  constructor(
    private readonly zip: Buffer,
    unfoldLimit: number,
  ) {
    this.left = unfoldLimit;
    try {
      this.readDirectory();
    } catch (error) {
      throw error instanceof ZipError ? error : new ZipError('unreadable');
    }
  }

  has(name: string): boolean {
    return this.entries.has(nameKey(name));
  }

  /** In lower case. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Undefined if there is no such file. Error: ZipError. */
  read(name: string): Buffer | undefined {
    const entry = this.entries.get(nameKey(name));
    if (!entry) return undefined;
    const { zip } = this;
    const { offset, packed, method } = entry;
    if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== localEntry) throw new ZipError('unreadable');
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    if (start + packed > zip.length) throw new ZipError('unreadable');
    const content = this.unfold(zip.subarray(start, start + packed), method);
    this.left -= content.length;
    if (this.left < 0) throw new ZipError('too-large');
    return content;
  }

  private unfold(packed: Buffer, method: number): Buffer {
    if (method === 0) return packed;
    if (method !== 8) throw new ZipError('unreadable');
    try {
      // The sizes a zip announces can lie; this stops while it unfolds.
      return inflateRawSync(packed, { maxOutputLength: Math.max(1, this.left) });
    } catch (error) {
      const full = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      throw new ZipError(full ? 'too-large' : 'unreadable');
    }
  }

  private readDirectory(): void {
    const { zip } = this;
    const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new ZipError('unreadable');
    let count = zip.readUInt16LE(end + 10);
    let at = zip.readUInt32LE(end + 16);
    const locator = end - 20;
    if ((count === elsewhere16 || at === elsewhere32) && locator >= 0 && zip.readUInt32LE(locator) === locatorOf64) {
      const end64 = number64(zip, locator + 8);
      if (zip.readUInt32LE(end64) !== endOfDirectory64) throw new ZipError('unreadable');
      count = number64(zip, end64 + 32);
      at = number64(zip, end64 + 48);
    }
    if (count > mostEntries) throw new ZipError('too-large');
    for (let i = 0; i < count; i++) {
      if (zip.readUInt32LE(at) !== centralEntry) throw new ZipError('unreadable');
      // Encrypted.
      if (zip.readUInt16LE(at + 8) & 1) throw new ZipError('unreadable');
      const [nameLength, extra, comment] = [28, 30, 32].map((part) => zip.readUInt16LE(at + part)) as [
        number,
        number,
        number,
      ];
      const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
      this.entries.set(nameKey(name), this.entryAt(at, at + 46 + nameLength, extra));
      at += 46 + nameLength + extra + comment;
    }
  }

  /** Sizes that do not fit stand in the extra field, in this order, each only if it is meant to be there. */
  private entryAt(at: number, extraAt: number, extraLength: number): Entry {
    const { zip } = this;
    const entry = {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    };
    let field = extraAt;
    while (field + 4 <= extraAt + extraLength && zip.readUInt16LE(field) !== extraOf64)
      field += 4 + zip.readUInt16LE(field + 2);
    if (field + 4 > extraAt + extraLength) return entry;
    field += 4;
    if (zip.readUInt32LE(at + 24) === elsewhere32) field += 8;
    if (entry.packed === elsewhere32) {
      entry.packed = number64(zip, field);
      field += 8;
    }
    if (entry.offset === elsewhere32) entry.offset = number64(zip, field);
    return entry;
  }
}

/** Error: ZipError beyond the file's end, where no size or place of it can be. */
function number64(zip: Buffer, at: number): number {
  const value = zip.readBigUInt64LE(at);
  if (value > BigInt(zip.length)) throw new ZipError('unreadable');
  return Number(value);
}
