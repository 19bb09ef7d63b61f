import { randomUUID } from 'node:crypto';
import { businesses, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { finished, Ground, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { statementsOf } from './support/statements';

jest.setTimeout(240_000);

const { enterprise } = routes;
const first = businesses.find(({ effects }) => effects.some((effect) => effect.do === 'register-first'))!;

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let developer: Client;
  let builder: { name: string; creditCode: string };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const { cast } = platform;
    ground = new Ground(platform);
    developer = await cast.officer('developer1');
    builder = cast.developer('developer1');
  });
  afterAll(() => platform?.close());

  const bodyFor = (surveyNumber: string, unitIds: string[]) => ({
    businessId: first.id,
    verify: { surveyNumber, creditCode: builder.creditCode },
    unitIds,
  });

  test('a unit ticked twice in a batch is a fault at its row', async () => {
    const surveyNumber = '202601060001';
    const [one, two] = await ground.units(2, { surveyNumber, developer: builder });
    const { status, reply } = await refusal(
      developer.call(enterprise.open, { body: bodyFor(surveyNumber, [one!, two!, one!]) }),
    );
    expect(status).toBe(422);
    expect(reply.fields).toEqual([
      expect.objectContaining({ path: 'unitIds.2', code: 'twice', message: expect.stringContaining('第 1 行') }),
    ]);
  });

  test('a unit ticked in two batches at once becomes one case; every other row is done', async () => {
    const surveyNumber = '202601060002';
    const units = await ground.units(6, { surveyNumber, developer: builder });
    const batches = await Promise.all([
      opened(developer, bodyFor(surveyNumber, units.slice(0, 4))),
      opened(developer, bodyFor(surveyNumber, units.slice(2))),
    ]);
    const rows = batches.flatMap((batch) => batch.rows);
    expect(rows.filter(({ state }) => state === 'done')).toHaveLength(6);
    const failed = rows.filter(({ state }) => state === 'failed');
    expect(failed.map(({ code }) => code)).toEqual(['UNIT_PENDING', 'UNIT_PENDING']);
    expect(new Set(rows.flatMap(({ caseId }) => caseId ?? [])).size).toBe(6);
    expect(batches.map(({ done, failed: none }) => done + none)).toEqual([4, 4]);
  });

  test('a batch asked for again with the same key is the same batch', async () => {
    const surveyNumber = '202601060003';
    const units = await ground.units(2, { surveyNumber, developer: builder });
    const key = randomUUID();
    const ask = () =>
      fetch(`${platform.url}${enterprise.open.path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${developer.token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(bodyFor(surveyNumber, units)),
      }).then((response) => response.json() as Promise<{ id: string }>);
    const [once, again] = [await ask(), await ask()];
    expect(again.id).toBe(once.id);
    const { rows } = await finished(developer, once);
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('a building table of 2,000 units takes three statements once the clerk is known', async () => {
    const surveyNumber = '202601060004';
    for (let i = 0; i < 4; i++) await ground.units(500, { surveyNumber, developer: builder });
    const body = { businessId: first.id, verify: { surveyNumber, creditCode: builder.creditCode } };
    const { units } = await developer.call(enterprise.building, { body });
    expect(units).toHaveLength(2_000);
    const least = await statementsOf(platform.server, () => developer.call(enterprise.building, { body }));
    expect(least).toBeLessThanOrEqual(3);
  });

  test('a batch submission takes at most 25 statements for each case, its automatic review included', async () => {
    const count = 100;
    const surveyNumber = '202601060005';
    const units = await ground.units(count, { surveyNumber, developer: builder });
    const { rows } = await opened(developer, bodyFor(surveyNumber, units));
    const caseIds = rows.map(({ caseId }) => caseId!);
    const data = { enterprise: 'no', planningPermit: '建字第1号', acceptance: '备案第1号' };
    const filled = { step: 'confirm', rows: caseIds.map((caseId) => ({ caseId, version: 0, data })) };
    await finished(developer, await developer.call(enterprise.fill, { body: filled }));
    const { database } = platform.server;
    let own = 0;
    const reviewing = async (): Promise<number> => {
      own++;
      const [row] = await database.read<{ n: number }>(
        "SELECT COUNT(*) AS n FROM unit u JOIN registration_case c ON c.unit_id = u.id WHERE u.survey_number = ? AND c.state = 'reviewing'",
        [surveyNumber],
      );
      return Number(row!.n);
    };
    const before = database.statements;
    const batch = await developer.call(enterprise.act, { body: { action: 'submit', caseIds } });
    for (let left = 600; left > 0 && (await reviewing()) < count; left--)
      await new Promise((resolve) => setTimeout(resolve, 200));
    const each = (database.statements - before - own) / count;
    console.info(`${dialect}: ${each.toFixed(1)} statements per submitted case`);
    expect(await reviewing()).toBe(count);
    expect(await finished(developer, batch)).toMatchObject({ done: count, failed: 0 });
    expect(each).toBeLessThanOrEqual(25);
  });
});
