import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { RegisterEffects } from '@zhucheng/bff/modules/register/register-effects.service';
import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { creditCode, routes } from '@zhucheng/shared';
import { call, citizenOf, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { startTestServer, type TestServer } from '../support/server';
import { certificateOf, idNumberOf, ownedUnit, proofOf, unitOf } from './register.fixtures';

const { register } = routes;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let importer: RegisterImportService;
  let registrar: string;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    importer = await server.get(RegisterImportService);
    registrar = (await staffOf(server, ['registrar'])).token;
    await server.database.unitOfWork(async (tx) => {
      const many = Array.from({ length: 300 }, (_, i) =>
        unitOf(2000 + i, { estate: '海景湾', building: '1幢', room: `${i}`, location: `北海市海城区海景路1号${i}` }),
      );
      await importer.importUnits(tx, many);
    });
    if (dialect === 'mysql') await server.database.unitOfWork((tx) => tx.query('ANALYZE TABLE unit'));
    else await server.database.unitOfWork((tx) => tx.execute('ANALYZE'));
  });
  afterAll(() => server.close());

  const search = async (text: string, more: Record<string, string> = {}) => {
    const answer = await call(server, register.units, { token: registrar, query: { search: text, ...more } });
    expect(answer.status).toBe(200);
    return answer.body as { items: Array<{ id: string; owners: string }>; next: string | null };
  };
  const add = (unitId: string, body: object, key = newId()) =>
    call(server, register.addLimit, { token: registrar, params: { id: unitId }, body, key });
  const seizure = {
    kind: 'seizure',
    authority: '北海市海城区人民法院',
    documentNumber: '（2026）桂0502执1号',
    until: null,
  };

  test('my real estate: own ones only, in three statements along indexes', async () => {
    const me = await citizenOf(server, 1);
    const spouse = { name: '林静', idNumber: idNumberOf(2) };
    const owned = await ownedUnit(server, 1, [{ name: me.name, idNumber: me.idNumber }, spouse]);
    await ownedUnit(server, 2, [spouse]);
    await call(server, register.mine, { token: me.token });
    const statements = await statementsOf(server, async () => {
      const answer = await call(server, register.mine, { token: me.token });
      expect(answer.body.items).toMatchObject([
        {
          unit: { id: owned.unitId, useName: '住宅' },
          coOwnership: '共同共有',
          share: null,
          conditions: [],
          certificates: [{ id: owned.certificateId, number: owned.certificateNumber }],
        },
      ]);
      expect(answer.body.items).toHaveLength(1);
    });
    expect(statements).toHaveLength(3);
    for (const { sql, params } of statements) expect(await fullScans(server, sql, params)).toEqual([]);
    expect((await call(server, register.unit, { token: me.token, params: { id: owned.unitId } })).status).toBe(403);
  });

  test('units are found by everything printed on paper, along an index', async () => {
    const owned = await ownedUnit(server, 10);
    const mortgage = {
      unitId: owned.unitId,
      rank: 1,
      mortgagee: { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R' },
      securedFen: 1,
      collateralFen: 1,
      debtStart: '2022-01-01',
      debtEnd: '2052-01-01',
      transferLimit: true,
      certificateNumber: proofOf(10),
    };
    await server.database.unitOfWork((tx) => importer.importMortgage(tx, [mortgage]));
    const { unitNumber } = unitOf(10);
    await search(unitNumber);
    for (const text of [
      unitNumber,
      `${unitNumber.slice(0, 6)} ${unitNumber.slice(6, 12)} ${unitNumber.slice(12).toLowerCase()}`,
      '桂(2020)北海市不动产权第10号',
      '2020-0000010',
      '桂(2020)北海市不动产权第000001',
      proofOf(10),
      '银滩花园 3幢 1210',
      '北海市银海区银滩大道88号银滩花园3幢1210',
    ]) {
      const statements = await statementsOf(server, async () => {
        const { items } = await search(text);
        expect([text, items.at(0)?.id]).toEqual([text, owned.unitId]);
      });
      expect(statements.length).toBeLessThanOrEqual(3);
      for (const { sql, params } of statements)
        expect([text, await fullScans(server, sql, params)]).toEqual([text, []]);
    }
    expect((await search('银滩%')).items).toEqual([]);
    expect((await search(certificateOf(7_777_777))).items).toEqual([]);
  });

  test('pages go through all units once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await search('海景湾', { limit: '100', ...(cursor && { cursor }) });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next;
    }
    expect(seen).toHaveLength(300);
    expect(new Set(seen).size).toBe(300);
  });

  test('the detail masks people, shows the history and needs three statements', async () => {
    const owned = await ownedUnit(server, 20);
    const get = () => call(server, register.unit, { token: registrar, params: { id: owned.unitId } });
    await get();
    const statements = await statementsOf(server, async () => {
      const { body } = await get();
      expect(body).toMatchObject({
        unit: { id: owned.unitId, owners: '陈**' },
        rights: [
          { holders: [{ name: '陈**', idNumberMasked: `4505************${idNumberOf(1).slice(-2)}`, share: null }] },
        ],
        history: [
          { seq: 2, kindName: '所有权登记' },
          { seq: 1, kindName: '单元建立' },
        ],
        historyIntact: true,
        pendingCases: [],
      });
      expect(JSON.stringify(body)).not.toMatch(/陈海波|450502198506/);
    });
    expect(statements.length).toBeLessThanOrEqual(3);
    for (const { sql, params } of statements) expect(await fullScans(server, sql, params)).toEqual([]);
    await server.database.unitOfWork((tx) =>
      tx.execute("UPDATE unit_history SET payload = '{}' WHERE unit_id = ? AND seq = 2", [owned.unitId]),
    );
    expect((await get()).body.historyIntact).toBe(false);
    expect((await call(server, register.unit, { token: registrar, params: { id: newId() } })).status).toBe(404);
  });

  test('a limit is added once per key, audited, and lifted once', async () => {
    const { unitId } = await ownedUnit(server, 30);
    const key = newId();
    const [first, again] = [await add(unitId, seizure, key), await add(unitId, seizure, key)];
    expect(first.body).toMatchObject({
      unit: { conditions: ['seizure'] },
      limits: [{ kindName: '查封', authority: seizure.authority, validTo: null }],
      history: [{ kindName: '限制登记' }, {}, {}],
      historyIntact: true,
    });
    expect(again.body).toEqual(first.body);
    const params = { id: first.body.limits[0].id };
    const lift = () => call(server, register.liftLimit, { token: registrar, params, body: { reason: '执行完毕' } });
    const both = await Promise.all([lift(), lift()]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(both.find((answer) => answer.status === 200)!.body.unit.conditions).toEqual([]);
    const audit = await server.database.read<{ action: string }>(
      'SELECT action FROM audit_entry WHERE subject_id = ? ORDER BY id',
      [unitId],
    );
    expect(audit.map((entry) => entry.action)).toEqual(['register.limit-added', 'register.limit-lifted']);
    expect((await add(newId(), seizure)).status).toBe(404);
    expect((await add(unitId, { ...seizure, until: '2020-01-01' })).body.error.fields[0].path).toBe('until');
    const officer = (await staffOf(server, ['officer'])).token;
    const denied = { token: officer, params: { id: unitId }, body: seizure };
    expect((await call(server, register.addLimit, denied)).status).toBe(403);
  });

  test('an objection lapses after 15 days; the job writes it down and tells the handlers', async () => {
    const { unitId } = await ownedUnit(server, 40);
    const objection = { kind: 'objection', authority: '黄小明', documentNumber: '异议1号', until: null };
    const added = await add(unitId, objection);
    expect(added.body.limits[0].authority).toBe('黄**');
    const service = await server.get(RegisterService);
    const told: string[] = [];
    service.onLimitsChanged(async (_, { unitId: id, change }) => {
      if (id === unitId) told.push(change);
    });
    server.clock.advance(15 * 86_400_000);
    await server.jobs.run('register-lapse');
    expect(told).toEqual([]);
    server.clock.advance(86_400_000);
    expect(service.conditions((await service.snapshot(unitId))!)).toEqual([]);
    await server.jobs.run('register-lapse');
    await server.jobs.run('register-lapse');
    expect(told).toEqual(['lifted']);
    expect((await service.snapshot(unitId))!.limits).toEqual([]);
  });

  test('a notice lapses 90 days after the first registration; the job writes it down and tells the handlers', async () => {
    const [unitId] = await server.database.unitOfWork((tx) => importer.importUnits(tx, [unitOf(41)]));
    const unit = unitId!;
    const effects = await server.get(RegisterEffects);
    const register = await server.get(RegisterService);
    const buyer = { name: '陈海波', idNumber: idNumberOf(3) };
    const developer = { name: '北海某某置业有限公司', idNumber: creditCode.compose('91450500MADEM003') };
    const source = { unitId: unit, caseId: newId(), acceptanceNumber: '202601050000017' };
    await server.database.unitOfWork(async (tx) =>
      effects.registerNotice(
        tx,
        {
          ...source,
          kind: 'presale',
          holders: [buyer],
          obligors: [developer],
          coOwnership: 'sole',
          certificateNumber: '桂（2026）北海市不动产证明第0009001号',
          terms: null,
        },
        (await register.snapshotIn(tx, unit))!,
      ),
    );
    server.clock.advance(400 * 86_400_000);
    await server.jobs.run('register-lapse');
    expect((await register.snapshot(unit))!.notices).toHaveLength(1);
    const first = { ...source, holder: developer, certificates: [] };
    await server.database.unitOfWork((tx) => effects.registerFirst(tx, first));
    const lapsed: string[] = [];
    effects.onNoticeLapsed(async (_, { certificateNumber }) => void lapsed.push(certificateNumber));
    server.clock.advance(90 * 86_400_000);
    await server.jobs.run('register-lapse');
    expect(lapsed).toEqual([]);
    server.clock.advance(86_400_000);
    expect(register.conditions((await register.snapshot(unit))!)).toEqual([]);
    await server.jobs.run('register-lapse');
    await server.jobs.run('register-lapse');
    expect(lapsed).toEqual(['桂（2026）北海市不动产证明第0009001号']);
    expect((await register.snapshot(unit))!.notices).toEqual([]);
    expect((await register.record(unit))!.historyIntact).toBe(true);
  });
});
