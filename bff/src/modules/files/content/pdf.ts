import { Refused } from '../../../platform/workers/refused';
import { hasScriptAddress, opensQuietly, type Packed, valuesOf } from './pdf-actions';
import { type OpenStream, openedWithoutPassword } from './pdf-encryption';
import { unfolded } from './unfold';

/** Most that the object streams of one file may unfold to, in bytes, and most streams it may have. */
const unfoldLimit = 32 * 1024 * 1024;
const mostStreams = 100_000;
/** A stream's data begins on the next line; this far it may be. */
const longestLine = 1_024;
/** What an object stream takes from the limit at least: many small ones take time too. */
const leastTaken = 1_024;
const delimiter = '(?=[\\x00\\t\\n\\f\\r ()<>\\[\\]{}/%]|$)';

/** A PDF name; each of its letters may also be written as `#xx` (ISO 32000 7.3.5). */
function name(text: string): string {
  const letters = [...text].map((letter) => {
    const hex = letter.charCodeAt(0).toString(16);
    return `(?:${letter}|#${[...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')})`;
  });
  return `/${letters.join('')}`;
}
/** A file in which nothing begins is none, whatever stands at its ends. */
const anyObject = /\d\s{1,20}\d{1,5}\s{1,20}obj\b/;
const any = (...names: string[]): RegExp => new RegExp(`(?:${names.map(name).join('|')})${delimiter}`);

/** What runs, starts, sends, fills itself in or brings files along; long enough not to come about by chance in a picture. */
const active = any(
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'FileAttachment',
  'SubmitForm',
  'ImportData',
  'XFA',
  'GoToE',
  'GoToR',
  'Movie',
  'Sound',
  'Rendition',
  'RichMedia',
);
const activeOutsideStreams = any('JS');
const encrypted = new RegExp(any('Encrypt').source, 'g');
/** What happens when something else does: to a page, a field, the file. Only where a dictionary follows, as it is short. */
const onEvents = new RegExp(`${name('AA')}${delimiter}`, 'g');
const onOpening = new RegExp(`${name('OpenAction')}${delimiter}`, 'g');
/** Objects are in streams with these (ISO 32000 7.5.7); the first two are in no other stream's dictionary. */
const objectStream = any('ObjStm', 'First');
/** Also colour profiles have it; there it is looked at what they hold. */
const counted = any('N');
const predicted = any('Predictor');
/** What dictionaries of object streams look like; any other packing is there only to hide what they hold. */
const integer = '\\s+\\d{1,10}\\s*';
const reference = '\\s+\\d{1,10}\\s+\\d{1,5}\\s+R\\s*';
const usualDictionary = new RegExp(
  `^obj\\s*<<\\s*(?:/Type\\s*/ObjStm\\s*|/(?:N|First|Length)${integer}|/(?:Length|Extends)${reference}|` +
    '/Filter\\s*(?:/FlateDecode|\\[\\s*/FlateDecode\\s*\\])\\s*)+>>\\s*$',
);
const unclear = () =>
  new Refused('FILE_ACTIVE_CONTENT', '这个 PDF 的打包方式特殊，系统无法检查里面的内容，请打印成新的 PDF，或拍照上传。');

/**
 * A PDF that begins, ends and has an index, cannot do anything by itself and opens without a password. The names
 * are looked for everywhere in the file and in every stream that can hold objects, whatever it says it is. Errors:
 * FILE_DAMAGED, FILE_ENCRYPTED, FILE_ACTIVE_CONTENT (also for what cannot be looked at), FILE_TOO_COMPLEX.
 */
export async function checkPdf(content: Buffer): Promise<void> {
  const last = beforePadding(content);
  const end = content.toString('latin1', Math.max(0, last - 2048), last);
  if (!end.includes('%%EOF') || !content.includes('startxref')) throw new Refused('FILE_DAMAGED');
  const text = content.toString('latin1');
  if (!anyObject.test(text)) throw new Refused('FILE_DAMAGED');
  const mentions = text.match(encrypted)?.length ?? 0;
  const open = mentions > 0 ? openedWithoutPassword(text, mentions) : null;
  if (mentions > 0 && !open) throw new Refused('FILE_ENCRYPTED');
  const sealed = open && new SealedStreams(content, text, open);
  if (active.test(text) || activeOutsideStreams.test(outsideStreams(text))) throw new Refused('FILE_ACTIVE_CONTENT');
  if (doesAnything(text)) throw new Refused('FILE_ACTIVE_CONTENT');
  const packed: Packed[] = [];
  let left = unfoldLimit;
  let count = 0;
  let before = 0;
  let objectsBefore = false;
  for (const { word, start } of streamStarts(content)) {
    if (++count > mostStreams) throw new Refused('FILE_TOO_COMPLEX');
    const { dictionary, begins, whole } = dictionaryBefore(text, before, word);
    before = word;
    const holdsObjects: boolean = objectStream.test(dictionary) || (!whole && objectsBefore);
    objectsBefore = holdsObjects && !begins;
    if (!begins || !(holdsObjects || counted.test(dictionary))) continue;
    if (holdsObjects ? !usualDictionary.test(dictionary) : predicted.test(dictionary)) throw unclear();
    const plain = content.subarray(start);
    const objects = await unfolded(sealed?.at(word, start, dictionary) ?? plain, left);
    // What can be read in two ways is not checked by reading it in one.
    if (sealed && holdsObjects && !['', objects].includes(await unfolded(plain, left))) throw unclear();
    if (objects === null) throw new Refused('FILE_TOO_COMPLEX');
    if (objects === '' && holdsObjects) throw new Refused('FILE_DAMAGED');
    packed.push({ objects, first: Number(/\/First\s+(\d{1,10})/.exec(dictionary)?.[1] ?? 0) });
    left -= Math.max(objects.length, leastTaken);
    if (active.test(objects) || activeOutsideStreams.test(objects) || doesAnything(objects))
      throw new Refused('FILE_ACTIVE_CONTENT');
  }
  if (!opensQuietly(onOpening, text, packed)) throw new Refused('FILE_ACTIVE_CONTENT');
}

