import { conditions, RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { residentId } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { certificateOf, idNumberOf, ownedUnit, proofOf, unitOf } from './register.fixtures';

const mortgageOf = (unitId: string, serial: number, more: object = {}) => ({
  unitId,
  rank: 1,
  mortgagee: { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R' },
  securedFen: 80_000_000,
  collateralFen: 120_000_000,
  debtStart: '2022-01-01',
  debtEnd: '2052-01-01',
  transferLimit: false,
  certificateNumber: proofOf(serial),
  ...more,
});

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let register: RegisterService;
  let importer: RegisterImportService;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    register = await server.get(RegisterService);
    importer = await server.get(RegisterImportService);
  });
  afterAll(() => server.close());

  const counted = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const before = server.database.statements;
    const result = await work();
    return [result, server.database.statements - before];
  };

  test('an owner who was stored before names were cleaned is found as their reader sees them', async () => {
    const owned = await ownedUnit(server, 71, [{ name: '方海波', idNumber: idNumberOf(3) }]);
    const stored = { name: '⽅海波', idNumber: idNumberOf(3) };
    await server.database.unitOfWork((tx) =>
      tx.update(
        'right_holder',
        { holder_cipher: server.cipher.encryptJson(stored, 'right_holder.holder') },
        { right_id: owned.rightId },
      ),
    );
    for (const holderName of ['⽅海波', '方海波', '方 海波']) {
      const found = await register.findForOwner({
        certificateNumber: certificateOf(71),
        holderName,
        idNumber: idNumberOf(3),
      });
      expect(found?.unit.id).toBe(owned.unitId);
      // What is stored stays as it is.
      expect(found?.ownership?.holders[0]?.name).toBe('⽅海波');
    }
  });

  test('what enters from an older register is cleaned as it enters', async () => {
    const owned = await ownedUnit(
      server,
      79,
      [{ name: '\u202d\u2f45海波\u202c', idNumber: `\u200e${idNumberOf(3)}` }],
      { estate: '银滩花园\u200b', building: '３幢', location: '北海市银海区银滩大道８８号\u3000银滩花园' },
    );
    const record = (await register.record(owned.unitId))!;
    expect(record.unit).toMatchObject({
      estate: '银滩花园',
      building: '3幢',
      location: '北海市银海区银滩大道88号 银滩花园',
    });
    expect(record.rights[0]!.holders[0]).toMatchObject({ name: '方海波', idNumber: idNumberOf(3) });
    expect(record.historyIntact).toBe(true);
  });

  test('15 digits of an old certificate are the holder of the 18, as printed, also where they were indexed as they stood', async () => {
    const eighteen = idNumberOf(41);
    const printed = residentId.toOld(eighteen)!;
    const owned = await ownedUnit(server, 72, [{ name: '黄老五', idNumber: printed }]);
    const before = await ownedUnit(server, 73, [{ name: '黄老五', idNumber: printed }]);
    await server.database.unitOfWork((tx) =>
      tx.execute('UPDATE right_holder SET id_blind = ? WHERE right_id = ?', [
        server.cipher.blindIndex(printed, 'id-number'),
        before.rightId,
      ]),
    );
    for (const [serial, unitId] of [
      [72, owned.unitId],
      [73, before.unitId],
    ] as const) {
      const certificate = { certificateNumber: certificateOf(serial), holderName: '黄老五' };
      for (const idNumber of [eighteen, printed])
        expect((await register.findForOwner({ ...certificate, idNumber }))?.unit.id).toBe(unitId);
      expect(await register.findForOwner({ ...certificate, idNumber: idNumberOf(42) })).toBeNull();
    }
    const mine = await register.realEstateOf(eighteen);
    expect(mine.map(({ unit }) => unit.id).sort()).toEqual([owned.unitId, before.unitId].sort());
    expect(mine.map(({ ownership }) => ownership?.holders[0]?.idNumber)).toEqual([printed, printed]);
  });

  test('one number on two kinds of documents, or from two countries, is two holders', async () => {
    const kept = ['PASSPORT:USA:H12345678', 'PASSPORT:CAN:H12345678', 'HMP:H12345678'];
    const owned = [];
    for (const [i, idNumber] of kept.entries())
      owned.push(await ownedUnit(server, 74 + i, [{ name: '阿依古丽·买买提', idNumber }]));
    for (const [i, idNumber] of kept.entries())
      expect((await register.realEstateOf(idNumber)).map(({ unit }) => unit.id)).toEqual([owned[i]!.unitId]);
    const kinds = await server.database.read<{ id_kind: string }>(
      'SELECT h.id_kind FROM right_holder h JOIN right_record r ON r.id = h.right_id WHERE r.unit_id IN (?, ?, ?) ORDER BY h.id_kind',
      owned.map(({ unitId }) => unitId),
    );
    expect(kinds.map((row) => row.id_kind)).toEqual(['hk-macau-permit', 'passport', 'passport']);
  });

  test('finds a unit for its owner in two statements, whether or not it is theirs', async () => {
    const spouse = { name: '林静', idNumber: idNumberOf(2) };
    const owned = await ownedUnit(server, 1, [{ name: '陈海波', idNumber: idNumberOf(1) }, spouse]);
    const good = { certificateNumber: '桂(2020)北海市不动产权第1号', holderName: ' 陈海波 ', idNumber: idNumberOf(2) };
    const [found, statements] = await counted(() => register.findForOwner(good));
    expect(statements).toBe(2);
    expect(found).toMatchObject({
      unit: { id: owned.unitId, version: 2 },
      ownership: {
        rightId: owned.rightId,
        coOwnership: 'joint',
        holders: [{ name: '陈海波', idNumber: idNumberOf(1), share: null }, spouse],
        certificates: [{ id: owned.certificateId, number: owned.certificateNumber }],
      },
    });
    for (const holderName of [
      '陈\u200b海\u3000波',
      '陈海波、林静',
      '林静，陈海波',
      '林静 陈海波',
      '陈海波、 林 静',
      '\u202d林静\u202c',
    ])
      expect(await register.findForOwner({ ...good, holderName })).toEqual(found);
    for (const wrong of [
      { holderName: '陈海' },
      { holderName: '陈海波、林望' },
      { idNumber: idNumberOf(3) },
      { certificateNumber: certificateOf(9_999_999) },
    ]) {
      const [nothing, same] = await counted(() => register.findForOwner({ ...good, ...wrong }));
      expect(nothing).toBeNull();
      expect(same).toBe(2);
    }
  });

  test('stores no name or number in the clear', async () => {
    const rows = await server.database.read('SELECT * FROM right_holder');
    const history = await server.database.read('SELECT * FROM unit_history');
    expect(JSON.stringify([rows, history])).not.toMatch(/陈海波|林静|450502198506/);
  });

  test('a transfer ends the old right and its certificates; mortgages survive; time is kept', async () => {
    const owned = await ownedUnit(server, 2);
    await server.database.unitOfWork((tx) => importer.importMortgage(tx, [mortgageOf(owned.unitId, 2)]));
    server.clock.advance(1_000);
    const certificate = { id: newId(), number: certificateOf(2_000_002) };
    const result = await server.database.unitOfWork((tx) =>
      register.transferOwnership(tx, {
        unitId: owned.unitId,
        fromRightId: owned.rightId,
        coOwnership: 'shares',
        holders: [
          { name: '黄小明', idNumber: idNumberOf(11), share: { numerator: 1, denominator: 3 } },
          { name: '黄小红', idNumber: idNumberOf(12), share: { numerator: 2, denominator: 3 } },
        ],
        certificates: [certificate],
        caseId: newId(),
        acceptanceNumber: '202401010000011',
      }),
    );
    expect(result.endedCertificateIds).toEqual([owned.certificateId]);
    const now = await register.snapshot(owned.unitId);
    expect(now?.ownership).toMatchObject({
      rightId: result.rightId,
      acceptanceNumber: '202401010000011',
      certificates: [certificate],
      holders: [{ name: '黄小明', share: { numerator: 1, denominator: 3 } }, { name: '黄小红' }],
    });
    expect(now?.mortgages).toHaveLength(1);
    const all = await register.record(owned.unitId);
    expect(all?.rights).toMatchObject([
      { rightId: result.rightId, validFrom: server.clock.now(), validTo: null },
      { rightId: owned.rightId, validTo: server.clock.now(), certificates: [{ id: owned.certificateId }] },
    ]);
    expect(all?.history.map((entry) => entry.kind)).toEqual(['transfer', 'mortgage', 'ownership', 'unit-created']);
    expect(all?.historyIntact).toBe(true);
    const question = { certificateNumber: owned.certificateNumber, holderName: '陈海波', idNumber: idNumberOf(1) };
    expect(await register.findForOwner(question)).toBeNull();
    expect(await register.realEstateOf(idNumberOf(11))).toMatchObject([{ unit: { id: owned.unitId } }]);
  });

  test('of two transfers at once exactly one is registered', async () => {
    const owned = await ownedUnit(server, 3);
    const attempt = (serial: number) =>
      server.database.unitOfWork((tx) =>
        register.transferOwnership(tx, {
          unitId: owned.unitId,
          fromRightId: owned.rightId,
          coOwnership: 'sole',
          holders: [{ name: '买受人', idNumber: idNumberOf(serial) }],
          certificates: [{ id: newId(), number: certificateOf(3_000_000 + serial) }],
          caseId: newId(),
          acceptanceNumber: `20240101000${serial}`,
        }),
      );
    const results = await Promise.allSettled([attempt(21), attempt(22), attempt(23)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    }
    const all = await register.record(owned.unitId);
    expect(all?.rights.filter((right) => right.validTo === null)).toHaveLength(1);
    expect(all?.unit.version).toBe(3);
    expect(all?.historyIntact).toBe(true);
  });

  test('a changed, removed or cut-off entry of the history is noticed', async () => {
    const tampered = async (sql: string, params: (unitId: string) => unknown[], serial: number) => {
      const { unitId } = await ownedUnit(server, serial);
      await server.database.unitOfWork((tx) => importer.importMortgage(tx, [mortgageOf(unitId, serial)]));
      expect(await register.verifyHistory(unitId)).toEqual({ intact: true, entries: 3, brokenAt: null });
      await server.database.unitOfWork((tx) => tx.execute(sql, params(unitId)));
      return (await register.verifyHistory(unitId)).brokenAt;
    };
    const one = (unitId: string) => [unitId];
    expect(await tampered("UPDATE unit_history SET summary = 'x' WHERE unit_id = ? AND seq = 2", one, 31)).toBe(2);
    expect(await tampered('UPDATE unit_history SET at = at + 1 WHERE unit_id = ? AND seq = 1', one, 32)).toBe(1);
    expect(await tampered('DELETE FROM unit_history WHERE unit_id = ? AND seq = 2', one, 33)).toBe(2);
    expect(await tampered('DELETE FROM unit_history WHERE unit_id = ? AND seq = 3', one, 34)).toBe(3);
  });

  test('conditions follow the register, the calendar and the Civil Code', async () => {
    server.clock.set(Date.parse('2026-03-01T04:00:00Z'));
    const unit = await ownedUnit(server, 40, [{ name: '陈小宝', idNumber: idNumberOf(5, '20080301') }]);
    const at = (time: string) => Date.parse(`${time}T00:00:00+08:00`);
    await server.database.unitOfWork(async (tx) => {
      const { unitId } = unit;
      await importer.importMortgage(tx, [
        mortgageOf(unitId, 40, { validFrom: at('2020-12-31') }),
        mortgageOf(unitId, 41, { rank: 2, validFrom: at('2021-01-01') }),
      ]);
      const holders = [{ name: '陈海波', idNumber: idNumberOf(1) }];
      const notice = { unitId, kind: 'presale' as const, holders, certificateNumber: proofOf(42) };
      await importer.importNotice(tx, [{ ...notice, effectiveUntil: '2026-03-01' }]);
      const limit = { unitId, authority: '北海市海城区人民法院', documentNumber: '（2026）桂0502执1号' };
      await importer.importLimit(tx, [{ ...limit, kind: 'seizure', until: '2026-03-02' }]);
    });
    const snapshot = (await register.snapshot(unit.unitId))!;
    const all = ['seizure', 'advance-notice', 'mortgage-limited', 'mortgage-free'];
    expect(conditions(snapshot, at('2026-02-28'))).toEqual([...all, 'minor-owner']);
    expect(conditions(snapshot, at('2026-03-01'))).toEqual(all);
    expect(conditions(snapshot, at('2026-03-02'))).toEqual(['seizure', 'mortgage-limited', 'mortgage-free']);
    expect(conditions(snapshot, at('2026-03-03'))).toEqual(['mortgage-limited', 'mortgage-free']);
  });

  test('handlers of limits run in the same transaction', async () => {
    const { unitId } = await ownedUnit(server, 50);
    const seen: string[] = [];
    let fail = true;
    register.onLimitsChanged(async (tx, change) => {
      if (change.unitId !== unitId) return;
      if (fail) throw new Error('handler failed');
      const snapshot = await register.snapshotIn(tx, unitId);
      seen.push(`${change.change} ${change.kind} ${snapshot?.limits.length}`);
    });
    const seizure = { kind: 'seizure' as const, authority: '法院', documentNumber: '1号', until: null };
    const add = () => server.database.unitOfWork((tx) => register.addLimit(tx, unitId, seizure));
    await expect(add()).rejects.toThrow('handler failed');
    expect((await register.snapshot(unitId))?.limits).toEqual([]);
    fail = false;
    const limitId = await add();
    const lift = () => server.database.unitOfWork((tx) => register.liftLimit(tx, limitId, '执行完毕'));
    expect(await lift()).toBe(unitId);
    expect(seen).toEqual(['added seizure 1', 'lifted seizure 0']);
    await expect(lift()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await register.record(unitId))?.limits).toMatchObject([{ validTo: server.clock.now() }]);
  });

  test('takes over many units in few statements', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => unitOf(1000 + i, { building: '9幢', room: `${i}` }));
    const [, statements] = await counted(() =>
      server.database.unitOfWork(async (tx) => {
        const ids = await importer.importUnits(tx, rows);
        await importer.importOwnership(
          tx,
          ids.map((unitId, i) => ({
            unitId,
            coOwnership: 'sole',
            holders: [{ name: '开发商', idNumber: idNumberOf(900) }],
            certificates: [{ id: newId(), number: certificateOf(5_000_000 + i) }],
          })),
        );
      }),
    );
    expect(statements).toBeLessThan(20);
  });
});
