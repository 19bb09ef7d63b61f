import type { Business } from './declaration';

/** Finds declarations by id and version. A running case keeps the version it was started under. */
export class BusinessRegistry {
  private readonly byKey = new Map<string, Business>();
  private readonly newest = new Map<string, Business>();

  /** Throws when the same id and version is given twice. */
  constructor(all: readonly Business[]) {
    for (const business of all) {
      const key = `${business.id}@${business.version}`;
      if (this.byKey.has(key)) throw new Error(`business ${key} is declared twice`);
      this.byKey.set(key, business);
      const known = this.newest.get(business.id);
      if (!known || known.version < business.version) this.newest.set(business.id, business);
    }
  }

  list(): Business[] {
    return [...this.newest.values()];
  }

  current(id: string): Business | undefined {
    return this.newest.get(id);
  }

  at(id: string, version: number): Business | undefined {
    return this.byKey.get(`${id}@${version}`);
  }
}
