import { businesses, routes } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import { type Client, Refused } from '../walk/client';
import { HttpPlayer } from '../walk/player';
import { completed, finished, Ground } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(120_000);

const { review, cases, enterprise } = routes;
const sale = businesses.find(
  ({ startedBy, effects }) =>
    startedBy.includes('citizen') && effects.length === 1 && effects[0]!.do === 'transfer-ownership',
)!;

eachDatabase((dialect) => {
  let platform: Platform;
  let one: Client;
  let two: Client;
  let seller: Actor;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const { cast } = platform;
    [one, two] = await Promise.all([cast.officer('officer1'), cast.officer('officer2')]);
    seller = await cast.person('chen-haibo');
  });
  afterAll(() => platform?.close());

  /** A sale that waits for an officer. */
  async function submitted(): Promise<string> {
    const happy = walkPaths(sale).find(({ id }) => id === 'happy')!;
    const steps = happy.steps.slice(
      0,
      happy.steps.findIndex(({ move }) => move.do === 'claim'),
    );
    const { cast, playground } = platform;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    player.finish = async () => undefined;
    const { error, passed } = await walk(sale, { ...happy, steps }, player);
    expect({ error, passed }).toEqual({ error: undefined, passed: true });
    return (await player.view()).id;
  }
  const outcome = (answer: Promise<unknown>) =>
    answer.then(
      () => 'done',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    );
  const at = (id: string) => ({ params: { id } });
  const events = async (id: string, action: string) =>
    (await one.call(review.detail, at(id))).case.timeline.filter((entry) => entry.action === action).length;

  test('two officers claim one case at once: one has it, the other reads who', async () => {
    const id = await submitted();
    const outcomes = await Promise.all([one, two].map((officer) => outcome(officer.call(review.claim, at(id)))));
    expect(outcomes.filter((code) => code === 'done')).toHaveLength(1);
    expect(['CLAIMED_BY_OTHER', 'CONFLICT']).toContain(outcomes.find((code) => code !== 'done'));
    const other = outcomes[0] === 'done' ? two : one;
    const mine = outcomes[0] === 'done' ? one : two;
    expect(await outcome(other.call(review.claim, at(id)))).toBe('CLAIMED_BY_OTHER');
    const seen = await other.call(review.detail, at(id));
    expect(seen.claimedBy).toMatchObject({ mine: false });
    expect(seen.case.actions.filter(({ action, enabled }) => action === 'approve' && enabled)).toEqual([]);
    const body = { version: seen.case.version };
    expect(await outcome(other.call(review.approve, { ...at(id), body }))).toBe('CLAIMED_BY_OTHER');
    const no = { ...body, reason: '材料不符' };
    expect(await outcome(other.call(review.reject, { ...at(id), body: no }))).toBe('CLAIMED_BY_OTHER');
    const more = { ...body, faults: [{ step: null, text: '请补充' }] };
    expect(await outcome(other.call(review.requestCorrection, { ...at(id), body: more }))).toBe('CLAIMED_BY_OTHER');
    await mine.call(review.release, at(id));
    await seller.client.call(cases.withdraw, { ...at(id), body: { reason: '不再办理' } });
  });

  test('two officers who press “next” at once get different cases, or none', async () => {
    const id = await submitted();
    const got = await Promise.all([one, two].map((officer) => officer.call(review.claimNext, {})));
    expect(got.filter((reply) => reply.id === id)).toHaveLength(1);
    expect(got.filter((reply) => reply.id === null)).toHaveLength(1);
    expect(await events(id, 'claim')).toBe(1);
    await (got[0]!.id === id ? one : two).call(review.release, at(id));
    await seller.client.call(cases.withdraw, { ...at(id), body: { reason: '不再办理' } });
  });

  test('an officer decides in two tabs at once: one decision, one order, and the late tab is told to reload', async () => {
    const id = await submitted();
    const { case: view } = await one.call(review.claim, at(id));
    const { version } = view;
    const approve = () => outcome(one.call(review.approve, { ...at(id), body: { version } }));
    const reject = () => outcome(one.call(review.reject, { ...at(id), body: { version, reason: '材料不符' } }));
    const outcomes = await Promise.all([approve(), reject(), approve()]);
    expect(outcomes.filter((code) => code === 'done')).toHaveLength(1);
    for (const code of outcomes) expect(['done', 'CONFLICT', 'ACTION_NOT_ALLOWED']).toContain(code);
    const late = await refusal(one.call(review.approve, { ...at(id), body: { version } }));
    expect([late.code, late.reply.message]).toEqual(['CONFLICT', expect.stringMatching(/刷新|重新/)]);
    expect((await events(id, 'approve')) + (await events(id, 'reject'))).toBe(1);
    const orders = await platform.server.database.read('SELECT id FROM fee_order WHERE case_id = ?', [id]);
    expect(orders.length).toBeLessThanOrEqual(1);
    const { state } = (await one.call(review.detail, at(id))).case;
    if (state === 'awaiting-payment')
      await seller.client.call(cases.withdraw, { ...at(id), body: { reason: '不再办理' } });
  });

  test('a decision on content that has changed meanwhile is not taken', async () => {
    const id = await submitted();
    await one.call(review.claim, at(id));
    const { case: stale } = await one.call(review.detail, at(id));
    await one.call(review.release, at(id));
    await one.call(review.claim, at(id));
    const body = { version: stale.version };
    expect(await outcome(one.call(review.approve, { ...at(id), body }))).toBe('CONFLICT');
    await one.call(review.release, at(id));
    await seller.client.call(cases.withdraw, { ...at(id), body: { reason: '不再办理' } });
  });

  test('a clerk’s second tab sends nothing off that the first has changed, and submits nothing twice', async () => {
    const ground = new Ground(platform);
    const bank = platform.cast.developer('bank1');
    const clerk = await platform.cast.officer('bank1');
    const [certificateNumber] = await ground.mortgages(await ground.units(1), bank);
    const verify = { certificateNumber: certificateNumber!, rightHolder: bank.name };
    const discharge = businesses.find(
      ({ effects }) => effects.length === 1 && effects[0]!.do === 'discharge-mortgage',
    )!;
    const { id } = await clerk.call(enterprise.start, { body: { businessId: discharge.id, verify } });
    const fill = (version: number) =>
      clerk.call(cases.fill, { params: { id, step: 'reason' }, body: { version, data: { reason: 'repaid' } } });
    const first = await fill(0);
    await fill(1);
    const send = (version: number) => outcome(clerk.call(cases.send, { ...at(id), body: { version } }));
    expect(await send(first.version)).toBe('CONFLICT');
    const batches = await Promise.all(
      [1, 2].map(async () =>
        finished(clerk, await clerk.call(enterprise.act, { body: { action: 'submit', caseIds: [id] } })),
      ),
    );
    const rows = batches.flatMap((batch) => batch.rows);
    expect(rows.filter(({ state }) => state === 'done')).toHaveLength(1);
    expect(rows.filter(({ state }) => state === 'failed').map(({ code }) => code)).toEqual([
      expect.stringMatching(/^(ACTION_NOT_ALLOWED|CONFLICT)$/),
    ]);
    await completed(clerk, id);
    const { timeline } = await clerk.call(cases.detail, at(id));
    expect(timeline.filter(({ action }) => action === 'record')).toHaveLength(1);
  });
});
