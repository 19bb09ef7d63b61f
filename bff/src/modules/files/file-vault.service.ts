import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { blobFolder, type FileRow } from './file.types';

const contextOf = (id: string): string => `uploaded_file:${id}`;

/** Contents of uploads: encrypted with the data keys, under names made here, in whatever storage is configured. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileVault {
  @Inject() cipher!: FieldCipher;
  @Inject('adapters') adapters!: Adapters;

  /** Where the content of a file goes; by month, so that no folder grows without end. */
  keyOf(id: string, at: number): string {
    return `${blobFolder}/${new Date(at).toISOString().slice(0, 7)}/${id}`;
  }

  async put(id: string, key: string, content: Buffer): Promise<void> {
    await this.adapters.storage.put(key, this.cipher.encryptBytes(content, contextOf(id)));
  }

  /** Error: plain Error if the content is gone or was changed. */
  async get({ id, blobKey }: Pick<FileRow, 'id' | 'blobKey'>): Promise<Buffer> {
    const stored = blobKey ? await this.adapters.storage.get(blobKey) : undefined;
    if (!stored) throw new Error('The content of an uploaded file is missing in the storage');
    return this.cipher.decryptBytes(stored, contextOf(id));
  }

  erase(key: string): Promise<void> {
    return this.adapters.storage.delete(key);
  }

  all() {
    return this.adapters.storage.list(blobFolder);
  }
}
