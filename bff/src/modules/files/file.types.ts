import type { FileKind, FileState, FileView } from '@zhucheng/shared';

/** A read inside or outside a transaction. */
export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

/** What materials belong to. */
export interface Subject {
  kind: string;
  id: string;
}

export interface FileRow {
  id: string;
  ownerId: string;
  nameCipher: string;
  kind: FileKind;
  size: number;
  sha256: string;
  blobKey: string;
  state: FileState;
  problem: string | null;
  uploadedAt: number;
  looseSince: number | null;
  subjectKind: string | null;
  subjectId: string | null;
  slot: string | null;
}

/** A material of a subject, in the order of its slot. */
export interface AttachedFile extends FileView {
  ownerId: string;
  slot: string;
  sha256: string;
}

export const nameContext = 'uploaded_file.name';
/** Every blob of uploads lies below this folder of the storage. */
export const blobFolder = 'uploads';
/** How long a file that belongs to nothing is kept, ms. */
export const looseLifeMs = 48 * 3_600_000;
