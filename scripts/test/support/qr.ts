import type { Locator, Page } from 'playwright-core';

/** Error correction codewords and blocks of level L for versions 1 to 40 (ISO/IEC 18004, table 9). */
const perBlock = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30,
  30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const blockCounts = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19,
  20, 21, 22, 24, 25,
];
const masks: Array<(row: number, column: number) => boolean> = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** What a phone would read from the QR code in this element, from its picture on the screen. Level L, bytes, undamaged. */
export async function readQr(page: Page, place: Locator): Promise<string> {
  const picture = (await place.screenshot()).toString('base64');
  const { width, dark } = await page.evaluate<{ width: number; dark: string }>(
    `(async () => {
      const bytes = Uint8Array.from(atob('${picture}'), (one) => one.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let dark = '';
      for (let i = 0; i < data.length; i += 4) dark += data[i] + data[i + 1] + data[i + 2] < 384 ? '1' : '0';
      return { width: bitmap.width, dark };
    })()`,
  );
  return decode(modulesOf(width, dark));
}

function modulesOf(width: number, dark: string): boolean[][] {
  const height = dark.length / width;
  const at = (x: number, y: number) => dark[Math.floor(y) * width + Math.floor(x)] === '1';
  const first = dark.indexOf('1');
  const top = Math.floor(first / width);
  const left = first % width;
  let right = width - 1;
  while (!at(right, top)) right--;
  let bottom = height - 1;
  while (!at(left, bottom)) bottom--;
  let finder = 0;
  while (at(left + finder, top)) finder++;
  const across = right - left + 1;
  const size = 17 + 4 * Math.round((across / (finder / 7) - 17) / 4);
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) =>
      at(left + ((column + 0.5) * across) / size, top + ((row + 0.5) * (bottom - top + 1)) / size),
    ),
  );
}

function centres(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = 4 * version + 10;
  const step = version === 32 ? 26 : Math.ceil((last - 6) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => last - i * step).reverse()];
}

function decode(modules: boolean[][]): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const bit = (row: number, column: number) => (modules[row]![column] ? 1 : 0);
  let format = 0;
  for (let i = 0; i < 6; i++) format |= bit(i, 8) << i;
  format |= (bit(7, 8) << 6) | (bit(8, 8) << 7) | (bit(8, 7) << 8);
  for (let i = 9; i < 15; i++) format |= bit(8, 14 - i) << i;
  format ^= 0x5412;
  if (format >> 13 !== 1) throw new Error('not a QR code of level L');
  const mask = masks[(format >> 10) & 7]!;

  const spots = centres(version);
  const end = spots.at(-1);
  const fixed = (row: number, column: number): boolean => {
    const corner = (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9);
    const numbered =
      version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11)) && !(row === column);
    const aligned = spots.some((y) =>
      spots.some(
        (x) =>
          Math.abs(row - y) <= 2 &&
          Math.abs(column - x) <= 2 &&
          !((y === 6 && (x === 6 || x === end)) || (x === 6 && y === end)),
      ),
    );
    return corner || numbered || aligned || row === 6 || column === 6;
  };
  const words: number[] = [];
  let word = 0;
  let filled = 0;
  let upward = true;
  for (let right = size - 1; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const row = upward ? size - 1 - i : i;
      for (const column of [right, right - 1]) {
        if (fixed(row, column)) continue;
        word = (word << 1) | (bit(row, column) ^ (mask(row, column) ? 1 : 0));
        if (++filled % 8 > 0) continue;
        words.push(word);
        word = 0;
      }
    }
  }
  return textOf(dataOf(words, version), version);
}

/** Takes the interleaved blocks apart; the correction words at their end are left aside. */
function dataOf(words: number[], version: number): number[] {
  const count = blockCounts[version - 1]!;
  const total = words.length - count * perBlock[version - 1]!;
  const short = Math.floor(total / count);
  const firstLong = count - (total % count);
  const blocks: number[][] = Array.from({ length: count }, () => []);
  let next = 0;
  for (let i = 0; i <= short; i++)
    for (const [index, block] of blocks.entries()) if (i < short || index >= firstLong) block.push(words[next++]!);
  return blocks.flat();
}

function textOf(data: number[], version: number): string {
  const bits = data.map((one) => one.toString(2).padStart(8, '0')).join('');
  if (!bits.startsWith('0100')) throw new Error('not bytes');
  const start = 4 + (version < 10 ? 8 : 16);
  const length = Number.parseInt(bits.slice(4, start), 2);
  const bytes = Array.from({ length }, (_, i) => Number.parseInt(bits.slice(start + 8 * i, start + 8 * i + 8), 2));
  return Buffer.from(bytes).toString('utf8');
}
