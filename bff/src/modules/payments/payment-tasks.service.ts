import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Outbox } from '../../platform/outbox/outbox';
import { CallbackService } from './callback.service';
import { GatewayQueryService } from './gateway-query.service';
import { RefundService } from './refund.service';

/** Binds the outbox topics of payments. All of them may run twice. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentTasks {
  @Inject() outbox!: Outbox;
  @Inject() callbacks!: CallbackService;
  @Inject() gateway!: GatewayQueryService;
  @Inject() refunds!: RefundService;

  @Init()
  async init(): Promise<void> {
    const patient = { maxAttempts: 100 };
    this.outbox.on<{ inboxId: string }>(
      'payment.callback',
      (task) => this.callbacks.process(task.payload.inboxId),
      patient,
    );
    this.outbox.on<{ attemptId: string }>(
      'payment.check',
      (task) => this.gateway.poll(task.payload.attemptId),
      patient,
    );
    this.outbox.on<{ attemptId: string }>(
      'payment.close',
      (task) => this.gateway.retire(task.payload.attemptId),
      patient,
    );
    this.outbox.on<{ refundId: string }>(
      'payment.refund',
      (task) => this.refunds.pursue(task.payload.refundId),
      patient,
    );
  }
}
