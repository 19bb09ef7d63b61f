import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Role } from '../contract';

/** Who is calling. On public routes without a valid session it is `anonymous`, never null. */
export interface Actor {
  kind: 'citizen' | 'staff' | 'device' | 'anonymous' | 'system';
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
