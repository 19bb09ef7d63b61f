import type { FileKind } from '@zhucheng/shared';

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

/** The kind that the name's ending promises. */
export function promisedKind(name: string): FileKind | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).trim();
  return ending.length < name.length ? promised[ending.toLowerCase()] : undefined;
}
