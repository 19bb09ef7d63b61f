import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { CentreOrders } from './centre-order.service';
import { ChannelHealthService } from './channel-health.service';
import { QuarantineDesk } from './quarantine-desk.service';
import { StaffRefunds } from './staff-refund.service';

const { centreOrders, centreRefunds, quarantine, channels } = routes;

/** Orders, refunds, what was set aside, and the channels, for the centre. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CentreOrderController {
  @Inject() orders!: CentreOrders;
  @Inject() refunds!: StaffRefunds;
  @Inject() desk!: QuarantineDesk;
  @Inject() channelHealth!: ChannelHealthService;

  @Route(centreOrders.find)
  find(input: Input<typeof centreOrders.find>) {
    return this.orders.find(input.body);
  }

  @Route(centreOrders.detail)
  detail({ actor, params }: Input<typeof centreOrders.detail>) {
    return this.orders.detail(actor, params.id);
  }

  @Route(centreOrders.refund)
  refund(input: Input<typeof centreOrders.refund>) {
    const { actor, params, body } = input;
    return input.unitOfWork((tx) => this.refunds.propose(tx, actor, params.id, body));
  }

  @Route(centreRefunds.list)
  listRefunds({ actor, query }: Input<typeof centreRefunds.list>) {
    return this.orders.refunds(actor, query.state, query.cursor, query.limit);
  }

  @Route(centreRefunds.again)
  again(input: Input<typeof centreRefunds.again>) {
    const { actor, params } = input;
    return input.unitOfWork(async (tx) => {
      await this.refunds.again(tx, actor, params.id);
      return { done: true as const };
    });
  }

  @Route(centreRefunds.outside)
  outside(input: Input<typeof centreRefunds.outside>) {
    const { actor, params, body } = input;
    return input.unitOfWork((tx) => this.refunds.proposeOutside(tx, actor, params.id, body));
  }

  @Route(quarantine.list)
  listSetAside({ query }: Input<typeof quarantine.list>) {
    return this.desk.list(query.listing, query.cursor, query.limit);
  }

  @Route(quarantine.detail)
  setAside({ actor, params }: Input<typeof quarantine.detail>) {
    return this.desk.detail(actor, params.id);
  }

  @Route(quarantine.look)
  look(input: Input<typeof quarantine.look>) {
    const { actor, params } = input;
    return input.unitOfWork((tx) => this.desk.look(tx, actor, params.id));
  }

  @Route(quarantine.decide)
  decide(input: Input<typeof quarantine.decide>) {
    const { actor, params, body } = input;
    return input.unitOfWork((tx) => this.desk.decide(tx, actor, params.id, body));
  }

  @Route(channels.health)
  health(_: Input<typeof channels.health>) {
    return this.channelHealth.view();
  }
}
