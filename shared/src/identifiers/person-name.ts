import type { Identifier } from './identifier';
import { hasUnsafeCharacters, maskMiddle } from './text';

// The many dots that input methods offer for the middle dot of transliterated names.
const DOTS = /[•‧∙⋅・･·.．]/g;
const CHINESE = /^\p{Script=Han}+(·\p{Script=Han}+)*$/u;
const LATIN = /^\p{Script=Latin}[\p{Script=Latin}\p{M}]*([ '’.-]+\p{Script=Latin}[\p{Script=Latin}\p{M}]*)*\.?$/u;

function normalise(raw: string): string {
  if (/\p{Script=Han}/u.test(raw))
    return raw
      .trim()
      .replace(/[ \u3000\u00a0\u200b\ufeff]+/g, '')
      .replace(DOTS, '·');
  return raw
    .trim()
    .replace(/[\u200b\ufeff]/g, '')
    .normalize('NFC')
    .replace(/[ \u3000\u00a0]+/g, ' ');
}

/** Name of a person (姓名): 2–50 Chinese characters with middle dots, or Latin letters with spaces, dots and hyphens. */
export const personName: Identifier = {
  name: '姓名',
  normalise,
  problem(raw) {
    const value = normalise(raw);
    const length = Array.from(value).length;
    if (value === '') return '请填写姓名。';
    if (hasUnsafeCharacters(value)) return '姓名中含有不允许的符号，请删除后重新填写。';
    if (length < 2 || length > 50) return '姓名应为2至50个字，请按证件上的姓名填写。';
    if (!CHINESE.test(value) && !LATIN.test(value))
      return '姓名应为汉字（可含间隔号·）或拉丁字母，请按证件上的姓名填写。';
    return null;
  },
  // Only the first character: with the last one as well a two-syllable name would be all but told.
  mask: (value) => maskMiddle(normalise(value), 1, 0),
  example: '陈海波',
};
