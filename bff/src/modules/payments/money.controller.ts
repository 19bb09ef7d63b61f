import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { FeeChanges } from './fee-change.service';
import { MoneyProposals } from './money-proposal.service';

const { centreFees, moneyProposals } = routes;
const done = { done: true as const };

/** The fee table as the centre edits it, and what waits for a second person. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class MoneyController {
  @Inject() changes!: FeeChanges;
  @Inject() proposals!: MoneyProposals;

  @Route(centreFees.table)
  feeTable(input: Input<typeof centreFees.table>) {
    return this.changes.view(input.actor);
  }

  @Route(centreFees.preview)
  preview(input: Input<typeof centreFees.preview>) {
    return this.changes.preview(input.body);
  }

  @Route(centreFees.propose)
  propose(input: Input<typeof centreFees.propose>) {
    return input.unitOfWork((tx) => this.changes.propose(tx, input.actor, input.body));
  }

  @Route(moneyProposals.list)
  list({ actor, query }: Input<typeof moneyProposals.list>) {
    return this.proposals.page(actor, query);
  }

  @Route(moneyProposals.agree)
  async agree(input: Input<typeof moneyProposals.agree>) {
    const { id } = input.params;
    await this.proposals.prepare(input.actor, id);
    return input.unitOfWork(async (tx) => {
      await this.proposals.agree(tx, input.actor, id);
      return done;
    });
  }

  @Route(moneyProposals.refuse)
  refuse(input: Input<typeof moneyProposals.refuse>) {
    return input.unitOfWork(async (tx) => {
      await this.proposals.refuse(tx, input.actor, input.params.id, input.body.reason);
      return done;
    });
  }
}
