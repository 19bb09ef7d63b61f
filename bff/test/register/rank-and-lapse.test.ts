import { readEnvironment } from '@zhucheng/bff/config/environment';
import { NoticeApplications } from '@zhucheng/bff/modules/register/notice-applications.service';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { RegisterEffects } from '@zhucheng/bff/modules/register/register-effects.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { createServer } from '@zhucheng/bff/server';
import { creditCode, dayOf, routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { idNumberOf, ownedUnit } from './register.fixtures';

jest.setTimeout(60_000);

const day = 86_400_000;
const terms = { securedFen: 50_000_000, collateralFen: 90_000_000, debtStart: '2026-03-01', debtEnd: '2046-03-01' };
const bank = { name: '北海市银滩农村商业银行', creditCode: creditCode.compose('91450500MADEM001') };
const other = { name: '北海珠城银行', creditCode: creditCode.compose('91450500MADEM002') };
const owner = { name: '陈海波', idNumber: idNumberOf(3) };
const number = (serial: number) => `桂（2026）北海市不动产证明第000${serial}号`;

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
  });
  afterAll(() => server.close());

  const source = (unitId: string) => ({ unitId, caseId: newId(), acceptanceNumber: '202601050000017' });
  const notice = async (unitId: string, certificateNumber: string) => {
    const [effects, register] = [await server.get(RegisterEffects), await server.get(RegisterService)];
    await server.database.unitOfWork(async (tx) =>
      effects.registerNotice(
        tx,
        {
          ...source(unitId),
          kind: 'presale-mortgage',
          holders: [{ name: bank.name, idNumber: bank.creditCode }],
          obligors: [owner],
          coOwnership: null,
          certificateNumber,
          terms,
        },
        (await register.snapshotIn(tx, unitId))!,
      ),
    );
  };

  test('a converted notice keeps its rank before a mortgage that was registered between', async () => {
    const { unitId } = await ownedUnit(server, 61, [owner]);
    const [effects, register] = [await server.get(RegisterEffects), await server.get(RegisterService)];
    await notice(unitId, number(9101));
    const mortgage = (of: typeof bank, certificateNumber: string) => ({
      ...source(unitId),
      mortgagee: { ...of, institutionId: null },
      terms,
      transferLimit: false,
      certificateNumber,
    });
    await server.database.unitOfWork(async (tx) =>
      effects.registerMortgage(tx, mortgage(other, number(9102)), (await register.snapshotIn(tx, unitId))!),
    );
    server.clock.advance(day);
    await server.database.unitOfWork(async (tx) => {
      const snapshot = (await register.snapshotIn(tx, unitId))!;
      await effects.convert(tx, snapshot.notices[0]!.id, mortgage(bank, number(9103)), snapshot);
    });
    const snapshot = (await register.snapshot(unitId))!;
    expect(snapshot.notices).toEqual([]);
    expect(
      snapshot.mortgages
        .map(({ rank, rankFrom, mortgagee }) => [rank, mortgagee.name, rankFrom])
        .sort(([a], [b]) => Number(a) - Number(b)),
    ).toEqual([
      [1, bank.name, dayOf(server.clock.now() - day)],
      [2, other.name, null],
    ]);
  });

  test('a presale notice is kept for a transfer to all its holders, in time, and lapses with it', async () => {
    const [effects, register] = [await server.get(RegisterEffects), await server.get(RegisterService)];
    const applications = await server.get(NoticeApplications);
    const [wife, friend] = [
      { name: '林晓珍', idNumber: idNumberOf(4) },
      { name: '黄小明', idNumber: idNumberOf(5) },
    ];
    const presale = async (serial: number) => {
      const { unitId } = await ownedUnit(server, serial, [owner]);
      await server.database.unitOfWork(async (tx) => {
        const content = { obligors: [owner], coOwnership: 'joint' as const, terms: null };
        const snapshot = (await register.snapshotIn(tx, unitId))!;
        const certificateNumber = number(9300 + serial);
        const holders = [owner, wife];
        await effects.registerNotice(
          tx,
          { ...source(unitId), ...content, kind: 'presale', holders, certificateNumber },
          snapshot,
        );
        await effects.limitNotices(tx, unitId, 'presale');
      });
      return unitId;
    };
    const received = async (unitId: string, holders: Array<typeof owner>) => {
      const from = source(unitId);
      await server.database.unitOfWork((tx) => applications.received(tx, from, [{ kind: 'presale', holders }]));
      return from;
    };
    const [kept, one, late, other] = [await presale(63), await presale(64), await presale(65), await presale(66)];
    server.clock.advance(90 * day);
    const from = await received(kept, [friend, wife, owner]);
    await received(one, [owner]);
    await server.database.unitOfWork((tx) =>
      applications.received(tx, source(other), [{ kind: 'presale-mortgage', holders: [owner, wife] }]),
    );
    server.clock.advance(day);
    await received(late, [owner, wife]);
    await server.jobs.run('register-lapse');
    const live = async () => {
      const states: number[] = [];
      for (const unitId of [kept, one, late, other]) states.push((await register.snapshot(unitId))!.notices.length);
      return states;
    };
    expect(await live()).toEqual([1, 0, 0, 0]);
    expect(register.conditions((await register.snapshot(kept))!)).toContain('advance-notice');
    // Another case's end does not touch it.
    const end = (caseId: string) =>
      server.database.unitOfWork((tx) => applications.ended(tx, { unitId: kept, caseId }));
    await end(newId());
    expect(await live()).toEqual([1, 0, 0, 0]);
    await end(from.caseId);
    expect(await live()).toEqual([0, 0, 0, 0]);
    expect((await register.record(kept))!.history[0]!.summary).toContain('期限内提出的申请没有办成');
  });

  test('what lapses while the server is down is written down by the next one', async () => {
    const { unitId } = await ownedUnit(server, 62, [owner]);
    const effects = await server.get(RegisterEffects);
    await notice(unitId, number(9201));
    await server.database.unitOfWork((tx) => effects.limitNotices(tx, unitId, 'presale-mortgage'));
    const { token } = await staffOf(server, ['registrar']);
    await call(server, routes.register.addLimit, {
      token,
      params: { id: unitId },
      body: { kind: 'objection', authority: '黄小明', documentNumber: '异议9号', until: null },
      key: newId(),
    });
    const restarted = async () => {
      const environment = readEnvironment({
        NODE_ENV: 'test',
        HOST: '127.0.0.1',
        RATE_LIMITS: 'off',
        DATABASE_POOL: '5',
        H5_DIR: '/nowhere',
        ADMIN_DIR: '/nowhere',
        ...server.testDatabase.variables,
      });
      const next = await createServer({ workers: false, port: 0, environment, clock: server.clock });
      try {
        await next.jobs.run('register-lapse');
        const { limits, notices } = (await (await next.get(RegisterService)).snapshot(unitId))!;
        return { objections: limits.length, notices: notices.length };
      } finally {
        await next.close();
      }
    };
    server.clock.advance(15 * day);
    expect(await restarted()).toEqual({ objections: 1, notices: 1 });
    server.clock.advance(day);
    expect(await restarted()).toEqual({ objections: 0, notices: 1 });
    server.clock.advance(74 * day);
    expect(await restarted()).toEqual({ objections: 0, notices: 1 });
    server.clock.advance(day);
    expect(await restarted()).toEqual({ objections: 0, notices: 0 });
  });
});
