import { createHash } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { phone as phoneNumber } from '@zhucheng/shared';
import { Counter } from 'prom-client';
import type { Adapters } from '../../adapters';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Logger } from '../../platform/logging/logger';
import type { Metrics } from '../../platform/metrics/metrics';
import { GiveUp } from '../../platform/outbox/outbox';
import { dayMs, Quotas, type Ration } from '../../platform/quota/quotas';

/** Messages a day to one phone. Each share is its own: what others set off never uses up what tells of the account. */
const shares = {
  /** Of each thing that happened to the account itself. */
  account: 10,
  /** Signing in on devices not seen before. */
  device: 10,
  /** The phone of an account, confirmed by a code. */
  own: 30,
  /** A number that somebody else has typed. */
  typed: 8,
  /** Clerks of an institution. */
  institution: 60,
} as const;

/** The same words about the same case are not sent again so soon, unless each time is news of the account. */
const once: Ration = { times: 1, perMs: 20 * 60_000 };

export interface MessageSms {
  phone: string;
  text: string;
  reference: string;
  share: keyof typeof shares;
  caseId?: string | null;
  /** Each kind has the whole share, so that no kind uses up another one's. */
  kind?: string;
}

/**
 * The one way out for every short message that is not a verification code. Beyond a phone's day, or said just now, nothing
 * is sent; the message in the app stays.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MessageSmsSender {
  @Inject() database!: Database;
  @Inject() quotas!: Quotas;
  @Inject('adapters') adapters!: Adapters;
  @Inject('metrics') metrics!: Metrics;
  @Inject('log') log!: Logger;
  private withheld!: Counter<'share'>;

  @Init()
  async init(): Promise<void> {
    this.withheld = new Counter({
      name: 'zhucheng_sms_withheld_total',
      help: 'Short messages not sent because the phone had enough, by share',
      labelNames: ['share'],
      registers: [this.metrics.registry],
    });
  }

  /** Attempts after the first are of a message that was counted. Errors: GiveUp, plain Error. */
  async send(sms: MessageSms, attempt: number): Promise<void> {
    const { phone, text, reference } = sms;
    if (attempt === 1 && !(await this.allowed(sms))) {
      this.withheld.inc({ share: sms.share });
      this.log.warn(
        { reference, share: sms.share },
        'sms withheld: the phone had enough for today, or the same just now',
      );
      return;
    }
    const answer = await this.adapters.sms.send({ phone, template: 'case-notice', params: { text }, reference });
    if (answer.status === 'rejected') throw new GiveUp(answer.reason);
    if (answer.status === 'unknown') throw new Error('sms gateway did not answer');
  }

  private async allowed({ phone: given, text, share, caseId, kind }: MessageSms): Promise<boolean> {
    const phone = phoneNumber.normalise(given);
    const said = createHash('sha256').update(text).digest('hex');
    try {
      await this.database.unitOfWork(async (tx) => {
        if (share !== 'account') await this.quotas.spendIn(tx, 'sms-same', `${phone} ${caseId ?? ''} ${said}`, once);
        const who = kind ? `${phone} ${kind}` : phone;
        await this.quotas.spendIn(tx, `sms-${share}`, who, { times: shares[share], perMs: dayMs });
      });
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}
