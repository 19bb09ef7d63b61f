import type { FileKind } from '@zhucheng/shared';
import { Refused } from '../../../platform/workers/refused';

import { checkHeic, checkJpeg, checkPng, isHeic } from './images';
import { checkPdf } from './pdf';
import { promisedKind } from './promised-kind';

const checks: Record<FileKind, (content: Buffer) => void | Promise<void>> = {
  pdf: checkPdf,
  jpeg: checkJpeg,
  png: checkPng,
  heic: checkHeic,
};

function kindOf(content: Buffer): FileKind | undefined {
  if (content.length > 2 && content.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  if (content.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (isHeic(content)) return 'heic';
  // Viewers look for the header in the first 1,024 bytes.
  return content.subarray(0, 1024).includes('%PDF-') ? 'pdf' : undefined;
}

/**
 * What the content is, whatever was said about it, if it is whole and safe to open. Errors: FILE_EMPTY,
 * FILE_TYPE_REFUSED, FILE_TYPE_MISMATCH (the name promises an accepted kind), FILE_DAMAGED, FILE_ENCRYPTED,
 * FILE_ACTIVE_CONTENT, FILE_TOO_COMPLEX (a PDF with very many streams).
 */
export async function inspect(content: Buffer, name: string): Promise<FileKind> {
  if (content.length === 0) throw new Refused('FILE_EMPTY');
  const kind = kindOf(content);
  if (!kind) throw new Refused(promisedKind(name) ? 'FILE_TYPE_MISMATCH' : 'FILE_TYPE_REFUSED');
  await checks[kind](content);
  return kind;
}
