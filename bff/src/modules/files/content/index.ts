import type { FileKind } from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import { promisedKind } from '../file-name';
import { checkHeic, checkJpeg, checkPng, isHeic } from './images';
import { checkPdf } from './pdf';

const checks: Record<FileKind, (content: Buffer) => void> = {
  pdf: checkPdf,
  jpeg: checkJpeg,
  png: checkPng,
  heic: checkHeic,
};

function kindOf(content: Buffer): FileKind | undefined {
  if (content.toString('latin1', 0, 5) === '%PDF-') return 'pdf';
  if (content.length > 2 && content.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  if (content.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  return isHeic(content) ? 'heic' : undefined;
}

/**
 * What the content is, whatever was said about it, if it is whole and safe to open. Errors: FILE_EMPTY,
 * FILE_TYPE_REFUSED, FILE_TYPE_MISMATCH (the name promises an accepted kind), FILE_DAMAGED, FILE_ENCRYPTED,
 * FILE_ACTIVE_CONTENT.
 */
export function inspect(content: Buffer, name: string): FileKind {
  if (content.length === 0) throw new Problem('FILE_EMPTY');
  const kind = kindOf(content);
  if (!kind) throw new Problem(promisedKind(name) ? 'FILE_TYPE_MISMATCH' : 'FILE_TYPE_REFUSED');
  checks[kind](content);
  return kind;
}
