import { z } from 'zod';
import { identified } from '../engine/step-schema';
import { personName, phone } from '../identifiers';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { filingRoutes, filledText, loginName, newAccount, institutionTag as tag } from './institution-filings';
import { route } from './route';

export const branchView = z.strictObject({ id, name: z.string(), active: z.boolean(), headOffice: z.boolean() });
export type BranchView = z.output<typeof branchView>;

export const clerkView = z.strictObject({
  id,
  username: z.string(),
  name: z.string(),
  phoneMasked: z.string().nullable(),
  state: z.enum(['active', 'inactive', 'left']),
  /** The initial password has not been replaced yet. */
  passwordInitial: z.boolean(),
  admin: z.boolean(),
  branchId: id,
  /** Ids of business types, or `['*']`. */
  businessIds: z.array(z.string()),
  allBranches: z.boolean(),
  version: z.number().int(),
  leftAt: ms.nullable(),
});
export type ClerkView = z.output<typeof clerkView>;

export const institutionStaff = z.strictObject({
  branches: z.array(branchView),
  clerks: z.array(clerkView),
  /** Business types that an institution's clerk may start. */
  businesses: z.array(z.strictObject({ id: z.string(), name: z.string(), category: z.string() })),
});
export type InstitutionStaff = z.output<typeof institutionStaff>;

const permissions = {
  admin: z.boolean({ error: '请选择是否为机构管理员。' }),
  branchId: z.string({ error: '请选择所属网点。' }).pipe(id),
  businessIds: z.array(z.string().max(60)).max(100),
  allBranches: z.boolean({ error: '请选择网点范围。' }),
};

export const openCaseItem = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessName: z.string(),
  stateName: z.string(),
});

export const handoverView = z.strictObject({
  id,
  from: z.string(),
  to: z.string(),
  by: z.string(),
  at: ms,
  cases: z.number().int(),
});

const clerk = '/api/enterprise/clerks/:id';
/** An institution's administrators only; other clerks are answered FORBIDDEN. */
const access = ['institution-clerk'] as const;

export const institutionRoutes = {
  ...filingRoutes,
  staff: route({
    method: 'GET',
    path: '/api/enterprise/staff',
    access,
    tag,
    summary: '本机构的网点、人员和权限',
    reply: institutionStaff,
  }),
  scope: route({
    method: 'GET',
    path: '/api/enterprise/scope',
    access,
    tag,
    summary: '我的业务和网点权限',
    reply: z.strictObject({
      institutionId: id,
      admin: z.boolean(),
      businessIds: z.union([z.literal('*'), z.array(z.string())]),
      branchId: id,
      allBranches: z.boolean(),
    }),
  }),
  addBranch: route({
    method: 'POST',
    path: '/api/enterprise/branches',
    access,
    tag,
    summary: '新增网点（支行、项目部）',
    idempotent: true,
    body: z.strictObject({ name: filledText('网点名称', 60) }),
    reply: branchView,
  }),
  updateBranch: route({
    method: 'PUT',
    path: '/api/enterprise/branches/:id',
    access,
    tag,
    summary: '修改或停用网点',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ name: filledText('网点名称', 60), active: z.boolean() }),
    reply: branchView,
    errors: ['NOT_FOUND', 'BRANCH_IN_USE'],
  }),
  createClerk: route({
    method: 'POST',
    path: '/api/enterprise/clerks',
    access,
    tag,
    summary: '新增经办人',
    idempotent: true,
    body: z.strictObject({
      username: loginName,
      name: identified(personName),
      phone: identified(phone),
      ...permissions,
    }),
    reply: newAccount,
  }),
  setPermissions: route({
    method: 'PUT',
    path: `${clerk}/permissions`,
    access,
    tag,
    summary: '设置经办人的业务和网点权限',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int(), ...permissions }),
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'LAST_ADMINISTRATOR'],
  }),
  deactivate: route({
    method: 'POST',
    path: `${clerk}/deactivate`,
    access,
    tag,
    summary: '停用账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'LAST_ADMINISTRATOR'],
  }),
  reactivate: route({
    method: 'POST',
    path: `${clerk}/reactivate`,
    access,
    tag,
    summary: '恢复账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  resetPassword: route({
    method: 'POST',
    path: `${clerk}/reset-password`,
    access,
    tag,
    summary: '重置密码',
    idempotent: true,
    params: idParams,
    reply: z.strictObject({ initialPassword: z.string() }),
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  resetTotp: route({
    method: 'POST',
    path: `${clerk}/reset-totp`,
    access,
    tag,
    summary: '重置动态口令',
    idempotent: true,
    params: idParams,
    reply: z.strictObject({ totpSecret: z.string(), totpUri: z.string() }),
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  openCases: route({
    method: 'GET',
    path: `${clerk}/open-cases`,
    access,
    tag,
    summary: '经办人的在办件',
    params: idParams,
    reply: z.strictObject({ count: z.number().int(), items: z.array(openCaseItem) }),
    errors: ['NOT_FOUND'],
  }),
  handOver: route({
    method: 'POST',
    path: '/api/enterprise/handovers',
    access,
    tag,
    summary: '交接在办件',
    idempotent: true,
    body: z.strictObject({
      from: z.string({ error: '请选择交出人。' }).pipe(id),
      to: z.string({ error: '请选择接手人。' }).pipe(id),
    }),
    reply: handoverView,
    errors: ['NOT_FOUND'],
  }),
  handovers: route({
    method: 'GET',
    path: '/api/enterprise/handovers',
    access,
    tag,
    summary: '交接记录',
    query: pageQuery,
    reply: page(handoverView),
  }),
  leave: route({
    method: 'POST',
    path: `${clerk}/leave`,
    access,
    tag,
    summary: '离职：终止账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'CLERK_HAS_OPEN_CASES', 'LAST_ADMINISTRATOR'],
  }),
};
