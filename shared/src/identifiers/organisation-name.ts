import { cleanText } from '../text/clean';
import type { Identifier } from './identifier';
import { plainLetters } from './organisation-letters';
import { personName } from './person-name';
import { halfWidth, hasUnsafeCharacters, maskMiddle } from './text';

const SHAPE = /^[\p{Script=Han}\p{Script=Latin}\p{Nd}（）〇·&'’"“”《》、，,.．\-—/ ]+$/u;

function normalise(raw: string): string {
  const text = halfWidth(cleanText(raw)).replace(/\s+/g, ' ').trim();
  // Spaces matter between Latin words only.
  const spaced = /\p{Script=Han}/u.test(text) ? text.replace(/ /g, '') : text;
  return spaced.replace(/\(/g, '（').replace(/\)/g, '）');
}

/** Name of an organisation (单位名称), 2–100 characters; brackets become full-width as business licences print them. */
export const organisationName: Identifier = {
  name: '单位名称',
  normalise,
  problem(raw) {
    const value = normalise(raw);
    const length = Array.from(value).length;
    if (value === '') return '请填写单位名称。';
    if (hasUnsafeCharacters(value)) return '单位名称中含有不允许的符号，请删除后重新填写。';
    if (length < 2 || length > 100) return '单位名称应为2至100个字，请按营业执照上的名称填写。';
    if (!SHAPE.test(value) || !/[\p{Script=Han}\p{Script=Latin}]/u.test(value)) {
      return '单位名称只能含汉字、字母、数字和括号等，请按营业执照上的名称填写。';
    }
    return null;
  },
  mask: (value) => maskMiddle(normalise(value), 2, 2),
  example: '北海市银滩农村商业银行',
};

/**
 * Equal for names that a reader takes for one: brackets, spaces, dots, capitals, and characters that are drawn alike or are the
 * traditional form of one, do not tell organisations apart.
 */
export const organisationKey = (raw: string): string =>
  plainLetters(normalise(raw))
    .toLowerCase()
    // Marks, too: one that a font does not draw would make another name of the same letters.
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);

/** Equal for names of holders, of persons and organisations alike, that differ only in how they were typed. */
export const holderKey = (raw: string): string => normalise(personName.normalise(raw)).toUpperCase();

const between = /[、,，;；/／\n]/;
/** Words that join two names, which names hold as well: 和平, 与之. */
const joining = /以及|[和与與及跟]/g;

/** The holders that a text joins by such words, if it is read so that each part is one of them; null if there is no such reading. */
function joined(text: string, known: (name: string) => boolean): string[] | null {
  if (known(text)) return [text];
  for (const match of text.matchAll(joining)) {
    const first = text.slice(0, match.index);
    const rest = known(first) && joined(text.slice(match.index + match[0].length), known);
    if (rest) return [first, ...rest];
  }
  return null;
}

/**
 * Which of the holders a typed name names: one, or several as a certificate prints them (`陈海波、林晓珍`) or as people say them
 * (`陈海波和林晓珍`), in any order, also with spaces between; none where it names anybody else as well. Also what was stored before names were cleaned is compared as
 * its reader sees it.
 */
export function holdersNamed(typed: string, holders: readonly string[]): string[] {
  const keys = new Set(holders.map(holderKey));
  const known = (name: string) => keys.has(holderKey(name));
  const text = cleanText(typed);
  const parts = known(text) ? [text] : text.split(between).filter((part) => part.trim() !== '');
  // Spaces are also what people write within a name.
  const named = parts.flatMap(
    (part) =>
      joined(part, known) ??
      part
        .trim()
        .split(/\s+/)
        .flatMap((word) => joined(word, known) ?? [word]),
  );
  const asked = new Set(named.map(holderKey));
  return named.every(known) ? holders.filter((holder) => asked.has(holderKey(holder))) : [];
}

/** Whether a typed name is that of one of the holders, or of several; see above. */
export const namesHolders = (typed: string, holders: readonly string[]): boolean =>
  holdersNamed(typed, holders).length > 0;
