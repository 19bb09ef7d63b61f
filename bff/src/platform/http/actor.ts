import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Role } from '../contract';

/** Who is calling. On public routes without a valid session it is `anonymous`, never null. */
export interface Actor {
  kind: 'citizen' | 'staff' | 'anonymous' | 'system';
  /** Account id; empty for anonymous. */
  id: string;
  roles: readonly Role[];
  institutionId?: string;
  sessionId: string;
}

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

  use(reader: SessionReader): void {
    this.reader = reader;
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    return this.reader ? this.reader.read(token) : null;
  }
}
