import type { Identifier } from './identifier';
import { halfWidth, hasUnsafeCharacters, maskMiddle } from './text';

const SHAPE = /^[\p{Script=Han}\p{Script=Latin}\p{M}\p{Nd}（）〇·&'’"“”《》、，,.．\-—/ ]+$/u;

function normalise(raw: string): string {
  const text = halfWidth(raw)
    .trim()
    .normalize('NFC')
    .replace(/[ \u00a0\u3000]+/g, ' ');
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
