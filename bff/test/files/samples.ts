import { deflateSync } from 'node:zlib';

const latin = (text: string) => Buffer.from(text, 'latin1');

/** A whole PDF with one empty page; `extra` goes into its catalogue. */
export const pdf = (extra = '', tail = ''): Buffer =>
  latin(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${extra}>>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n${tail}` +
      'xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n',
  );

/** A PDF whose object stream holds this text, compressed as newer writers do. */
export function packedPdf(text: string): Buffer {
  const packed = deflateSync(latin(text)).toString('latin1');
  return pdf(
    '',
    `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed}\nendstream\nendobj\n`,
  );
}

/** Quantisation and Huffman tables, each as short as it may be. */
const tables = [
  ...[0xff, 0xdb, 0x00, 0x43, 0x00, ...Array<number>(64).fill(1)],
  ...[0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, ...Array<number>(15).fill(0), 0x00],
];

/** `readable`: with the tables that its scan is read with. */
export const jpeg = (width = 8, readable = true): Buffer =>
  Buffer.from([
    ...[0xff, 0xd8, 0xff, 0xe1, 0x00, 0x08, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
    ...(readable ? tables : []),
    ...[0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, width, 0x01, 0x01, 0x11, 0x00],
    ...[0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x12, 0x34, 0xff, 0xd9],
  ]);

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, latin(type), data, Buffer.alloc(4)]);
};
/** `side`: what its header claims, in pixels; its data are those of 2 × 2 unless given. */
export const png = (side = 2, data = deflateSync(Buffer.alloc(14))): Buffer =>
  Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.from([0, 0, side >> 8, side & 255, 0, 0, side >> 8, side & 255, 8, 2, 0, 0, 0])),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const box = (type: string, data: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length + 8);
  return Buffer.concat([size, latin(type), data]);
};
export const heic = (): Buffer =>
  Buffer.concat([
    box('ftyp', latin('heic\0\0\0\0mif1heic')),
    box('meta', Buffer.alloc(12)),
    box('mdat', Buffer.alloc(40, 7)),
  ]);

/** The harmless text that scanners report, inside a whole PDF. */
export const infected = (): Buffer =>
  pdf('', `% ${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}\n`);
