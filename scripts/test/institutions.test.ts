import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { SessionService } from '@zhucheng/bff/modules/identity/session.service';
import { PermissionService } from '@zhucheng/bff/modules/institutions/permission.service';
import {
  businesses,
  creditCode,
  dayOf,
  filingTerms,
  type NewAccount,
  type RouteDefinition,
  routes,
} from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { TOTP } from 'otpauth';
import { eachDatabase } from '../../bff/test/support/databases';
import { ODD_CODE } from '../sandbox/desks';
import { Client } from '../walk/client';
import { activated, tokenOf } from './support/clerk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { statementsOf } from './support/statements';

jest.setTimeout(120_000);

const { institutions, identity, staffAccess } = routes;
const day = 86_400_000;
const code = creditCode.compose('91450502MA5KT3X7');
const password = 'Own-password-7';
const filing = {
  name: '北海市涠洲湾村镇银行',
  creditCode: code,
  kind: 'bank' as const,
  legalRepresentative: '廖文彬',
  contact: { name: '苏婉清', phone: '13907796101' },
  administrator: { name: '陆子昂', username: 'weizhou-admin', phone: '13907796102' },
  termsVersion: filingTerms.version,
};
/** An account and, once its owner has used the link, what the authenticator keeps. */
type Known = NewAccount & { totpSecret: string };

const clerkOne = { name: '黎小满', username: 'weizhou-clerk', phone: '13907796103' };

