import { constants, inflateSync } from 'node:zlib';
import { Refused } from '../../../platform/workers/refused';

const damaged = () => new Refused('FILE_DAMAGED');

/** Larger pictures no viewer opens: a scan of an A0 drawing at 600 dpi still has less. */
const mostPixels = 600_000_000;
const isSize = (width: number, height: number): boolean => width > 0 && height > 0 && width * height <= mostPixels;

/** Start-of-frame markers: every SOF but DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Tables without which no scan can be read: quantisation and, for Huffman coding, its codes; arithmetic coding has others. */
const quantisation = 0xdb;
const codes = [0xc4, 0xcc];
/** What is drawn of the smallest picture takes more than a byte. */
const leastScan = 2;

/** Walks the segments up to the picture, which must have a size, tables and begin. Viewers show one without its end mark too. */
export function checkJpeg(content: Buffer): void {
  let sized = false;
  const seen = new Set<number>();
  let at = 2;
  while (at + 4 <= content.length) {
    if (content[at] !== 0xff) throw damaged();
    const marker = content[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = content.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > content.length) throw damaged();
    if (isFrame(marker)) {
      if (length < 8) throw damaged();
      sized = isSize(content.readUInt16BE(at + 7), content.readUInt16BE(at + 5));
    }
    seen.add(marker);
    at += 2 + length;
    if (marker === 0xda) {
      const readable = seen.has(quantisation) && codes.some((code) => seen.has(code));
      if (!sized || !readable || at + leastScan > content.length) throw damaged();
      return;
    }
  }
  throw damaged();
}

/** Samples of a pixel by colour type: grey, colours, palette, grey or colours with transparency. */
const samples = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
/** Deflated data unfolds to no more than this many times its size. */
const mostUnfolded = 1_032;

interface Unfolded {
  /** Bytes of the whole picture and of a row of it; 0 for none that there is (ISO 15948 11.2.2). */
  whole: number;
  row: number;
}

function unfoldedPng(header: Buffer): Unfolded {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const perPixel = samples.get(header[9]!) ?? 0;
  if (!isSize(width, height)) return { whole: 0, row: 0 };
  const row = Math.ceil((width * header[8]! * perPixel) / 8);
  return { whole: height * row, row };
}

/** Enough of the data to see that it unfolds; the rest is as large as the header claims. */
const mostTried = 16 * 1024;

/** The beginning of the data unfolds to rows of the picture. */
function requireRows(data: Buffer, { whole, row }: Unfolded): void {
  const tried = data.subarray(0, mostTried);
  let rows: Buffer;
  try {
    rows = inflateSync(tried, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: tried.length * mostUnfolded + 1_024,
    });
  } catch {
    throw damaged();
  }
  // Interlaced pictures begin with a row of every eighth pixel.
  if (rows.length < Math.min(whole, Math.ceil(row / 8), tried.length / 2)) throw damaged();
}

/**
 * IHDR with a size first, whole chunks, between them as much of a picture as the header claims, and data that unfold. Viewers
 * show a picture without its IEND too.
 */
export function checkPng(content: Buffer): void {
  let at = 8;
  let claimed: Unfolded = { whole: 0, row: 0 };
  const data: Buffer[] = [];
  let ended = false;
  while (!ended && at + 12 <= content.length) {
    const length = content.readUInt32BE(at);
    const type = content.toString('latin1', at + 4, at + 8);
    if (length > content.length - at - 12) throw damaged();
    if (at === 8) {
      if (type !== 'IHDR' || length !== 13) throw damaged();
      claimed = unfoldedPng(content.subarray(16, 29));
    }
    if (type === 'IDAT') data.push(content.subarray(at + 8, at + 8 + length));
    at += 12 + length;
    ended = type === 'IEND';
  }
  if (!ended && at !== content.length) throw damaged();
  const size = data.reduce((sum, part) => sum + part.length, 0);
  if (claimed.whole === 0 || size === 0 || size * mostUnfolded < claimed.whole) throw damaged();
  requireRows(Buffer.concat(data), claimed);
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** A HEIC photo says so in its first box (ISO 14496-12 `ftyp`). */
export function isHeic(content: Buffer): boolean {
  if (content.length < 16 || content.toString('latin1', 4, 8) !== 'ftyp') return false;
  const size = Math.min(content.readUInt32BE(0), content.length, 256);
  const brands = [content.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(content.toString('latin1', at, at + 4));
  // `mif1` alone is also an AVIF's brand.
  return !brands.includes('avif') && brands.some((brand) => heicBrands.has(brand));
}

/** Boxes that fill the file, with the description and the data of a picture among them. */
export function checkHeic(content: Buffer): void {
  const seen = new Set<string>();
  let at = 0;
  while (at + 8 <= content.length) {
    const type = content.toString('latin1', at + 4, at + 8);
    let size = content.readUInt32BE(at);
    if (size === 1 && at + 16 <= content.length) size = Number(content.readBigUInt64BE(at + 8));
    if (size === 0) size = content.length - at;
    if (size < 8 || size > content.length - at) throw damaged();
    seen.add(type);
    at += size;
  }
  if (at !== content.length || !seen.has('meta') || !(seen.has('mdat') || seen.has('idat'))) throw damaged();
}
