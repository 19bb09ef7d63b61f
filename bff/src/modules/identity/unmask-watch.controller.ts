import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { UnmaskWatch } from './unmask-watch.service';

const { audit } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class UnmaskWatchController {
  @Inject() watch!: UnmaskWatch;

  @Route(audit.unmaskAlarms)
  alarms(_: Input<typeof audit.unmaskAlarms>) {
    return this.watch.alarms();
  }

  @Route(audit.liftUnmaskPause)
  lift(input: Input<typeof audit.liftUnmaskPause>) {
    return input.unitOfWork(async (tx) => {
      await this.watch.lift(tx, input.actor, input.params.id, input.body.reason);
      return { done: true as const };
    });
  }
}
