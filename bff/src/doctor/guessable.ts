/** Even steps between neighbours, zero among them: `\0\0\0`, `abcdef`. */
function isEven(bytes: Buffer): boolean {
  const step = (bytes[1]! - bytes[0]! + 256) % 256;
  return bytes.every((byte, i) => i === 0 || (byte - bytes[i - 1]! + 256) % 256 === step);
}

/** Some piece over and over again. */
const isRepeated = (text: string): boolean => `${text}${text}`.indexOf(text, 1) < text.length;

/** Twelve different bytes among 32 random ones, printable text, repetition or even steps do not happen by chance. */
export function isGuessableKey(key: Buffer): boolean {
  const few = new Set(key).size < (key.length * 3) / 8;
  const printable = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return few || printable || isEven(key) || isRepeated(key.toString('latin1'));
}

const words = /password|secret|changeme|example|123456|abcdef|qwerty|minioadmin/i;

/** A secret of letters and digits that somebody made up. Random hexadecimal digits are none. */
export function isGuessableText(text: string): boolean {
  return new Set(text).size < 7 || isEven(Buffer.from(text)) || isRepeated(text) || words.test(text);
}
