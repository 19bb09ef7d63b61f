import { inflateRawSync } from 'node:zlib';

const centralEntry = 0x02014b50;
const localEntry = 0x04034b50;
const endOfDirectory = 0x06054b50;
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

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Undefined if there is no such file. Error: ZipError. */
  read(name: string): Buffer | undefined {
    const entry = this.entries.get(name);
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
    const count = zip.readUInt16LE(end + 10);
    if (count > mostEntries) throw new ZipError('too-large');
    let at = zip.readUInt32LE(end + 16);
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
      const entry = {
        method: zip.readUInt16LE(at + 10),
        packed: zip.readUInt32LE(at + 20),
        offset: zip.readUInt32LE(at + 42),
      };
      this.entries.set(name, entry);
      at += 46 + nameLength + extra + comment;
    }
  }
}
