import type { PrintedText } from '@zhucheng/shared';
import { Problem } from '../errors/problem';
import { missingCharacters } from './fonts';

/** Why a text cannot be printed, null if it can; the character is named by its place too, as screens may not show it either. */
export function unprintable({ name, text }: Pick<PrintedText, 'name' | 'text'>): string | null {
  const missing = missingCharacters(text);
  if (missing.length === 0) return null;
  const signs = missing.map((sign) => `“${sign}”（第 ${[...text.slice(0, text.indexOf(sign))].length + 1} 个字）`);
  return `${name}中的${signs.join('、')}，证书上还印不出来。如果没有写错，请带证件到登记窗口办理。`;
}

/** Error: INVALID_INPUT with a fault `unprintable` at each of the texts that no font at hand can print. */
export function requirePrintable(texts: readonly PrintedText[], prefix = ''): void {
  const fields = texts.flatMap((text) => {
    const message = unprintable(text);
    return message ? [{ path: `${prefix}${text.path}`, code: 'unprintable', message }] : [];
  });
  if (fields.length > 0) throw new Problem('INVALID_INPUT', { fields });
}
