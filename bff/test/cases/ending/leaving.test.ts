import { routes } from '@zhucheng/shared';
import { call } from '../../identity/people';
import { eachDatabase } from '../../support/databases';
import { CasesHarness } from '../harness';
import { type Bank, bankOf, loanOf } from '../loans';

const { identity, institutions } = routes;
jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  let bank: Bank;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
    bank = await bankOf(desk);
  });
  afterAll(() => desk?.close());

  const inCharge = async (caseId: string) =>
    (await desk.server.database.readOne<{ clerk_id: string }>('SELECT clerk_id FROM registration_case WHERE id = ?', [
      caseId,
    ]))!.clerk_id;

  test('a clerk with open cases leaves after handing them over, and then at once', async () => {
    const [admin, leaver, heir] = [await bank.clerk(), await bank.clerk(), await bank.clerk()];
    const open = await loanOf(desk, leaver.actor);
    const over = await loanOf(desk, leaver.actor);
    await desk.set(over.id, { state: 'completed' });
    const { token } = admin;
    const params = { id: leaver.id };

    const listed = await call(desk.server, institutions.openCases, { token, params });
    expect(listed.body).toEqual({
      count: 1,
      items: [
        {
          id: open.id,
          acceptanceNumber: open.acceptanceNumber,
          businessName: '房屋一般抵押权登记',
          stateName: open.stateName,
        },
      ],
    });
    const refused = await call(desk.server, institutions.leave, { token, params });
    expect(refused.body.error).toMatchObject({ code: 'CLERK_HAS_OPEN_CASES', detail: { openCases: 1 } });
    expect((await call(desk.server, identity.staffMe, { token: leaver.token })).status).toBe(200);

    await call(desk.server, institutions.deactivate, { token, params: { id: heir.id } });
    const away = await call(desk.server, institutions.handOver, { token, body: { from: leaver.id, to: heir.id } });
    expect(away.body.error.fields).toEqual([expect.objectContaining({ path: 'to' })]);
    await call(desk.server, institutions.reactivate, { token, params: { id: heir.id } });
    const done = await call(desk.server, institutions.handOver, { token, body: { from: leaver.id, to: heir.id } });
    expect(done.body).toMatchObject({ cases: 1 });
    // What is over stays with whoever did it.
    expect([await inCharge(open.id), await inCharge(over.id)]).toEqual([heir.id, leaver.id]);

    expect((await call(desk.server, institutions.leave, { token, params })).status).toBe(200);
    expect((await call(desk.server, identity.staffMe, { token: leaver.token })).status).toBe(401);
    const records = await desk.server.database.read(
      'SELECT from_staff_id, to_staff_id, by_staff_id, cases FROM institution_handover',
    );
    expect(records).toEqual([{ from_staff_id: leaver.id, to_staff_id: heir.id, by_staff_id: admin.id, cases: 1 }]);
  });

  test('a colleague who may not do the business cannot take its cases over', async () => {
    const [admin, leaver, heir] = [await bank.clerk(), await bank.clerk(), await bank.clerk()];
    const open = await loanOf(desk, leaver.actor);
    await desk.within((tx) =>
      tx.update('institution_clerk', { business_ids: '["mortgage-discharge"]' }, { staff_id: heir.id }),
    );
    const answer = await call(desk.server, institutions.handOver, {
      token: admin.token,
      body: { from: leaver.id, to: heir.id },
    });
    expect(answer.body.error.fields).toEqual([
      expect.objectContaining({ path: 'to', message: expect.stringContaining('“房屋一般抵押权登记”的权限') }),
    ]);
    expect(await inCharge(open.id)).toBe(leaver.id);
  });
});