function doesAnything(text: string): boolean {
  if (hasScriptAddress(text)) return true;
  for (const value of valuesOf(onEvents, text)) if (/^(?:<<|\d{1,10}\s)/.test(value)) return true;
  return false;
}

/** Streams of an encrypted file. What is deciphered altogether stays in proportion to the file. */
class SealedStreams {
  private left: number;

  constructor(
    private readonly content: Buffer,
    private readonly text: string,
    private readonly open: OpenStream,
  ) {
    this.left = 4 * content.length + unfoldLimit;
  }

  /** Errors, also later: FILE_ACTIVE_CONTENT if it is not clear which object the stream is of, FILE_TOO_COMPLEX. */
  at(word: number, start: number, dictionary: string): Iterable<Buffer> {
    const begins = word - dictionary.length;
    const [generation, object] = this.text
      .slice(Math.max(0, begins - 40), begins)
      .trimEnd()
      .split(/\s+/)
      .reverse();
    const numbered = /^\d{1,10}$/.test(object ?? '') && /^\d{1,5}$/.test(generation ?? '');
    if (!numbered || !dictionary.startsWith('obj')) throw unclear();
    const data = this.content.subarray(start, this.endOf(start, dictionary));
    return this.counted(this.open(data, Number(object), Number(generation)));
  }

  /** As far as any viewer reads: what the length says and what `endstream` says may differ. */
  private endOf(start: number, dictionary: string): number {
    const found = this.content.indexOf('endstream', start);
    const end = found < 0 ? this.content.length : found;
    this.take(end - start);
    const length = /\/Length\s{1,9}(\d{1,10})(?!\d|\s{1,9}\d{1,5}\s{1,9}R)/.exec(dictionary)?.[1];
    return length === undefined ? this.content.length : Math.max(end, start + Number(length));
  }

  private *counted(pieces: Iterable<Buffer>): Iterable<Buffer> {
    for (const piece of pieces) {
      this.take(piece.length);
      yield piece;
    }
  }

  private take(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new Refused('FILE_TOO_COMPLEX');
  }
}

/** What scanners and tapes fill up files with. */
const padding = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x20, 0xff]);

/** Where the content ends that is no padding. */
function beforePadding(content: Buffer): number {
  let end = content.length;
  while (end > 0 && padding.has(content[end - 1]!)) end--;
  return end;
}

/**
 * What stands from the last `obj` to this `stream`, or, if that is no whole dictionary, from the `stream` before;
 * whether a stream can begin here, or the word stands in a string.
 */
function dictionaryBefore(text: string, before: number, word: number) {
  const since = text.slice(before, word);
  const at = since.lastIndexOf('obj');
  const own = at < 0 ? since : since.slice(at);
  let end = own.length;
  while (end > 0 && /[\0\s]/.test(own[end - 1]!)) end--;
  // A remark may stand before the word.
  const remark = () => /[\r\n]/.test(own.slice(end)) && own.slice(lineBefore(own, end), end).includes('%');
  const begins = own.slice(0, end).endsWith('>>') || remark();
  const bare = withoutStrings(own);
  // In a string or a remark `obj` begins nothing.
  const whole = /^obj\s*<</.test(own) && !/[)%]/.test(bare) && !since.slice(lineBefore(since, at), at).includes('%');
  return { dictionary: whole ? own : since, begins, whole };
}

const lineBefore = (text: string, at: number): number =>
  Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;

/** Strings go, also those in one another; what is left of a `)` had its beginning before the text. */
function withoutStrings(text: string): string {
  if (!text.includes('(')) return text;
  let outside = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && depth > 0) depth--;
    else if (depth === 0) outside += text[at];
  }
  return outside;
}

/** Everything but what stands between `>> stream` and `endstream`. */
function outsideStreams(text: string): string {
  let outside = '';
  let from = 0;
  for (;;) {
    const word = text.indexOf('stream', from);
    if (word < 0) return outside + text.slice(from);
    outside += text.slice(from, word);
    from = word + 6;
    // In a string or a comment it begins nothing.
    if (
      !text
        .slice(Math.max(0, word - 20), word)
        .trimEnd()
        .endsWith('>>')
    )
      continue;
    const found = text.indexOf('endstream', from);
    if (found < 0) return outside;
    from = found + 9;
  }
}

/** Where the data of a stream could begin: after every `stream`, also one inside something else. */
function* streamStarts(content: Buffer): Generator<{ word: number; start: number }> {
  for (let word = content.indexOf('stream'); word >= 0; word = content.indexOf('stream', word + 6)) {
    if (content.toString('latin1', Math.max(0, word - 3), word) === 'end') continue;
    let at = word + 6;
    const far = Math.min(content.length, at + longestLine);
    while (at < far && content[at] !== 0x0a && content[at] !== 0x0d) at++;
    yield { word, start: content[at] === 0x0d && content[at + 1] === 0x0a ? at + 2 : at + 1 };
  }
}
