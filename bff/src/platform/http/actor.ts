import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AgentScope, Role } from '../contract';

/** A family agent (代办人) who acts in the name of the actor, under a grant that was in force when the request came in. */
export interface ActingAgent {
  citizenId: string;
  grantId: string;
  scopes: readonly AgentScope[];
  /** Null: all units of the principal. */
  unitIds: readonly string[] | null;
  name: string;
}

/** Who is calling. On public routes without a valid session it is `anonymous`, never null. */
export interface Actor {
  kind: 'citizen' | 'staff' | 'device' | 'anonymous' | 'system';
  /** Account id; empty for anonymous. */
  id: string;
  roles: readonly Role[];
  institutionId?: string;
  sessionId: string;
  /** Present while a family agent acts for this citizen; everything else then tells of the citizen. */
  agent?: ActingAgent | undefined;
}

/** Whether what is asked about this unit may be answered: an agent sees only the units of the grant. */
export const coversUnit = (actor: Pick<Actor, 'agent'>, unitId: string): boolean =>
  !actor.agent?.unitIds || actor.agent.unitIds.includes(unitId);

/** Account of the person at the screen, e.g. whose wallet pays. */
export const personOf = (actor: Pick<Actor, 'id' | 'agent'>): string => actor.agent?.citizenId ?? actor.id;

export const anonymous: Actor = Object.freeze({ kind: 'anonymous', id: '', roles: ['public'], sessionId: '' } as const);

/** The actor in whose name jobs and outbox handlers write. */
export const system: Actor = Object.freeze({ kind: 'system', id: 'system', roles: [], sessionId: '' } as const);

export interface SessionReader {
  /** Null if the token is unknown, expired or revoked. Called on every request: keep it in memory where possible. */
  read(token: string): Promise<Actor | null> | Actor | null;
}

/** Where the identity module registers its session reader at start: `sessions.use(reader)`. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Sessions implements SessionReader {
  private reader: SessionReader | undefined;
  private readonly others = new Map<string, SessionReader>();

  use(reader: SessionReader): void {
    this.reader = reader;
  }

  /** A reader of its own for tokens that begin with `prefix`, e.g. of devices. */
  useFor(prefix: string, reader: SessionReader): void {
    this.others.set(prefix, reader);
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    for (const [prefix, reader] of this.others) if (token.startsWith(prefix)) return reader.read(token);
    return this.reader ? this.reader.read(token) : null;
  }
}

export interface AgentReader {
  /** The principal as the actor with `agent`, or null unless this citizen holds this grant and it is in force now. */
  actingFor(agent: Actor, grantId: string): Promise<Actor | null>;
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
}
