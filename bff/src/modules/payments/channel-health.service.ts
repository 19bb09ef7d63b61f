import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type ChannelHealth, type ChannelName, channelNames, dayMs, type moneyAlarms } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { idFloor } from '../../platform/ids';
import { Outbox } from '../../platform/outbox/outbox';
import { MoneyProposals } from './money-proposal.service';
import { hour, minute } from './payment.types';
import { QuarantineDesk } from './quarantine-desk.service';

interface Row {
  state: string;
  accepted: number;
  created_at: number;
  paid_at: number | null;
  ended_at: number | null;
  told: number;
}
export interface Alarm {
  kind: keyof typeof moneyAlarms;
  count: number;
  about: string | null;
}

/** What is looked at: enough to see a trend, few enough to read at once. */
const most = 500;
const spanMs = 7 * dayMs;
/** As long as a callback may be on its way before it counts as lost. */
const patienceMs = minute;
const fewest = 3;

/** How the payment channels do (渠道状态), counted from payments as they stand; nothing is counted while people pay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ChannelHealthService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() outbox!: Outbox;
  @Inject() proposals!: MoneyProposals;
  @Inject() quarantine!: QuarantineDesk;
  @Inject('adapters') adapters!: Adapters;

  /** One statement for each channel, four for the alarms. */
  async view(): Promise<{ at: number; channels: ChannelHealth[]; alarms: Alarm[] }> {
    const at = this.clock.now();
    const channels: ChannelHealth[] = [];
    for (const channel of Object.keys(channelNames) as ChannelName[])
      channels.push(healthOf(channel, await this.attempts(channel, at), at));
    return { at, channels, alarms: await this.alarms(channels) };
  }

  private attempts(channel: ChannelName, now: number): Promise<Row[]> {
    return this.database.read<Row>(
      'SELECT a.state, CASE WHEN a.prepay_cipher IS NULL THEN 0 ELSE 1 END AS accepted, a.created_at, a.paid_at, a.ended_at, ' +
        'CASE WHEN EXISTS (SELECT 1 FROM payment_inbox i WHERE i.out_trade_no = a.out_trade_no) THEN 1 ' +
        // Of a combined payment the gateway tells under its common number.
        'WHEN EXISTS (SELECT 1 FROM payment_group g JOIN payment_inbox i ON i.out_trade_no = g.out_trade_no WHERE g.id = a.group_id) THEN 1 ELSE 0 END AS told ' +
        'FROM payment_attempt a WHERE a.channel = ? AND a.id > ? ORDER BY a.id DESC LIMIT ?',
      [channel, idFloor(now - spanMs), most],
    );
  }

  private async alarms(channels: readonly ChannelHealth[]): Promise<Alarm[]> {
    const [abnormal] = await this.database.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM refund WHERE state = 'abnormal'",
    );
    const dead = (await this.outbox.deadLetters()).filter(({ topic }) => topic.startsWith('payment.'));
    const departments = this.adapters.health?.().filter(({ state }) => state === 'down') ?? [];
    const found: Alarm[] = [
      { kind: 'quarantine', count: await this.quarantine.waiting(), about: null },
      { kind: 'refunds', count: Number(abnormal?.n ?? 0), about: null },
      { kind: 'dead-letters', count: dead.length, about: null },
      ...channels.map(({ channel, down }): Alarm => ({ kind: 'channel-down', count: Number(down), about: channel })),
      ...departments.map(({ department }): Alarm => ({ kind: 'department-down', count: 1, about: department })),
      ...(await this.proposals.waiting()).map(({ kind, count }): Alarm => ({ kind: 'proposals', count, about: kind })),
    ];
    return found.filter(({ count }) => count > 0);
  }
}

const latest = (times: ReadonlyArray<number | null>): number | null =>
  times.reduce<number | null>((last, at) => (at === null ? last : Math.max(last ?? 0, Number(at))), null);

function healthOf(channel: ChannelName, rows: readonly Row[], now: number): ChannelHealth {
  const paid = rows.filter(({ state }) => state === 'paid');
  const waits = paid
    .map(({ paid_at, ended_at }) => Math.max(0, Number(ended_at) - Number(paid_at)))
    .sort((a, b) => a - b);
  const recent = rows.filter(({ created_at }) => now - Number(created_at) < hour).slice(0, 20);
  const lost = paid.filter(({ told, ended_at }) => Number(told) === 0 && now - Number(ended_at) > patienceMs);
  return {
    channel,
    started: rows.length,
    accepted: rows.filter(({ accepted }) => Number(accepted) === 1).length,
    paid: paid.length,
    medianMs: waits[Math.floor(waits.length / 2)] ?? null,
    slowestMs: waits.at(-1) ?? null,
    callbacksLost: lost.length,
    lastPaidAt: latest(paid.map(({ ended_at }) => ended_at)),
    lastAcceptedAt: latest(rows.filter(({ accepted }) => Number(accepted) === 1).map(({ created_at }) => created_at)),
    down: recent.length >= fewest && recent.every(({ accepted }) => Number(accepted) === 0),
  };
}
