import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { DocumentVault } from '../vault/document-vault.service';
import { blobFolder, type FileRow } from './file.types';

const of = (id: string) => ({ kind: 'uploaded_file' as const, id });

/** Contents of uploads, under names made here. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileVault {
  @Inject() vault!: DocumentVault;

  /** Where the content of a file goes; by month, so that no folder grows without end. */
  keyOf(id: string, at: number): string {
    return `${blobFolder}/${new Date(at).toISOString().slice(0, 7)}/${id}`;
  }

  async put(id: string, key: string, content: Buffer): Promise<void> {
    await this.vault.put(of(id), key, content);
  }

  /** Error: plain Error if the content is gone or was changed. */
  async get({ id, blobKey }: Pick<FileRow, 'id' | 'blobKey'>): Promise<Buffer> {
    const content = blobKey ? await this.vault.get(of(id), blobKey) : undefined;
    if (!content) throw new Error('The content of an uploaded file is missing in the storage');
    return content;
  }

  erase(key: string): Promise<void> {
    return this.vault.erase(key);
  }

  all() {
    return this.vault.all(blobFolder);
  }
}
