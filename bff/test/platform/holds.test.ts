import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import { draftFor, offered } from '../agents/grants';
import { citizenOf, fakeAdapters } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const modules = join(__dirname, '../../src/modules');

eachDatabase((dialect) => {
  let server: TestServer;
  const fakes = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters: fakes.adapters });
  });
  afterAll(() => server.close());
  const held = async (table: string, id: string) =>
    (await server.database.readOne<{ held: number }>(`SELECT held FROM ${table} WHERE id = ?`, [id]))?.held;

  test('of many who count at once, each sees what the one before has done', async () => {
    const pointId = 'POINT00000000000000000HOLD';
    await server.database.unitOfWork((tx) =>
      tx.insert('institution_branch', { id: pointId, institution_id: pointId, name: 'a', active: 1, created_at: 0 }),
    );
    const counting = 'SELECT COUNT(*) AS n FROM outbox WHERE topic = ?';
    const oneOfTwo = async (tx: Transaction) => {
      if (!(await tx.hold('institution_branch', pointId, { active: 1 }))) throw new Problem('NOT_FOUND');
      const [{ n }] = (await tx.query<{ n: number }>(counting, ['held'])) as [{ n: number }];
      if (Number(n) >= 2) throw new Problem('CONFLICT');
      await tx.enqueue('held', null, {});
    };
    const ended = await Promise.allSettled(Array.from({ length: 4 }, () => server.database.unitOfWork(oneOfTwo)));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await held('institution_branch', pointId)).toBe(2);
    await server.database.unitOfWork((tx) => tx.update('institution_branch', { active: 0 }, { id: pointId }));
    await expect(server.database.unitOfWork(oneOfTwo)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a grant is written at the person whose grants are counted, so that two servers cannot both count', async () => {
    const [principal, agent] = [await citizenOf(server, 1), await citizenOf(server, 2, { name: '林晓珍' })];
    const before = await held('citizen', principal.id);
    await offered(server, fakes, principal, draftFor(server, agent));
    expect(await held('citizen', principal.id)).toBe(before! + 1);
  });
});

/** Rows that stand for others: whoever only locks them has a lock on one server. */
test('no module takes a row only to look at others', () => {
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const bare = files.flatMap((file) =>
    [...readFileSync(join(modules, file), 'utf8').matchAll(/^\s*await tx\.lockRow\('(\w+)'/gm)].map(
      ([, table]) => `${file.split('/').at(-1)}: ${table}`,
    ),
  );
  // These write the row, or what has a unique key beside it, in the same unit of work.
  expect(bare.sort()).toEqual([
    'appointment.service.ts: appointment',
    'register-effects.service.ts: unit',
    'register.service.ts: unit',
    'register.service.ts: unit',
    'service-point.service.ts: appointment_rule',
    'sign-in.service.ts: citizen',
  ]);
});
