import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { BacklogQuery } from './backlog.query';

const { backlog } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class BacklogController {
  @Inject() backlog!: BacklogQuery;

  @Route(backlog.overview)
  overview(input: Input<typeof backlog.overview>) {
    return this.backlog.overview(input.actor);
  }

  @Route(backlog.cases)
  cases(input: Input<typeof backlog.cases>) {
    return this.backlog.cases(input.actor, input.query);
  }
}
