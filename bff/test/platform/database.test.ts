import { Flag, Id, Int, Json, Ms } from '@zhucheng/bff/platform/database/columns';
import { isDuplicateKey, Overtaken, placeholders, quote } from '@zhucheng/bff/platform/database/sql';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import { Entity } from 'typeorm';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

@Entity('toy')
class Toy {
  @Id() id!: string;
  @Ms({ name: 'made_at' }) madeAt!: number;
  @Int() version!: number;
  @Flag({ name: 'is_new' }) isNew!: boolean;
  @Json({ nullable: true }) facts!: { colour: string } | null;
}

eachDatabase((dialect) => {
  let server: TestServer;
  const uow = <T>(work: (tx: Transaction) => Promise<T>) => server.database.unitOfWork(work);
  const count = async () => (await server.database.readOne<{ n: number }>('SELECT COUNT(*) AS n FROM toy'))!.n;
  const toy = (id: string) => ({ id, madeAt: 1_790_000_000_123, version: 1, isNew: true, facts: { colour: '红' } });

  beforeAll(async () => {
    server = await startTestServer({ dialect, modules: [Toy] });
    await uow((tx) =>
      tx.execute(
        'CREATE TABLE toy (id varchar(26) PRIMARY KEY, made_at bigint NOT NULL, version int NOT NULL, is_new smallint NOT NULL, facts text)',
      ),
    );
  });
  afterAll(() => server.close());
  beforeEach(() => uow((tx) => tx.execute('DELETE FROM toy')));

  test('writes by entity and reads exact values, numbers as numbers', async () => {
    await uow((tx) => tx.insert(Toy, toy('a')));
    const rows = await server.database.read('SELECT made_at, is_new, facts FROM toy WHERE id = ?', ['a']);
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { made_at: 1_790_000_000_123, is_new: 1, facts: '{"colour":"红"}' },
    ]);
    const sum = await server.database.readOne('SELECT SUM(made_at) AS total FROM toy');
    expect(sum).toEqual({ total: 1_790_000_000_123 });
  });

  test('LIMIT and IN take parameters', async () => {
    await uow(async (tx) => {
      for (const id of ['a', 'b', 'c']) await tx.insert(Toy, toy(id));
    });
    const ids = ['a', 'b', 'x'];
    const rows = await server.database.read(
      `SELECT id FROM toy WHERE id IN (${placeholders(ids)}) ORDER BY id LIMIT ?`,
      [...ids, 1],
    );
    expect(rows.map((row) => row.id)).toEqual(['a']);
  });

  test('an error rolls everything back and the next unit of work is clean', async () => {
    const work = uow(async (tx) => {
      await tx.insert(Toy, toy('a'));
      throw new Problem('CONFLICT');
    });
    await expect(work).rejects.toBeInstanceOf(Problem);
    await uow((tx) => tx.insert(Toy, toy('b')));
    expect(await count()).toBe(1);
  });

  test('fifty parallel units of work, every third fails, none disturbs another', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        uow(async (tx) => {
          await tx.insert(Toy, toy(`p${i}`));
          await new Promise((resolve) => setImmediate(resolve));
          if (i % 3 === 0) throw new Error('no');
        }),
      ),
    );
    const done = results.filter((result) => result.status === 'fulfilled').length;
    expect(done).toBe(33);
    expect(await count()).toBe(33);
  });

  test('a conditional update lets one of many through', async () => {
    await uow((tx) => tx.insert(Toy, toy('race')));
    const winners = await Promise.all(
      Array.from({ length: 10 }, () => uow((tx) => tx.update(Toy, { version: 2 }, { id: 'race', version: 1 }))),
    );
    expect(winners.reduce((sum, n) => sum + n, 0)).toBe(1);
  });

  test('a locked row is read one after the other', async () => {
    await uow((tx) => tx.insert(Toy, toy('lock')));
    await Promise.all(
      Array.from({ length: 10 }, () =>
        uow(async (tx) => {
          const row = await tx.lockRow<{ version: number }>('toy', 'lock');
          await new Promise((resolve) => setTimeout(resolve, 2));
          await tx.update(Toy, { version: row!.version + 1 }, { id: 'lock' });
        }),
      ),
    );
    expect((await server.database.readOne('SELECT version FROM toy'))?.version).toBe(11);
  });

  test('duplicate keys are recognised and leave the transaction usable', async () => {
    await uow(async (tx) => {
      await tx.insert(Toy, toy('d'));
      const error = await tx.insert(Toy, toy('d')).catch((reason: unknown) => reason);
      expect(isDuplicateKey(error)).toBe(true);
      await tx.insert(Toy, toy('e'));
    });
    expect(await count()).toBe(2);
  });

  test('a read cannot write', async () => {
    await expect(server.database.read("INSERT INTO toy VALUES ('x', 1, 1, 1, NULL)")).rejects.toThrow();
    await expect(server.database.read('DELETE FROM toy')).rejects.toThrow();
    expect(await count()).toBe(0);
  });

  test('a read does not see what is not committed', async () => {
    await uow(async (tx) => {
      await tx.insert(Toy, toy('hidden'));
      expect(await count()).toBe(0);
    });
    expect(await count()).toBe(1);
  });

  test('a unit of work inside another one is an error', async () => {
    await expect(uow(() => uow(async () => 1))).rejects.toThrow('inside another one');
  });

  test('a statement that was not awaited does not slip out of the transaction', async () => {
    let kept: Transaction | undefined;
    await uow(async (tx) => {
      kept = tx;
    });
    await expect(kept!.insert(Toy, toy('late'))).rejects.toThrow('has ended');
  });

  test('hooks run after the commit only', async () => {
    const calls: string[] = [];
    await uow(async (tx) => tx.afterCommit(() => void calls.push('committed')));
    await uow(async (tx) => {
      tx.afterCommit(() => void calls.push('never'));
      throw new Error('no');
    }).catch(() => undefined);
    expect(calls).toEqual(['committed']);
  });

  if (dialect === 'mysql') {
    test('what another unit of work has overtaken is tried again, without what was written before', async () => {
      let runs = 0;
      await uow(async (tx) => {
        await tx.insert(Toy, toy('overtaken'));
        if (++runs === 1) throw new Overtaken();
      });
      expect(runs).toBe(2);
      expect(await server.database.read("SELECT id FROM toy WHERE id = 'overtaken'")).toHaveLength(1);
    });

    test('a deadlock is tried again', async () => {
      await uow(async (tx) => {
        await tx.insert(Toy, toy('a'));
        await tx.insert(Toy, toy('b'));
      });
      let runs = 0;
      const both = (first: string, second: string) =>
        uow(async (tx) => {
          runs++;
          await tx.execute('UPDATE toy SET version = version + 1 WHERE id = ?', [first]);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await tx.execute('UPDATE toy SET version = version + 1 WHERE id = ?', [second]);
        });
      await Promise.all([both('a', 'b'), both('b', 'a')]);
      expect(runs).toBeGreaterThan(2);
      expect((await server.database.read('SELECT version FROM toy')).map((row) => row.version)).toEqual([3, 3]);
    });
  }
});

test('identifiers are quoted or refused', () => {
  expect(quote('case_event')).toBe('`case_event`');
  expect(() => quote('a`; DROP TABLE b')).toThrow();
});
