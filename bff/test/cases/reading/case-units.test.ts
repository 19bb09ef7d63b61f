import { CaseAccess } from '@zhucheng/bff/modules/cases/reading/case-access.service';
import { CaseReader } from '@zhucheng/bff/modules/cases/reading/case-reader.service';
import { CaseUnits } from '@zhucheng/bff/modules/cases/reading/case-units.query';
import { eachDatabase } from '../../support/databases';
import { fullScans, statementsOf } from '../../support/explain';
import { CasesHarness, refusal } from '../harness';
import { bankOf, loanOf } from '../loans';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
  });
  afterAll(() => desk?.close());

  test('which units of a building are busy is one statement along an index, however many there are', async () => {
    const units = await desk.server.get(CaseUnits);
    const sales = [];
    for (let i = 0; i < 25; i++) sales.push(await desk.start(await desk.home()));
    const free = await desk.home();
    const ids = [free.unitId, ...sales.slice(0, 3).map(({ unit }) => unit.id)];
    const all = [...ids, ...Array.from({ length: 300 }, (_, i) => `NOWHERE-${i}`)];
    let busy = new Set<string>() as ReadonlySet<string>;
    const statements = await statementsOf(desk.server, async () => {
      busy = await units.busy('second-hand-transfer', all);
    });
    expect([...busy].sort()).toEqual(ids.slice(1).sort());
    expect(statements).toHaveLength(1);
    if (dialect === 'mysql') await desk.server.database.read('ANALYZE TABLE registration_case', []);
    const few = await statementsOf(desk.server, () => units.busy('second-hand-transfer', ids));
    for (const { sql, params } of few) expect(await fullScans(desk.server, sql, params)).toEqual([]);
    // A sale under way keeps no mortgage out.
    expect(await units.busy('house-mortgage', ids)).toEqual(new Set());
    expect(await statementsOf(desk.server, () => units.busy('second-hand-transfer', []))).toEqual([]);
  });

  test('an institution’s cases come in the order asked for; one of another’s, and none of them is told', async () => {
    const access = await desk.server.get(CaseAccess);
    const { committed } = await desk.server.get(CaseReader);
    const [bank, rival] = [await bankOf(desk), await bankOf(desk)];
    const clerk = await bank.clerk();
    const [first, second] = [await loanOf(desk, clerk.actor, '1'), await loanOf(desk, clerk.actor, '2')];
    const others = await loanOf(desk, (await rival.clerk()).actor, '3');
    const found = await access.ofInstitution(committed, bank.id, [second.id, first.id]);
    expect(found).toEqual(
      [second, first].map(({ id, acceptanceNumber, unit }) => ({
        id,
        businessId: 'house-mortgage',
        branchId: bank.id,
        state: 'verified',
        acceptanceNumber,
        location: unit.location,
      })),
    );
    expect(await refusal(access.ofInstitution(committed, bank.id, [first.id, others.id]))).toBe('NOT_FOUND');
  });

  test('a case is referred to by its number only by whoever it is shown to', async () => {
    const access = await desk.server.get(CaseAccess);
    const reader = await desk.server.get(CaseReader);
    const { id, acceptanceNumber, unit } = await desk.start(await desk.home());
    const referred = async (person: { id: string }) => {
      const viewer = await reader.viewerOf(desk.actorOf(person));
      return [...(await access.references(reader.committed, viewer, [acceptanceNumber, 'X'])).values()][0];
    };
    expect(await referred(desk.chen)).toEqual({ id, acceptanceNumber, text: `二手房转移登记 ${unit.location}` });
    expect(await referred(desk.huang)).toBeUndefined();
  });
});
