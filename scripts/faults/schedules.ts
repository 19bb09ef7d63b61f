import type { Channel, Owed, PaymentDesk } from './desk';

/** What may happen to one order, in any order and as often as it comes. */
const moves = ['start', 'pay', 'tell', 'tell-twice', 'check', 'withdraw', 'drop', 'silence', 'speak', 'wait'] as const;
type Move = (typeof moves)[number];

/** Numbers that come again for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Schedule {
  channel: Channel;
  steps: ReadonlyArray<{ move: Move; channel: Channel }>;
}

/** Begins a payment, or nothing could go wrong. */
export function schedule(random: () => number): Schedule {
  const channel = (): Channel => (random() < 0.5 ? 'wechat' : 'alipay');
  const first = channel();
  const length = 2 + Math.floor(random() * 7);
  const steps = Array.from({ length }, () => ({
    move: moves[Math.floor(random() * moves.length)]!,
    channel: channel(),
  }));
  return { channel: first, steps: [{ move: 'start', channel: first }, ...steps] };
}

const told = ({ steps }: Schedule): string => steps.map(({ move, channel }) => `${move}/${channel}`).join(' ');

/** Plays one schedule on one order. What is refused on the way is refused; what matters is how it ends. */
async function play(desk: PaymentDesk, order: Owed, { steps }: Schedule): Promise<void> {
  const numbers = new Map<Channel, string>();
  for (const { move, channel } of steps) {
    const number = numbers.get(channel);
    const tell = async () => {
      if (number && (await desk.callbacks(number)).length > 0) await desk.tell(number, channel);
    };
    const step: Record<Move, () => Promise<unknown>> = {
      start: async () => numbers.set(channel, await desk.start(order, channel)),
      pay: async () => (number ? desk.payAt(number, channel) : undefined),
      tell,
      'tell-twice': () => Promise.all([tell(), tell()]),
      check: () => desk.check(order),
      withdraw: () => desk.withdraw(order),
      drop: () => desk.faults({ dropCallbacks: true }),
      silence: () => desk.faults({ queryTimeout: true }),
      speak: () => desk.faults({ none: true }),
      wait: () => new Promise((resolve) => setTimeout(resolve, 100)),
    };
    // Expected refusals, e.g. of a closed order: the schedule goes on.
    await step[move]().catch(() => undefined);
  }
}

/** What is wrong with how it stands, or null: the money, the case and what both sides say of them. */
async function faultOf(desk: PaymentDesk, order: Owed): Promise<string | null> {
  const [view, held, books] = await Promise.all([desk.view(order), desk.caseOf(order), desk.books(order)]);
  const paidFen = books.filter(({ paid }) => paid).reduce((sum, { amountFen }) => sum + amountFen, 0);
  const refunds = books.flatMap((payment) => payment.refunds.filter(({ state }) => state === 'succeeded'));
  const kept = paidFen - refunds.reduce((sum, { refundFen }) => sum + refundFen, 0);
  const fulfilled = held.timeline.filter(({ action }) => action === 'paid').length;
  if (books.some(({ amountFen, refunds: own }) => own.reduce((sum, { refundFen }) => sum + refundFen, 0) > amountFen))
    return '退的比付的多';
  if (fulfilled > 1) return `入账办理了 ${fulfilled} 次`;
  if (view.state === 'paid' && kept !== order.totalFen) return `说已缴费，实收 ${kept} 分`;
  if (view.state !== 'paid' && kept !== 0) return `缴费单“${view.stateName}”，却留着 ${kept} 分`;
  if (fulfilled === 1 && view.state !== 'paid') return '办理了，钱却退了';
  if (view.state === 'paid' && held.state !== 'completed') return `收了费，办件停在“${held.stateName}”`;
  return null;
}

/** Waits until it is as it should be; what it still is after a while is the fault. */
async function settled(desk: PaymentDesk, order: Owed): Promise<string | null> {
  const until = Date.now() + 45_000;
  for (;;) {
    // The gateways repeat callbacks that were not acknowledged, as real ones do for a day.
    for (const { outTradeNo, channel, paid } of await desk.books(order))
      if (paid) await desk.tell(outTradeNo, channel).catch(() => undefined);
    const fault = await faultOf(desk, order);
    if (fault === null || Date.now() > until) return fault;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** How many orders are played beside each other: as many as the demonstration city has homes for. */
const atOnce = 4;

/** Plays `count` random schedules; returns those that ended wrong, each as a line that can be played again. */
export async function playSchedules(
  desk: PaymentDesk,
  { count, seed }: { count: number; seed: number },
  progress: (done: number) => void,
): Promise<string[]> {
  const random = seeded(seed);
  const wrong: string[] = [];
  for (let done = 0; done < count; ) {
    const orders: Array<[Owed, Schedule]> = [];
    while (orders.length < Math.min(atOnce, count - done))
      orders.push([await desk.order().catch(() => desk.order()), schedule(random)]);
    await Promise.all(orders.map(([order, plan]) => play(desk, order, plan)));
    await desk.faults({ none: true });
    const faults = await Promise.all(orders.map(([order]) => settled(desk, order)));
    for (const [at, fault] of faults.entries()) if (fault) wrong.push(`${fault}：${told(orders[at]![1])}`);
    for (const [order] of orders) await desk.leave(order);
    done += orders.length;
    progress(done);
  }
  return wrong;
}
