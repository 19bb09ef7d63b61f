/** A fault put into the compiled server on purpose, so that it shows whether the table and the schedules would see it. */
export interface Defect {
  name: string;
  /** How it reads to people. */
  what: string;
  /** End of the compiled file's path. */
  file: string;
  /** Occurs there once. */
  find: string;
  replace: string;
  /** What has to notice it: the faults whose id begins so. */
  seenBy: string;
}

/** None of these is ever in the product: they change what a process of its own loads, not what lies on disk. */
export const defects: readonly Defect[] = [
  {
    name: 'amount-unchecked',
    what: '不核对金额',
    file: 'payments/settlement.service.js',
    find: 'if (report.amountFen !== attempt.amountFen)',
    replace: 'if (false)',
    seenBy: 'amount-wechat',
  },
  {
    name: 'merchant-unchecked',
    what: '不核对商户',
    file: 'payments/callback.service.js',
    find: 'if (!attempt || foreign)',
    replace: 'if (!attempt)',
    seenBy: 'merchant-wechat',
  },
  {
    name: 'refund-forgotten',
    what: '办件终止后忘了退款',
    file: 'payments/settlement.service.js',
    find: 'await this.giveBack(tx, order, attempt, paidAt);',
    replace: 'void 0;',
    seenBy: 'close-races-wechat',
  },
  {
    name: 'second-wallet-kept',
    what: '两个钱包都付了，第二笔不退',
    file: 'payments/settlement.service.js',
    find: "await this.refundAll(tx, shown ? { ...order, paidAttemptId: attempt.id } : order, attempt, late ? 'late' : 'duplicate');",
    replace:
      "if (late) await this.refundAll(tx, shown ? { ...order, paidAttemptId: attempt.id } : order, attempt, 'late');",
    seenBy: 'both-wallets',
  },
  {
    name: 'queries-forgotten',
    what: '通知没到时不主动查询',
    file: 'payments/payment-tasks.service.js',
    find: 'this.gateway.poll(task.payload.attemptId)',
    replace: 'undefined',
    seenBy: 'lost-wechat',
  },
  {
    name: 'abnormal-is-done',
    what: '退款异常当作已退',
    file: 'payments/refund.service.js',
    find: 'await this.fail(tx, before, order, status.gatewayCode ?? status.state);',
    replace: "return this.succeed(tx, before, order, { state: 'succeeded', outRefundNo: before.outRefundNo });",
    seenBy: 'refund-abnormal',
  },
];
