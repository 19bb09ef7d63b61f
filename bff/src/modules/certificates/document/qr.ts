import { create } from 'qrcode';
import { rect, type Surface } from './surface';
import { INK } from './theme';

/** The modules of a QR code as rows of booleans (ISO/IEC 18004, correction level M: 15 % may be lost). */
export function qrModules(value: string): boolean[][] {
  const { modules } = create(value, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (__, column) => modules.get(row, column) === 1),
  );
}

/** Draws the code with the quiet zone of four modules inside a white square of `size` points. */
export function drawQr(s: Surface, value: string, x: number, y: number, size: number): void {
  const rows = qrModules(value);
  const module = size / (rows.length + 8);
  s.path(rect(x, y, size, size), { fill: '#ffffff' });
  let d = '';
  rows.forEach((row, r) => {
    for (let c = 0; c < row.length; c += 1) {
      if (!row[c]) continue;
      const start = c;
      while (row[c + 1]) c += 1;
      d += rect(x + (start + 4) * module, y + (r + 4) * module, (c - start + 1) * module, module + 0.02);
    }
  });
  s.path(d, { fill: INK });
}
