import { type AutomaticCheck, businesses, inputSteps } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { HttpPlayer } from '../walk/player';
import { happyPath } from '../walk/scene';
import { until } from './support/loan';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

const business = businesses.find(
  (one) => one.startedBy.includes('citizen') && inputSteps(one).filter(({ kind }) => kind === 'ask').length > 1,
)!;
const asks = inputSteps(business).flatMap((step) => (step.kind === 'ask' ? [step] : []));

/** Goes as far as the steps that ask. */
class Asker extends HttpPlayer {
  async begun(): Promise<void> {
    await this.prepare(business, happyPath(business));
    await this.start();
    for (const step of inputSteps(business)) if (step.kind === 'form') await this.filled(step.id);
  }

  filled = (step: string) => this.fill({ do: 'fill', step });

  check = async (id: AutomaticCheck) => (await this.view()).checks.find((check) => check.id === id);

  leave = () => this.perform({ do: 'withdraw' }, 'withdrawn');
}

eachDatabase((dialect) => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(dialect);
  });
  afterAll(() => platform?.close());
  afterEach(() => jest.restoreAllMocks());

  const begun = async () => {
    const { cast, playground } = platform;
    const asker = new Asker({ cast, playground, settle: async () => undefined });
    await asker.begun();
    return asker;
  };
  /** How a department is asked first, and for the answer that it promised. */
  const doors = () => ({
    housing: [
      jest.spyOn(platform.adapters.housing, 'contract'),
      jest.spyOn(platform.adapters.housing, 'result'),
    ] as const,
    tax: [jest.spyOn(platform.adapters.tax, 'verify'), jest.spyOn(platform.adapters.tax, 'result')] as const,
  });
  const promise = { status: 'pending', ticket: 'T-1', retryAfterMs: 20 } as const;

  test.each(asks.map((step) => [step.of, step] as const))(
    '%s: silence is asked again, a promise is kept, a lost ticket is no refusal',
    async (of, step) => {
      const asker = await begun();
      const [first, later] = doors()[of];
      first.mockResolvedValueOnce({ status: 'unknown', cause: 'timeout' }).mockResolvedValueOnce(promise);
      later.mockResolvedValueOnce({ status: 'rejected', reason: 'ticket-unknown' });
      expect(await asker.filled(step.id)).toContain('核验通过');
      expect(await asker.check(step.check)).toMatchObject({ result: 'passed' });
      // Silent, promised, and once more after the ticket was lost.
      expect(first).toHaveBeenCalledTimes(3);
      expect(later.mock.calls[0]![0]).toBe('T-1');
      await asker.leave();
    },
  );

  test('a question that an earlier version has queued is answered', async () => {
    const asker = await begun();
    const [step] = asks as [(typeof asks)[number]];
    const [first] = doors()[step.of];
    const { outbox, database } = platform.server;
    await outbox.stop();
    // Answers are waited for when a step is filled in; this one comes after the outbox runs again.
    const filled = asker.filled(step.id);
    const { id } = await asker.view();
    const check = await until(
      async () =>
        (await database.read<{ input_hash: string }>('SELECT input_hash FROM case_check WHERE case_id = ?', [id]))[0],
      (row) => row !== undefined,
    );
    await database.unitOfWork(async (tx) => {
      await tx.execute("DELETE FROM outbox WHERE case_id = ? AND topic = 'case.ask'", [id]);
      const earlier = { caseId: id, stepId: step.id, inputHash: check!.input_hash };
      await tx.enqueue('case.ask', `earlier:${id}`, earlier, { caseId: id });
    });
    await outbox.start();
    expect(await filled).toContain('核验通过');
    expect(first).toHaveBeenCalledTimes(1);
    await asker.leave();
  });
});
