import { Assessment, DepartmentAnswer } from '../../src/adapters';
import { Harness, startHarness, tradeNumber, UNIT } from './harness';

let harness: Harness;
let filing: string;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.api('/reset', 'POST', {});
  await harness.api('/departments/tax', 'PUT', { mode: 'now' });
  const contract = { unitNumber: UNIT, priceFen: 120_000_000, sellers: ['陈海'], buyers: ['林海'] };
  filing = (await harness.api<{ filingNumber: string }>('/housing/contracts', 'POST', contract)).filingNumber;
});

const reference = 'case-1';
const question = (more: object = {}) => ({
  reference,
  unitNumber: UNIT,
  contractFilingNumber: filing,
  priceFen: 120_000_000,
  buyers: [{ idNumber: '450502199001011233' }],
  sellers: [{ idNumber: '450502198001011230' }],
  ...more,
});
const data = <T>(answer: DepartmentAnswer<T>): T => {
  if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  return answer.data;
};
const assess = async (more: object = {}) => data(await harness.adapters.tax.assess(question(more)));
const taxes = ({ items }: Assessment) =>
  items.map(({ tax, owedBy, rate, amountFen }) => [tax, owedBy, rate, amountFen]);

/** Pays one tax to the bureau through a combined order of WeChat; returns the payment. */
async function pay({ items }: Assessment) {
  const combineNo = tradeNumber();
  const { combined } = harness.adapters.channels.wechat;
  const parts = items.map(({ amountFen, tax, collector }, index) => ({
    outTradeNo: `${combineNo}${index}`,
    amountFen,
    description: tax,
    merchantId: collector.wechatMerchantId!,
  }));
  const expiresAt = Math.floor(Date.now() / 1000) * 1000 + 7_200_000;
  const answer = await combined!.prepay({ combineNo, parts, expiresAt, method: 'wechat-native' });
  await harness.api('/wallet/code', 'POST', {
    codeUrl: (answer as { parameters: { codeUrl: string } }).parameters.codeUrl,
  });
  const status = await combined!.query(combineNo);
  if (status.state !== 'known') throw new Error(status.state);
  return status.parts.map(({ transactionId, amountFen, paidAt }, index) => ({
    voucherNumber: items[index]!.voucherNumber,
    amountFen: amountFen!,
    channel: 'wechat' as const,
    transactionId: transactionId!,
    paidAt: paidAt!,
  }));
}

test('assesses the filed contract: who owes which tax, on what, at which rate; the same question gets the same answer', async () => {
  const first = await assess();
  expect(taxes(first)).toEqual([
    ['deed', 'buyers', 150, 1_800_000],
    ['income', 'sellers', 100, 1_200_000],
  ]);
  expect(first.items[0]!.collector.wechatMerchantId).toBe(harness.sandbox.environment.TAX_WECHAT_MCH_ID);
  expect(await assess()).toEqual(first);
  await harness.api(`/tax/units/${encodeURIComponent(UNIT)}`, 'PUT', { heldYears: 1 });
  expect(taxes(await assess({ reference: 'case-2' }))).toContainEqual(['vat', 'sellers', 330, 3_960_000]);
  expect(taxes(await assess({ reference: 'case-3', sellers: [] }))).toEqual([['deed', 'buyers', 150, 1_800_000]]);
});

test('takes its time, gives a ticket, refuses with a reason, and silence is no answer', async () => {
  expect(await harness.adapters.tax.assess(question({ contractFilingNumber: 'BH0' }))).toMatchObject({
    reason: 'not-found',
  });
  expect(await harness.adapters.tax.assess(question({ priceFen: 1 }))).toMatchObject({ reason: 'differs' });
  await harness.api('/departments/tax', 'PUT', { mode: 'later', delayMs: 0 });
  const pending = await harness.adapters.tax.assess(question());
  expect(pending.status).toBe('pending');
  const { ticket } = pending as { ticket: string };
  expect((await harness.adapters.tax.assessed(ticket, reference)).status).toBe('pending');
  await harness.api(`/tickets/${ticket}/release`, 'POST', {});
  expect(taxes(data(await harness.adapters.tax.assessed(ticket, reference)))).toHaveLength(2);
  await harness.api('/departments/tax', 'PUT', { mode: 'wrong' });
  expect(await harness.adapters.tax.assess(question())).toMatchObject({ status: 'rejected', reason: 'in-person' });
  await harness.api('/departments/tax', 'PUT', { mode: 'garbage' });
  expect((await harness.adapters.tax.assess(question())).status).toBe('unknown');
});

test('an assessment stands until it is changed, contested or has lapsed; then another one is made', async () => {
  const first = await assess();
  const standing = () => harness.adapters.tax.standing({ reference, assessmentNumber: first.assessmentNumber });
  expect((await standing()).status).toBe('accepted');
  for (const state of ['changed', 'contested', 'lapsed']) {
    await harness.api(`/tax/assessments/${first.assessmentNumber}`, 'PUT', { state });
    expect(await standing()).toMatchObject({ status: 'rejected', reason: state });
  }
  await harness.api(`/tax/units/${encodeURIComponent(UNIT)}`, 'PUT', { valueFen: 130_000_000 });
  const second = await assess({ replaces: first.assessmentNumber });
  expect(second.assessmentNumber).not.toBe(first.assessmentNumber);
  expect(second.items[0]!.amountFen).toBe(1_950_000);
});

test('certifies when every tax has reached the bureau, and pays back on application, once', async () => {
  const assessment = await assess();
  const { assessmentNumber } = assessment;
  const clear = (payments: Awaited<ReturnType<typeof pay>>) =>
    harness.adapters.tax.clear({ reference, assessmentNumber, payments });
  expect(await clear([])).toMatchObject({ status: 'rejected', reason: 'unpaid' });
  const payments = await pay(assessment);
  expect(await clear(payments.slice(1))).toMatchObject({ reason: 'unpaid' });
  const certified = data(await clear(payments));
  expect(certified).toMatchObject({ assessmentNumber, paidFen: 3_000_000 });
  expect(data(await clear(payments))).toEqual(certified);
  const { paidAt: _, ...deed } = payments[0]!;
  const application = { reference, applicationId: 'T1', reason: 'ended' as const, ...deed };
  expect(data(await harness.adapters.tax.refund(application))).toMatchObject({
    applicationId: 'T1',
    refundedFen: 1_800_000,
  });
  expect(data(await harness.adapters.tax.refund(application))).toMatchObject({ refundedFen: 1_800_000 });
  const { refunds } = await harness.api<{ refunds: object[] }>('/tax/refunds');
  expect(refunds).toHaveLength(1);
  expect(
    await harness.adapters.tax.refund({ ...application, applicationId: 'T2', transactionId: 'none' }),
  ).toMatchObject({
    reason: 'not-found',
  });
});
