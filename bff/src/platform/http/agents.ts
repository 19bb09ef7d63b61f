import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AgentOfParty } from '../contract';
import type { Transaction } from '../database/transaction';
import { Problem } from '../errors/problem';
import type { ActingAgent, Actor } from './actor';

export interface AgentReader {
  /** The principal as the actor with `agent`, or null unless this citizen holds this grant and it is in force now. */
  actingFor(agent: Actor, grantId: string): Promise<Actor | null>;
  /** Whether a grant is in force now, whoever holds it. */
  inForce(grantId: string): Promise<boolean>;
  /** For what was begun earlier and is written down now. Error: GRANT_ENDED. */
  requireInForce(tx: Transaction, grantId: string): Promise<GrantInForce>;
}

/** What a grant says of its agent. */
export interface GrantInForce {
  agent: ActingAgent;
  /** Keyed index of the agent's ID number. */
  idBlind: string;
  /** What parties and officers are shown. */
  shown: AgentOfParty;
}

/** Where the agents module registers its reader at start: `agents.use(reader)`. Asked anew on every request. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Agents implements AgentReader {
  private reader: AgentReader | undefined;

  use(reader: AgentReader): void {
    this.reader = reader;
  }

  async actingFor(agent: Actor, grantId: string): Promise<Actor | null> {
    return this.reader ? this.reader.actingFor(agent, grantId) : null;
  }

  async inForce(grantId: string): Promise<boolean> {
    return (await this.reader?.inForce(grantId)) ?? false;
  }

  async requireInForce(tx: Transaction, grantId: string): Promise<GrantInForce> {
    if (!this.reader) throw new Problem('GRANT_ENDED');
    return this.reader.requireInForce(tx, grantId);
  }
}
