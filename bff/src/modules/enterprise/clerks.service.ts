import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { StaffView } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { type Institution, StaffService } from '../identity/staff.service';

export interface Clerk {
  staff: StaffView;
  institution: Institution;
}

/** The clerk behind a request, and the institution. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Clerks {
  @Inject() staff!: StaffService;

  /** Two statements. Error: FORBIDDEN for staff that belongs to no institution. */
  async of(actor: Pick<Actor, 'id' | 'institutionId'>): Promise<Clerk> {
    const [staff, institution] = await Promise.all([
      this.staff.byId(actor.id),
      actor.institutionId ? this.staff.institutionById(actor.institutionId) : null,
    ]);
    if (!staff || !institution) throw new Problem('FORBIDDEN');
    return { staff, institution };
  }
}
