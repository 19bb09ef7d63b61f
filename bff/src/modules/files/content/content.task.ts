import { readSync } from 'node:fs';
import { join } from 'node:path';
import type { FileKind } from '@zhucheng/shared';
import type { Outcome } from '../../../platform/workers/thread';
import type { Task } from '../../../platform/workers/workers';
import { inspect } from './index';

export interface ContentFile {
  /** Open for reading; a thread shares its process's files. */
  fd: number;
  size: number;
  /** As the sender calls it. */
  name: string;
}

/** Looks at a picture or PDF. Errors: those of `inspect`, FILE_TOO_COMPLEX. */
export const contentTask: Task<ContentFile, FileKind> = {
  file: join(__dirname, 'content.task'),
  // A few MB are looked at in some hundred ms; a busy machine takes longer.
  maxMs: ({ size }) => 5_000 + size / 1_000,
  dead: 'FILE_TOO_COMPLEX',
};

export async function run({ fd, size, name }: ContentFile): Promise<Outcome<FileKind>> {
  const content = Buffer.alloc(size);
  readSync(fd, content, 0, size, 0);
  return { value: await inspect(content, name) };
}
