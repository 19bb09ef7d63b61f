import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type FileView, fileLimitBytes, looseFilesLimitBytes } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, personOf } from '../../platform/http/actor';
import type { Upload } from '../../platform/http/upload';
import { newId } from '../../platform/ids';
import { Slots } from '../../platform/slots';
import { Workers } from '../../platform/workers/workers';
import { contentTask } from './content/content.task';
import { UploadedFile } from './file.entity';
import { readLooseBytes } from './file.query';
import { nameContext } from './file.types';
import { fileViewOf } from './file.view';
import { displayName } from './file-name';
import { FileVault } from './file-vault.service';

/** Files in memory at once, on their way from the disk into the vault. */
const inMemoryAtOnce = 2;

type UnitOfWork = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Takes a file in: looks at it, keeps it encrypted, asks the virus scanner. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileUpload {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() vault!: FileVault;
  @Inject() workers!: Workers;
  private readonly hands = new Slots(inMemoryAtOnce);

  /** Errors: those of `inspect`, FILE_TOO_LARGE, FILE_TOO_COMPLEX, FILE_QUOTA, UPLOADS_BUSY. */
  async take(actor: Actor, upload: Upload, name: string, unitOfWork: UnitOfWork): Promise<FileView> {
    const { fd, size } = upload;
    if (size > fileLimitBytes) throw new Problem('FILE_TOO_LARGE');
    const kind = await this.workers.run(contentTask, { fd, size, name }, personOf(actor));
    const id = newId();
    const blobKey = this.vault.keyOf(id, this.clock.now());
    const row = {
      id,
      ownerKind: actor.kind as UploadedFile['ownerKind'],
      ownerId: actor.id,
      nameCipher: this.cipher.encrypt(displayName(name, kind), nameContext),
      kind,
      size,
      sha256: upload.sha256,
      blobKey,
      state: 'scanning' as const,
      problem: null,
      subjectKind: null,
      subjectId: null,
      slot: null,
      position: 0,
    };
    // Content first: a row always has its content, and content whose row never came is swept up later.
    await this.hands.hold(async () => this.vault.put(id, blobKey, await upload.read()));
    try {
      return await unitOfWork(async (tx) => {
        const loose = await readLooseBytes((sql, params) => tx.query(sql, params), actor.id);
        if (loose + size > looseFilesLimitBytes) throw new Problem('FILE_QUOTA');
        const stored = { ...row, uploadedAt: tx.now, looseSince: tx.now };
        await tx.insert(UploadedFile, stored);
        await tx.audit({
          actor,
          action: 'file.upload',
          subject: { kind: 'file', id },
          detail: { kind, size },
        });
        await tx.enqueue('file.scan', id, { id });
        return fileViewOf(stored, this.cipher);
      });
    } catch (error) {
      // After any other failure it is not known whether the row was committed.
      if (error instanceof Problem) await this.vault.erase(blobKey);
      throw error;
    }
  }
}
