import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';

interface ClerkScopeRow {
  institution_id: string;
  branch_id: string;
  business_ids: string;
  all_branches: number;
  institution_admin: number;
}

/** What a clerk may do, read with the account in one statement: every request of a clerk asks for it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClerkScopeQuery {
  @Inject() database!: Database;

  /** Null for an account that has ended, or is no clerk of its institution. */
  of(staffId: string): Promise<ClerkScopeRow | null> {
    return this.database.readOne<ClerkScopeRow>(
      'SELECT c.institution_id, c.branch_id, c.business_ids, c.all_branches, f.institution_admin FROM institution_clerk c ' +
        'JOIN staff f ON f.id = c.staff_id AND f.institution_id = c.institution_id AND f.active = 1 WHERE c.staff_id = ?',
      [staffId],
    );
  }
}
