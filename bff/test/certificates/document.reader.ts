import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** A reader for what pdfkit writes, so that a PDF can be judged without any PDF tool. */
export interface EmbeddedFont {
  name: string;
  /** Glyph number → character. */
  unicode: Map<number, string>;
  glyph(id: number): Buffer;
}

interface PdfObject {
  head: string;
  stream: Buffer | null;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)(?:stream\n|endobj)/g)) {
    const head = match[2]!;
    const length = /\/Length (\d+)\b/.exec(head);
    const isStream = match[0].endsWith('stream\n') && length;
    const start = match.index + match[0].length;
    const raw = isStream ? pdf.subarray(start, start + Number(length[1])) : null;
    objects.set(match[1]!, { head, stream: raw && head.includes('/FlateDecode') ? inflateSync(raw) : raw });
  }
  return objects;
}

/** Reads glyph outlines from a TrueType file (tables head, loca, glyf; ISO/IEC 14496-22). */
export function glyphReader(ttf: Buffer): (id: number) => Buffer {
  const tables = new Map<string, number>();
  for (let i = 0; i < ttf.readUInt16BE(4); i += 1) {
    const at = 12 + i * 16;
    tables.set(ttf.toString('latin1', at, at + 4), ttf.readUInt32BE(at + 8));
  }
  const long = ttf.readInt16BE(tables.get('head')! + 50) === 1;
  const offset = (id: number): number =>
    long ? ttf.readUInt32BE(tables.get('loca')! + id * 4) : ttf.readUInt16BE(tables.get('loca')! + id * 2) * 2;
  return (id) => ttf.subarray(tables.get('glyf')! + offset(id), tables.get('glyf')! + offset(id + 1));
}

function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, from, , list] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    [...list!.matchAll(/<([0-9a-f ]+)>/gi)].forEach(([, hex], i) => {
      const units = hex!.replaceAll(' ', '').match(/.{4}/g) ?? [];
      map.set(Number.parseInt(from!, 16) + i, String.fromCharCode(...units.map((u) => Number.parseInt(u, 16))));
    });
  }
  return map;
}

const reference = (head: string, key: string): string => new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(head)![1]!;

/** The fonts of a PDF, and the text of each page together with the glyph numbers drawn. */
export function readPdf(pdf: Buffer) {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, EmbeddedFont>();
  const pages: { text: string; glyphs: { font: EmbeddedFont; id: number }[] }[] = [];
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\b/.test(head)) continue;
    const resources = objects.get(reference(head, 'Resources'))!.head;
    const page: (typeof pages)[number] = { text: '', glyphs: [] };
    for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const font = objects.get(id!)!.head;
      const descendant = objects.get(reference(font, 'DescendantFonts'))!.head;
      const descriptor = objects.get(reference(descendant, 'FontDescriptor'))!.head;
      fonts.set(name!, {
        name: /\/BaseFont \/(\S+)/.exec(font)![1]!,
        unicode: unicodeMap(objects.get(reference(font, 'ToUnicode'))!.stream!.toString('latin1')),
        glyph: glyphReader(objects.get(reference(descriptor, 'FontFile2'))!.stream!),
      });
    }
    let current: EmbeddedFont | undefined;
    const content = objects.get(reference(head, 'Contents'))!.stream!.toString('latin1');
    for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
      if (name) current = fonts.get(name);
      for (const [, hex] of (shown ?? '').matchAll(/<([0-9a-f]+)>/g)) {
        for (const code of hex!.match(/.{4}/g)!) {
          const id = Number.parseInt(code, 16);
          page.glyphs.push({ font: current!, id });
          page.text += current!.unicode.get(id) ?? '\ufffd';
        }
      }
      if (shown) page.text += '\n';
    }
    pages.push(page);
  }
  return { pages, fonts: [...new Map([...fonts.values()].map((font) => [font.name, font])).values()] };
}

/** An entry of the document information, e.g. the title, without escapes; texts are UTF-16 after a byte order mark. */
export function infoText(pdf: Buffer, key: string): string {
  const id = new RegExp(`/${key} (\\d+) 0 R`).exec(pdf.toString('latin1'))![1]!;
  const literal = /^\(([\s\S]*)\)\n$/.exec(objectsOf(pdf).get(id)!.head)![1]!;
  const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const plain = literal.replace(/\\([\s\S])/g, (_, c: string) => controls[c] ?? c);
  return plain.startsWith('\u00fe\u00ff')
    ? Buffer.from(plain, 'latin1').subarray(2).swap16().toString('utf16le')
    : plain;
}

export const hasTool = (name: string): boolean => spawnSync(name, ['-v']).error === undefined;

/** Runs a command-line tool on a PDF; `file` stands for its path among the arguments. */
export function onPdf<T>(pdf: Buffer, use: (file: string, run: (tool: string, args: string[]) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    const file = join(folder, 'certificate.pdf');
    writeFileSync(file, pdf);
    return use(file, (tool, args) => execFileSync(tool, args, { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rasterises one page with poppler; the result is a PNG file at `dpi`. */
export const rasterise = (pdf: Buffer, page: number, dpi: number): Buffer =>
  onPdf(pdf, (file, run) => {
    run('pdftoppm', ['-r', `${dpi}`, '-f', `${page}`, '-l', `${page}`, '-singlefile', '-png', file, `${file}-page`]);
    return readFileSync(`${file}-page.png`);
  });

/** The brightness (0 to 255) of every pixel of a picture, after shrinking it by `shrink` times. */
export async function brightness(
  file: Buffer,
  shrink = 1,
): Promise<{ width: number; height: number; at(x: number, y: number): number }> {
  const image = await loadImage(file);
  const [width, height] = [Math.floor(image.width / shrink), Math.floor(image.height / shrink)];
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return {
    width,
    height,
    at: (x, y) => {
      const i = (Math.floor(y) * width + Math.floor(x)) * 4;
      return (data[i]! + data[i + 1]! + data[i + 2]!) / 3;
    },
  };
}
