import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { JoiningService } from './joining.service';
import { PermissionService } from './permission.service';

const { institutions } = routes;
const done = { done: true as const };

/** A member's administrators answer who files in its name. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class JoiningController {
  @Inject() joining!: JoiningService;
  @Inject() permissions!: PermissionService;

  @Route(institutions.joining)
  async list(input: Input<typeof institutions.joining>) {
    const institutionId = await this.permissions.requireAdmin(input.actor);
    return this.joining.list(institutionId, input.query.cursor, input.query.limit);
  }

  @Route(institutions.admitJoining)
  admit(input: Input<typeof institutions.admitJoining>) {
    return input.unitOfWork(async (tx) => {
      const institutionId = await this.permissions.lockAdmin(tx, input.actor);
      await this.joining.answer(tx, input.actor, institutionId, input.params.id);
      return done;
    });
  }

  @Route(institutions.refuseJoining)
  refuse(input: Input<typeof institutions.refuseJoining>) {
    return input.unitOfWork(async (tx) => {
      const institutionId = await this.permissions.lockAdmin(tx, input.actor);
      await this.joining.answer(tx, input.actor, institutionId, input.params.id, input.body.reason);
      return done;
    });
  }
}
