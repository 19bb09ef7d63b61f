import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, inScope } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { type ActingAgent, type Actor, coversUnit, personOf } from '../../../platform/http/actor';
import { Agents } from '../../../platform/http/agents';
import { CitizenService } from '../../identity/citizen.service';
import type { FacePerson } from '../../identity/face-check.service';
import type { LoadedCase, PartyRecord } from '../core/case.model';
import { CaseReader } from '../reading/case-reader.service';

/** Error: AGENT_NOT_ALLOWED where the declaration wants this party in person. */
export function requireByAgent(business: Business, role: string): void {
  const party = business.parties[role]!;
  if (party.byAgent) return;
  throw new Problem('AGENT_NOT_ALLOWED', { message: `${business.name}须由${party.name}本人办理，不能由代办人代办。` });
}

/** What a family agent (代办人) may do in the name of a party, and what is kept of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseAgents {
  @Inject() agents!: Agents;
  @Inject() citizens!: CitizenService;
  @Inject() reader!: CaseReader;

  /** Before the agent authorises. Errors: AGENT_NOT_ALLOWED, AGENT_SELF_DEALING. */
  async require(actor: Actor, loaded: LoadedCase, party: PartyRecord): Promise<void> {
    if (!actor.agent) return;
    requireByAgent(loaded.business, party.role);
    const { citizenId } = actor.agent;
    this.refuseSelfDealing(loaded, party, citizenId, await this.reader.blindOf(citizenId));
  }

  /**
   * Civil Code 168: an agent may not deal with herself, nor with somebody else for whom she acts too. People on the same side, such as a couple
   * that sells together, do not deal with each other.
   */
  private refuseSelfDealing(loaded: LoadedCase, party: PartyRecord, citizenId: string, blind: string | null): void {
    const across = loaded.parties.filter((other) => other.role !== party.role);
    const own = across.some((other) => other.idBlind === blind);
    const principals = across.some((other) => other.authState === 'passed' && other.agent?.citizenId === citizenId);
    if (own) throw new Problem('AGENT_SELF_DEALING');
    if (principals)
      throw new Problem('AGENT_SELF_DEALING', {
        message: '您已代这件业务的另一方授权，不能同时代双方（民法典第一百六十八条），请委托人本人授权。',
      });
  }

  /** Whose face is checked: the party's, or the agent's own. */
  async faceOf(actor: Actor, party: PartyRecord): Promise<FacePerson> {
    const citizenId = personOf(actor);
    return { citizenId, ...(actor.agent ? await this.identityOf(citizenId) : party.identity) };
  }

  async identityOf(citizenId: string): Promise<{ name: string; idNumber: string }> {
    const account = await this.citizens.byId(citizenId);
    if (!account?.name || !account.idNumber) throw new Problem('REAL_NAME_REQUIRED');
    return { name: account.name, idNumber: account.idNumber };
  }

  /**
   * The agent when an authorisation is written down, which may be later than the face check was begun. Errors: GRANT_ENDED,
   * AGENT_SELF_DEALING.
   */
  async whoAuthorised(
    tx: Transaction,
    loaded: LoadedCase,
    party: PartyRecord,
    grantId: string,
  ): Promise<{ agent: ActingAgent; kept: NonNullable<PartyRecord['agent']> }> {
    const { agent, idBlind, shown } = await this.agents.requireInForce(tx, grantId);
    if (!inScope(agent.scopes, 'authorise') || !coversUnit({ agent }, loaded.record.unitId))
      throw new Problem('AGENT_NOT_ALLOWED');
    this.refuseSelfDealing(loaded, party, agent.citizenId, idBlind);
    return { agent, kept: { ...shown, citizenId: agent.citizenId, grantId } };
  }
}
