import { MessageService } from '@zhucheng/bff/modules/messages/message.service';
import { allRoutes, businesses, certificateNumber, type RouteDefinition, routes, unitNumber } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { jpeg } from '../../bff/test/files/samples';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { HttpPlayer } from '../walk/player';
import { colleague } from './support/clerk';
import { completed, finished, Ground } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(180_000);

const { enterprise, cases } = routes;
const mortgage = businesses.find(
  ({ effects, startedByKinds }) =>
    effects.length === 1 && effects[0]!.do === 'register-mortgage' && startedByKinds.some((kind) => kind === 'bank'),
)!;
const consented = businesses.find(({ parties }) =>
  Object.values(parties).some(({ authorise }) => authorise === 'institution'),
)!;

type Kind =
  | 'case'
  | 'consent'
  | 'batch'
  | 'schedule'
  | 'certificate'
  | 'order'
  | 'file'
  | 'message'
  | 'clerk'
  | 'branch'
  | 'booking';
const data = { reason: 'repaid' };
/** What each route is asked besides the id of something that belongs to somebody else. */
const asked: Record<string, { of: Kind; step?: string; body?: unknown }> = {
  'cases.detail': { of: 'case' },
  'cases.stepData': { of: 'case', step: 'reason' },
  'cases.saveDraft': { of: 'case', step: 'reason', body: { version: 0, data } },
  'cases.fill': { of: 'case', step: 'reason', body: { version: 0, data } },
  'cases.onlineFiling': { of: 'case', step: 'reason' },
  'cases.refresh': { of: 'case', step: 'reason' },
  'cases.send': { of: 'case', body: { version: 1 } },
  'cases.recall': { of: 'case' },
  'cases.submit': { of: 'case' },
  'cases.withdraw': { of: 'case', body: { reason: '不再办理' } },
  'cases.remind': { of: 'case' },
  'consents.detail': { of: 'consent' },
  'consents.give': { of: 'consent', body: { contentHash: 'a'.repeat(64) } },
  'consents.refuse': { of: 'consent', body: { reason: '贷款尚未结清' } },
  'enterprise.batch': { of: 'batch' },
  'enterprise.schedule': { of: 'schedule' },
  'enterprise.schedulePdf': { of: 'schedule' },
  'enterprise.certificateLink': { of: 'certificate' },
  'enterprisePayments.detail': { of: 'order' },
  'enterprisePayments.state': { of: 'order' },
  'enterprisePayments.split': { of: 'order' },
  'enterprisePayments.pay': { of: 'order', body: { method: 'wechat-native' } },
  'enterprisePayments.check': { of: 'order' },
  'sheets.schedule': { of: 'schedule' },
  'institutionMessages.read': { of: 'message' },
  'files.state': { of: 'file' },
  'files.remove': { of: 'file' },
  'files.link': { of: 'file' },
  'institutions.updateBranch': { of: 'branch', body: { version: 1, name: '别人的', active: true } },
  'institutions.setPermissions': {
    of: 'clerk',
    body: { version: 1, admin: true, branchId: '', businessIds: ['*'], allBranches: true },
  },
  'institutions.deactivate': { of: 'clerk' },
  'institutions.reactivate': { of: 'clerk' },
  'institutions.reset': { of: 'clerk' },
  'institutions.openCases': { of: 'clerk' },
  'institutions.leave': { of: 'clerk' },
  'appointments.detail': { of: 'booking' },
  'appointments.change': { of: 'booking', body: { version: 1, slotId: '' } },
  'appointments.cancel': { of: 'booking', body: { version: 1 } },
};

/** Asked with somebody else's id where what they are about is at hand. */
const elsewhere: Record<string, string> = {
  'account.endSession': 'identity/account',
  'institutions.admitJoining': 'institutions/joining',
  'institutions.refuseJoining': 'institutions/joining',
  'pickup.decide': 'printing-proofs',
  'staffAccess.removePasskey': 'identity/passkeys',
};

const byId = allRoutes().filter(
  ({ name, definition }) =>
    definition.access.includes('institution-clerk') && definition.path.includes('/:id') && !elsewhere[name],
);

test('every route of an institution that takes an id is asked below', () => {
  expect(byId.map(({ name }) => name).sort()).toEqual(Object.keys(asked).sort());
});

