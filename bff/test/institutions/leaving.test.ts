import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import type { OpenCases } from '@zhucheng/bff/modules/institutions/institution.types';
import { LeavingService } from '@zhucheng/bff/modules/institutions/leaving.service';
import { routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { identity, institutions } = routes;

jest.setTimeout(60_000);

/** Open cases kept in memory, as a module with a table of its own would answer. */
class Cases implements OpenCases {
  readonly owners = new Map<string, string>();

  private of(staffId: string) {
    return [...this.owners].filter(([, owner]) => owner === staffId).map(([id]) => id);
  }

  async count(_: unknown, staffId: string) {
    return this.of(staffId).length;
  }

  async list(_: unknown, staffId: string) {
    return this.of(staffId).map((id) => {
      return { id, acceptanceNumber: '202603094829137', businessName: '抵押权首次登记', stateName: '填写中' };
    });
  }

  async handOver(_: unknown, from: string, to: string) {
    const cases = this.of(from);
    for (const id of cases) this.owners.set(id, to);
    return cases.length;
  }
}

eachDatabase((dialect) => {
  let server: TestServer;
  const cases = new Cases();
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    (await server.get(LeavingService)).onOpenCases(cases);
  });
  afterAll(() => server.close());

  test('a clerk with open cases leaves after handing them over, and then at once', async () => {
    const staff = await server.get(StaffService);
    const clerks = await server.get(ClerkService);
    const bank = { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R', kind: 'bank' };
    const institutionId = await server.database.unitOfWork((tx) => staff.createInstitution(tx, bank));
    const member = async () => {
      const account = await staffOf(server, ['institution-clerk'], { institutionId });
      await server.database.unitOfWork((tx) => clerks.adopt(tx, institutionId, account.id, null));
      return account;
    };
    const [admin, leaver, heir] = [await member(), await member(), await member()];
    const caseId = '01KAS00000000000000000000A';
    cases.owners.set(caseId, leaver.id);
    const { token } = admin;
    const params = { id: leaver.id };

    const open = await call(server, institutions.openCases, { token, params });
    expect(open.body).toEqual({ count: 1, items: [expect.objectContaining({ id: caseId })] });
    const refused = await call(server, institutions.leave, { token, params });
    expect(refused.body.error).toMatchObject({ code: 'CLERK_HAS_OPEN_CASES', detail: { openCases: 1 } });
    expect((await call(server, identity.staffMe, { token: leaver.token })).status).toBe(200);

    await call(server, institutions.deactivate, { token, params: { id: heir.id } });
    const away = await call(server, institutions.handOver, { token, body: { from: leaver.id, to: heir.id } });
    expect(away.body.error.fields).toEqual([expect.objectContaining({ path: 'to' })]);
    await call(server, institutions.reactivate, { token, params: { id: heir.id } });
    const done = await call(server, institutions.handOver, { token, body: { from: leaver.id, to: heir.id } });
    expect(done.body).toMatchObject({ cases: 1 });
    expect(cases.owners.get(caseId)).toBe(heir.id);

    expect((await call(server, institutions.leave, { token, params })).status).toBe(200);
    expect((await call(server, identity.staffMe, { token: leaver.token })).status).toBe(401);
    const records = await server.database.read(
      'SELECT from_staff_id, to_staff_id, by_staff_id, cases FROM institution_handover',
    );
    expect(records).toEqual([{ from_staff_id: leaver.id, to_staff_id: heir.id, by_staff_id: admin.id, cases: 1 }]);
  });
});
