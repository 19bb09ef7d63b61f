import { type AgentScope, type Assurance, type AssuranceLevel, missingFor, type Role } from '../contract';
import { Problem } from '../errors/problem';

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
  /** When the session was read, ms of this process (`performance.now`): what else is remembered of the caller is no older. */
  readAt?: number;
  /** Of a citizen: how far it is known who calls. Under a family agent it is the agent's. */
  assurance?: Assurance;
  /** Present while a family agent acts for this citizen; everything else then tells of the citizen. */
  agent?: ActingAgent | undefined;
}

/** Whether what is asked about this unit may be answered: an agent sees only the units of the grant. */
export const coversUnit = (actor: Pick<Actor, 'agent'>, unitId: string): boolean =>
  !actor.agent?.unitIds || actor.agent.unitIds.includes(unitId);

/** Of these cases, those that a family agent may learn of; asked for agents limited to some units. */
export type Covered = (actor: Pick<Actor, 'agent'>, caseIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Whether a citizen is known so far; anybody else's access is decided by the route. */
export const isKnown = ({ assurance }: Pick<Actor, 'assurance'>, wanted: AssuranceLevel): boolean =>
  !assurance || missingFor(wanted, assurance) === null;

/** For what only some calls of a route need. Errors: REAL_NAME_REQUIRED, PROOF_REQUIRED, DEVICE_UNCONFIRMED. */
export function requireKnown({ assurance }: Pick<Actor, 'assurance'>, wanted: AssuranceLevel): void {
  const missing = assurance ? missingFor(wanted, assurance) : null;
  if (missing) throw new Problem(missing);
}

/** A password alone decides nothing. Error: DEVICE_UNCONFIRMED. */
export function requireOwnDevice({ assurance }: Pick<Actor, 'assurance'>): void {
  if (assurance && !assurance.confirmed) throw new Problem('DEVICE_UNCONFIRMED');
}

/** Account of the person at the screen, e.g. whose wallet pays. */
export const personOf = (actor: Pick<Actor, 'id' | 'agent'>): string => actor.agent?.citizenId ?? actor.id;

export const anonymous: Actor = Object.freeze({ kind: 'anonymous', id: '', roles: ['public'], sessionId: '' } as const);

/** The actor in whose name jobs and outbox handlers write. */
export const system: Actor = Object.freeze({ kind: 'system', id: 'system', roles: [], sessionId: '' } as const);
