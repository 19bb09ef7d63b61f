import type { FileKind, FileState } from '@zhucheng/shared';
import { Entity } from 'typeorm';
import { Cipher, Id, Int, Ms, Ref, Text } from '../../platform/database/columns';

/** An uploaded material. While it belongs to no subject it is loose, and removed after two days. */
@Entity('uploaded_file')
export class UploadedFile {
  @Id() id!: string;
  @Text(12, { name: 'owner_kind' }) ownerKind!: 'citizen' | 'staff';
  @Ref({ name: 'owner_id' }) ownerId!: string;
  /** Names often hold a person's name. */
  @Cipher({ name: 'name_cipher' }) nameCipher!: string;
  @Text(8) kind!: FileKind;
  /** Bytes. */
  @Int() size!: number;
  /** Of the content as uploaded. */
  @Text(64) sha256!: string;
  /** Empty once the content was erased. */
  @Text(120, { name: 'blob_key' }) blobKey!: string;
  @Text(12) state!: FileState;
  /** `infected` or `unreadable`, only when refused. */
  @Text(40, { nullable: true }) problem!: string | null;
  @Ms({ name: 'uploaded_at' }) uploadedAt!: number;
  /** Null while it is attached. */
  @Ms({ name: 'loose_since', nullable: true }) looseSince!: number | null;
  @Text(20, { name: 'subject_kind', nullable: true }) subjectKind!: string | null;
  @Ref({ name: 'subject_id', nullable: true }) subjectId!: string | null;
  @Text(60, { nullable: true }) slot!: string | null;
  @Int() position!: number;
}
