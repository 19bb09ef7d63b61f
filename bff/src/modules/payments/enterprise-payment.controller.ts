import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { enterprisePaymentRoutes as paths } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { CheckoutService } from './checkout.service';
import { EnterprisePaymentService } from './enterprise-payment.service';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class EnterprisePaymentController {
  @Inject() orders!: EnterprisePaymentService;
  @Inject() checkout!: CheckoutService;

  @Route(paths.list)
  list({ actor, query }: Input<typeof paths.list>) {
    return this.orders.list(actor, query);
  }

  @Route(paths.detail)
  detail({ actor, params }: Input<typeof paths.detail>) {
    return this.orders.detail(actor, params.id);
  }

  @Route(paths.state)
  state({ actor, params }: Input<typeof paths.state>) {
    return this.orders.state(actor, params.id);
  }

  @Route(paths.merge)
  async merge(input: Input<typeof paths.merge>) {
    const idBlind = await this.orders.blindOf(input.actor);
    return input.unitOfWork((tx) => this.orders.merge(tx, input.actor, idBlind, input.body.orderIds));
  }

  @Route(paths.split)
  async split(input: Input<typeof paths.split>) {
    const idBlind = await this.orders.blindOf(input.actor);
    return input.unitOfWork((tx) => this.orders.split(tx, input.actor, idBlind, input.params.id));
  }

  @Route(paths.pay)
  async pay({ actor, params, body }: Input<typeof paths.pay>) {
    return this.checkout.start(params.id, body.method, await this.orders.payerOf(actor, params.id));
  }

  @Route(paths.check)
  async check({ actor, params }: Input<typeof paths.check>) {
    const before = await this.orders.state(actor, params.id);
    if (before.state !== 'unpaid') return before;
    const heard = await this.checkout.check(params.id);
    const after = await this.orders.state(actor, params.id);
    if (after.state === 'unpaid' && !heard) {
      throw new Problem('PAYMENT_CHANNEL_FAILED', {
        message: '暂时查不到支付结果。如已付款，款项是安全的，稍后会自动更新。',
      });
    }
    return after;
  }
}
