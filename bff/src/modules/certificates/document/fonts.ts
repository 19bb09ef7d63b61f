import PDFDocument from 'pdfkit';
import type { Weight } from './surface';

/** Noto Sans SC (SIL Open Font License 1.1), as shipped by @expo-google-fonts; one file is 10 MB, so each is parsed once. */
export const FONT_FILES: Record<Weight, string> = {
  regular: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
};

/** The part of a parsed fontkit font that is needed here. */
export interface ParsedFont {
  unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { advanceWidth: number };
}

const parsed = new Map<Weight, ParsedFont>();
const advances: Record<Weight, Map<string, number>> = { regular: new Map(), bold: new Map() };

/** The parsed font; pdfkit takes it in place of a file, which saves 10 MB of reading for each document. */
export function parsedFont(weight: Weight): ParsedFont {
  const known = parsed.get(weight);
  if (known) return known;
  const opened = new PDFDocument({ autoFirstPage: false }).font(FONT_FILES[weight]);
  const { font } = (opened as unknown as { _font: { font: ParsedFont } })._font;
  parsed.set(weight, font);
  return font;
}

/** Width of one line of text in points; the same number for PDF and picture, so both break lines alike. */
export function textWidth(value: string, style: { size: number; weight?: Weight; spacing?: number }): number {
  const weight = style.weight ?? 'regular';
  const cache = advances[weight];
  let em = 0;
  let count = 0;
  for (const character of value) {
    let advance = cache.get(character);
    if (advance === undefined) {
      const font = parsedFont(weight);
      advance = font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth / font.unitsPerEm;
      cache.set(character, advance);
    }
    em += advance;
    count += 1;
  }
  return em * style.size + Math.max(0, count - 1) * (style.spacing ?? 0);
}

/** Characters the font cannot draw; a certificate must never show an empty box in a name. */
export function missingCharacters(value: string, weight: Weight = 'regular'): string[] {
  const font = parsedFont(weight);
  return [...new Set(value)].filter((c) => !/\s/u.test(c) && !font.hasGlyphForCodePoint(c.codePointAt(0)!));
}

/** A text holds a character that the font lacks; the caller must not hand out the document. */
export class UnprintableTextError extends Error {
  constructor(readonly characters: string[]) {
    super(`characters without a glyph: ${characters.map((c) => `U+${c.codePointAt(0)!.toString(16)}`).join(' ')}`);
    this.name = 'UnprintableTextError';
  }
}

/** @throws UnprintableTextError when any character of the text has no glyph. */
export function assertPrintable(value: string, weight: Weight = 'regular'): void {
  const missing = missingCharacters(value, weight);
  if (missing.length > 0) throw new UnprintableTextError(missing);
}
