import { textWidth } from '../../../platform/fonts/fonts';
import type { Surface, TextStyle } from './surface';

/** Characters that must not begin or end a line (GB/T 15834, use of punctuation marks). */
const NEVER_FIRST = /^[、，。；：！？）》」』】〉”’…％·—)\],.;:!?%㎡²]/u;
const NEVER_LAST = /[（《「『【〈“‘([]$/u;

/** Pieces that a line break may part: one Chinese character, or a run of Latin letters and digits. */
function pieces(value: string): string[] {
  const glued: string[] = [];
  for (const atom of value.match(/[\x21-\x7e]+|\s+|./gu) ?? []) {
    const previous = glued.at(-1);
    if (previous !== undefined && (NEVER_FIRST.test(atom) || NEVER_LAST.test(previous))) {
      glued[glued.length - 1] = previous + atom;
    } else {
      glued.push(atom);
    }
  }
  return glued;
}

/** Breaks a text into lines of at most `width` points; existing line ends are kept. */
export function wrapText(value: string, width: number, style: TextStyle): string[] {
  const fits = (text: string) => textWidth(text, style) <= width;
  return value.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let current = '';
    const push = (piece: string): void => {
      if (fits(current + piece)) {
        current += piece;
      } else if (fits(piece)) {
        if (current !== '') lines.push(current.trimEnd());
        current = piece.trimStart();
      } else {
        for (const character of piece) {
          if (!fits(current + character)) {
            lines.push(current);
            current = '';
          }
          current += character;
        }
      }
    };
    pieces(paragraph).forEach(push);
    return [...lines, current.trimEnd()];
  });
}

/** The largest size up to `style.size` at which the text fits on one line of `width` points. */
export function sizeToFit(value: string, width: number, style: TextStyle, smallest = 5): number {
  const natural = textWidth(value, style);
  return natural <= width ? style.size : Math.max(smallest, Math.floor(((style.size * width) / natural) * 10) / 10);
}

/** Draws one line, made smaller when it would be wider than `width`. */
export function fittedText(s: Surface, value: string, x: number, y: number, width: number, style: TextStyle): void {
  s.text(value, x, y, { ...style, size: sizeToFit(value, width, style) });
}

/** Draws a label spread over `width` points 分散对齐, as printed forms do. */
export function spreadText(s: Surface, value: string, x: number, y: number, width: number, style: TextStyle): void {
  const natural = textWidth(value, style);
  const gaps = [...value].length - 1;
  if (gaps < 1 || natural >= width) fittedText(s, value, x, y, width, style);
  else s.text(value, x, y, { ...style, align: 'left', spacing: (width - natural) / gaps });
}
