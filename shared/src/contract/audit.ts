import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '审计 audit';
const anchorFault = z.enum([
  'tail-cut',
  'recomputed',
  'anchors-missing',
  'anchors-cut',
  'anchors-altered',
  'records-altered',
]);
export type AnchorFaultKind = z.output<typeof anchorFault>;
const number = z.number().int();

const unprintableBegins = 'CERTIFICATE_UNPRINTABLE:';

/** Keeps which characters no font had, as code points: no name can be read from them. */
export const unprintableCode = (characters: readonly string[]): string =>
  `${unprintableBegins}${characters.map((sign) => sign.codePointAt(0)!.toString(16).toUpperCase()).join(',')}`.slice(
    0,
    64,
  );

/** Why a task was given up and what to do about it, where that is known. */
export function deadLetterAdvice(code: string | null): { reason: string; remedy: string } | null {
  if (!code?.startsWith(unprintableBegins)) return null;
  const points = code.slice(unprintableBegins.length).split(',');
  const signs = points.map((point) => `“${String.fromCodePoint(Number.parseInt(point, 16))}”（U+${point}）`);
  return {
    reason: `证书上的${signs.join('、')}没有一个字体里有，证书文件做不出来。登记已经生效。`,
    remedy: '请技术人员给平台添上含这个字的字体并重启，再点“重新投递”。急用的可在窗口办理。',
  };
}

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/audit',
    access: ['auditor', 'administrator'],
    tag,
    ...counted.looks,
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
    ...counted.looks,
    summary: '校验审计哈希链',
    reply: z.strictObject({
      intact: z.boolean(),
      sealed: z.number().int(),
      unsealed: z.number().int(),
      brokenAt: z.number().int().nullable(),
      /** What each place that keeps signed anchors says; `reached` is false where it did not answer. */
      anchors: z.array(
        z.strictObject({
          place: z.enum(['file', 'keeper']),
          reached: z.boolean(),
          count: number,
          newest: z.strictObject({ number, seq: number, at: ms }).nullable(),
          faults: z.array(z.strictObject({ kind: anchorFault, number: number.nullable(), seq: number.nullable() })),
        }),
      ),
    }),
  }),
  unmaskAlarms: route({
    method: 'GET',
    path: '/api/centre/unmask-alarms',
    access: ['auditor', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '查看完整证件号超过平常工作量的工作人员（近 7 天，最多 50 人）',
    reply: z.strictObject({
      /** What one person may look at in an hour before it alarms. */
      perHour: z.number().int(),
      items: z.array(
        z.strictObject({
          /** The member of staff. */
          id,
          name: z.string(),
          username: z.string(),
          alarmedAt: ms,
          /** Null: it is over or was lifted. */
          pausedUntil: ms.nullable(),
        }),
      ),
    }),
  }),
  liftUnmaskPause: route({
    method: 'POST',
    path: '/api/centre/unmask-alarms/:id/lift',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '解除暂停（写明原因，留痕；不能为自己解除）',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason: plainText('原因', 200) }),
    reply: done,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  }),
  deadLetters: route({
    method: 'GET',
    path: '/api/centre/outbox/dead',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
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
    ...counted.acts,
    summary: '重新投递',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
