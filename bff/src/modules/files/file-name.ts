import { type FileKind, fileKinds } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';

const longest = 80;
/** Extensions that promise one of the accepted kinds. */
const promised: Record<string, FileKind> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  png: 'png',
  heic: 'heic',
  heif: 'heic',
};
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

/** The kind that the name's ending promises. */
export function promisedKind(name: string): FileKind | undefined {
  return promised[/\.([A-Za-z]+)\s*$/.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/** A plain name to show: no folders, nothing invisible, and an ending that says what the content is. */
export function displayName(given: string, kind: FileKind): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(unwanted, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const stem = promisedKind(plain) ? plain.slice(0, plain.lastIndexOf('.')).replace(/[.\s]+$/, '') : plain;
  const { extension } = fileKinds[kind];
  return `${[...stem].slice(0, longest).join('') || '材料'}.${extension}`;
}
