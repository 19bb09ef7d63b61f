import { closeSync, openSync, readSync } from 'node:fs';

/** The file is no TrueType font that can be drawn with. */
export class FontFileError extends Error {}

/** Supplementary planes beyond the third have no characters of any script. */
const codePoints = 0x40000;
const needed = ['cmap', 'glyf', 'loca', 'head', 'hmtx', 'maxp'];

/** Which characters a font has, one bit each: 32 KB, while the parsed font takes as much as its file. */
export class Coverage {
  private constructor(private readonly bits: Uint8Array) {}

  /**
   * Reads the character map only, not the outlines (ISO/IEC 14496-22, tables `cmap` 4 and 12). Errors: FontFileError; those of
   * the file system.
   */
  static of(file: string): Coverage {
    const descriptor = openSync(file, 'r');
    try {
      const map = tableOf(descriptor, 'cmap');
      const bits = new Uint8Array(codePoints / 8);
      for (const [first, last] of rangesOf(map))
        for (let point = first; point <= Math.min(last, codePoints - 1); point++) bits[point >> 3]! |= 1 << (point & 7);
      return new Coverage(bits);
    } catch (error) {
      // What is cut off is read past its end.
      throw error instanceof RangeError ? new FontFileError('the font is cut off') : error;
    } finally {
      closeSync(descriptor);
    }
  }

  /** What both have. */
  and(other: Coverage): Coverage {
    return new Coverage(this.bits.map((byte, at) => byte & other.bits[at]!));
  }

  has(codePoint: number): boolean {
    return codePoint < codePoints && (this.bits[codePoint >> 3]! & (1 << (codePoint & 7))) !== 0;
  }
}

function read(descriptor: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(descriptor, bytes, 0, length, at) < length) throw new RangeError('cut off');
  return bytes;
}

function tableOf(descriptor: number, wanted: string): Buffer {
  const head = read(descriptor, 0, 12);
  if (head.readUInt32BE(0) !== 0x00010000 && head.toString('latin1', 0, 4) !== 'true')
    throw new FontFileError('not a TrueType font');
  const list = read(descriptor, 12, head.readUInt16BE(4) * 16);
  const tables = new Map<string, { at: number; length: number }>();
  for (let at = 0; at < list.length; at += 16)
    tables.set(list.toString('latin1', at, at + 4), {
      at: list.readUInt32BE(at + 8),
      length: list.readUInt32BE(at + 12),
    });
  for (const name of needed) if (!tables.has(name)) throw new FontFileError(`the font has no table ${name}`);
  const { at, length } = tables.get(wanted)!;
  // The largest known is a tenth of that.
  if (length > 8 * 1024 * 1024) throw new FontFileError(`the table ${wanted} is too large`);
  return read(descriptor, at, length);
}

/** First and last code point of each run of characters that have a glyph. */
function* rangesOf(map: Buffer): Generator<[first: number, last: number]> {
  const subtables = Array.from({ length: map.readUInt16BE(2) }, (_, i) => map.readUInt32BE(4 + i * 8 + 4));
  const at = (format: number) => subtables.find((offset) => map.readUInt16BE(offset) === format);
  const full = at(12);
  if (full !== undefined) {
    for (let i = 0, group = full + 16; i < map.readUInt32BE(full + 12); i++, group += 12) {
      const [first, last, glyph] = [0, 4, 8].map((more) => map.readUInt32BE(group + more)) as [number, number, number];
      if (last >= first) yield [glyph === 0 ? first + 1 : first, last];
    }
    return;
  }
  const basic = at(4);
  if (basic === undefined) throw new FontFileError('the font has no character map of Unicode');
  const bytes = map.readUInt16BE(basic + 6);
  for (let at = 0; at < bytes; at += 2) {
    const last = map.readUInt16BE(basic + 14 + at);
    const first = map.readUInt16BE(basic + 16 + bytes + at);
    const delta = map.readUInt16BE(basic + 16 + bytes * 2 + at);
    const place = basic + 16 + bytes * 3 + at;
    const offset = map.readUInt16BE(place);
    for (let point = first; point <= last && point < 0xffff; point++) {
      const glyph = offset === 0 ? point + delta : map.readUInt16BE(place + offset + (point - first) * 2);
      if ((glyph & 0xffff) !== 0) yield [point, point];
    }
  }
}
