import { CaseWarnings } from '@zhucheng/bff/modules/cases/agreeing/case-warnings.service';
import { contentHashOf, type LoadedCase, type PartyRecord } from '@zhucheng/bff/modules/cases/core/case.model';
import type { Change } from '@zhucheng/bff/modules/cases/core/case-store.service';
import type { RegisterSnapshot } from '@zhucheng/bff/modules/register/register.types';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import type { CaseState } from '@zhucheng/shared';
import { chen, huang, registerOf, saleOf, someTime } from '../loaded';

const objection = {
  id: 'L',
  kind: 'objection',
  authority: '韦建国',
  documentNumber: '（2026）异议第3号',
  from: '2026-11-19',
  until: '2026-12-31',
} as RegisterSnapshot['limits'][number];

/** A sale in this state to which both have agreed, with neighbours that note what they are asked to do. */
function desk(state: CaseState, known: 'nothing' | 'objection' = 'nothing', orderId: string | null = null) {
  const done: string[] = [];
  const warnings = known === 'objection' ? [{ kind: 'objection' as const, text: '有异议登记' }] : [];
  const loaded: LoadedCase = saleOf({ state, warnings, orderId, feeFen: orderId ? 8_000 : null });
  loaded.record.contentHash = contentHashOf(loaded.business, loaded.record);
  for (const party of loaded.parties) party.agreedHash = loaded.record.contentHash;
  const service = Object.assign(new CaseWarnings(), {
    store: {
      updateParty: async (_: Transaction, party: PartyRecord, set: Partial<PartyRecord>) =>
        void Object.assign(party, set),
      apply: async (_: Transaction, { record }: LoadedCase, action: string, change: Change) => {
        done.push(action);
        Object.assign(record, change.patch);
      },
    },
    messages: {
      tell: async (_: Transaction, __: unknown, what: string, parties: PartyRecord[]) =>
        void done.push(`tell ${parties.map(({ role }) => role).join()} ${what}`),
      tellEverybody: async (_: Transaction, __: unknown, what: string) => void done.push(`tell everybody ${what}`),
    },
    payments: {
      cancelOrder: async () => void done.push('cancel order'),
      refundCase: async () => void done.push('refund'),
    },
  });
  const tx = { now: someTime, execute: async () => 1 } as unknown as Transaction;
  const refresh = (limits: RegisterSnapshot['limits']) => service.refresh(tx, loaded, registerOf({ limits }));
  const agreed = () =>
    loaded.parties.map((party) => party.authState === 'passed' && party.agreedHash === loaded.record.contentHash);
  return { loaded, done, refresh, agreed };
}

test('an objection that comes in while people agree is shown to all, and asks them anew', async () => {
  const { loaded, done, refresh, agreed } = desk('authorising');
  const { version } = loaded.record;
  await refresh([objection]);
  expect(loaded.record.warnings).toEqual([{ kind: 'objection', text: expect.stringContaining('异议') }]);
  expect(agreed()).toEqual([false, false]);
  expect(done).toEqual(['tell seller authorise-again', 'tell buyer authorise-again']);
  // Nobody goes on from a page that does not show it.
  expect(loaded.record.version).toBe(version + 1);
});

test('one that is lifted leaves everybody’s agreement as it is', async () => {
  const { loaded, done, refresh, agreed } = desk('authorising', 'objection');
  await refresh([]);
  expect([loaded.record.warnings, agreed(), done]).toEqual([[], [true, true], []]);
});

test('nothing is written while nothing has changed', async () => {
  const { loaded, done, refresh, agreed } = desk('authorising');
  const { version } = loaded.record;
  await refresh([]);
  expect([loaded.record.version, agreed(), done]).toEqual([version, [true, true], []]);
});

test.each(['submitted', 'reviewing', 'awaiting-payment', 'registering'] as const)(
  'a case that is %s goes back to its people, and what was charged is given back',
  async (state) => {
    const { loaded, done, refresh } = desk(state, 'nothing', 'ORDER');
    await refresh([objection]);
    expect(done).toEqual(['cancel order', 'refund', 'fault', 'tell everybody correction-requested']);
    expect(loaded.record.correction!.faults[0]!.text).toContain('请核对后重新发起');
    expect(loaded.record).toMatchObject({ orderId: null, feeFen: null });
  },
);

test('an objection whose fifteen days are over warns of nothing', async () => {
  const { loaded, refresh } = desk('authorising');
  await refresh([{ ...objection, until: '2026-11-19' }]);
  expect(loaded.record.warnings).toEqual([]);
});

test('a stranger to the sale is not asked: only parties who had agreed are', async () => {
  const { done, refresh, loaded } = desk('authorising');
  loaded.parties = [chen({ agreedHash: loaded.record.contentHash }), huang({ authState: 'waiting', agreedHash: null })];
  await refresh([objection]);
  expect(done).toEqual(['tell seller authorise-again']);
});
