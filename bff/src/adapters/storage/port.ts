/** Keeps files (PDF certificates, materials) by key. Keys: `folder/…/name.ext` of letters, digits, `-`, `_`, `.`. */
export interface StoragePort {
  /** Writes the whole file or nothing; an existing key is replaced. */
  put(key: string, content: Buffer): Promise<void>;
  /** `undefined` when there is no such file. */
  get(key: string): Promise<Buffer | undefined>;
  exists(key: string): Promise<boolean>;
  /** Removing what is not there is fine. */
  delete(key: string): Promise<void>;
  /** Everything below a folder, in no particular order; `modifiedAt` in UTC ms. */
  list(folder: string): AsyncIterable<StoredObject>;
}

export interface StoredObject {
  key: string;
  modifiedAt: number;
}

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** The key's segments. Error: StorageKeyError. */
export function segmentsOf(key: string): string[] {
  const segments = key.split('/');
  if (key.length > 512 || !segments.every((segment) => SEGMENT.test(segment))) throw new StorageKeyError();
  return segments;
}

/** A key that could leave the storage root, or names nothing. */
export class StorageKeyError extends Error {
  constructor() {
    super('storage key is not acceptable');
    this.name = 'StorageKeyError';
  }
}
