import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { InstitutionService } from '../identity/institution.service';
import { CaseSearchQuery } from './case-search.query';

const { caseSearch } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CaseSearchController {
  @Inject() query!: CaseSearchQuery;
  @Inject() institutionService!: InstitutionService;

  @Route(caseSearch.find)
  find({ body }: Input<typeof caseSearch.find>) {
    return this.query.page(body);
  }

  @Route(caseSearch.institutions)
  async institutions(_: Input<typeof caseSearch.institutions>) {
    return { items: await this.institutionService.names() };
  }
}
