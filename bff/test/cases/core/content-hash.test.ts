import {
  type CaseForm,
  contentHashOf,
  factsOf,
  isStarter,
  readiness,
} from '@zhucheng/bff/modules/cases/core/case.model';
import { byLabelOf } from '@zhucheng/bff/modules/cases/core/case-store.service';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import { chen, huang, recordOf, saleOf } from '../loaded';

type Part = Partial<ReturnType<typeof recordOf>>;
const hash = (more: Part = {}) => contentHashOf(saleOf().business, recordOf(more));
const transaction = recordOf().form.transaction!.data!;
const formWith = (step: string, data: object): CaseForm => ({ ...recordOf().form, [step]: { data } }) as CaseForm;

describe('what the parties agree to', () => {
  test.each<[string, Part]>([
    ['another price', { form: formWith('transaction', { ...transaction, price: 127_000_000 }) }],
    ['a buyer less', { form: formWith('transaction', { ...transaction, parties: {} }) }],
    ['another home', { unit: { ...recordOf().unit, unitNumber: '450502001001GB00001F00010002' } }],
    ['a right that has taken the place of the first', { rightId: 'NEXT' }],
    ['an objection, for which they bear the risk', { warnings: [{ kind: 'objection', text: '有异议登记' }] }],
  ])('is other content with %s', (_, more) => {
    expect(hash(more)).not.toBe(hash());
  });

  test.each<[string, Part]>([
    [
      'the order in which it was typed',
      { form: formWith('transaction', Object.fromEntries(Object.entries(transaction).reverse())) },
    ],
    [
      'what a department was asked',
      { form: formWith('deed-tax', { how: 'typed', taxCertificateNumber: '345025201100000002' }) },
    ],
    [
      'what is typed and not saved yet',
      { form: { ...recordOf().form, transaction: { data: transaction, draft: { price: '1' } } } },
    ],
    ['the state, a claim, a fee', { state: 'awaiting-payment', claimedBy: 'OFFICER', feeFen: 8_000 }],
  ])('is not %s', (_, more) => {
    expect(hash(more)).toBe(hash());
  });

  test('a changed word makes an authorisation worth nothing', () => {
    const authorised = (contentHash: string) => factsOf(saleOf({ contentHash, state: 'authorising' })).authorised;
    expect([authorised('now'), authorised('changed')]).toEqual([true, false]);
  });
});

test('what a case needs next, for the lists', () => {
  const waiting = huang({ authState: 'waiting', agreedHash: null });
  expect(readiness(saleOf({ state: 'authorising' }))).toBe('ready');
  expect(readiness(saleOf({ state: 'authorising' }, [chen(), waiting]))).not.toBe('ready');
  expect(readiness(saleOf({ state: 'verified', form: {} }))).not.toBe(readiness(saleOf({ state: 'authorising' })));
});

test('who started it: the citizen, and for a bank’s case every clerk of that bank and no citizen', () => {
  const citizen = { kind: 'citizen', id: 'ACCOUNT-1', roles: [], sessionId: 's' } as Actor;
  const clerk = (institutionId: string) =>
    ({ kind: 'staff', id: 'C', roles: [], sessionId: 's', institutionId }) as Actor;
  expect(isStarter(recordOf(), citizen)).toBe(true);
  expect(isStarter(recordOf(), { ...citizen, id: 'ACCOUNT-2' })).toBe(false);
  const loan = recordOf({ institutionId: 'BANK', applicantId: 'BANK' });
  expect([clerk('BANK'), clerk('RIVAL'), { ...citizen, id: 'BANK' }].map((actor) => isStarter(loan, actor))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the history names who did it and for whom, within what the column holds', () => {
  const agent = { name: '林晓珍' } as NonNullable<Actor['agent']>;
  expect(byLabelOf({ agent: undefined }, '出卖人 陈**')).toBe('出卖人 陈**');
  expect(byLabelOf({ agent }, '出卖人 陈**')).toBe('出卖人 陈**（代办人 林**）');
  const long = byLabelOf({ agent }, '出卖人 '.padEnd(200, '长'));
  expect(long).toHaveLength(80);
  expect(long.endsWith('（代办人 林**）')).toBe(true);
});
