import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { CashierService } from './cashier.service';

const { publicPayments } = routes;

/** Paying without an account (在线缴费). */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CashierController {
  @Inject() cashier!: CashierService;

  @Route(publicPayments.find)
  find({ body, origin }: Input<typeof publicPayments.find>) {
    return this.cashier.find(body, origin.address);
  }

  @Route(publicPayments.state)
  async state({ body }: Input<typeof publicPayments.state>) {
    return { items: await this.cashier.state(body.ticket, body.check) };
  }

  @Route(publicPayments.pay)
  pay({ body }: Input<typeof publicPayments.pay>) {
    return this.cashier.pay(body);
  }
}
