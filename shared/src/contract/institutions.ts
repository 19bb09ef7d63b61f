import { z } from 'zod';
import { identified } from '../engine/step-schema';
import { personName, phone } from '../identifiers';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { filingRoutes, filledText, institutionTag as tag } from './institution-filings';
import { nothing } from './limits';
import { route } from './route';
import { loginName, newAccount } from './staff-accounts';
import { savedVersion } from './versions';

export const branchView = z.strictObject({
  id,
  name: z.string(),
  active: z.boolean(),
  headOffice: z.boolean(),
  version: savedVersion,
});
export type BranchView = z.output<typeof branchView>;

export const clerkView = z.strictObject({
  id,
  username: z.string(),
  name: z.string(),
  phoneMasked: z.string().nullable(),
  state: z.enum(['active', 'inactive', 'left']),
  /** Has chosen a password and set up the codes by an activation link. */
  activated: z.boolean(),
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
    weighs: nothing.own,
    summary: '本机构的网点、人员和权限',
    reply: institutionStaff,
  }),
  scope: route({
    method: 'GET',
    path: '/api/enterprise/scope',
    access,
    tag,
    weighs: nothing.own,
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
    weighs: nothing.own,
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
    weighs: nothing.own,
    summary: '修改或停用网点',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: savedVersion, name: filledText('网点名称', 60), active: z.boolean() }),
    reply: branchView,
    errors: ['NOT_FOUND', 'SAVED_MEANWHILE', 'BRANCH_IN_USE'],
  }),
  createClerk: route({
    method: 'POST',
    path: '/api/enterprise/clerks',
    access,
    tag,
    weighs: nothing.own,
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
    weighs: nothing.own,
    summary: '设置经办人的业务和网点权限',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int(), ...permissions }),
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'SAVED_MEANWHILE', 'LAST_ADMINISTRATOR'],
  }),
  deactivate: route({
    method: 'POST',
    path: `${clerk}/deactivate`,
    access,
    tag,
    weighs: nothing.own,
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
    weighs: nothing.own,
    summary: '恢复账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  reset: route({
    method: 'POST',
    path: `${clerk}/activation`,
    access,
    tag,
    weighs: nothing.own,
    summary: '重置密码和动态口令：生成新的激活链接',
    idempotent: true,
    params: idParams,
    reply: newAccount,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  openCases: route({
    method: 'GET',
    path: `${clerk}/open-cases`,
    access,
    tag,
    weighs: nothing.own,
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
    weighs: nothing.own,
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
    weighs: nothing.own,
    summary: '交接记录',
    query: pageQuery,
    reply: page(handoverView),
  }),
  leave: route({
    method: 'POST',
    path: `${clerk}/leave`,
    access,
    tag,
    weighs: nothing.own,
    summary: '离职：终止账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'CLERK_HAS_OPEN_CASES', 'LAST_ADMINISTRATOR'],
  }),
};
