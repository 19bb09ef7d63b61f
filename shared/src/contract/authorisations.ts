import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { authorisationItem, authorisationView, faceChannels, faceStarted } from './case-views';
import { done, id, idParams, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '办件 cases';

const reason = plainText('原因', 200).refine((value) => value.length > 0, '请填写原因。');

/** What is agreed to is read first; the face shown for it also proves the person, so nobody shows it twice. */
const beforeFace = {
  at: 'named',
  why: '授权时刷的脸同时确认本人，不刷两次',
  byPassword: '要看过内容才能刷脸授权，刷的脸也确认这台设备',
} as const;
const instead = { at: 'named', why: '看过内容以后也可以不同意，或改到窗口核验' } as const;

export const authorisationRoutes = {
  list: route({
    method: 'GET',
    path: '/api/authorisations',
    access: ['citizen'],
    level: beforeFace,
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '我的授权',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/authorisations/:id',
    access: ['citizen'],
    level: beforeFace,
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '查看要授权的内容',
    params: idParams,
    reply: authorisationView,
    errors: ['NOT_FOUND'],
  }),
  face: route({
    method: 'POST',
    path: '/api/authorisations/:id/face',
    access: ['citizen'],
    level: beforeFace,
    agent: 'authorise',
    tag,
    summary: '开始人脸核验（须单独同意使用人脸信息）',
    idempotent: true,
    replaces: replacesNothing.proof,
    params: idParams,
    body: z.strictObject({
      channel: z.enum(faceChannels),
      contentHash: z.string().max(100),
      faceConsent: z.literal(true, { error: '使用人脸核验需要您单独同意；不同意也可以选择到窗口核验。' }),
    }),
    reply: faceStarted,
    errors: ['CONTENT_CHANGED', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 6, perMs: 60_000, by: 'subject', perDay: 60 },
    weighs: 'spends',
  }),
  confirm: route({
    method: 'POST',
    path: '/api/authorisations/:id/confirm',
    access: ['citizen'],
    level: beforeFace,
    agent: 'authorise',
    tag,
    summary: '核验完成后，由服务端查询结果',
    idempotent: true,
    replaces: replacesNothing.proof,
    params: idParams,
    body: z.strictObject({ attemptId: id }),
    reply: authorisationView,
    errors: ['FACE_NOT_PASSED', 'CONTENT_CHANGED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 600 },
    weighs: 'spends',
  }),
  refuse: route({
    method: 'POST',
    path: '/api/authorisations/:id/refuse',
    access: ['citizen'],
    level: instead,
    agent: 'authorise',
    tag,
    ...counted.ownActs,
    summary: '拒绝授权并说明原因',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  window: route({
    method: 'POST',
    path: '/api/authorisations/:id/window',
    access: ['citizen'],
    level: instead,
    agent: 'authorise',
    tag,
    weighs: nothing.own,
    summary: '改到窗口核验',
    idempotent: true,
    params: idParams,
    reply: authorisationView,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
};

/** An institution's consent, e.g. a mortgagee's to a transfer. Ids are party ids. */
export const consentRoutes = {
  list: route({
    method: 'GET',
    path: '/api/institution/consents',
    access: ['institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '待本机构同意的办件',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/institution/consents/:id',
    access: ['institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '查看内容',
    params: idParams,
    reply: authorisationView,
    errors: ['NOT_FOUND'],
  }),
  give: route({
    method: 'POST',
    path: '/api/institution/consents/:id/give',
    access: ['institution-clerk'],
    tag,
    ...counted.acts,
    summary: '同意',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ contentHash: z.string().max(100) }),
    reply: authorisationView,
    errors: ['CONTENT_CHANGED', 'ACTION_NOT_ALLOWED'],
  }),
  refuse: route({
    method: 'POST',
    path: '/api/institution/consents/:id/refuse',
    access: ['institution-clerk'],
    tag,
    ...counted.acts,
    summary: '不同意',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
};
