import { z } from 'zod';
import { done, id, idParams, ms } from './common';
import { counted, nothing } from './limits';
import type { Role } from './roles';
import { route } from './route';

const tag = '材料 files';
const anyone: readonly Role[] = ['citizen', 'officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'];

/** Largest file, in bytes. */
export const fileLimitBytes = 20 * 1024 * 1024;
/** Most that one person may have uploaded and not yet handed in with an application, in bytes. */
export const looseFilesLimitBytes = 300 * 1024 * 1024;

/** What is accepted, decided by content. HEIC is kept as it was taken, not converted. */
export const fileKinds = {
  pdf: { name: 'PDF', type: 'application/pdf', extension: 'pdf' },
  jpeg: { name: 'JPG', type: 'image/jpeg', extension: 'jpg' },
  png: { name: 'PNG', type: 'image/png', extension: 'png' },
  heic: { name: 'HEIC', type: 'image/heic', extension: 'heic' },
} as const;
export type FileKind = keyof typeof fileKinds;

/** `scanning`: the virus scanner has not answered yet. `refused`: it found something; the content is gone. */
export const fileStates = { scanning: '安全检查中', clean: '已上传', refused: '未通过安全检查' } as const;
export type FileState = keyof typeof fileStates;

/** An uploaded material (申请材料). `size` in bytes. */
export const fileView = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(Object.keys(fileKinds) as [FileKind, ...FileKind[]]),
  size: z.number().int(),
  state: z.enum(Object.keys(fileStates) as [FileState, ...FileState[]]),
  /** What is wrong and what to do, only when refused. */
  problem: z.string().nullable(),
  uploadedAt: ms,
});
export type FileView = z.output<typeof fileView>;

/** Carries the display name of an upload, percent-encoded UTF-8. */
export const fileNameHeader = 'x-file-name';

export const fileRoutes = {
  /** The bytes as they are, or `multipart/form-data` with exactly one file, which is all that some hosts can send. */
  upload: route({
    method: 'POST',
    path: '/api/files',
    access: anyone,
    calm: '找材料、拍照会停下来，只收不显示',
    agent: 'apply',
    tag,
    summary: '上传材料（PDF、JPG、PNG、HEIC，单个不超过 20 MB）',
    idempotent: true,
    upload: true,
    // Room for the frame of a multipart body.
    bodyLimitBytes: fileLimitBytes + 16 * 1024,
    bodyTooLarge: 'FILE_TOO_LARGE',
    reply: fileView,
    limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'spends',
    errors: [
      'FILE_EMPTY',
      'FILE_TOO_LARGE',
      'FILE_TYPE_REFUSED',
      'FILE_TYPE_MISMATCH',
      'FILE_DAMAGED',
      'FILE_ENCRYPTED',
      'FILE_ACTIVE_CONTENT',
      'FILE_NAME_INVALID',
      'FILE_NOT_ONE',
      'FILE_QUOTA',
      'FILE_TOO_COMPLEX',
      'UPLOADS_BUSY',
      'UPLOADS_YOURS_BUSY',
      'UPLOAD_TOO_SLOW',
    ],
  }),
  state: route({
    method: 'GET',
    path: '/api/files/:id',
    access: anyone,
    calm: '只有检查的结果',
    agent: 'apply',
    tag,
    weighs: nothing.own,
    summary: '材料的状态',
    params: idParams,
    reply: fileView,
    errors: ['NOT_FOUND'],
  }),
  remove: route({
    method: 'DELETE',
    path: '/api/files/:id',
    access: anyone,
    agent: 'apply',
    tag,
    weighs: nothing.own,
    summary: '删除还没有随申请提交的材料',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'FILE_IN_USE'],
  }),
  link: route({
    method: 'POST',
    path: '/api/files/:id/link',
    access: anyone,
    agent: 'apply',
    tag,
    ...counted.looks,
    summary: '取得自己材料的下载地址（5 分钟内有效）',
    params: idParams,
    reply: z.strictObject({ url: z.string(), expiresAt: ms }),
    errors: ['NOT_FOUND', 'FILE_SCANNING', 'FILE_INFECTED'],
  }),
  download: route({
    method: 'GET',
    path: '/api/files/download/:ticket',
    access: ['public'],
    tag,
    weighs: nothing.ticket,
    summary: '下载材料',
    params: z.strictObject({ ticket: z.string().max(200) }),
    raw: true,
    download: true,
    errors: ['NOT_FOUND'],
    limit: { times: 240, perMs: 60_000, by: 'ip' },
  }),
};
