import { caseView } from '@zhucheng/bff/modules/cases/reading/case.view';
import { idNumberOf } from '../../identity/people';
import { chen, huang, partyOf, saleOf, someTime } from '../loaded';

const none = { parties: [], checks: [], events: [], handOver: [] };
const extras = { order: null, taxOrders: [], certificates: [], quote: null, exemptions: [] };
const seller = { citizenId: 'ACCOUNT-1', idBlind: idNumberOf(1) };
const viewOf = (...sale: Parameters<typeof saleOf>) => caseView(saleOf(...sale), none, seller, extras);
const answer = (view: ReturnType<typeof viewOf>, field: string) =>
  view.steps.flatMap(({ answers }) => answers).find((one) => one.field === field)?.value;

test('answers are said as on paper: money in capitals too, days in words, what is missing by name', () => {
  const view = viewOf();
  expect(answer(view, 'price')).toBe('¥1,280,000.00（壹佰贰拾捌万元整）');
  expect(answer(view, 'payment')).toBe('银行按揭贷款');
  expect(answer(view, 'contractSignedOn')).toBe('2026年11月18日');
  expect(answer(view, 'agreement')).toBe('未填写');
  expect(answer(view, 'rightHolder')).toBe('陈**');
  expect(answer(view, 'parties.buyer')).toBe('黄志强');
});

test('buyers by shares are shown with them', () => {
  const share = (numerator: number) => ({ numerator, denominator: 3 });
  const parties = [chen(), huang({ share: share(2) }), partyOf('buyer', '林晓珍', 3, { share: share(1), position: 1 })];
  const view = viewOf({}, parties);
  expect(answer(view, 'parties.buyer')).toBe('黄志强（2/3）、林晓珍（1/3）');
  expect(view.parties.map(({ share }) => share)).toEqual([null, '2/3', '1/3']);
});

test.each([
  ['verified', [], '申请人', '填写并核对申请内容'],
  ['authorising', ['buyer'], '买受人 黄志强', '完成授权'],
  ['authorising', [], '申请人', '提交申请'],
  ['reviewing', [], '登记中心审核人员', '等待领取审核'],
  ['awaiting-payment', [], '买受人', '缴纳登记费'],
  ['registering', [], '登记中心', '登簿并制作电子证书'],
  ['suspended', [], '登记中心', '限制解除后恢复办理'],
] as const)('while a sale is %s (missing: %j), it waits for %s', (state, missing, who, what) => {
  const parties = [chen(), huang(missing.length > 0 ? { authState: 'waiting', agreedHash: null } : {})];
  expect(viewOf({ state }, parties).waitingFor).toEqual({ who, what, since: someTime });
});

test('a case that waits for another one’s fee says which, and offers nobody to pay', () => {
  const view = caseView(
    saleOf({ state: 'awaiting-payment', feeFen: 0, feeFollows: '202611194829130' }),
    none,
    { citizenId: 'ACCOUNT-2', idBlind: idNumberOf(2) },
    extras,
  );
  expect(view.waitingFor).toMatchObject({ who: '登记中心', what: expect.stringContaining('缴费登簿后继续办理') });
  expect(view.actions.find(({ action }) => action === 'pay')).toMatchObject({ enabled: false });
});

test('warnings are over with the case, and an ended one waits for nobody', () => {
  const warnings = [{ kind: 'objection' as const, text: '该不动产有异议登记。' }];
  expect(viewOf({ warnings }).warnings).toHaveLength(1);
  const over = viewOf({ warnings, state: 'withdrawn' });
  expect([over.warnings, over.waitingFor]).toEqual([[], null]);
  expect(over.actions.filter(({ enabled }) => enabled)).toEqual([]);
});
