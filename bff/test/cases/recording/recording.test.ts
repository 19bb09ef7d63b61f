import type { CaseStore, Change } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { Recording } from '@zhucheng/bff/modules/cases/recording/recording.service';
import type { RegisterSnapshot } from '@zhucheng/bff/modules/register/register.types';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import type { CaseState, UnitCondition } from '@zhucheng/shared';
import { registerOf, saleOf, someTime } from '../loaded';

/** Recording of one sale, its neighbours replaced by notes of what they were asked to do. */
function desk(more: {
  state: CaseState;
  register?: Partial<RegisterSnapshot>;
  blocking?: UnitCondition[];
  newWarnings?: string[];
  resumeTo?: CaseState;
}) {
  const done: string[] = [];
  const loaded = saleOf({ state: more.state, orderId: 'ORDER' });
  const note = (what: string) => async () => void done.push(what);
  const recording = Object.assign(new Recording(), {
    store: {
      load: async () => loaded,
      apply: async (_: Transaction, __: unknown, action: string, change: Change) => {
        done.push(action + (change.note ? ` (${change.note})` : ''));
        return more.resumeTo ?? 'same';
      },
    } as unknown as CaseStore,
    register: { snapshotIn: async () => registerOf(more.register), conditions: () => more.blocking ?? [] },
    review: { blocking: () => more.blocking ?? [] },
    warnings: {
      refreshed: () => ({ added: more.newWarnings ?? [] }),
      refresh: note('refresh warnings'),
      sendBack: note('send back'),
    },
    effects: { perform: note('write register') },
    cases: { giveBack: async (_: Transaction, __: unknown, why: string) => void done.push(`give back: ${why}`) },
    messages: {
      tellEverybody: async (_: Transaction, __: unknown, what: string) => void done.push(`tell ${what}`),
    },
  });
  const tx = {
    now: someTime,
    enqueue: async (kind: string) => void done.push(`queue ${kind}`),
    query: async () => [{ id: 'CASE' }],
  } as unknown as Transaction;
  return { done, run: () => recording.run(tx, 'CASE'), paid: () => recording.paid(tx, 'CASE'), recording, tx };
}

test('what is paid goes to the register; money for a case that has ended goes back', async () => {
  const due = desk({ state: 'awaiting-payment' });
  expect(await due.paid()).toBe('fulfilled');
  expect(due.done).toEqual(['paid', 'queue case.record', 'tell paid']);
  for (const state of ['withdrawn', 'lapsed', 'suspended', 'registering'] as const) {
    const late = desk({ state });
    expect([await late.paid(), late.done]).toEqual(['refund', []]);
  }
});

test('the register is written before the case is completed, people are told, then the accounts are looked up', async () => {
  const { done, run } = desk({ state: 'registering' });
  await run();
  expect(done).toEqual(['write register', 'record', 'tell completed', 'queue case.utilities']);
});

test('a seizure that arrived after payment stops it: nothing is written, the fee goes back, the reason is told', async () => {
  const { done, run } = desk({ state: 'registering', blocking: ['seizure'] });
  await run();
  expect(done).toEqual([expect.stringMatching(/^suspend \(.*查封.*\)$/), 'give back: suspended', 'tell suspended']);
});

test('so does a right that is not the seller’s any more', async () => {
  const { done, run } = desk({
    state: 'registering',
    register: { ownership: { ...registerOf().ownership!, rightId: 'NEXT' } },
  });
  await run();
  expect(done[0]).toBe(
    'suspend (申请依据的登记已失效、注销或变更，这件不能再办；请撤回后重新申请，或到登记窗口咨询。)',
  );
  expect(done).not.toContain('write register');
});

test('what the parties have not agreed to sends it back to them', async () => {
  const { done, run } = desk({ state: 'registering', newWarnings: ['objection'] });
  await run();
  expect(done).toEqual(['send back']);
});

test('a task that comes twice records once', async () => {
  const { done, run } = desk({ state: 'completed' });
  await run();
  expect(done).toEqual([]);
});

describe('a limit', () => {
  const change = (how: 'added' | 'lifted') => ({ unitId: 'UNIT', kind: 'seizure' as const, change: how });

  test('that is entered stops a running case of the unit, once', async () => {
    const { done, recording, tx } = desk({ state: 'reviewing', blocking: ['seizure'] });
    await recording.limitsChanged(tx, change('added'));
    expect(done[0]).toMatch(/^suspend/);
    const stopped = desk({ state: 'suspended', blocking: ['seizure'] });
    await stopped.recording.limitsChanged(stopped.tx, change('added'));
    expect(stopped.done).toEqual([]);
  });

  test('that is lifted lets it go on where it was, unless another one still stands', async () => {
    const { done, recording, tx } = desk({ state: 'suspended', resumeTo: 'submitted' });
    await recording.limitsChanged(tx, change('lifted'));
    expect(done).toEqual(['resume', 'tell resumed', 'refresh warnings', 'queue case.review']);
    const other = desk({ state: 'suspended', blocking: ['pre-seizure'] });
    await other.recording.limitsChanged(other.tx, change('lifted'));
    expect(other.done).toEqual([]);
  });
});
