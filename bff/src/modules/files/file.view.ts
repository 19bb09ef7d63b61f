import { errorCatalogue, type FileView } from '@zhucheng/shared';
import type { FieldCipher } from '../../platform/crypto/field-cipher';
import { type AttachedFile, type FileRow, nameContext } from './file.types';

export function fileViewOf(row: FileRow, cipher: FieldCipher): FileView {
  const { id, kind, size, state, uploadedAt } = row;
  const problem = state === 'refused' ? errorCatalogue.FILE_INFECTED.message : null;
  return { id, name: cipher.decrypt(row.nameCipher, nameContext), kind, size, state, problem, uploadedAt };
}

export function attachedViewOf(row: FileRow, cipher: FieldCipher): AttachedFile {
  return { ...fileViewOf(row, cipher), ownerId: row.ownerId, slot: row.slot ?? '', sha256: row.sha256 };
}
