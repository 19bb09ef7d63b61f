import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Again } from '../../platform/outbox/outbox';
import type { PaymentAttempt } from './attempt.entity';
import { attemptsOfGroup, lockGroup, lockOrdersOfGroup } from './combined.query';
import { lockAttempt } from './payment.query';
import { hour, minute, second } from './payment.types';
import { QuarantineService } from './quarantine.service';
import { SettlementService } from './settlement.service';

/** After its end a payment page may still be on the way to us; only then is an attempt given up. */
const graceMs = 30 * second;
/** A closed attempt is asked after once more, in case a payment crossed with the closing. */
const afterthoughtMs = 2 * minute;

/** Asks gateways how payments stand. Callbacks only make it faster: whatever they could tell is found here as well. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GatewayQueryService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() settlement!: SettlementService;
  @Inject() quarantine!: QuarantineService;
  @Inject('adapters') adapters!: Adapters;

  find(attemptId: string): Promise<PaymentAttempt | null> {
    return this.database.unitOfWork((tx) => lockAttempt(tx, attemptId));
  }

  /** One query; the attempt as it is afterwards, and whether the gateway gave a usable answer. */
  async refresh(attempt: PaymentAttempt): Promise<{ attempt: PaymentAttempt; heard: boolean; known: boolean }> {
    const { outTradeNo, channel } = attempt;
    if (attempt.groupId) return this.refreshTogether(attempt, attempt.groupId);
    const status = await this.adapters.channels[channel].query(outTradeNo);
    if (status.state === 'unknown') {
      if (status.cause === 'merchant-mismatch') await this.alarm(attempt);
      return { attempt, heard: false, known: false };
    }
    if (status.state === 'not-paid') return { attempt, heard: true, known: true };
    if (status.state === 'not-found') return { attempt, heard: true, known: false };
    const { outTradeNo: _, cause: __, ...said } = status;
    const after = await this.database.unitOfWork((tx) => this.settlement.learn(tx, attempt, { ...said, channel }));
    return { attempt: after, heard: true, known: true };
  }

  /**
   * Makes an attempt unpayable: asks first, closes, and asks again if closing failed. Returns the attempt; still `created` or
   * `open` if the gateway could not be heard, or if a page where nobody has signed in yet can still be paid.
   */
  async close(attempt: PaymentAttempt): Promise<PaymentAttempt> {
    const asked = await this.refresh(attempt);
    if (!asked.heard || !this.isLive(asked.attempt)) return asked.attempt;
    if (attempt.groupId) return this.closeTogether(attempt, attempt.groupId, asked.known);
    // Alipay knows a page's trade only from the moment somebody signs in there, so "not found" means little before it expires.
    if (!asked.known && attempt.method === 'alipay-page' && !this.isExpired(attempt)) return asked.attempt;
    if (asked.known) {
      const answer = await this.adapters.channels[attempt.channel].close(attempt.outTradeNo);
      if (answer.state === 'unknown') return asked.attempt;
      if (answer.state === 'paid' || answer.state === 'refunded') return (await this.refresh(attempt)).attempt;
    }
    await this.database.unitOfWork((tx) => this.settlement.drop(tx, attempt.id));
    return (await this.find(attempt.id))!;
  }

  /** A part is never asked about by itself. */
  private async refreshTogether(
    attempt: PaymentAttempt,
    groupId: string,
  ): Promise<{ attempt: PaymentAttempt; heard: boolean; known: boolean }> {
    const group = (await this.database.unitOfWork((tx) => lockGroup(tx, groupId)))!;
    const status = await this.adapters.channels[group.channel].combined!.query(group.outTradeNo);
    if (status.state === 'unknown') {
      if (status.cause === 'merchant-mismatch') await this.alarm(attempt);
      return { attempt, heard: false, known: false };
    }
    if (status.state === 'not-found') return { attempt, heard: true, known: false };
    if (status.parts.every(({ state }) => state === 'not-paid')) return { attempt, heard: true, known: true };
    await this.database.unitOfWork((tx) => this.settlement.learnTogether(tx, group, status.parts));
    return { attempt: (await this.find(attempt.id))!, heard: true, known: true };
  }

  /** All parts at once. While the payer is typing the password it stays open and is closed a little later. */
  private async closeTogether(attempt: PaymentAttempt, groupId: string, known: boolean): Promise<PaymentAttempt> {
    const { group, parts } = await this.database.unitOfWork(async (tx) => {
      const orders = new Map((await lockOrdersOfGroup(tx, groupId)).map((order) => [order.id, order]));
      const attempts = await attemptsOfGroup(tx, groupId);
      const group = (await lockGroup(tx, groupId))!;
      const merchantOf = ({ orderId }: PaymentAttempt) => orders.get(orderId)?.collector?.[group.channel];
      return {
        group,
        parts: attempts.map((part) => ({ id: part.id, outTradeNo: part.outTradeNo, merchantId: merchantOf(part) })),
      };
    });
    if (known) {
      const answer = await this.adapters.channels[group.channel].combined!.close(
        group.outTradeNo,
        parts.map(({ outTradeNo, merchantId }) => ({ outTradeNo, ...(merchantId && { merchantId }) })),
      );
      if (answer.state === 'not-closed') return (await this.refresh(attempt)).attempt;
      if (answer.state !== 'closed') return attempt;
    }
    await this.database.unitOfWork(async (tx) => {
      await lockOrdersOfGroup(tx, groupId);
      for (const { id } of parts) await this.settlement.drop(tx, id);
    });
    return (await this.find(attempt.id))!;
  }

  /** The scheduled question: soon at first, rarer later, until the attempt has ended. */
  async poll(attemptId: string): Promise<Again | undefined> {
    const attempt = await this.find(attemptId);
    if (!attempt) return;
    const now = this.clock.now();
    if (attempt.state === 'closed') {
      const due = (attempt.endedAt ?? now) + afterthoughtMs;
      if (now < due) return { againAfterMs: due - now };
      const { heard } = await this.refresh(attempt);
      return heard ? undefined : { againAfterMs: 10 * minute };
    }
    if (!this.isLive(attempt)) return;
    const after = this.isExpired(attempt) ? await this.close(attempt) : (await this.refresh(attempt)).attempt;
    if (this.isLive(after)) return { againAfterMs: this.pause(attempt) };
    return after.state === 'closed' ? { againAfterMs: afterthoughtMs } : undefined;
  }

  /** Because the order is cancelled or paid otherwise. */
  async retire(attemptId: string): Promise<Again | undefined> {
    const attempt = await this.find(attemptId);
    if (!attempt || !this.isLive(attempt)) return;
    const after = await this.close(attempt);
    if (!this.isLive(after)) return undefined;
    return { againAfterMs: after.groupId ? 5 * second : minute };
  }

  isLive(attempt: PaymentAttempt): boolean {
    return attempt.state === 'created' || attempt.state === 'open';
  }

  private isExpired(attempt: PaymentAttempt): boolean {
    return this.clock.now() >= attempt.expiresAt + graceMs;
  }

  private pause(attempt: PaymentAttempt): number {
    const now = this.clock.now();
    const age = now - attempt.createdAt;
    const wait = this.step(age);
    // Not long past the end, when it has to be closed.
    const untilEnd = attempt.expiresAt + graceMs - now;
    return untilEnd > 0 ? Math.min(wait, untilEnd) : wait;
  }

  /** 5 s, 15 s, 30 s, 1 min, 5 min … */
  private step(age: number): number {
    if (age < 20 * second) return 10 * second;
    if (age < 50 * second) return 30 * second;
    if (age < 5 * minute) return minute;
    return age < 3 * hour ? 5 * minute : hour;
  }

  private alarm(attempt: PaymentAttempt): Promise<void> {
    return this.database.unitOfWork((tx) =>
      this.quarantine.add(tx, {
        channel: attempt.channel,
        outTradeNo: attempt.outTradeNo,
        reason: 'merchant',
        detail: { attemptId: attempt.id },
      }),
    );
  }
}
