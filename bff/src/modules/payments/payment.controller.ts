import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { paymentRoutes } from '@zhucheng/shared';
import type { PaymentChannelName } from '../../adapters/payment-channel/port';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { CallbackService } from './callback.service';
import { CheckoutService } from './checkout.service';
import { PaymentService } from './payment.service';
import { TogetherService } from './together.service';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PaymentController {
  @Inject() payments!: PaymentService;
  @Inject() checkout!: CheckoutService;
  @Inject() callbacks!: CallbackService;
  @Inject() together!: TogetherService;

  @Route(paymentRoutes.list)
  list({ actor, query }: Input<typeof paymentRoutes.list>) {
    return this.payments.listFor(actor, query);
  }

  @Route(paymentRoutes.detail)
  detail({ actor, params }: Input<typeof paymentRoutes.detail>) {
    return this.payments.viewFor(actor, params.id);
  }

  @Route(paymentRoutes.pay)
  async pay({ actor, params, body }: Input<typeof paymentRoutes.pay>) {
    return this.checkout.start(params.id, body.method, await this.payments.payerOf(actor, params.id));
  }

  @Route(paymentRoutes.dues)
  dues({ actor, params }: Input<typeof paymentRoutes.dues>) {
    return this.together.dues(actor, params.id);
  }

  @Route(paymentRoutes.payTogether)
  async payTogether({ actor, body }: Input<typeof paymentRoutes.payTogether>) {
    const ids = [...new Set(body.orderIds)];
    let payer = await this.payments.payerOf(actor, ids[0]!);
    for (const id of ids.slice(1)) payer = await this.payments.payerOf(actor, id);
    return this.together.start(ids, body.method, payer);
  }

  /** The client's word that it has paid is not even sent: only the gateway's counts. */
  @Route(paymentRoutes.check)
  async check({ actor, params }: Input<typeof paymentRoutes.check>) {
    const before = await this.payments.viewFor(actor, params.id);
    if (before.state !== 'unpaid') return before;
    const heard = await this.checkout.check(params.id);
    const after = await this.payments.viewFor(actor, params.id);
    if (after.state === 'unpaid' && !heard) {
      throw new Problem('PAYMENT_CHANNEL_FAILED', {
        message: '暂时查不到支付结果。如已付款，款项是安全的，稍后会自动更新。',
      });
    }
    return after;
  }

  @Route(paymentRoutes.wechatCallback)
  wechat(input: Input<typeof paymentRoutes.wechatCallback>) {
    return this.acknowledge('wechat', input);
  }

  @Route(paymentRoutes.alipayCallback)
  alipay(input: Input<typeof paymentRoutes.alipayCallback>) {
    return this.acknowledge('alipay', input);
  }

  private async acknowledge(
    channel: PaymentChannelName,
    { ctx, rawBody }: Input<typeof paymentRoutes.wechatCallback>,
  ): Promise<void> {
    const answer = await this.callbacks.receive(channel, { headers: ctx.req.headers, rawBody });
    ctx.status = answer.status;
    if (answer.body === '') return;
    ctx.set('content-type', answer.contentType);
    ctx.body = answer.body;
  }
}
