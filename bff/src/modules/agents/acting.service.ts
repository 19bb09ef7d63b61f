import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { ActingAgent, Actor } from '../../platform/http/actor';
import { type AgentReader, Agents, type GrantInForce } from '../../platform/http/agents';
import { agentOfPartyOf, type Grant, type GrantRow, grantById, grantFromRow, isOver } from './grant.model';

const idPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * Finds out in whose name an agent calls. One statement per request, by primary key and never from a replica: a
 * revocation holds from the next request on, in every process.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ActingAgents implements AgentReader {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() agents!: Agents;

  @Init()
  async init(): Promise<void> {
    this.agents.use(this);
  }

  async actingFor(agent: Actor, grantId: string): Promise<Actor | null> {
    if (!idPattern.test(grantId)) return null;
    const [row] = await this.database.readNow<GrantRow>(grantById, [grantId]);
    if (!row) return null;
    const grant = grantFromRow(this.cipher, row);
    if (grant.agentId !== agent.id || !this.holds(grant, this.clock.now())) return null;
    return {
      kind: 'citizen',
      id: grant.principalId,
      roles: ['citizen'],
      sessionId: agent.sessionId,
      ...(agent.assurance && { assurance: agent.assurance }),
      agent: agentUnder(grant),
    };
  }

  async requireInForce(tx: Transaction, grantId: string): Promise<GrantInForce> {
    const [row] = await tx.query<GrantRow>(grantById, [grantId]);
    const grant = row ? grantFromRow(this.cipher, row) : null;
    if (!grant || !this.holds(grant, tx.now)) throw new Problem('GRANT_ENDED');
    return { agent: agentUnder(grant), idBlind: grant.agentBlind, shown: agentOfPartyOf(grant) };
  }

  async inForce(grantId: string): Promise<boolean> {
    const [row] = await this.database.readNow<GrantRow>(grantById, [grantId]);
    return row !== undefined && this.holds(grantFromRow(this.cipher, row), this.clock.now());
  }

  private holds(grant: Grant, now: number): boolean {
    return grant.state === 'active' && !isOver(grant, now);
  }
}

const agentUnder = (grant: Grant): ActingAgent => ({
  citizenId: grant.agentId!,
  grantId: grant.id,
  scopes: grant.scopes,
  unitIds: grant.units?.map((unit) => unit.id) ?? null,
  name: grant.people.agent.name,
});
