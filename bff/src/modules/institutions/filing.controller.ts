import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { InstitutionService } from '../identity/institution.service';
import { UnmaskWatch } from '../identity/unmask-watch.service';
import { FilingQuery } from './filing.query';
import { FilingService } from './filing.service';

const { institutions } = routes;
const done = { done: true as const };

/** Applicants' and the centre's side of membership. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class FilingController {
  @Inject() clock!: Clock;
  @Inject() filings!: FilingService;
  @Inject() query!: FilingQuery;
  @Inject() members!: InstitutionService;
  @Inject() watch!: UnmaskWatch;

  @Route(institutions.apply)
  async apply(input: Input<typeof institutions.apply>) {
    await this.filings.requireKnown(input.body.creditCode);
    return input.unitOfWork((tx) => this.filings.apply(tx, input.actor, input.body));
  }

  @Route(institutions.status)
  async status(input: Input<typeof institutions.status>) {
    const found = await this.query.byReceipt(input.body.receipt);
    if (!found) throw new Problem('NOT_FOUND', { message: '没有这个回执编号的备案，请对照提交后的页面核对。' });
    return found;
  }

  @Route(institutions.filings)
  list(input: Input<typeof institutions.filings>) {
    return this.query.list(input.query);
  }

  @Route(institutions.filing)
  filing(input: Input<typeof institutions.filing>) {
    return this.filings.detail(input.params.id);
  }

  @Route(institutions.unmask)
  unmask(input: Input<typeof institutions.unmask>) {
    const { params, body, actor } = input;
    return this.watch.look(actor, (tx) => this.filings.unmask(tx, actor, params.id, body.reason));
  }

  @Route(institutions.approve)
  approve(input: Input<typeof institutions.approve>) {
    const { terms, username } = input.body;
    return input.unitOfWork((tx) => this.filings.approve(tx, input.actor, input.params.id, terms, username));
  }

  @Route(institutions.reissue)
  reissue(input: Input<typeof institutions.reissue>) {
    return input.unitOfWork((tx) => this.filings.reissue(tx, input.actor, input.params.id));
  }

  @Route(institutions.refuse)
  refuse(input: Input<typeof institutions.refuse>) {
    return input.unitOfWork(async (tx) => {
      await this.filings.refuse(tx, input.actor, input.params.id, input.body.reason);
      return done;
    });
  }

  @Route(institutions.list)
  institutions(input: Input<typeof institutions.list>) {
    return this.members.list(input.query.cursor, input.query.limit, this.clock.now());
  }

  @Route(institutions.renew)
  renew(input: Input<typeof institutions.renew>) {
    return input.unitOfWork(async (tx) => {
      await this.filings.renew(tx, input.actor, input.params.id, input.body);
      return done;
    });
  }

  @Route(institutions.close)
  close(input: Input<typeof institutions.close>) {
    return input.unitOfWork(async (tx) => {
      await this.filings.close(tx, input.actor, input.params.id, input.body.reason);
      return done;
    });
  }
}
