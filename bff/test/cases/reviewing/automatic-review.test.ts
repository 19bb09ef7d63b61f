import type { CaseFees } from '@zhucheng/bff/modules/cases/charging/fees.service';
import type { CheckRecord, LoadedCase } from '@zhucheng/bff/modules/cases/core/case.model';
import type { CaseStore, Change } from '@zhucheng/bff/modules/cases/core/case-store.service';
import type { Asking } from '@zhucheng/bff/modules/cases/filling/asking/asking.service';
import { AutomaticReview } from '@zhucheng/bff/modules/cases/reviewing/automatic-review.service';
import type { MortgageRecord, RegisterSnapshot } from '@zhucheng/bff/modules/register/register.types';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { creditCode } from '@zhucheng/shared';
import { chen, huang, partyOf, registerOf, saleOf, someTime } from '../loaded';

const check = (checkId: string, answer: object | null = null, result: CheckRecord['result'] = 'passed') =>
  ({ checkId, result, message: `${checkId} ${result}`, inputHash: 'h', ticket: null, answer, at: 0 }) as CheckRecord;
const contract = { priceFen: 128_000_000, buyers: ['黄志强'], sellers: ['陈海波'] };

/** Reviews a sale; tells what was done with it, by the words of the event log. */
async function reviewed(more: {
  parties?: LoadedCase['parties'];
  contract?: object;
  tax?: CheckRecord['result'];
  checks?: CheckRecord[];
  register?: Partial<RegisterSnapshot>;
  state?: 'submitted' | 'withdrawn';
  lastEvent?: string;
}) {
  const loaded = saleOf({ state: more.state ?? 'submitted' }, more.parties);
  loaded.checks = more.checks ?? [
    check('contract-filed', more.contract ?? contract),
    check('tax-paid', null, more.tax ?? 'passed'),
  ];
  const done: Array<{ action: string; change: Change }> = [];
  const told: object[] = [];
  const review = Object.assign(new AutomaticReview(), {
    clock: { now: () => someTime },
    store: {
      load: async () => loaded,
      apply: async (_: Transaction, __: LoadedCase, action: string, change: Change) => {
        done.push({ action, change });
        return 'reviewing';
      },
      saveCheck: async (_: Transaction, __: LoadedCase, saved: CheckRecord) => void loaded.checks.push(saved),
    } as unknown as CaseStore,
    register: { glanceIn: async () => registerOf(more.register) },
    warnings: { refreshed: () => ({ added: [] }) },
    asking: { ask: async () => undefined, asks: () => false } as unknown as Asking,
    messages: {
      tellApplicant: async (_: Transaction, __: LoadedCase, template: string, params: object) =>
        void told.push({ template, ...params }),
    },
    fees: { quoteFor: async () => ({ fee: { totalFen: 8_000 }, patch: { feeFen: 8_000 } }) } as unknown as CaseFees,
  });
  const tx = { now: someTime, query: async () => [{ action: more.lastEvent ?? 'submit' }] } as unknown as Transaction;
  await review.run(tx, 'CASE');
  return {
    actions: done.map(({ action }) => action),
    faults: done[0]?.change.patch?.correction?.faults,
    note: done[0]?.change.note,
    patch: done[0]?.change.patch,
    told,
    checks: loaded.checks,
  };
}

const bank = (authState: 'waiting' | 'passed') =>
  partyOf('mortgagee', '北海市银滩农村商业银行', 9, {
    institutionId: 'BANK',
    identity: { name: '北海市银滩农村商业银行', idNumber: creditCode.compose('91450500MADEM001'), phone: null },
    authState,
    agreedHash: authState === 'passed' ? 'now' : null,
  });

test('a sale with everything in order goes on to an officer, with its fee', async () => {
  const { actions, patch, checks } = await reviewed({});
  expect([actions, patch]).toEqual([['pass'], { feeFen: 8_000 }]);
  expect(checks.find(({ checkId }) => checkId === 'parties-match')).toMatchObject({ message: '申请人与登记簿一致。' });
});

