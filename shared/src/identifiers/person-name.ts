import { cleanText } from '../text/clean';
import type { Identifier } from './identifier';
import { hasUnsafeCharacters, maskMiddle } from './text';

// The many dots that input methods offer for the middle dot of transliterated names.
const DOTS = /[•‧∙⋅・･·.．\u0387\u2e31\u16eb\u2024\u25cf\u2e33]/g;
/** Any script, as passports and the cards of ethnic minorities show it; a dot also stands between Tibetan syllables, and 〇 (U+3007) is a number to Unicode. */
const LETTERS = /^[\p{L}\p{M}\u3007]+(([ '’.\u0f0b-]+|·)[\p{L}\p{M}\u3007]+)*[.\u0f0b]?$/u;

function normalise(raw: string): string {
  const text = cleanText(raw).replace(/\s+/g, ' ').trim();
  return /\p{Script=Han}/u.test(text) ? text.replace(/ /g, '').replace(DOTS, '·') : text;
}

/** Name of a person (姓名): 2–50 Chinese characters with middle dots, or letters of any script with spaces, dots and hyphens. */
export const personName: Identifier = {
  name: '姓名',
  normalise,
  problem(raw) {
    const value = normalise(raw);
    const length = Array.from(value).length;
    if (value === '') return '请填写姓名。';
    if (hasUnsafeCharacters(value)) return '姓名中含有不允许的符号，请删除后重新填写。';
    if (length < 2 || length > 50) return '姓名应为2至50个字，请按证件上的姓名填写。';
    if (!LETTERS.test(value)) return '姓名应为汉字（可含间隔号·）或字母，不含数字和其他符号，请按证件上的姓名填写。';
    return null;
  },
  // Only the first character: with the last one as well a two-syllable name would be all but told.
  mask: (value) => maskMiddle(normalise(value), 1, 0),
  example: '陈海波',
};
