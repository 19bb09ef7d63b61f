/** A PDF value as far as it is needed here; references are pairs of numbers in a list, names begin with `/`. */
export type PdfValue = number | string | boolean | Buffer | PdfValue[] | Map<string, PdfValue>;

const blank = /[\0\t\n\f\r ]/;
const ending = /[\0\t\n\f\r ()<>[\]{}/%]/;
const deepest = 8;
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads one value of a PDF's text (ISO 32000 7.3) that begins at a place. Null for what is none, or nested too deeply. */
export class PdfReader {
  constructor(
    private readonly text: string,
    private at: number,
    /** Where it gives up. */
    private readonly end: number,
  ) {}

  value(depth = 0): PdfValue | null {
    if (depth > deepest) return null;
    this.skip();
    const sign = this.text[this.at];
    if (sign === undefined || this.at >= this.end) return null;
    if (this.text.startsWith('<<', this.at)) return this.dictionary(depth);
    if (sign === '<') return this.hexString();
    if (sign === '(') return this.literalString();
    if (sign === '[') return this.list(depth);
    const word = this.word();
    if (word.startsWith('/')) return unescapedName(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (/^[+-]?\d{1,12}(?:\.\d{0,9})?$/.test(word)) return Number(word);
    return word === 'R' || word === 'null' ? word : null;
  }

  private skip(): void {
    for (;;) {
      while (this.at < this.end && blank.test(this.text[this.at]!)) this.at++;
      if (this.text[this.at] !== '%') return;
      while (this.at < this.end && !/[\r\n]/.test(this.text[this.at]!)) this.at++;
    }
  }

  private word(): string {
    const from = this.at++;
    while (this.at < this.end && !ending.test(this.text[this.at]!)) this.at++;
    return this.text.slice(from, this.at);
  }

  private dictionary(depth: number): Map<string, PdfValue> | null {
    const found = new Map<string, PdfValue>();
    let key: string | undefined;
    this.at += 2;
    for (;;) {
      this.skip();
      if (this.text.startsWith('>>', this.at)) {
        this.at += 2;
        return found;
      }
      const value = this.value(depth + 1);
      if (value === null) return null;
      const known = key === undefined ? undefined : found.get(key);
      if (typeof value === 'string' && value.startsWith('/') && (key === undefined || known !== undefined)) key = value;
      else if (key === undefined) return null;
      // A reference: its second number and its `R` follow.
      else if (known !== undefined) found.set(key, [known, value].flat());
      else found.set(key, value);
    }
  }

  private list(depth: number): PdfValue[] | null {
    const found: PdfValue[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.text[this.at] === ']') {
        this.at++;
        return found;
      }
      const value = this.value(depth + 1);
      if (value === null) return null;
      found.push(value);
    }
  }

  private hexString(): Buffer | null {
    const close = this.text.indexOf('>', this.at);
    if (close < 0 || close > this.end) return null;
    const digits = this.text.slice(this.at + 1, close).replace(/[\0\s]/g, '');
    this.at = close + 1;
    return /^[\da-f]*$/i.test(digits) ? Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex') : null;
  }

  private literalString(): Buffer | null {
    let made = '';
    let depth = 0;
    for (; this.at < this.end; this.at++) {
      const sign = this.text[this.at]!;
      if (sign === '\\') {
        made += this.escaped();
        continue;
      }
      if (sign === '(' && depth++ === 0) continue;
      if (sign === ')' && --depth === 0) {
        this.at++;
        return Buffer.from(made, 'latin1');
      }
      // Every kind of line end counts as this one.
      if (sign === '\r' && this.text[this.at + 1] === '\n') continue;
      made += sign === '\r' ? '\n' : sign;
    }
    return null;
  }

  private escaped(): string {
    const octal = /^[0-7]{1,3}/.exec(this.text.slice(this.at + 1, this.at + 4))?.[0];
    if (octal) {
      this.at += octal.length;
      return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    }
    const sign = this.text[++this.at] ?? '';
    if (sign === '\r' && this.text[this.at + 1] === '\n') this.at++;
    return sign === '\r' || sign === '\n' ? '' : (escapes[sign] ?? sign);
  }
}

const unescapedName = (word: string): string =>
  word.replace(/#([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