test.each([
  ['a price one fen below', { ...contract, priceFen: 127_999_999 }, '备案合同的成交价与申请填写的不一致，请核对。'],
  ['a price one fen above', { ...contract, priceFen: 128_000_001 }, '备案合同的成交价与申请填写的不一致，请核对。'],
  ['another buyer', { ...contract, buyers: ['黄志强', '林晓珍'] }, '备案合同的买受人与申请填写的不一致，请核对。'],
  ['another seller', { ...contract, sellers: ['林晓珍'] }, '备案合同的出卖人与登记簿记载的不一致，请核对。'],
])('a contract filed for %s goes back to the step where it is mended', async (_, filed, text) => {
  const { actions, faults, told } = await reviewed({ contract: filed });
  expect(actions).toEqual(['fault']);
  expect(faults).toEqual([{ step: 'contract-filing', text }]);
  expect(told).toEqual([{ template: 'correction-requested', reason: text }]);
});

test('the order of the names in the contract does not matter', async () => {
  const parties = [chen(), huang(), partyOf('buyer', '林晓珍', 3, { position: 1 })];
  const { actions } = await reviewed({ parties, contract: { ...contract, buyers: ['林晓珍', '黄志强'] } });
  expect(actions).toEqual(['pass']);
});

test('what several checks find is told at once', async () => {
  const { faults } = await reviewed({
    checks: [check('contract-filed', { ...contract, priceFen: 1 })],
    parties: [chen(), huang({ agreedHash: 'before' })],
  });
  expect(faults!.map(({ step, text }) => [step, text])).toEqual([
    [null, '申请内容在授权之后有变化，请重新发起授权。'],
    ['contract-filing', '备案合同的成交价与申请填写的不一致，请核对。'],
    ['deed-tax', '还没有填写税费办理。'],
  ]);
});

test('it waits for the tax office and for the bank, says for whom, and says so once', async () => {
  const parties = [chen(), huang(), bank('waiting')];
  const waiting = await reviewed({ parties, tax: 'waiting' });
  expect(waiting.actions).toEqual(['hold']);
  expect(waiting.note).toContain('等待北海市银滩农村商业银行同意。');
  expect((await reviewed({ parties, tax: 'waiting', lastEvent: 'hold' })).actions).toEqual([]);
  expect((await reviewed({ parties: [chen(), huang(), bank('passed')] })).actions).toEqual(['pass']);
});

test('owners by shares: who was only told is said, and not waited for', async () => {
  const share = (numerator: number) => ({ share: { numerator, denominator: 3 } });
  const told = partyOf('seller', '林晓珍', 3, { ...share(1), authState: 'told', agreedHash: null });
  const { checks } = await reviewed({ parties: [chen(share(2)), told, huang()] });
  expect(checks.find(({ checkId }) => checkId === 'authorisations-complete')).toMatchObject({
    result: 'passed',
    message: '占份额三分之二以上的共有人已授权，其他共有人已通知。',
  });
});

test('a home that was sold to somebody else meanwhile, or is seized, is not passed', async () => {
  const { ownership } = registerOf();
  const sold = await reviewed({ register: { ownership: { ...ownership!, rightId: 'NEXT' } } });
  expect(sold.faults).toEqual([{ step: null, text: '登记簿上的权利人已有变化，请撤回后重新申请。' }]);
  const seizure = { kind: 'seizure', from: '2026-11-19', until: null } as RegisterSnapshot['limits'][number];
  const seized = await reviewed({ register: { limits: [seizure] } });
  expect(seized.actions).toEqual(['fault']);
  expect(seized.faults![0]!.text).toContain('查封');
});

test('nothing is done with a case that has been withdrawn meanwhile', async () => {
  expect((await reviewed({ state: 'withdrawn' })).actions).toEqual([]);
});

test('a mortgage that does not limit the transfer asks nobody', async () => {
  const mortgages = [{ id: 'M', transferLimit: false, mortgagee: { name: 'x', creditCode: 'y' } } as MortgageRecord];
  const { actions, checks } = await reviewed({ register: { mortgages } });
  expect(actions).toEqual(['pass']);
  expect(checks.find(({ checkId }) => checkId === 'mortgagee-consent')).toMatchObject({
    message: '没有限制转让的抵押。',
  });
});