eachDatabase((dialect) => {
  let platform: Platform;
  let anybody: Client;
  let centre: Client;
  let bank: Client;
  let receipt = '';
  let filingId = '';
  let institutionId = '';
  let first: Known;
  let clerk: Known;
  let admin: Client;
  let desk: Client;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const startable = { ...toyBusiness, startedBy: ['citizen' as const, 'institution-clerk' as const] };
    (await platform.server.get(Businesses)).use([...businesses, startable]);
    anybody = new Client(platform.url);
    centre = await platform.cast.officer('administrator');
    bank = await platform.cast.officer('bank1');
  });
  afterAll(() => platform?.close());

  const today = (offset = 0) => dayOf(platform.clock.now() + offset);
  const terms = () => ({ from: today(), until: today(30 * day), publicArchive: true, note: '首次签约' });

  /** A code is good once, so each try uses the next one. */
  async function signIn(account: Known, word: string): Promise<Client> {
    platform.clock.advance(30_000);
    const totp = new TOTP({ secret: account.totpSecret }).generate({ timestamp: platform.clock.now() });
    const { token } = await anybody.call(identity.staff, {
      body: { username: account.username, password: word, totp },
    });
    return new Client(platform.url, token);
  }

  const activate = async (account: NewAccount, word: string): Promise<Known> => {
    return { ...account, totpSecret: (await activated(platform, account, word)).totpSecret };
  };

  test('a credit code with a wrong check digit counts if the bureau has it; the terms must be agreed to', async () => {
    const wrong = `${code.slice(0, 17)}${code.endsWith('1') ? '2' : '1'}`;
    const { reply, status } = await refusal(
      anybody.call(institutions.apply, { body: { ...filing, creditCode: wrong } }),
    );
    expect(status).toBe(422);
    expect(reply.fields).toEqual([
      expect.objectContaining({ path: 'creditCode', message: expect.stringContaining('市场监管部门没有登记') }),
    ]);
    const odd = await anybody.call(institutions.apply, {
      body: { ...filing, name: '北海市奇码商贸有限公司', creditCode: ODD_CODE },
    });
    expect(odd.state).toBe('pending');
    const { items } = await centre.call(institutions.filings, { query: { state: 'pending' } });
    await centre.call(institutions.refuse, { params: { id: items[0]!.id }, body: { reason: '重复提交' } });
    const { termsVersion: _, ...silent } = filing;
    const disagreed = await refusal(anybody.call(institutions.apply, { body: silent as typeof filing }));
    expect(disagreed.reply.fields).toEqual([expect.objectContaining({ path: 'termsVersion' })]);
  });

  test('an institution files, and follows its filing with the receipt', async () => {
    const answer = await anybody.call(institutions.apply, { body: filing });
    receipt = answer.receipt;
    expect(answer).toMatchObject({ name: filing.name, state: 'pending', decidedAt: null });
    expect(await anybody.call(institutions.status, { body: { receipt: receipt.toLowerCase() } })).toEqual(answer);
    const unknown = `${receipt.slice(0, -1)}${receipt.endsWith('A') ? 'B' : 'A'}`;
    expect((await refusal(anybody.call(institutions.status, { body: { receipt: unknown } }))).status).toBe(404);
  });

  test('the centre reads it masked and approves it, once', async () => {
    const { items } = await centre.call(institutions.filings, { query: { state: 'pending' } });
    expect(items).toEqual([expect.objectContaining({ receipt, creditCode: code, state: 'pending' })]);
    filingId = items[0]!.id;
    const detail = await centre.call(institutions.filing, { params: { id: filingId } });
    expect(JSON.stringify(detail)).not.toMatch(/13907796|苏婉清|陆子昂|廖文彬/);
    const full = await centre.call(institutions.unmask, { params: { id: filingId }, body: { reason: '电话核实' } });
    expect(full.contact).toEqual(filing.contact);
    const past = { terms: { ...terms(), from: '2020-01-01', until: '2020-12-31' } };
    const over = await refusal(centre.call(institutions.approve, { params: { id: filingId }, body: past }));
    expect(over.reply.fields).toEqual([expect.objectContaining({ path: 'terms.until' })]);
    const clash = { terms: terms(), username: 'bank1' };
    const taken = await refusal(centre.call(institutions.approve, { params: { id: filingId }, body: clash }));
    expect(taken.reply.fields).toEqual([expect.objectContaining({ path: 'username', code: 'taken' })]);
    const approved = await centre.call(institutions.approve, { params: { id: filingId }, body: { terms: terms() } });
    ({ institutionId } = approved);
    first = { ...approved.account, totpSecret: '' };
    expect(first).toMatchObject({ username: 'weizhou-admin', name: '陆子昂' });
    expect(first.link).toMatch(/\/admin\/activate#[\w-]{43}$/);
    expect(Math.abs(first.linkExpiresAt - platform.clock.now() - day)).toBeLessThan(60_000);
    const again = centre.call(institutions.approve, { params: { id: filingId }, body: { terms: terms() } });
    expect((await refusal(again)).code).toBe('FILING_DECIDED');
    expect(await anybody.call(institutions.status, { body: { receipt } })).toMatchObject({ state: 'approved' });
    const stored = await platform.server.database.read('SELECT * FROM institution_filing');
    expect(JSON.stringify(stored)).not.toMatch(/13907796|苏婉清|陆子昂|廖文彬/);
  });

  test('a refused filing tells why, and another may follow', async () => {
    const other = {
      ...filing,
      name: '北海市听海房产经纪有限公司',
      creditCode: creditCode.compose('91450502MA5KT3X9'),
      kind: 'agency' as const,
    };
    const body = { ...other, administrator: { ...filing.administrator, username: 'tinghai' } };
    const sent = await anybody.call(institutions.apply, { body });
    const { items } = await centre.call(institutions.filings, { query: { state: 'pending' } });
    await centre.call(institutions.refuse, { params: { id: items[0]!.id }, body: { reason: '营业执照已注销' } });
    const state = await anybody.call(institutions.status, { body: { receipt: sent.receipt } });
    expect(state).toMatchObject({ state: 'refused', reason: '营业执照已注销' });
    expect(await anybody.call(institutions.apply, { body })).toMatchObject({ state: 'pending' });
  });

  test('the first administrator comes in by an activation link, which the centre can send again until then', async () => {
    expect((await refusal(signIn({ ...first, totpSecret: 'JBSWY3DPEHPK3PXP' }, ''.padEnd(8, 'x')))).code).toBe(
      'LOGIN_FAILED',
    );
    const params = { id: filingId };
    expect((await centre.call(institutions.filing, { params })).administrator.activated).toBe(false);
    const again = await centre.call(institutions.reissue, { params });
    expect(again).toMatchObject({ id: first.id, username: first.username });
    const old = anybody.call(staffAccess.activation, { body: { token: tokenOf(first) } });
    expect((await refusal(old)).code).toBe('ACTIVATION_INVALID');
    first = await activate(again, password);
    admin = await signIn(first, password);
    expect(await admin.call(identity.staffMe, {})).toMatchObject({
      institution: { id: institutionId, name: filing.name },
      institutionAdmin: true,
      faceDocuments: { wechat: expect.arrayContaining(['resident']), alipay: expect.arrayContaining(['resident']) },
    });
    expect((await centre.call(institutions.filing, { params })).administrator.activated).toBe(true);
    expect((await refusal(centre.call(institutions.reissue, { params }))).code).toBe('CONFLICT');
    expect((await refusal(admin.call(institutions.reset, { params: { id: first.id } }))).code).toBe('CONFLICT');
  });

  test('its administrator makes a branch and a clerk', async () => {
    const before = await admin.call(institutions.staff, {});
    expect(before.branches).toEqual([expect.objectContaining({ name: '本部', headOffice: true })]);
    expect(before.businesses).toContainEqual(expect.objectContaining({ id: toyBusiness.id }));
    const branch = await admin.call(institutions.addBranch, { body: { name: '海城支行' } });
    const twice = await refusal(admin.call(institutions.addBranch, { body: { name: '海城支行' } }));
    expect(twice.reply.fields).toEqual([expect.objectContaining({ path: 'name' })]);
    const wanted = { ...clerkOne, admin: false, branchId: branch.id, businessIds: [], allBranches: false };
    const odd = { ...wanted, businessIds: ['second-hand-transfer'] };
    const refused = await refusal(admin.call(institutions.createClerk, { body: odd }));
    expect(refused.reply.fields).toEqual([expect.objectContaining({ path: 'businessIds.0' })]);
    clerk = { ...(await admin.call(institutions.createClerk, { body: wanted })), totpSecret: '' };
    const staff = await admin.call(institutions.staff, {});
    expect(staff.clerks.find((item) => item.id === clerk.id)).toMatchObject({
      username: 'weizhou-clerk',
      phoneMasked: '139****6103',
      state: 'active',
      activated: false,
      branchId: branch.id,
    });
    const closing = admin.call(institutions.updateBranch, {
      params: { id: branch.id },
      body: { version: branch.version, name: '海城支行', active: false },
    });
    expect((await refusal(closing)).code).toBe('BRANCH_IN_USE');
  });

  test('the clerk may do what was given, at once, and doesn’t manage others', async () => {
    clerk = await activate(clerk, password);
    desk = await signIn(clerk, password);
    const permissions = await platform.server.get(PermissionService);
    const actor = (await (await platform.server.get(SessionService)).read(desk.token))!;
    const scope = await desk.call(institutions.scope, {});
    expect(scope).toMatchObject({ institutionId, admin: false, businessIds: [], allBranches: false });
    await expect(permissions.require(actor, toyBusiness.id, scope.branchId)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      detail: { reason: 'business', businessId: toyBusiness.id },
    });
    const seen = (await admin.call(institutions.staff, {})).clerks.find((item) => item.id === clerk.id)!;
    const given = { admin: false, branchId: scope.branchId, businessIds: [toyBusiness.id], allBranches: false };
    const set = { params: { id: clerk.id }, body: { ...given, version: seen.version } };
    await admin.call(institutions.setPermissions, set);
    expect((await refusal(admin.call(institutions.setPermissions, set))).code).toBe('SAVED_MEANWHILE');
    expect(await permissions.may(actor, toyBusiness.id, scope.branchId)).toBe(true);
    await expect(permissions.require(actor, toyBusiness.id, institutionId)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      detail: { reason: 'branch' },
    });
    const managing = await refusal(desk.call(institutions.staff, {}));
    expect(managing).toMatchObject({ code: 'FORBIDDEN', reply: { detail: { reason: 'institution-admin' } } });
    expect(await bank.call(institutions.scope, {})).toMatchObject({ admin: true, businessIds: '*', allBranches: true });
  });

  test('every read takes three statements at most', async () => {
    const reads: Array<[Client, RouteDefinition, unknown]> = [
      [centre, institutions.filings, { query: { state: 'approved' } }],
      [centre, institutions.filing, { params: { id: filingId } }],
      [centre, institutions.list, {}],
      [admin, institutions.staff, {}],
      [admin, institutions.scope, {}],
      [admin, institutions.handovers, {}],
      [admin, institutions.openCases, { params: { id: clerk.id } }],
    ] as unknown as Array<[Client, RouteDefinition, unknown]>;
    for (const [client, definition, input] of reads) {
      const least = await statementsOf(platform.server, () => client.call(definition, input as never));
      expect([definition.path, least <= 3]).toEqual([definition.path, true]);
    }
  });

  test('another institution’s clerk is not there', async () => {
    const params = { id: clerk.id };
    const given = { version: 1, admin: true, branchId: institutionId, businessIds: ['*'], allBranches: true };
    const colleague = (await bank.call(institutions.staff, {})).clerks[0]!.id;
    const calls: Array<[RouteDefinition, unknown]> = [
      [institutions.deactivate, { params }],
      [institutions.reactivate, { params }],
      [institutions.reset, { params }],
      [institutions.leave, { params }],
      [institutions.openCases, { params }],
      [institutions.setPermissions, { params, body: given }],
      [institutions.handOver, { body: { from: clerk.id, to: colleague } }],
      [institutions.handOver, { body: { from: colleague, to: clerk.id } }],
    ] as unknown as Array<[RouteDefinition, unknown]>;
    for (const [definition, input] of calls) {
      const { status } = await refusal(bank.call(definition, input as never));
      expect([definition.path, status]).toEqual([definition.path, 404]);
    }
    const branch = institutions.updateBranch;
    const renaming = bank.call(branch, {
      params: { id: institutionId },
      body: { version: 1, name: '别人的', active: true },
    });
    expect((await refusal(renaming)).status).toBe(404);
    expect(await desk.call(identity.staffMe, {})).toMatchObject({ id: clerk.id });
  });

  test('a deactivated clerk is out until reactivated; a new link makes password and codes start afresh', async () => {
    const params = { id: clerk.id };
    await admin.call(institutions.deactivate, { params });
    expect((await refusal(desk.call(identity.staffMe, {}))).status).toBe(401);
    expect((await refusal(signIn(clerk, password))).code).toBe('LOGIN_FAILED');
    await admin.call(institutions.reactivate, { params });
    desk = await signIn(clerk, password);
    for (let i = 0; i < 5; i++) await refusal(signIn(clerk, 'wrong-password-1'));
    expect((await refusal(signIn(clerk, password))).code).toBe('LOGIN_LOCKED');
    const renewed = await admin.call(institutions.reset, { params });
    expect((await refusal(desk.call(identity.staffMe, {}))).status).toBe(401);
    expect((await refusal(signIn(clerk, password))).code).toBe('LOGIN_FAILED');
    clerk = await activate(renewed, `${password}8`);
    desk = await signIn(clerk, `${password}8`);
  });

  test('after leaving the old session is dead at once; somebody always manages', async () => {
    for (const route of [institutions.leave, institutions.deactivate])
      expect((await refusal(admin.call(route, { params: { id: first.id } }))).code).toBe('LAST_ADMINISTRATOR');
    const handover = await admin.call(institutions.handOver, { body: { from: clerk.id, to: first.id } });
    expect(handover).toMatchObject({ from: clerkOne.name, to: '陆子昂', by: '陆子昂', cases: 0 });
    expect((await admin.call(institutions.handovers, {})).items).toEqual([handover]);
    await admin.call(institutions.leave, { params: { id: clerk.id } });
    expect((await refusal(desk.call(identity.staffMe, {}))).status).toBe(401);
    expect((await refusal(signIn(clerk, `${password}8`))).code).toBe('LOGIN_FAILED');
    expect((await refusal(admin.call(institutions.reactivate, { params: { id: clerk.id } }))).code).toBe('CONFLICT');
    const staff = await admin.call(institutions.staff, {});
    expect(staff.clerks.find((item) => item.id === clerk.id)).toMatchObject({ state: 'left' });
    const auditor = await platform.cast.officer('auditor');
    const { items } = await auditor.call(routes.audit.list, { query: { subjectId: clerk.id, limit: 2 } });
    expect(items.map(({ action, detail }) => ({ action, detail }))).toEqual([
      { action: 'institution.clerk.leave', detail: { left: clerk.id, handedOverTo: first.id } },
      { action: 'institution.clerk.hand-over', detail: { from: clerk.id, to: first.id, cases: 0 } },
    ]);
  });

  test('nobody of a closed or expired institution gets in', async () => {
    const params = { id: institutionId };
    await centre.call(institutions.close, { params, body: { reason: '机构申请退出' } });
    expect((await refusal(admin.call(identity.staffMe, {}))).status).toBe(401);
    expect((await refusal(signIn(first, password))).code).toBe('INSTITUTION_CLOSED');
    const { version } = (await centre.call(institutions.list, {})).items[0]!;
    await centre.call(institutions.renew, { params, body: { ...terms(), version } });
    await signIn(first, password);
    const { items } = await centre.call(institutions.list, {});
    expect(items[0]).toMatchObject({ id: institutionId, state: 'active', until: today(30 * day), publicArchive: true });
    platform.clock.advance(31 * day);
    expect((await refusal(signIn(first, password))).code).toBe('INSTITUTION_CLOSED');
  });
});
