import { readFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import PDFDocument from 'pdfkit';
import { addFaces, type Face, faces, facesIn, type Weight } from './font-chain';

export { type Face, FontFolderError, type Weight } from './font-chain';

/** The part of a parsed fontkit font that is needed here. */
export interface ParsedFont {
  unitsPerEm: number;
  glyphForCodePoint(codePoint: number): { advanceWidth: number };
}

/** A piece of a text that one font draws. */
export interface Run {
  text: string;
  face: Face;
}

/**
 * A parsed font takes as much memory as its file, 5 to 30 MB. It is opened when a text first needs it, which rare characters
 * seldom do, and let go when nothing has been drawn for a while.
 */
const parsed = new LRUCache<string, { font: ParsedFont; bytes: number }>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: ({ bytes }) => bytes,
  ttl: 10 * 60_000,
  ttlAutopurge: true,
});

/** Letters with the marks that belong to them (one font must draw both), or anything else. */
const clusters = /\P{M}\p{M}*|\p{M}+/gu;
/** Drawn as nothing, whatever the font says; older rows may still have them. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** Per character what was found; names repeat the same few thousand. */
const known = new Map<string, Face | null>();
const advances: Record<Weight, Map<string, number>> = { regular: new Map(), bold: new Map() };
/** More are forgotten at once: somebody tries out the planes of Unicode. */
const most = 20_000;

/** Uses the fonts of a folder beside the packages' own; without one those alone. Error: FontFolderError. */
export function useFontFolder(folder: string | undefined): void {
  addFaces(folder === undefined ? [] : facesIn(folder));
  known.clear();
  for (const widths of Object.values(advances)) widths.clear();
}

/** The parsed font; pdfkit takes it in place of a file, which saves 10 MB of reading for each document. */
export function parsedFont(face: Face, weight: Weight): ParsedFont {
  const file = face.files[weight];
  let open = parsed.get(file);
  if (!open) {
    const bytes = readFileSync(file);
    const opened = new PDFDocument({ autoFirstPage: false }).font(bytes);
    open = { font: (opened as unknown as { _font: { font: ParsedFont } })._font.font, bytes: bytes.length };
  }
  // Set anew each time, as only that moves the hour of its going.
  parsed.set(file, open);
  return open.font;
}

function faceFor(cluster: string): Face | null {
  const found = known.get(cluster);
  if (found !== undefined) return found;
  const points = [...cluster].map((character) => character.codePointAt(0)!);
  const face = faces().find(({ coverage }) => points.every((point) => coverage.has(point))) ?? null;
  if (known.size >= most) known.clear();
  known.set(cluster, face);
  return face;
}

const clustersOf = (value: string): string[] => value.replace(invisible, '').match(clusters) ?? [];

/** Characters no font at hand can draw; a certificate must never show an empty box in a name. */
export const missingCharacters = (value: string): string[] => [
  ...new Set(clustersOf(value).filter((cluster) => !/^\s/u.test(cluster) && faceFor(cluster) === null)),
];

/** A text holds a character that the fonts lack; the caller must not hand out the document. */
export class UnprintableTextError extends Error {
  constructor(readonly characters: string[]) {
    super(`characters without a glyph: ${characters.map((c) => `U+${c.codePointAt(0)!.toString(16)}`).join(' ')}`);
    this.name = 'UnprintableTextError';
  }
}

/** The text in the fewest pieces that have one font each. Error: UnprintableTextError. */
export function runsOf(value: string): Run[] {
  const missing = missingCharacters(value);
  if (missing.length > 0) throw new UnprintableTextError(missing);
  const runs: Run[] = [];
  for (const cluster of clustersOf(value)) {
    const last = runs.at(-1);
    const face = (/^\s/u.test(cluster) ? last?.face : undefined) ?? faceFor(cluster) ?? faces()[0]!;
    if (last?.face === face) last.text += cluster;
    else runs.push({ text: cluster, face });
  }
  return runs;
}

function advanceOf(cluster: string, weight: Weight): number {
  const cache = advances[weight];
  const before = cache.get(cluster);
  if (before !== undefined) return before;
  const font = parsedFont(faceFor(cluster) ?? faces()[0]!, weight);
  let advance = 0;
  for (const character of cluster) advance += font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth;
  if (cache.size >= most) cache.clear();
  cache.set(cluster, advance / font.unitsPerEm);
  return advance / font.unitsPerEm;
}

/** Width of one line of text in points; the same number for PDF and picture, so both break lines alike. */
export function textWidth(value: string, style: { size: number; weight?: Weight; spacing?: number }): number {
  const weight = style.weight ?? 'regular';
  const parts = clustersOf(value);
  const em = parts.reduce((sum, cluster) => sum + advanceOf(cluster, weight), 0);
  return em * style.size + Math.max(0, parts.length - 1) * (style.spacing ?? 0);
}
