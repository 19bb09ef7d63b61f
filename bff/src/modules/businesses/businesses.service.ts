import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, BusinessRegistry, businesses, earlierBusinesses } from '@zhucheng/shared';

/** The declarations in force. Every declared version stays known, so that a running case finishes under its own. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Businesses {
  private registry = new BusinessRegistry([...businesses, ...earlierBusinesses]);

  /** Replaces the declarations; for tests and tools that bring their own. */
  use(all: readonly Business[]): void {
    this.registry = new BusinessRegistry(all);
  }

  list(): Business[] {
    return this.registry.list();
  }

  current(id: string): Business | undefined {
    return this.registry.current(id);
  }

  /** The version a case was started under. Error: plain Error, because a running case must never lose its declaration. */
  at(id: string, version: number): Business {
    const business = this.registry.at(id, version);
    if (!business) throw new Error(`Business ${id}@${version} is not declared, but a case runs under it`);
    return business;
  }
}
