import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';

/** What a stored content belongs to; its key opens with this document's id only. */
export interface DocumentOf {
  kind: 'uploaded_file' | 'certificate';
  id: string;
}

const contextOf = ({ kind, id }: DocumentOf): string => `${kind}:${id}`;

/**
 * The only way to the storage (`npm run lint` checks it): whatever the platform keeps, taken in or made by itself, is encrypted
 * with the data keys and bound to its document, on disk as in S3.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DocumentVault {
  @Inject() cipher!: FieldCipher;
  @Inject('adapters') adapters!: Adapters;

  async put(of: DocumentOf, key: string, content: Buffer): Promise<void> {
    await this.adapters.storage.put(key, await this.cipher.encryptBytes(content, contextOf(of)));
  }

  /** Undefined if there is nothing. Error: plain Error if a byte was changed, or the content is another document's. */
  async get(of: DocumentOf, key: string): Promise<Buffer | undefined> {
    const stored = await this.adapters.storage.get(key);
    return stored && this.cipher.decryptBytes(stored, contextOf(of));
  }

  /** What an earlier version stored as it was, for bringing it in; nothing is put like that any more. */
  plain(key: string): Promise<Buffer | undefined> {
    return this.adapters.storage.get(key);
  }

  erase(key: string): Promise<void> {
    return this.adapters.storage.delete(key);
  }

  all(folder: string) {
    return this.adapters.storage.list(folder);
  }
}
