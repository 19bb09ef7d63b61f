import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { VisitCards } from './visit-card.service';
import { VisitClerks } from './visit-clerk.service';

const { pickup } = routes;

/** How visitors of a kiosk show whose the pickup code is: by card, or by the word of the institution's clerk. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PickupController {
  @Inject() cards!: VisitCards;
  @Inject() clerks!: VisitClerks;

  @Route(pickup.beginReading)
  async beginReading(input: Input<typeof pickup.beginReading>) {
    const subject = await this.cards.find(input.actor, input.body.code);
    return input.unitOfWork((tx) => this.cards.begin(tx, input.actor, subject));
  }

  @Route(pickup.openByCard)
  async openByCard(input: Input<typeof pickup.openByCard>) {
    const items = await this.cards.items(input.actor, input.params.id, input.body.reading);
    return input.unitOfWork(async (tx) => ({ ...(await this.cards.admit(tx, input.actor, input.params.id)), items }));
  }

  @Route(pickup.endReading)
  async endReading(input: Input<typeof pickup.endReading>) {
    await input.unitOfWork((tx) => this.cards.end(tx, input.actor, input.params.id));
    return { done: true as const };
  }

  @Route(pickup.askClerk)
  async askClerk(input: Input<typeof pickup.askClerk>) {
    const found = await this.clerks.find(input.body.code);
    return input.unitOfWork((tx) => this.clerks.begin(tx, input.actor, found));
  }

  @Route(pickup.confirmation)
  async confirmation({ actor, params }: Input<typeof pickup.confirmation>) {
    return { state: await this.clerks.state(actor, params.id) };
  }

  @Route(pickup.openByClerk)
  async openByClerk(input: Input<typeof pickup.openByClerk>) {
    const items = await this.clerks.items(input.actor, input.params.id);
    return input.unitOfWork(async (tx) => ({ ...(await this.clerks.admit(tx, input.actor, input.params.id)), items }));
  }

  @Route(pickup.endConfirmation)
  async endConfirmation(input: Input<typeof pickup.endConfirmation>) {
    await input.unitOfWork((tx) => this.clerks.end(tx, input.actor, input.params.id));
    return { done: true as const };
  }

  @Route(pickup.waiting)
  async waiting({ actor }: Input<typeof pickup.waiting>) {
    return { items: await this.clerks.waiting(actor) };
  }

  @Route(pickup.decide)
  async decide(input: Input<typeof pickup.decide>) {
    const { actor, params, body } = input;
    await this.clerks.mayDecide(actor, params.id);
    return input.unitOfWork(async (tx) => {
      await this.clerks.decide(tx, actor, params.id, body.decision);
      return { done: true as const };
    });
  }
}
