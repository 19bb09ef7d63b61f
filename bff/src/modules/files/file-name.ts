import { type FileKind, fileKinds } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { promisedKind } from './content/promised-kind';

const longest = 80;
/** Control characters, directions that turn text around, invisible joiners, and what file systems keep for themselves. */
const unwanted = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"|?*\\/]/gu;

/** The header's value; '' if it is absent. Error: FILE_NAME_INVALID. */
export function decodeFileName(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw new Problem('FILE_NAME_INVALID');
  }
}

const atEdges = /[.\s]/;

/** Without dots and spaces at its end, nor, if `both`, at its beginning. */
function trimmed(text: string, both: boolean): string {
  let from = 0;
  let to = text.length;
  while (to > 0 && atEdges.test(text[to - 1]!)) to--;
  while (both && from < to && atEdges.test(text[from]!)) from++;
  return text.slice(from, to);
}

/** A plain name to show: no folders, nothing invisible, and an ending that says what the content is. */
export function displayName(given: string, kind: FileKind): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = trimmed(last.normalize('NFC').replace(unwanted, '').replace(/\s+/g, ' '), true);
  const stem = promisedKind(plain) ? trimmed(plain.slice(0, plain.lastIndexOf('.')), false) : plain;
  const { extension } = fileKinds[kind];
  return `${[...stem].slice(0, longest).join('') || '材料'}.${extension}`;
}
