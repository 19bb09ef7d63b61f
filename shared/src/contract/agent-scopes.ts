import { z } from 'zod';
import { ms } from './common';

/** What a family agent (代办人) may be allowed to do; `follow` comes with each of the others. */
export const agentScopes = {
  apply: { name: '代为申请', does: '发起、填写、提交、补正和撤回申请' },
  authorise: { name: '代为授权', does: '需要委托人刷脸同意时，由代办人本人刷脸代为同意' },
  pay: { name: '代缴费', does: '用代办人自己的微信或支付宝缴登记费' },
  book: { name: '代预约', does: '预约、改约和取消到网点办理的时间' },
  follow: { name: '查看进度和证照', does: '查看办件进度、不动产和电子证照' },
} as const;
export type AgentScope = keyof typeof agentScopes;
export const agentScopeIds = Object.keys(agentScopes) as [AgentScope, ...AgentScope[]];
export const agentScope = z.enum(agentScopeIds);

/** Whether an agent with these scopes may do what needs `wanted`. */
export const inScope = (scopes: readonly AgentScope[], wanted: AgentScope): boolean =>
  scopes.includes(wanted) || (wanted === 'follow' && scopes.length > 0);

/** `代为申请、代缴费、查看进度和证照`, in a fixed order. */
export const scopeNames = (scopes: readonly AgentScope[]): string =>
  agentScopeIds
    .filter((scope) => inScope(scopes, scope))
    .map((scope) => agentScopes[scope].name)
    .join('、');

/** How principal and agent are related; said by the principal. */
export const agentRelations = {
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  sibling: '兄弟姐妹',
  other: '其他亲友',
} as const;
export type AgentRelation = keyof typeof agentRelations;
export const agentRelation = z.enum(Object.keys(agentRelations) as [AgentRelation, ...AgentRelation[]], {
  error: '请选择代办人是您的什么人。',
});

/** An authorisation that an agent gave in a party's name, as the others in the case see it. */
export const agentOfParty = z.strictObject({
  name: z.string(),
  idNumberMasked: z.string(),
  relationName: z.string(),
  scopes: z.array(agentScope),
  acceptedAt: ms,
  endsOn: z.string(),
});
export type AgentOfParty = z.output<typeof agentOfParty>;

/** Carries the id of the grant under which an agent calls in the principal's name. */
export const actingForHeader = 'x-acting-for';
