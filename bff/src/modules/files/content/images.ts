import { Problem } from '../../../platform/errors/problem';

const damaged = () => new Problem('FILE_DAMAGED');

/** Start-of-frame markers: every SOF but DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Walks the segments up to the picture, which must have a size and an end. What phones append after it is left alone. */
export function checkJpeg(content: Buffer): void {
  let sized = false;
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
      sized = content.readUInt16BE(at + 5) > 0 && content.readUInt16BE(at + 7) > 0;
    }
    at += 2 + length;
    if (marker === 0xda) {
      if (!sized || content.indexOf(Buffer.from([0xff, 0xd9]), at) < 0) throw damaged();
      return;
    }
  }
  throw damaged();
}

/** IHDR with a size first, whole chunks up to IEND, some picture between. */
export function checkPng(content: Buffer): void {
  let at = 8;
  let data = false;
  while (at + 12 <= content.length) {
    const length = content.readUInt32BE(at);
    const type = content.toString('latin1', at + 4, at + 8);
    if (length > content.length - at - 12) throw damaged();
    if (at === 8) {
      if (type !== 'IHDR' || length !== 13) throw damaged();
      if (content.readUInt32BE(16) === 0 || content.readUInt32BE(20) === 0) throw damaged();
    }
    if (type === 'IDAT') data = true;
    at += 12 + length;
    if (type === 'IEND') {
      if (!data) throw damaged();
      return;
    }
  }
  throw damaged();
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
