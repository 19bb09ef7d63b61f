import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { authorisationItem, authorisationView, faceChannels, faceStarted } from './case-views';
import { done, id, idParams, page, pageQuery } from './common';
import { route } from './route';

const tag = '办件 cases';

const reason = plainText('原因', 200).refine((value) => value.length > 0, '请填写原因。');

export const authorisationRoutes = {
  list: route({
    method: 'GET',
    path: '/api/authorisations',
    access: ['citizen'],
    agent: 'follow',
    tag,
    summary: '我的授权',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/authorisations/:id',
    access: ['citizen'],
    agent: 'follow',
    tag,
    summary: '查看要授权的内容',
    params: idParams,
    reply: authorisationView,
    errors: ['NOT_FOUND'],
  }),
  face: route({
    method: 'POST',
    path: '/api/authorisations/:id/face',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '开始人脸核验（须单独同意使用人脸信息）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({
      channel: z.enum(faceChannels),
      contentHash: z.string().max(100),
      faceConsent: z.literal(true, { error: '使用人脸核验需要您单独同意；不同意也可以选择到窗口核验。' }),
    }),
    reply: faceStarted,
    errors: ['CONTENT_CHANGED', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  confirm: route({
    method: 'POST',
    path: '/api/authorisations/:id/confirm',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '核验完成后，由服务端查询结果',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ attemptId: id }),
    reply: authorisationView,
    errors: ['FACE_NOT_PASSED', 'CONTENT_CHANGED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  refuse: route({
    method: 'POST',
    path: '/api/authorisations/:id/refuse',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '拒绝授权并说明原因',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  window: route({
    method: 'POST',
    path: '/api/authorisations/:id/window',
    access: ['citizen'],
    agent: 'authorise',
    tag,
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
    summary: '待本机构同意的办件',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/institution/consents/:id',
    access: ['institution-clerk'],
    tag,
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
    summary: '同意',
    idempotent: true,
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
    summary: '不同意',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
};
