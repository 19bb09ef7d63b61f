import { z } from 'zod';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { route } from './route';

const tag = '审计 audit';
export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/audit',
    access: ['auditor', 'administrator'],
    tag,
    summary: '审计日志',
    query: pageQuery.extend({
      action: z.string().max(60).optional(),
      subjectId: z.string().max(60).optional(),
      actorId: z.string().max(60).optional(),
    }),
    reply: page(
      z.strictObject({
        id,
        at: ms,
        actorKind: z.string(),
        actorId: z.string().nullable(),
        action: z.string(),
        subjectKind: z.string(),
        subjectId: z.string(),
        detail: z.record(z.string(), z.unknown()),
        seq: z.number().int().nullable(),
        hash: z.string().nullable(),
      }),
    ),
  }),
  verify: route({
    method: 'GET',
    path: '/api/centre/audit/verification',
    access: ['auditor', 'administrator'],
    tag,
    summary: '校验审计哈希链',
    reply: z.strictObject({
      intact: z.boolean(),
      sealed: z.number().int(),
      unsealed: z.number().int(),
      brokenAt: z.number().int().nullable(),
    }),
  }),
  deadLetters: route({
    method: 'GET',
    path: '/api/centre/outbox/dead',
    access: ['administrator'],
    tag,
    summary: '未送达的任务',
    reply: z.strictObject({
      items: z.array(
        z.strictObject({
          id,
          topic: z.string(),
          attempts: z.number().int(),
          lastError: z.string().nullable(),
          createdAt: ms,
        }),
      ),
    }),
  }),
  retryDeadLetter: route({
    method: 'POST',
    path: '/api/centre/outbox/dead/:id/retry',
    access: ['administrator'],
    tag,
    summary: '重新投递',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
