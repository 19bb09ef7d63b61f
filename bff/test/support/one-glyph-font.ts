import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, i * 2);
  return bytes;
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, i * 4);
  return bytes;
};

/** Frames of 100 to 900 units, drawn as outlines of straight lines: what is inside of what follows from their direction. */
function outline(frames: Array<[left: number, bottom: number, right: number, top: number]>): Buffer {
  const points = frames.flatMap(([l, b, r, t], i) => {
    const ring = [
      [l, b],
      [l, t],
      [r, t],
      [r, b],
    ];
    return i % 2 === 0 ? ring : ring.reverse();
  }) as Array<[number, number]>;
  const deltas = (axis: 0 | 1) => points.map((point, i) => point[axis] - (i === 0 ? 0 : points[i - 1]![axis]));
  const bytes = Buffer.concat([
    u16(frames.length, 100, -100, 900, 800),
    u16(...frames.map((_, i) => i * 4 + 3), 0),
    Buffer.alloc(points.length, 1),
    u16(...deltas(0)),
    u16(...deltas(1)),
  ]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** A TrueType font with a single glyph, a square within a square, that stands for this one character. */
export function oneGlyphFont(character: string, name = 'OneGlyph'): Buffer {
  const glyph = outline([
    [100, -100, 900, 800],
    [200, 0, 800, 700],
    [350, 150, 650, 550],
  ]);
  const text = Buffer.from(name, 'utf16le').swap16();
  const nameIds = [1, 4, 6];
  const point = character.codePointAt(0)!;
  const tables: Record<string, Buffer> = {
    'OS/2': Buffer.concat([
      u16(1, 1000, 400, 5, 0),
      Buffer.alloc(22),
      Buffer.alloc(10),
      u32(0, 0, 0, 0),
      Buffer.from('TEST'),
      u16(0x40, Math.min(point, 0xffff), Math.min(point, 0xffff), 880, -120, 0, 880, 120),
      u32(0, 0),
    ]),
    cmap: Buffer.concat([u16(0, 1, 3, 10), u32(12), u16(12, 0), u32(28, 0, 1, point, point, 1)]),
    glyf: glyph,
    head: Buffer.concat([
      u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
      u16(0, 1000),
      Buffer.alloc(16),
      u16(100, -100, 900, 800, 0, 8, 2, 1, 0),
    ]),
    hhea: Buffer.concat([u32(0x00010000), u16(880, -120, 0, 1000, 0, 0, 900, 1, 0, 0, 0, 0, 0, 0, 0, 2)]),
    hmtx: u16(1000, 0, 1000, 100),
    loca: u32(0, 0, glyph.length),
    maxp: Buffer.concat([u32(0x00010000), u16(2, 12, 3, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
    name: Buffer.concat([
      u16(0, nameIds.length, 6 + nameIds.length * 12),
      ...nameIds.map((id) => u16(3, 1, 0x409, id, text.length, 0)),
      text,
    ]),
    post: Buffer.concat([u32(0x00030000, 0), u16(0, 0), u32(0, 0, 0, 0, 0)]),
  };
  const tags = Object.keys(tables).sort();
  let at = 12 + tags.length * 16;
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const tag of tags) {
    const body = tables[tag]!;
    directory.push(Buffer.from(tag.padEnd(4)), u32(0, at, body.length));
    bodies.push(body, Buffer.alloc((4 - (body.length % 4)) % 4));
    at += body.length + ((4 - (body.length % 4)) % 4);
  }
  return Buffer.concat([u32(0x00010000), u16(tags.length, 128, 3, tags.length * 16 - 128), ...directory, ...bodies]);
}

/** A folder below `parent` with such fonts, one for each character. */
export function fontFolder(parent: string, characters: string): string {
  const folder = join(parent, 'fonts');
  mkdirSync(folder, { recursive: true });
  for (const character of characters) {
    const name = `u${character.codePointAt(0)!.toString(16)}`;
    writeFileSync(join(folder, `${name}.ttf`), oneGlyphFont(character, name));
  }
  return folder;
}
