import { routes } from '@zhucheng/shared';
import { alipayForgeries, wechatForgeries } from '../attack/forgeries';
import { staffOf } from '../attack/stage';
import type { Channel, Owed, PaymentDesk } from './desk';

/** One fault of payment and how it has to end. */
export interface Fault {
  id: string;
  /** What goes wrong. */
  fault: string;
  /** Takes a while, because a gateway or we have to wait; left out of the short form. */
  slow?: true;
  /** What has to be seen afterwards, word for word. */
  expected: string;
  /** Plays it; returns what was seen. */
  play(desk: PaymentDesk): Promise<string>;
}

/** The gateway sends no callbacks by itself; the fault delivers them. */
const silent = { dropCallbacks: true, queryTimeout: true } as const;

/** Order, case and money, in words. */
async function seen(desk: PaymentDesk, order: Owed): Promise<string> {
  const [view, { stateName, timeline }, books] = await Promise.all([
    desk.view(order),
    desk.caseOf(order),
    desk.books(order),
  ]);
  const fulfilled = timeline.filter(({ action }) => action === 'paid').length;
  const paidFen = books.filter(({ paid }) => paid).reduce((sum, { amountFen }) => sum + amountFen, 0);
  const refunds = books.flatMap((payment) => payment.refunds).filter(({ state }) => state === 'succeeded');
  const refundedFen = refunds.reduce((sum, { refundFen }) => sum + refundFen, 0);
  const kept = paidFen - refundedFen;
  return `${view.stateName}，办件${stateName}，入账办理 ${fulfilled} 次，退款 ${refunds.length} 笔，实收 ${kept / order.totalFen} 份`;
}

const done = '已缴费，办件已办结，入账办理 1 次，退款 0 笔，实收 1 份';
const waits = '待缴费，办件待缴费，入账办理 0 次，退款 0 笔，实收 0 份';
/** The payer has paid; the platform does not believe what it was told. */
const doubted = '待缴费，办件待缴费，入账办理 0 次，退款 0 笔，实收 1 份';
const returned = '已退款，办件已撤回，入账办理 0 次，退款 1 笔，实收 0 份';

async function completed(desk: PaymentDesk, order: Owed): Promise<string> {
  await desk
    .until(
      async () => ((await desk.caseOf(order)).state === 'completed' ? true : undefined),
      () => '办件没有办结',
    )
    .catch(() => undefined);
  return seen(desk, order);
}

/** Paid, but the platform does not know; then the case is withdrawn. */
async function paidAndWithdrawn(desk: PaymentDesk, channel: Channel = 'wechat'): Promise<[Owed, string]> {
  const order = await desk.order();
  await desk.faults(silent);
  const number = await desk.start(order, channel);
  await desk.payAt(number, channel);
  await desk.withdraw(order);
  return [order, number];
}

/** How many payments the centre has been asked to look at. */
async function quarantined(desk: PaymentDesk): Promise<number> {
  const auditor = await desk.stage.cast.officer(staffOf.auditor);
  const { items } = await auditor.call(routes.audit.list, { query: { action: 'payment.quarantine', limit: 100 } });
  return items.length;
}

async function setAside(desk: PaymentDesk, fault: 'wrongAmount' | 'wrongMerchant', channel: Channel): Promise<string> {
  const order = await desk.order();
  const before = await quarantined(desk);
  await desk.faults({ ...silent, [fault]: true });
  const number = await desk.start(order, channel);
  await desk.payAt(number, channel);
  const { status } = await desk.tell(number, channel);
  const aside = await desk
    .until(
      async () => ((await quarantined(desk)) > before ? 1 : undefined),
      () => '',
    )
    .catch(() => 0);
  const said = `应答 ${status}，隔离 ${aside} 笔，${await seen(desk, order)}`;
  // With the faults off, a query gets the true state.
  await desk.faults({ none: true });
  await desk.reaches(order, 'paid');
  return said;
}

async function refused(desk: PaymentDesk, channel: Channel): Promise<string> {
  const [order, other] = [await desk.order(), await desk.order()];
  await desk.faults(silent);
  const numbers = [await desk.start(order, channel), await desk.start(other, channel)] as const;
  for (const number of numbers) await desk.payAt(number, channel);
  const [[first], [second]] = [await desk.callbacks(numbers[0]), await desk.callbacks(numbers[1])];
  const genuine = await desk.request(first!);
  const forged =
    channel === 'wechat'
      ? wechatForgeries(genuine, await desk.request(second!))
      : alipayForgeries(genuine, await desk.request(second!));
  const switched =
    channel === 'wechat' ? (['badSignature', 'staleCallbacks', 'flipBit'] as const) : (['badSignature'] as const);
  const requests = [
    ...forged.filter(({ to }) => to === undefined),
    ...(await Promise.all(switched.map((fault) => desk.request(first!, fault)))),
  ];
  const taken: string[] = [];
  for (const request of requests) {
    const { status, text } = await desk.deliver(channel, request);
    if (status < 400 && !/fail/i.test(text)) taken.push('wrong' in request ? String(request.wrong) : '开关');
    else if (status >= 500) taken.push(`${status}`);
  }
  const said = `收下 ${taken.length} 次${taken.length > 0 ? `（${taken.join('、')}）` : ''}，${(await desk.view(order)).stateName}`;
  await desk.faults({ none: true });
  for (const [at, number] of numbers.entries()) {
    await desk.tell(number, channel);
    await desk.reaches([order, other][at]!, 'paid');
  }
  return said;
}

