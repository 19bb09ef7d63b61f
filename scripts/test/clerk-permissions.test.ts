import { businesses, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { colleague, type NewClerk } from './support/clerk';
import { finished, Ground, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(120_000);

const { enterprise, cases, institutions } = routes;
const of = (test: (business: (typeof businesses)[number]) => boolean) => businesses.find(test)!.id;
const discharge = of(({ effects }) => effects.length === 1 && effects[0]!.do === 'discharge-mortgage');
const conversion = of(({ effects }) => effects.some((effect) => effect.do === 'convert-mortgage'));
const first = of(({ effects }) => effects.some((effect) => effect.do === 'register-first'));

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let admin: Client;
  let clerk: NewClerk;
  let bank: { name: string; creditCode: string };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    admin = await platform.cast.officer('bank1');
    bank = platform.cast.developer('bank1');
    clerk = await colleague(platform, admin, { businessIds: [conversion] });
  });
  afterAll(() => platform?.close());

  const start = async (client: Client) => {
    const [number] = await ground.mortgages(await ground.units(1), bank);
    const verify = { certificateNumber: number!, rightHolder: bank.name };
    return client.call(enterprise.start, { body: { businessId: discharge, verify } });
  };
  const offered = async (client: Client) => (await client.call(enterprise.desk, {})).businesses.map(({ id }) => id);

  test('a clerk is offered what the own administrator has allowed, and nothing else', async () => {
    expect(await offered(clerk.client)).toEqual([conversion]);
    expect(await offered(admin)).toEqual(expect.arrayContaining([conversion, discharge]));
    const { status, reply } = await refusal(start(clerk.client));
    expect([status, reply.message, reply.detail]).toEqual([
      403,
      expect.stringContaining('请联系本机构管理员'),
      expect.objectContaining({ reason: 'business', businessId: discharge }),
    ]);
  });

  test('a colleague’s case of another business is read, without anything to do', async () => {
    const { id } = await start(admin);
    const { items } = await clerk.client.call(enterprise.list, { query: { limit: 100 } });
    expect(items.find((item) => item.id === id)).toMatchObject({ actions: [] });
    const own = (await admin.call(enterprise.find, { body: { limit: 100 } })).items.find((item) => item.id === id)!;
    expect(own.actions).toEqual(expect.arrayContaining(['fill', 'withdraw']));
    const view = await clerk.client.call(cases.detail, { params: { id } });
    expect([view.actions, view.myRoles]).toEqual([[], []]);
    // What was answered to one colleague is not answered to the other.
    const theirs = await admin.call(cases.detail, { params: { id } });
    expect(theirs.actions.map(({ action }) => action)).toEqual(expect.arrayContaining(['fill', 'withdraw']));

    const { client } = clerk;
    const data = { reason: 'repaid' };
    const calls: Array<Promise<unknown>> = [
      client.call(cases.saveDraft, { params: { id, step: 'reason' }, body: { version: 0, data } }),
      client.call(cases.fill, { params: { id, step: 'reason' }, body: { version: 0, data } }),
      client.call(cases.send, { params: { id }, body: { version: view.version } }),
      client.call(cases.recall, { params: { id } }),
      client.call(cases.submit, { params: { id } }),
      client.call(cases.withdraw, { params: { id }, body: { reason: '不再办理' } }),
      client.call(cases.remind, { params: { id } }),
      client.call(enterprise.fill, { body: { step: 'reason', rows: [{ caseId: id, version: 0, data }] } }),
      client.call(enterprise.act, { body: { action: 'submit', caseIds: [id] } }),
      client.call(enterprise.act, { body: { action: 'withdraw', caseIds: [id], reason: '不再办理' } }),
    ];
    for (const [index, call] of calls.entries()) expect([index, (await refusal(call)).status]).toEqual([index, 403]);
    expect((await admin.call(cases.detail, { params: { id } })).version).toBe(view.version);
  });

  test('a clerk without the permission converts nothing in a batch and opens no building', async () => {
    const other = await colleague(platform, admin, { businessIds: [discharge] });
    const [unit] = await ground.units(1);
    await ground.own([unit!]);
    const notice = await ground.notice(unit!, bank);
    const body = { businessId: conversion, noticeIds: [notice.id] };
    expect((await refusal(other.client.call(enterprise.open, { body }))).status).toBe(403);
    const developer = await platform.cast.officer('developer1');
    const builder = await colleague(platform, developer, { businessIds: [] });
    expect(await offered(builder.client)).toEqual([]);
    const verify = { surveyNumber: '202601080001', creditCode: platform.cast.developer('developer1').creditCode };
    const table = builder.client.call(enterprise.building, { body: { businessId: first, verify } });
    expect((await refusal(table)).status).toBe(403);
  });

  test('a case of another branch is looked at, and given to do at once with the permission', async () => {
    const branch = await admin.call(institutions.addBranch, { body: { name: '海城支行' } });
    const more = { businessIds: [discharge], branchId: branch.id, allBranches: false };
    const there = await colleague(platform, admin, more);
    const { id } = await start(admin);
    const view = () => there.client.call(cases.detail, { params: { id } });
    expect((await view()).actions).toEqual([]);
    const { clerks } = await admin.call(institutions.staff, {});
    const { version } = clerks.find((one) => one.id === there.id)!;
    await admin.call(institutions.setPermissions, {
      params: { id: there.id },
      body: { ...more, admin: false, allBranches: true, version },
    });
    expect((await view()).actions.map(({ action }) => action)).toContain('fill');
  });

  test('a unit ticked by two clerks at once becomes one case, and the other one is told', async () => {
    const developer = await platform.cast.officer('developer1');
    const second = await colleague(platform, developer, { businessIds: [first] });
    const builder = platform.cast.developer('developer1');
    const surveyNumber = '202601080002';
    const unitIds = await ground.units(3, { surveyNumber, developer: builder });
    const verify = { surveyNumber, creditCode: builder.creditCode };
    const batches = await Promise.all(
      [developer, second.client].map((client) => opened(client, { businessId: first, verify, unitIds })),
    );
    const rows = batches.flatMap((batch) => batch.rows);
    const failed = rows.filter(({ state }) => state === 'failed');
    expect(rows.filter(({ state }) => state === 'done')).toHaveLength(3);
    expect(failed.map(({ code }) => code)).toEqual(['UNIT_PENDING', 'UNIT_PENDING', 'UNIT_PENDING']);
    expect(failed.every(({ message }) => /[\u4e00-\u9fff]/.test(message ?? ''))).toBe(true);
    // Either clerk goes on with what the other has opened.
    const caseId = rows.find((row) => row.caseId)!.caseId!;
    const data = { enterprise: 'no', planningPermit: '建字第1号', acceptance: '备案第1号' };
    for (const [version, client] of [developer, second.client].entries()) {
      const rows = [{ caseId, version, data: { ...data, acceptance: `备案第${version + 1}号` } }];
      const batch = await client.call(enterprise.fill, { body: { step: 'confirm', rows } });
      expect(await finished(client, batch)).toMatchObject({ done: 1, failed: 0 });
    }
  });
});
