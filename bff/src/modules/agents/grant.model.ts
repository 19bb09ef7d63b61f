import {
  type AgentOfParty,
  type AgentRelation,
  type AgentScope,
  agentRelations,
  agentScopeIds,
  type GrantEndReason,
  type GrantState,
  type GrantView,
  grantStates,
  identityNumber,
  inScope,
  personName,
  phone,
} from '@zhucheng/shared';
import type { FieldCipher } from '../../platform/crypto/field-cipher';

export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

export interface GrantPerson {
  name: string;
  idNumber: string;
  phone: string | null;
}

/** A row of `agent_grant`, deciphered; times in ms UTC. */
export interface Grant {
  id: string;
  principalId: string;
  agentBlind: string;
  agentId: string | null;
  people: { principal: GrantPerson; agent: GrantPerson };
  relation: AgentRelation;
  scopes: AgentScope[];
  units: Array<{ id: string; location: string }> | null;
  endsOn: string;
  endsAt: number;
  state: GrantState;
  endReason: GrantEndReason | null;
  version: number;
  createdAt: number;
  offeredAt: number | null;
  acceptedAt: number | null;
  endedAt: number | null;
}

export type GrantRow = Record<string, string | number | null>;

export const grantColumns =
  'id, principal_id, agent_blind, agent_id, people_cipher, relation, scopes, units, ends_on, ends_at, state, end_reason, ' +
  'version, created_at, offered_at, accepted_at, ended_at';
export const grantById = `SELECT ${grantColumns} FROM agent_grant WHERE id = ?`;

const time = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

export const peopleContext = (id: string): string => `agent_grant.people:${id}`;

export function grantFromRow(cipher: FieldCipher, row: GrantRow): Grant {
  const id = row.id as string;
  return {
    id,
    principalId: row.principal_id as string,
    agentBlind: row.agent_blind as string,
    agentId: row.agent_id as string | null,
    people: cipher.decryptJson<Grant['people']>(row.people_cipher as string, peopleContext(id)),
    relation: row.relation as AgentRelation,
    scopes: (row.scopes as string).split(',') as AgentScope[],
    units: row.units === null ? null : (JSON.parse(row.units as string) as NonNullable<Grant['units']>),
    endsOn: row.ends_on as string,
    endsAt: Number(row.ends_at),
    state: row.state as GrantState,
    endReason: row.end_reason as GrantEndReason | null,
    version: Number(row.version),
    createdAt: Number(row.created_at),
    offeredAt: time(row.offered_at),
    acceptedAt: time(row.accepted_at),
    endedAt: time(row.ended_at),
  };
}

/** Its time is over, whether that has been written down or not. */
export const isOver = (grant: Pick<Grant, 'state' | 'endsAt'>, now: number): boolean =>
  grant.state === 'ended' || grant.endsAt <= now;

const hidden = '确认这台设备后显示';
const masked = ({ name, idNumber, phone: number }: GrantPerson, clear: boolean): GrantView['principal'] => ({
  name: clear ? name : personName.mask(name),
  idNumberMasked: identityNumber.mask(idNumber),
  phoneMasked: number ? phone.mask(number) : null,
});

/** As principal or agent sees it; in full (`clear`) only on a device that is known to be hers. */
export function grantViewOf(grant: Grant, me: GrantView['me'], now: number, clear = true): GrantView {
  const over = isOver(grant, now);
  const state = over ? 'ended' : grant.state;
  const waitsForMe = me === 'agent' && state === 'offered';
  return {
    id: grant.id,
    me,
    principal: masked(grant.people.principal, clear),
    agent: masked(grant.people.agent, clear),
    relation: grant.relation,
    relationName: agentRelations[grant.relation],
    scopes: agentScopeIds.filter((scope) => inScope(grant.scopes, scope)),
    units: clear ? grant.units : (grant.units?.map(({ id }) => ({ id, location: hidden })) ?? null),
    endsOn: grant.endsOn,
    state,
    stateName: waitsForMe ? '待您答复' : grantStates[state],
    endReason: over ? (grant.endReason ?? 'expired') : null,
    createdAt: grant.createdAt,
    offeredAt: grant.offeredAt,
    acceptedAt: grant.acceptedAt,
    endedAt: over ? (grant.endedAt ?? grant.endsAt) : null,
  };
}

/** What the others in a case learn of it; kept with the authorisation as the grant was then. */
export const agentOfPartyOf = (grant: Grant): AgentOfParty => ({
  name: grant.people.agent.name,
  idNumberMasked: identityNumber.mask(grant.people.agent.idNumber),
  relationName: agentRelations[grant.relation],
  scopes: agentScopeIds.filter((scope) => inScope(grant.scopes, scope)),
  acceptedAt: grant.acceptedAt ?? grant.createdAt,
  endsOn: grant.endsOn,
});
