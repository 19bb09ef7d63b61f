/** An object stream as it was unfolded; where its objects begin, if its dictionary says so. */
export interface Packed {
  objects: string;
  first: number;
}

const space = (text: string, at: number): boolean => text[at] === '\0' || /\s/.test(text[at] ?? '');

/** Past white space and remarks. */
function past(text: string, at: number): number {
  for (;;) {
    while (space(text, at)) at++;
    if (text[at] !== '%') return at;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  }
}

/** What a link runs if its address begins so. */
const schemes = ['javascript:', 'vbscript:'];
/** Marks of a string's encoding, and what readers of addresses drop: white space, zeros. */
const dropped = (code: number): boolean => code <= 0x20 || [0xfe, 0xff, 0xef, 0xbb, 0xbf].includes(code);

/** The characters of a string that begins behind this bracket, as a viewer reads them. */
function* literal(text: string, at: number): Generator<number> {
  for (; at < text.length && text[at] !== ')' && text[at] !== '('; at++) {
    if (text[at] !== '\\') {
      yield text.charCodeAt(at);
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
    const letter = text[at + 1] ?? '';
    if (octal) yield Number.parseInt(octal, 8) & 255;
    else yield 'nrtbf\n\r'.includes(letter) ? 0x20 : letter.charCodeAt(0);
    at += octal?.length ?? 1;
  }
}

function* hexadecimal(text: string, at: number): Generator<number> {
  let high = '';
  for (; at < text.length && text[at] !== '>' && text[at] !== '<'; at++) {
    const digit = text[at]!;
    if (!/[0-9a-f]/i.test(digit)) continue;
    if (high) yield Number.parseInt(high + digit, 16);
    high = high ? '' : digit;
  }
}

/** Whether the string says one of the schemes first. It ends at the first other letter, so that each is looked at once. */
function saysScript(codes: Generator<number>): boolean {
  let said = '';
  for (const code of codes) {
    if (dropped(code)) continue;
    said += String.fromCharCode(code).toLowerCase();
    if (schemes.includes(said)) return true;
    if (!schemes.some((scheme) => scheme.startsWith(said))) return false;
  }
  return false;
}

/** Whether any string, wherever it stands and however it is written, is an address that runs a script. */
export function hasScriptAddress(text: string): boolean {
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1))
    if (saysScript(literal(text, at + 1))) return true;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1))
    if (saysScript(hexadecimal(text, at + 1))) return true;
  return false;
}

/** A jump to a page of the same file, or a place in it: nothing else in the dictionary. */
const place = '\\[[^\\[\\]<>()]{0,200}\\]|/[^\\s<>()\\[\\]/]{1,100}|\\([^()\\\\]{0,200}\\)|\\d{1,10}\\s+\\d{1,5}\\s+R';
const jump = new RegExp(
  `^<<(?:\\s*/Type\\s*/Action|\\s*/S\\s*/GoTo(?![A-Za-z0-9#])|\\s*/D\\s*(?:${place})){1,3}\\s*>>`,
);
const destination = /^(?:\[[^[\]<>()]{0,200}\]|null)/;
const reference = /^(\d{1,10})\s+\d{1,5}\s+R/;
/** Longer is no jump. */
const longest = 1_000;

/** A file has one; each of its revisions may have another. */
const mostOpenings = 100;

/** Every object with one of these numbers, from where its value begins. */
function* objectsNumbered(wanted: ReadonlySet<number>, text: string, packed: readonly Packed[]) {
  for (let at = text.indexOf('obj'); at >= 0; at = text.indexOf('obj', at + 3)) {
    const said = /(\d{1,10})[\0\s]+\d{1,5}[\0\s]*$/.exec(text.slice(Math.max(0, at - 40), at))?.[1];
    const number = Number(said ?? Number.NaN);
    if (wanted.has(number)) yield { number, value: valueAt(text, at + 3) };
  }
  for (const { objects, first } of packed) {
    let number: number | null = null;
    for (const [digits] of objects.slice(0, first).matchAll(/\d{1,10}/g)) {
      if (number === null) number = Number(digits);
      else {
        if (wanted.has(number)) yield { number, value: valueAt(objects, first + Number(digits)) };
        number = null;
      }
    }
  }
}

const valueAt = (text: string, at: number): string => {
  const from = past(text, at);
  return text.slice(from, from + longest);
};

/** What follows each of these names, one after the other. */
export function* valuesOf(name: RegExp, text: string): Generator<string> {
  for (const { index, 0: found } of text.matchAll(name)) yield valueAt(text, index + found.length);
}

/** Whether all that happens by itself when the file is opened is a jump to one of its pages. `opening`: the name. */
export function opensQuietly(opening: RegExp, text: string, packed: readonly Packed[]): boolean {
  const quiet = (value: string): boolean => destination.test(value) || jump.test(value);
  const wanted = new Set<number>();
  let count = 0;
  for (const part of [text, ...packed.map(({ objects }) => objects)])
    for (const value of valuesOf(opening, part)) {
      const number = reference.exec(value)?.[1];
      if (number !== undefined) wanted.add(Number(number));
      else if (!quiet(value)) return false;
      if (++count > mostOpenings) return false;
    }
  if (wanted.size === 0) return true;
  const found = new Set<number>();
  for (const { number, value } of objectsNumbered(wanted, text, packed)) {
    if (!quiet(value)) return false;
    found.add(number);
  }
  return found.size === wanted.size;
}