eachDatabase((dialect) => {
  let platform: Platform;
  let owner: Client;
  let stranger: Client;
  let slotId = '';
  let strangersBranch = '';
  const ids = {} as Record<Kind, string>;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const { cast } = platform;
    const ground = new Ground(platform);
    owner = await cast.officer('bank1');
    stranger = await cast.officer('bank2');
    const bank = cast.developer('bank1');
    const numbers = await ground.mortgages(await ground.units(11), bank);
    const started: string[] = [];
    for (const certificateNumber of numbers) {
      const verify = { certificateNumber, rightHolder: bank.name };
      started.push((await owner.call(enterprise.start, { body: { businessId: 'mortgage-discharge', verify } })).id);
    }
    const [open, ...done] = started as [string, ...string[]];
    const rows = done.map((caseId) => ({ caseId, version: 0, data }));
    await finished(owner, await owner.call(enterprise.fill, { body: { step: 'reason', rows } }));
    const batch = await owner.call(enterprise.act, { body: { action: 'submit', caseIds: done } });
    await finished(owner, batch);
    for (const id of done) await completed(owner, id);
    ids.case = open;
    ids.batch = batch.id;
    ids.schedule = (await owner.call(enterprise.makeSchedule, { body: { caseIds: done } })).id;
    ids.message = await told(open, bank.creditCode);
    ids.order = await owed();
    ids.consent = await waitingForConsent();
    ids.certificate = (await owner.call(enterprise.certificates, { query: { limit: 1 } })).items[0]!.id;
    ids.file = (await owner.upload('营业执照.jpg', jpeg())).id;
    const clerk = await colleague(platform, owner, { businessIds: ['*'] });
    ids.clerk = clerk.id;
    ids.branch = (await owner.call(routes.institutions.addBranch, { body: { name: '海城支行' } })).id;
    strangersBranch = (await stranger.call(routes.institutions.staff, {})).branches[0]!.id;
    await book();
  });
  afterAll(() => platform?.close());

  async function told(caseId: string, creditCode: string): Promise<string> {
    const messages = await platform.server.get(MessageService);
    const params = { business: '转移登记', location: '测试路', acceptanceNumber: '', owners: '', certificates: '' };
    await platform.server.database.unitOfWork((tx) =>
      messages.notifyInstitution(tx, creditCode, { caseId, template: 'mortgage-stays', params }),
    );
    return (await owner.call(routes.institutionMessages.list, { query: { limit: 1 } })).items[0]!.id;
  }

  /** Plays a business up to a move and leaves the case there. */
  async function playUntil(business: typeof mortgage, path: string, move: string): Promise<void> {
    const planned = walkPaths(business).find(({ id }) => id === path)!;
    const end = planned.steps.findIndex((step) => step.move.do === move);
    const { cast, playground } = platform;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    player.finish = async () => undefined;
    const { error, passed } = await walk(business, { ...planned, steps: planned.steps.slice(0, end) }, player);
    expect({ error, passed }).toEqual({ error: undefined, passed: true });
  }

  async function owed(): Promise<string> {
    await playUntil(mortgage, 'happy', 'pay');
    return (await owner.call(routes.enterprisePayments.list, { query: { limit: 1 } })).items[0]!.id;
  }

  /** Whichever bank is asked becomes the owner; the other one is the stranger to it. */
  async function waitingForConsent(): Promise<string> {
    const role = Object.entries(consented.parties).find(([, party]) => party.authorise === 'institution')![0];
    await playUntil(consented, `${role}-refuses`, 'refuse-consent');
    const waiting = async (client: Client) => (await client.call(routes.consents.list, { query: { limit: 1 } })).items;
    const [mine] = await waiting(owner);
    if (mine) return mine.id;
    const [theirs] = await waiting(stranger);
    consentOf = stranger;
    return theirs!.id;
  }
  let consentOf: Client | undefined;

  async function book(): Promise<void> {
    const { appointments } = routes;
    const { items } = await owner.call(appointments.points, {});
    for (const { id } of items) {
      const { days } = await owner.call(appointments.slots, { params: { id }, query: { kind: 'window' } });
      const slots = days.flatMap((day) => day.slots).filter((slot) => slot.free > 0);
      if (slots.length === 0) continue;
      slotId = slots.at(-1)!.id;
      const contact = { name: '邱晓琳', phone: '13907790601' };
      const body = { slotId: slots[0]!.id, matter: 'registration' as const, contact };
      ids.booking = (await owner.call(appointments.book, { body: body as never })).id;
      return;
    }
    throw new Error('no service point has a free place');
  }

  test.each(byId.map(({ name, definition }) => [name, definition] as const))(
    '%s does not know what belongs to another bank',
    async (name, definition: RouteDefinition) => {
      const { of, step, body } = asked[name]!;
      const other = of === 'consent' && consentOf === stranger ? owner : stranger;
      const filled = body && {
        ...(body as object),
        ...('slotId' in (body as object) && { slotId }),
        ...('branchId' in (body as object) && { branchId: strangersBranch }),
      };
      const params = { id: ids[of], ...(step && { step }) };
      const { status, code, reply } = await refusal(other.call(definition as never, { params, body: filled } as never));
      expect({ status, code }).toEqual({ status: 404, code: 'NOT_FOUND' });
      // Nothing tells an id that is not there from one that is somebody else's.
      const nowhere = { ...params, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
      const unknown = await refusal(other.call(definition as never, { params: nowhere, body: filled } as never));
      expect({ code: unknown.code, message: unknown.reply.message }).toEqual({ code, message: reply.message });
    },
  );

  test('nor do batches, schedules, merged orders and handovers that name it', async () => {
    const { act, fill, makeSchedule } = enterprise;
    const { enterprisePayments, institutions } = routes;
    const own = (await stranger.call(institutions.staff, {})).clerks[0]!.id;
    const calls: Array<Promise<unknown>> = [
      stranger.call(act, { body: { action: 'withdraw', caseIds: [ids.case], reason: '不再办理' } }),
      stranger.call(fill, { body: { step: 'reason', rows: [{ caseId: ids.case, version: 0, data }] } }),
      stranger.call(makeSchedule, { body: { caseIds: Array.from({ length: 10 }, () => ids.case) } }),
      stranger.call(enterprisePayments.merge, { body: { orderIds: [ids.order, '01ARZ3NDEKTSV4RRFFQ69G5FAV'] } }),
      stranger.call(institutions.handOver, { body: { from: own, to: ids.clerk } }),
      stranger.call(institutions.handOver, { body: { from: ids.clerk, to: own } }),
    ];
    for (const [index, call] of calls.entries()) {
      const { status } = await refusal(call);
      expect([index, [404, 422].includes(status)]).toEqual([index, true]);
    }
    const view = await owner.call(cases.detail, { params: { id: ids.case } });
    for (const text of [view.acceptanceNumber, view.unit.unitNumber, view.unit.location, view.parties[0]!.name]) {
      const found = async (client: Client) =>
        (await client.call(enterprise.find, { body: { text, limit: 100 } })).items.map(({ id }) => id);
      expect(await found(owner)).toContain(ids.case);
      expect(await found(stranger)).not.toContain(ids.case);
    }
  });

  test('nor is its certificate found by a number that stands on it', async () => {
    await playUntil(mortgage, 'happy', 'check-outcome');
    const { items: held } = await owner.call(enterprise.certificates, { query: { limit: 100 } });
    const times = held.map(({ issuedAt }) => issuedAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const [issued] = held;
    const { items } = await owner.call(enterprise.find, { body: { text: issued!.location, limit: 1 } });
    const view = await owner.call(cases.detail, { params: { id: items[0]!.id } });
    const { year, serial } = certificateNumber.parse(issued!.number)!;
    const numbers = [issued!.number, `${year}-${String(serial).padStart(7, '0')}`, view.acceptanceNumber];
    for (const number of [...numbers, unitNumber.group(view.unit.unitNumber)]) {
      const found = async (client: Client) =>
        (await client.call(enterprise.certificates, { query: { number, limit: 20 } })).items.map(({ id }) => id);
      expect([number, await found(owner)]).toEqual([number, expect.arrayContaining([issued!.id])]);
      expect([number, await found(stranger)]).toEqual([number, []]);
    }
    const typed = { query: { number: '桂（2026', limit: 20 } };
    const { status, reply } = await refusal(owner.call(enterprise.certificates, typed));
    expect({ status, fields: reply.fields }).toMatchObject({ status: 422, fields: [{ path: 'number' }] });
  });

  test('and nothing of it has changed', async () => {
    expect(await owner.call(cases.detail, { params: { id: ids.case } })).toMatchObject({ state: 'verified' });
    expect(await owner.call(routes.files.state, { params: { id: ids.file } })).toMatchObject({ name: '营业执照.jpg' });
    expect(await owner.call(routes.appointments.detail, { params: { id: ids.booking } })).toMatchObject({
      state: 'booked',
    });
    expect(await owner.call(routes.enterprisePayments.state, { params: { id: ids.order } })).toMatchObject({
      state: 'unpaid',
    });
  });
});
