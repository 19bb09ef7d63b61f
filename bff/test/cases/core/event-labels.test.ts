import { CaseEventEntity } from '@zhucheng/bff/modules/cases/core/case.entity';
import { detailsFromRows, detailsSql } from '@zhucheng/bff/modules/cases/core/case.query';
import { CaseEventLabels } from '@zhucheng/bff/modules/cases/core/case-event-labels.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { eachDatabase } from '../../support/databases';
import { startTestServer, type TestServer } from '../../support/server';

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const caseId = newId();
  beforeAll(async () => {
    server = await startTestServer({ dialect, modules: [CaseEventEntity, CaseEventLabels] });
    for (let seq = 1; seq <= 450; seq++) {
      const row = { action: 'claim', from_state: 'a', to_state: 'b', actor_kind: 'staff', actor_id: 'x' };
      await server.database.unitOfWork((tx) =>
        tx.insert('case_event', { ...row, id: newId(), case_id: caseId, seq, at: seq, by_label: `李审核${seq}` }),
      );
    }
  });
  afterAll(() => server.close());

  const labels = async () => {
    const rows = await server.database.read<Record<string, string | number | null>>(detailsSql, Array(4).fill(caseId));
    return detailsFromRows(server.cipher, caseId, rows).events.map(({ by }) => by);
  };
  const expected = Array.from({ length: 450 }, (_, i) => `李审核${i + 1}`);

  test('who did what in earlier cases is encrypted, also after the job was killed, and is said all the while', async () => {
    expect(await labels()).toEqual(expected);
    const unitOfWork = server.database.unitOfWork.bind(server.database);
    let calls = 0;
    const dying = jest.spyOn(server.database, 'unitOfWork').mockImplementation((work) => {
      if (++calls > 3) throw new Error('killed');
      return unitOfWork(work);
    });
    await expect(server.jobs.run('upgrade-case-event-labels')).rejects.toThrow('killed');
    dying.mockRestore();
    const plain = () => server.database.read("SELECT id FROM case_event WHERE by_label <> ''");
    expect((await plain()).length).toBeGreaterThan(0);
    expect((await plain()).length).toBeLessThan(450);
    expect(await labels()).toEqual(expected);
    await server.jobs.run('upgrade-case-event-labels');
    expect(await plain()).toEqual([]);
    expect(await labels()).toEqual(expected);
    expect(JSON.stringify(await server.database.read('SELECT * FROM case_event'))).not.toContain('李审核');
    expect(await server.database.readOne('SELECT done FROM data_upgrade')).toEqual({ done: 450 });
  });
});
