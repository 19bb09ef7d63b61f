import { deflateSync, inflateSync } from 'node:zlib';

interface Picture {
  width: number;
  height: number;
  /** Red, green, blue of each pixel, row by row. */
  pixels: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** Reads a screenshot as browsers write it: eight bits a channel, not interlaced. Error: anything else. */
function decode(file: Buffer): Picture {
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = signature.length; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[data[9] as 2 | 6] ?? 0;
      if (data[8] !== 8 || channels === 0 || data[12] !== 0) throw new Error('not a PNG as browsers write it');
    } else if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = new Uint8Array(width * height * 3);
  let above = new Uint8Array(stride);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    const line = new Uint8Array(raw.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let i = 0; i < stride; i++) {
      const left = i >= channels ? line[i - channels]! : 0;
      const up = above[i]!;
      if (filter === 1) line[i]! += left;
      else if (filter === 2) line[i]! += up;
      else if (filter === 3) line[i]! += (left + up) >> 1;
      else if (filter === 4) {
        const corner = i >= channels ? above[i - channels]! : 0;
        const guess = left + up - corner;
        const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
        line[i]! += a <= b && a <= c ? left : b <= c ? up : corner;
      }
    }
    for (let x = 0; x < width; x++)
      for (let part = 0; part < 3; part++) pixels[(row * width + x) * 3 + part] = line[x * channels + part]!;
    above = line;
  }
  return { width, height, pixels };
}

/** The colours that are seen most, no two of them hardly different; chips and buttons are small, but their colour says something. */
function paletteOf(counts: Map<number, number>, most: number): number[] {
  const palette: number[] = [];
  const far = (one: number, other: number): number =>
    Math.abs((one >> 16) - (other >> 16)) +
    Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)) +
    Math.abs((one & 255) - (other & 255));
  const vivid = (colour: number): number => {
    const parts = [colour >> 16, (colour >> 8) & 255, colour & 255];
    return 1 + (Math.max(...parts) - Math.min(...parts)) / 16;
  };
  const ordered = [...counts]
    .map(([colour, count]) => ({ colour, weight: count * vivid(colour) }))
    .sort((one, other) => other.weight - one.weight)
    .map(({ colour }) => colour);
  for (const colour of ordered) {
    if (palette.length === most) break;
    // Surfaces keep their exact colour; the shades at the edge of letters share a few, so that red and amber find room.
    const near = palette.length < 16 ? 4 : 1_100 / most;
    if (palette.every((each) => far(each, colour) >= near)) palette.push(colour);
  }
  return palette;
}

/** The same picture with a palette of at most this many colours: a quarter of the bytes. */
export function smaller(file: Buffer, most: number): Buffer {
  const { width, height, pixels } = decode(file);
  const counts = new Map<number, number>();
  const colourAt = (index: number): number =>
    (pixels[index * 3]! << 16) | (pixels[index * 3 + 1]! << 8) | pixels[index * 3 + 2]!;
  for (let index = 0; index < width * height; index++) {
    const colour = colourAt(index);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf(counts, most);
  const nearest = new Map<number, number>();
  for (const colour of counts.keys()) {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    palette.forEach((each, index) => {
      const red = (each >> 16) - (colour >> 16);
      const green = ((each >> 8) & 255) - ((colour >> 8) & 255);
      const blue = (each & 255) - (colour & 255);
      const away = red * red * 2 + green * green * 4 + blue * blue * 3;
      if (away < least) [best, least] = [index, away];
    });
    nearest.set(colour, best);
  }
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++)
    for (let x = 0; x < width; x++) rows[row * (width + 1) + 1 + x] = nearest.get(colourAt(row * width + x))!;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
