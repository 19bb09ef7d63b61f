import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../database/transaction';
import type { Actor } from './actor';

export interface SessionReader {
  /** Null if the token is unknown, expired or revoked. Called on every request: keep it in memory where possible. */
  read(token: string): Promise<Actor | null> | Actor | null;
  /** As stored now; asked before a refusal that memory alone may have caused, and before staff and devices change anything. */
  fresh?(token: string): Promise<Actor | null>;
  /** Whether a session, named by its id, has not ended. */
  alive?(sessionId: string): Promise<boolean>;
  /** Error: UNAUTHENTICATED if the session ends before the transaction does. */
  hold?(tx: Transaction, actor: Actor): Promise<void>;
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

  async alive(sessionId: string): Promise<boolean> {
    return (await this.reader?.alive?.(sessionId)) ?? false;
  }

  /** A reader of its own for tokens that begin with `prefix`, e.g. of devices. */
  useFor(prefix: string, reader: SessionReader): void {
    this.others.set(prefix, reader);
  }

  async fresh(token: string): Promise<Actor | null> {
    const reader = this.readerOf(token);
    return (await (reader?.fresh ? reader.fresh(token) : reader?.read(token))) ?? null;
  }

  async hold(tx: Transaction, actor: Actor): Promise<void> {
    await this.reader?.hold?.(tx, actor);
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    return this.readerOf(token)?.read(token) ?? null;
  }

  private readerOf(token: string): SessionReader | undefined {
    for (const [prefix, reader] of this.others) if (token.startsWith(prefix)) return reader;
    return this.reader;
  }
}
