import { z } from 'zod';
import { readinessIds } from '../engine/readiness';
import { caseStateIds } from '../engine/states';
import { plainText } from '../engine/step-schema';
import { cleanText } from '../text/clean';
import { searchText } from './case-search';
import { caseView, certificateFileFaultIds } from './case-views';
import { id, idParams, ms, page, pageQuery } from './common';
import {
  batchLimit,
  batchView,
  buildingTable,
  convertibleItem,
  scheduleMinimum,
  scheduleSummary,
  scheduleView,
  workItem,
} from './enterprise-views';
import { nothing } from './limits';
import { route } from './route';
import { savedVersion } from './versions';

const tag = '机构 enterprise';
const access = ['institution-clerk'] as const;
const businessId = z.string().max(60);
const verify = z.record(z.string().max(40), z.unknown());

const caseIds = z
  .array(id, { error: '请至少勾选一件。' })
  .min(1, '请至少勾选一件。')
  .max(batchLimit, `一次最多 ${batchLimit} 件，请分批办理。`);
const fillRow = z.strictObject({ caseId: id, version: savedVersion, data: z.record(z.string().max(40), z.unknown()) });

export const enterpriseRoutes = {
  desk: route({
    method: 'GET',
    path: '/api/enterprise/desk',
    access,
    tag,
    weighs: nothing.own,
    summary: '工作台：本机构、我的权限、各状态件数',
    reply: z.strictObject({
      institution: z.strictObject({ id, name: z.string(), kind: z.string(), creditCode: z.string() }),
      clerk: z.strictObject({ id, name: z.string() }),
      /** What this clerk may start. */
      businesses: z.array(z.strictObject({ id: z.string(), name: z.string(), category: z.string() })),
      counts: z.array(z.strictObject({ state: z.enum(caseStateIds), stateName: z.string(), cases: z.number().int() })),
    }),
  }),
  building: route({
    method: 'POST',
    path: '/api/enterprise/building-table',
    reads: true,
    access,
    tag,
    summary: '打开楼盘表',
    body: z.strictObject({ businessId, verify }),
    reply: buildingTable,
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 2000 },
    weighs: 'tells',
    errors: ['BUSINESS_UNKNOWN', 'BUILDING_NOT_FOUND'],
  }),
  start: route({
    method: 'POST',
    path: '/api/enterprise/cases',
    access,
    tag,
    summary: '信息校验并立案（一件）',
    idempotent: true,
    body: z.strictObject({ businessId, verify }),
    reply: caseView,
    errors: [
      'BUSINESS_UNKNOWN',
      'VERIFY_NO_MATCH',
      'CERTIFICATE_ENDED',
      'UNIT_BLOCKED',
      'UNIT_WINDOW_ONLY',
      'UNIT_PENDING',
    ],
    limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'tells',
  }),
  open: route({
    method: 'POST',
    path: '/api/enterprise/batches/open',
    access,
    tag,
    weighs: 'spends',
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 1000 },
    summary: '在楼盘表上选好的单元，或可转换清单里选好的预告登记，成批立案',
    idempotent: true,
    body: z.strictObject({
      businessId,
      verify: verify.optional(),
      unitIds: z.array(id).max(batchLimit).optional(),
      noticeIds: z.array(id).max(batchLimit).optional(),
    }),
    reply: batchView,
    errors: ['BUSINESS_UNKNOWN', 'BUILDING_NOT_FOUND'],
  }),
  fill: route({
    method: 'POST',
    path: '/api/enterprise/batches/fill',
    access,
    tag,
    weighs: 'spends',
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 1000 },
    summary: '成批填写同一步骤，例如完税信息',
    idempotent: true,
    bodyLimitBytes: 1_048_576,
    body: z.strictObject({
      step: z.string().max(60),
      rows: z.array(fillRow).min(1, '请至少填写一件。').max(batchLimit, `一次最多 ${batchLimit} 件，请分批办理。`),
    }),
    reply: batchView,
  }),
  act: route({
    method: 'POST',
    path: '/api/enterprise/batches/act',
    access,
    tag,
    summary: '成批发起授权、提醒授权、提交或撤回',
    idempotent: true,
    body: z.strictObject({
      action: z.enum(['send', 'remind', 'submit', 'withdraw']),
      caseIds,
      reason: plainText('原因', 200).optional(),
    }),
    reply: batchView,
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 1000 },
    weighs: 'spends',
  }),
  batch: route({
    method: 'GET',
    path: '/api/enterprise/batches/:id',
    access,
    tag,
    weighs: nothing.own,
    summary: '批次的进度和逐行结果',
    params: idParams,
    reply: batchView,
    errors: ['NOT_FOUND'],
  }),
  list: route({
    method: 'GET',
    path: '/api/enterprise/cases',
    access,
    tag,
    weighs: nothing.own,
    summary: '业务列表',
    query: pageQuery.extend({
      businessId: businessId.optional(),
      state: z.enum(caseStateIds).optional(),
      readiness: z.enum(readinessIds).optional(),
      /** Acceptance number, unit number or beginning of the location; names of people go by `find`. */
      search: z.string().overwrite(cleanText).max(60).optional(),
    }),
    reply: page(workItem),
  }),
  find: route({
    method: 'POST',
    path: '/api/enterprise/cases/find',
    reads: true,
    access,
    tag,
    summary: '在业务列表中查找，也可按当事人查找',
    body: z.strictObject({
      businessId: businessId.optional(),
      state: z.enum(caseStateIds).optional(),
      readiness: z.enum(readinessIds).optional(),
      text: searchText.optional(),
      cursor: id.optional(),
      limit: z.number().int().min(1).max(100).default(20),
    }),
    reply: page(workItem),
    limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'tells',
  }),
  exported: route({
    method: 'GET',
    path: '/api/enterprise/cases.csv',
    access,
    tag,
    weighs: nothing.own,
    summary: '导出业务列表',
    raw: true,
    download: true,
    query: z.strictObject({
      businessId: businessId.optional(),
      state: z.enum(caseStateIds).optional(),
      readiness: z.enum(readinessIds).optional(),
    }),
  }),
  convertible: route({
    method: 'GET',
    path: '/api/enterprise/convertible',
    access,
    tag,
    weighs: nothing.own,
    summary: '可转换清单：本行仍有效的抵押权预告登记',
    /** `registered`: only of units whose first registration is done; no other can be converted. */
    query: pageQuery.extend({ registered: z.literal('true').optional() }),
    reply: page(convertibleItem),
  }),
  makeSchedule: route({
    method: 'POST',
    path: '/api/enterprise/schedules',
    access,
    tag,
    weighs: nothing.own,
    summary: `制作登记结果明细表（至少 ${scheduleMinimum} 件）`,
    idempotent: true,
    body: z.strictObject({
      caseIds: z
        .array(id)
        .min(scheduleMinimum, `一张明细表至少 ${scheduleMinimum} 件，请继续勾选。`)
        .max(batchLimit, `一张明细表最多 ${batchLimit} 件。`),
    }),
    reply: scheduleView,
    errors: ['NOT_FOUND'],
  }),
  schedules: route({
    method: 'GET',
    path: '/api/enterprise/schedules',
    access,
    tag,
    weighs: nothing.own,
    summary: '登记结果明细表',
    query: pageQuery,
    reply: page(scheduleSummary),
  }),
  schedule: route({
    method: 'GET',
    path: '/api/enterprise/schedules/:id',
    access,
    tag,
    weighs: nothing.own,
    summary: '一张登记结果明细表',
    params: idParams,
    reply: scheduleView,
    errors: ['NOT_FOUND'],
  }),
  schedulePdf: route({
    method: 'GET',
    path: '/api/enterprise/schedules/:id/pdf',
    access,
    tag,
    weighs: nothing.own,
    summary: '登记结果明细表 PDF',
    params: idParams,
    raw: true,
    download: true,
    limit: { times: 30, perMs: 60_000, by: 'subject' },
    errors: ['NOT_FOUND'],
  }),
  certificates: route({
    method: 'GET',
    path: '/api/enterprise/certificates',
    access,
    tag,
    weighs: nothing.own,
    summary: '本机构的电子证照',
    /** `number`: of a certificate, also year and serial alone, a case, or a unit. */
    query: pageQuery.extend({ number: z.string().overwrite(cleanText).trim().max(60).optional() }),
    reply: page(
      z.strictObject({
        id,
        number: z.string(),
        kindName: z.string(),
        location: z.string(),
        state: z.enum(['valid', 'cancelled']),
        issuedAt: ms,
        fileFault: z.enum(certificateFileFaultIds).nullable(),
      }),
    ),
  }),
  certificateLink: route({
    method: 'POST',
    path: '/api/enterprise/certificates/:id/link',
    access,
    tag,
    weighs: nothing.own,
    summary: '取得本机构证照文件的下载地址',
    params: idParams,
    reply: z.strictObject({ url: z.string(), expiresAt: ms }),
    errors: ['NOT_FOUND', 'CERTIFICATE_NOT_READY', 'CERTIFICATE_FAILED'],
  }),
};