/** The faults of payments that have to end well, one by one. */
export const table: readonly Fault[] = [
  {
    id: 'repeated',
    fault: '同一条通知同时到 50 次',
    expected: `全部确认，${done}`,
    async play(desk) {
      const order = await desk.order();
      await desk.faults(silent);
      const number = await desk.start(order, 'wechat');
      await desk.payAt(number, 'wechat');
      const [first] = await desk.callbacks(number);
      const request = await desk.request(first!);
      const answers = await Promise.all(Array.from({ length: 50 }, () => desk.deliver('wechat', request)));
      const all = answers.every(({ status }) => status === 204 || status === 200);
      return `${all ? '全部确认' : '有的没有确认'}，${await completed(desk, order)}`;
    },
  },
  {
    id: 'forged-wechat',
    fault: '微信通知签名不对、过期、探测、公钥编号未知、改写正文、密文翻转一位',
    expected: '收下 0 次，待缴费',
    play: (desk) => refused(desk, 'wechat'),
  },
  {
    id: 'forged-alipay',
    slow: true,
    fault: '支付宝通知签名不对、缺字段、字段重复、类型不对',
    expected: '收下 0 次，待缴费',
    play: (desk) => refused(desk, 'alipay'),
  },
  ...(['wechat', 'alipay'] as const).flatMap((channel): Fault[] => [
    {
      id: `amount-${channel}`,
      fault: `${channel === 'wechat' ? '微信' : '支付宝'}通知的金额多一分`,
      expected: `应答 ${channel === 'wechat' ? 204 : 200}，隔离 1 笔，${doubted}`,
      play: (desk) => setAside(desk, 'wrongAmount', channel),
    },
    {
      id: `merchant-${channel}`,
      slow: true,
      fault: `${channel === 'wechat' ? '微信' : '支付宝'}通知是别的商户的`,
      expected: `应答 ${channel === 'wechat' ? 204 : 200}，隔离 1 笔，${doubted}`,
      play: (desk) => setAside(desk, 'wrongMerchant', channel),
    },
    {
      id: `lost-${channel}`,
      fault: `${channel === 'wechat' ? '微信' : '支付宝'}的通知一条也没有到`,
      expected: done,
      async play(desk) {
        const order = await desk.order();
        await desk.faults({ dropCallbacks: true });
        await desk.payAt(await desk.start(order, channel), channel);
        await desk.reaches(order, 'paid');
        return completed(desk, order);
      },
    },
  ]),
  {
    id: 'prepay-silent',
    slow: true,
    fault: '下单没有应答',
    expected: `PAYMENT_CHANNEL_FAILED，重试后渠道只有 1 个单号，${done}`,
    async play(desk) {
      const order = await desk.order();
      await desk.faults({ prepayTimeout: true });
      const code = await desk.refusal(desk.start(order, 'wechat'));
      await desk.faults({ none: true });
      const number = await desk.start(order, 'wechat');
      const { length } = await desk.books(order);
      await desk.payAt(number, 'wechat');
      return `${code}，重试后渠道只有 ${length} 个单号，${await completed(desk, order)}`;
    },
  },
  {
    id: 'two-taps',
    fault: '同时点了两次付款',
    expected: `渠道只有 1 个单号，${waits}`,
    async play(desk) {
      const order = await desk.order();
      await Promise.all([desk.start(order, 'wechat'), desk.start(order, 'wechat')]);
      const { length } = await desk.books(order);
      return `渠道只有 ${length} 个单号，${await seen(desk, order)}`;
    },
  },
  {
    id: 'client-claims',
    fault: '客户端说付了，渠道说没有',
    expected: waits,
    async play(desk) {
      const order = await desk.order();
      await desk.start(order, 'wechat');
      await desk.check(order);
      return seen(desk, order);
    },
  },
  ...(['wechat', 'alipay'] as const).map(
    (channel): Fault => ({
      id: `close-races-${channel}`,
      slow: true,
      fault: `${channel === 'wechat' ? '微信' : '支付宝'}付款与撤回交错`,
      expected: returned,
      async play(desk) {
        const [order] = await paidAndWithdrawn(desk, channel);
        await desk.faults({ none: true });
        await desk.reaches(order, 'refunded');
        return seen(desk, order);
      },
    }),
  ),
  {
    id: 'both-wallets',
    fault: '微信和支付宝都付了同一笔费',
    expected: '微信先到，退支付宝 1 笔：已缴费，办件已办结，入账办理 1 次，退款 1 笔，实收 1 份',
    async play(desk) {
      const order = await desk.order();
      await desk.faults(silent);
      const [wechat, alipay] = [await desk.start(order, 'wechat'), await desk.start(order, 'alipay')];
      await desk.payAt(wechat, 'wechat');
      await desk.payAt(alipay, 'alipay');
      await desk.tell(wechat, 'wechat');
      await desk.reaches(order, 'paid');
      await desk.tell(alipay, 'alipay');
      await desk.faults({ none: true });
      await desk.until(
        async () => ((await desk.books(order)).some(({ refunds }) => refunds.length > 0) ? true : undefined),
        () => '第二笔没有退',
      );
      const { length } = (await desk.books(order)).find(({ channel }) => channel === 'alipay')!.refunds;
      return `微信先到，退支付宝 ${length} 笔：${await completed(desk, order)}`;
    },
  },
  {
    id: 'refund-silent',
    slow: true,
    fault: '退款没有应答',
    expected: returned,
    async play(desk) {
      const [order] = await paidAndWithdrawn(desk);
      await desk.faults({ none: true });
      await desk.faults({ refundTimeout: true });
      await desk.until(
        async () => ((await desk.books(order)).some(({ refunds }) => refunds.length > 0) ? true : undefined),
        () => '没有发起退款',
      );
      await desk.faults({ none: true });
      await desk.reaches(order, 'refunded');
      return seen(desk, order);
    },
  },
  ...(['abnormal', 'closed'] as const).map(
    (outcome): Fault => ({
      id: `refund-${outcome}`,
      slow: true,
      fault: outcome === 'abnormal' ? '退款异常' : '退款被关闭',
      expected: '退款待处理，办件已撤回，入账办理 0 次，退款 0 笔，实收 1 份',
      async play(desk) {
        const [order] = await paidAndWithdrawn(desk);
        await desk.faults({ none: true });
        await desk.faults({ refundOutcome: outcome });
        await desk.reaches(order, 'refund-failed', 'refunded');
        return seen(desk, order);
      },
    }),
  ),
  ...(['wechat', 'alipay'] as const).map(
    (channel): Fault => ({
      id: `late-word-${channel}`,
      slow: true,
      fault: `${channel === 'wechat' ? '微信' : '支付宝'}的付款通知在退款之后又到`,
      expected: returned,
      async play(desk) {
        const [order, number] = await paidAndWithdrawn(desk, channel);
        await desk.faults({ none: true });
        await desk.reaches(order, 'refunded');
        for (const id of (await desk.callbacks(number)).reverse()) await desk.deliver(channel, await desk.request(id));
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        return seen(desk, order);
      },
    }),
  ),
  {
    id: 'unsigned-answer',
    fault: '微信的应答没有签名',
    expected: `PAYMENT_CHANNEL_FAILED，${waits}`,
    async play(desk) {
      const order = await desk.order();
      await desk.faults({ unsignedAnswers: true });
      const code = await desk.refusal(desk.start(order, 'wechat'));
      await desk.faults({ none: true });
      return `${code}，${await seen(desk, order)}`;
    },
  },
  {
    id: 'key-twice',
    fault: '支付宝的应答里同一个键出现两次',
    expected: `不采信，之后${done}`,
    async play(desk) {
      const order = await desk.order();
      await desk.faults({ dropCallbacks: true, duplicateKeyAnswers: true });
      await desk.payAt(await desk.start(order, 'alipay'), 'alipay');
      await desk.refusal(desk.check(order));
      const { state } = await desk.view(order);
      await desk.faults({ none: true });
      await desk.reaches(order, 'paid');
      return `${state === 'unpaid' ? '不采信' : '采信了'}，之后${await completed(desk, order)}`;
    },
  },
  {
    id: 'seized-between',
    slow: true,
    fault: '付款之后、登簿之前来了查封',
    expected: '已退款，办件已中止，入账办理 0 次，退款 1 笔，实收 0 份；产权没有变',
    async play(desk) {
      const order = await desk.order();
      await desk.faults(silent);
      await desk.payAt(await desk.start(order, 'wechat'), 'wechat');
      const registrar = await desk.stage.cast.officer('registrar');
      const before = await registrar.call(routes.register.unit, { params: { id: order.unitId } });
      const { limits } = await registrar.call(routes.register.addLimit, {
        params: { id: order.unitId },
        body: {
          kind: 'seizure',
          authority: '北海市海城区人民法院',
          documentNumber: `（2026）桂0502执保${Date.now() % 10_000}号`,
          until: null,
        },
      });
      await desk.faults({ none: true });
      await desk.reaches(order, 'refunded');
      const said = await seen(desk, order);
      const after = await registrar.call(routes.register.unit, { params: { id: order.unitId } });
      const same = JSON.stringify(after.rights) === JSON.stringify(before.rights);
      const limit = limits.find(({ validTo, kind }) => validTo === null && kind === 'seizure')!;
      await registrar.call(routes.register.liftLimit, {
        params: { id: limit.id },
        body: { reason: '嘱托解除查封' },
      });
      await desk.leave(order);
      return `${said}；产权${same ? '没有变' : '变了'}`;
    },
  },
];
