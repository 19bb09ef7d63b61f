import { inflateSync } from 'node:zlib';
import { Problem } from '../../../platform/errors/problem';

/** Most that the object streams of one file may unfold to, in bytes. */
const unfoldLimit = 32 * 1024 * 1024;
const delimiter = '(?=[\\x00\\t\\n\\f\\r ()<>\\[\\]{}/%]|$)';

/** A PDF name; each of its letters may also be written as `#xx` (ISO 32000 7.3.5). */
function name(text: string): string {
  const letters = [...text].map((letter) => {
    const hex = letter.charCodeAt(0).toString(16);
    return `(?:${letter}|#${[...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')})`;
  });
  return `/${letters.join('')}`;
}

/** Long enough not to come about by chance in a compressed picture. */
const activeAnywhere = new RegExp(
  `(?:${['JavaScript', 'Launch', 'EmbeddedFile', 'EmbeddedFiles'].map(name).join('|')})${delimiter}`,
);
const activeOutsideStreams = new RegExp(`${name('JS')}${delimiter}`);
const encrypted = new RegExp(`${name('Encrypt')}${delimiter}`);
const objectStream = new RegExp(`${name('ObjStm')}${delimiter}`);

/**
 * A PDF that begins, ends and has an index, cannot do anything by itself and can be read without a password. The names
 * are looked for in the file and in its object streams, where newer writers keep them. Errors: FILE_DAMAGED,
 * FILE_ENCRYPTED, FILE_ACTIVE_CONTENT.
 */
export function checkPdf(content: Buffer): void {
  const end = content.toString('latin1', Math.max(0, content.length - 2048));
  if (!end.includes('%%EOF') || !content.includes('startxref')) throw new Problem('FILE_DAMAGED');
  if (activeAnywhere.test(content.toString('latin1'))) throw new Problem('FILE_ACTIVE_CONTENT');
  let left = unfoldLimit;
  let outside = '';
  let from = 0;
  for (const { dictionary, start, stop } of streams(content)) {
    outside += `${content.toString('latin1', from, start)}\n`;
    from = stop;
    if (!objectStream.test(dictionary)) continue;
    const unfolded = unfold(content.subarray(start, stop), left);
    left -= unfolded.length;
    outside += `${unfolded}\n`;
  }
  outside += content.toString('latin1', from);
  if (encrypted.test(outside)) throw new Problem('FILE_ENCRYPTED');
  if (activeAnywhere.test(outside) || activeOutsideStreams.test(outside)) throw new Problem('FILE_ACTIVE_CONTENT');
}

/** The streams in order, each with the dictionary before it. */
function* streams(content: Buffer): Generator<{ dictionary: string; start: number; stop: number }> {
  let at = 0;
  for (;;) {
    const word = content.indexOf('stream', at);
    if (word < 0) return;
    const after = content[word + 6];
    if (after !== 0x0a && after !== 0x0d) {
      at = word + 6;
      continue;
    }
    const start = word + (after === 0x0d && content[word + 7] === 0x0a ? 8 : 7);
    const found = content.indexOf('endstream', start);
    const stop = found < 0 ? content.length : found;
    const head = content.toString('latin1', Math.max(at, word - 2048), word);
    yield { dictionary: head.slice(head.lastIndexOf(' obj') + 1), start, stop };
    at = stop + 9;
  }
}

/** An object stream's text. One that cannot be looked into is refused: it could hold anything. */
function unfold(packed: Buffer, limit: number): string {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, limit) }).toString('latin1');
  } catch {
    throw new Problem('FILE_DAMAGED');
  }
}
