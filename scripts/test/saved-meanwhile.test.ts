import { businesses, routes, type SavedMeanwhile } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import type { Client } from '../walk/client';
import { colleague, type NewClerk } from './support/clerk';
import { finished, Ground } from './support/desk';
import { partWay } from './support/part-way';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(180_000);

const { cases, enterprise, institutions, appointments, printing, guides } = routes;
const sale = businesses.find(
  ({ startedBy, effects }) =>
    startedBy.includes('citizen') && effects.length === 1 && effects[0]!.do === 'transfer-ownership',
)!;
const discharge = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'discharge-mortgage')!;

eachDatabase((dialect) => {
  let platform: Platform;
  let seller: Actor;
  let admin: Client;
  let clerk: NewClerk;
  let bank: { name: string; creditCode: string };
  let ground: Ground;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    seller = await platform.cast.person('chen-haibo');
    admin = await platform.cast.officer('bank1');
    bank = platform.cast.developer('bank1');
    clerk = await colleague(platform, admin, { businessIds: ['*'], allBranches: true });
  });
  afterAll(() => platform?.close());

  const begun = async () => {
    const [certificateNumber] = await ground.mortgages(await ground.units(1), bank);
    const verify = { certificateNumber: certificateNumber!, rightHolder: bank.name };
    return (await admin.call(enterprise.start, { body: { businessId: discharge.id, verify } })).id;
  };
  /** Both send at the same moment; whoever won, and what the other was told. */
  const race = async <T>(...sent: Array<Promise<T>>) => {
    const ends = await Promise.allSettled(sent);
    const winner = ends.findIndex(({ status }) => status === 'fulfilled');
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { code, reply } = await refusal(sent[1 - winner]!);
    expect(code).toBe('SAVED_MEANWHILE');
    return { winner, told: reply.detail as unknown as SavedMeanwhile, message: reply.message };
  };

  test('two tabs of a citizen save one step: one is kept, the other learns what is saved; nothing is overwritten', async () => {
    const view = await partWay(platform, sale, ({ do: move }) => move === 'fill');
    const step = view.steps.find(({ kind }) => kind === 'form')!.id;
    const params = { id: view.id, step };
    const drafts = [{ agreement: '家具留给买方' }, { agreement: '家具搬走' }];
    const save = (version: number, data: Record<string, unknown>) =>
      seller.client.call(cases.saveDraft, { params, body: { version, data } });
    expect(await seller.client.call(cases.stepData, { params })).toMatchObject({ version: 0 });
    const { winner, told, message } = await race(...drafts.map((data) => save(0, data)));
    // A draft is taken in also after a pause, so that its refusal shows nothing.
    expect(told).toMatchObject({ version: 1, mine: true, by: '您本人', values: null });
    expect(message).toContain('另一个页面');
    expect(await seller.client.call(cases.stepData, { params })).toMatchObject({
      data: drafts[winner],
      draft: true,
      version: 1,
    });
    // The same content once more, as after a lost answer, and the next from there.
    expect(await save(0, drafts[winner]!)).toEqual({ version: 1 });
    expect(await save(1, drafts[1 - winner]!)).toEqual({ version: 2 });
  });

  test('two clerks save one step: one wins, the other reads the colleague’s name and both values', async () => {
    const id = await begun();
    const params = { id, step: 'reason' };
    const clients = [admin, clerk.client];
    const reasons = ['repaid', 'waived'];
    const fill = (at: number, version: number) =>
      clients[at]!.call(cases.fill, { params, body: { version, data: { reason: reasons[at]! } } });
    const { winner, told, message } = await race(fill(0, 0), fill(1, 0));
    const names = [(await admin.call(routes.identity.staffMe, {})).name, clerk.name];
    expect(told).toMatchObject({ version: 1, mine: false, by: names[winner], values: { reason: reasons[winner] } });
    expect(message).toContain(names[winner]);
    const late = 1 - winner;
    const view = await fill(late, told.version);
    expect(view.steps.find((one) => one.id === 'reason')!.version).toBe(2);
    const fills = view.timeline.filter(({ action }) => action === 'fill').map(({ by }) => by);
    expect(fills).toEqual([winner, late].map((at) => `${bank.name}（经办人 ${names[at]}）`));
  });

  test('a colleague’s draft is what the next one opens, and a batch does not write over it', async () => {
    const id = await begun();
    const params = { id, step: 'reason' };
    await clerk.client.call(cases.saveDraft, { params, body: { version: 0, data: { reason: 'waived' } } });
    expect(await admin.call(cases.stepData, { params })).toMatchObject({ data: { reason: 'waived' }, version: 1 });
    const rows = (version: number) => [{ caseId: id, version, data: { reason: 'repaid' } }];
    const batch = (version: number) => admin.call(enterprise.fill, { body: { step: 'reason', rows: rows(version) } });
    const [row] = (await finished(admin, await batch(0))).rows;
    expect(row).toMatchObject({
      state: 'failed',
      code: 'SAVED_MEANWHILE',
      message: expect.stringContaining(clerk.name),
    });
    const { items } = await admin.call(enterprise.list, { query: { limit: 100 } });
    const { versions } = items.find((item) => item.id === id)!;
    expect(await finished(admin, await batch(versions.reason!))).toMatchObject({ done: 1, failed: 0 });
  });

  test('settings of an institution: two administrators at once', async () => {
    const second = await colleague(platform, admin, { admin: true, businessIds: ['*'], allBranches: true });
    const branch = await admin.call(institutions.addBranch, { body: { name: `银滩支行${Date.now()}` } });
    const { id: branchId, version, name: before } = branch;
    const rename = (client: Client, name: string) =>
      client.call(institutions.updateBranch, { params: { id: branchId }, body: { version, name, active: true } });
    const names = ['北部湾支行', '廉州湾支行'].map((name) => `${name}${before}`);
    const renamed = await race(rename(admin, names[0]!), rename(second.client, names[1]!));
    expect(renamed.told).toMatchObject({ version: version + 1, values: { name: names[renamed.winner], active: true } });

    const member = await colleague(platform, admin, { businessIds: [] });
    const seen = (await admin.call(institutions.staff, {})).clerks.find(({ id }) => id === member.id)!;
    const permit = (client: Client, businessIds: string[]) =>
      client.call(institutions.setPermissions, {
        params: { id: member.id },
        body: { version: seen.version, admin: false, branchId: seen.branchId, businessIds, allBranches: false },
      });
    const given = [[discharge.id], ['*']];
    const { winner, told } = await race(permit(admin, given[0]!), permit(second.client, given[1]!));
    expect(told.values).toMatchObject({ businessIds: given[winner], allBranches: false });
    if (winner === 1) expect(told.by).toBe(second.name);
  });

  test('settings of the centre: rules, a service point, a holiday, a card reader, a guide’s note, an agreement', async () => {
    const administrator = await platform.cast.officer('administrator');
    const both = <T>(save: (at: 0 | 1) => Promise<T>) => race(save(0), save(1));
    const { rules, points } = await administrator.call(appointments.settings, {});
    const ruled = await both((at) =>
      administrator.call(appointments.setRules, { body: { ...rules, openPerPerson: rules.openPerPerson + 1 + at } }),
    );
    expect(ruled.told).toMatchObject({
      version: rules.version + 1,
      mine: true,
      values: { openPerPerson: rules.openPerPerson + 1 + ruled.winner, daysAhead: rules.daysAhead },
    });

    const { id: pointId, ...point } = points[0]!;
    const pointed = await both((at) =>
      administrator.call(appointments.changePoint, {
        params: { id: pointId },
        body: { ...point, phone: `0779-10${at}` },
      }),
    );
    expect(pointed.told.values).toMatchObject({ phone: `0779-10${pointed.winner}`, week: point.week });

    const { kiosk } = await administrator.call(printing.registerKiosk, {
      body: { pointId, name: `自助机${Date.now()}` },
    });
    expect(kiosk.version).toBe(1);
    const gone = (at: number) => ({ params: { id: kiosk.id }, body: { version: kiosk.version + at, reader: null } });
    await administrator.call(printing.setReader, gone(0));
    expect((await refusal(administrator.call(printing.setReader, gone(0)))).reply.detail).toMatchObject({
      version: 2,
      values: { reader: null },
    });
    await administrator.call(printing.setReader, gone(1));

    const words = { section: 'materials' as const, text: '节前照常受理', from: '2026-01-01', until: null };
    const note = await administrator.call(guides.addNote, { params: { id: sale.id }, body: words });
    const noted = await both((at) =>
      administrator.call(guides.editNote, {
        params: { id: note.id },
        body: { ...words, text: `第 ${at} 稿`, version: note.version },
      }),
    );
    expect(noted.told.values).toEqual({ ...words, text: `第 ${noted.winner} 稿` });
    // Who takes a note down has read it: not the one that a colleague wrote since.
    const down = (version: number) =>
      administrator.call(guides.withdrawNote, { params: { id: note.id }, body: { version } });
    const kept = await refusal(down(note.version));
    expect([kept.code, kept.reply.detail]).toEqual([
      'SAVED_MEANWHILE',
      expect.objectContaining({ version: note.version + 1, values: noted.told.values }),
    ]);
    expect((await down(note.version + 1)).state).toBe('withdrawn');

    const { items } = await administrator.call(institutions.list, {});
    const terms = (at: number) => ({ from: '2026-01-01', until: `203${at}-12-31`, publicArchive: false, note: '' });
    const { id, version } = items.find(({ name }) => name === bank.name)!;
    const renewed = await both((at) =>
      administrator.call(institutions.renew, { params: { id }, body: { ...terms(at), version } }),
    );
    expect(renewed.told.values).toEqual(terms(renewed.winner));
  });
});
