import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { type BatchView, businesses, routes } from '@zhucheng/shared';
import type { WholePlatform } from '../platform/start';
import type { Client } from '../walk/client';
import { highest, type Memory, memoryNow } from './memory';

const { enterprise } = routes;
const first = businesses.find(({ effects }) => effects.some((effect) => effect.do === 'register-first'))!;
const data = { enterprise: 'no', planningPermit: '建字第1号', acceptance: '备案第1号' };

export interface BatchStage {
  name: 'open' | 'fill' | 'submit';
  done: number;
  failed: number;
  statementsPerCase: number;
  /** How many different numbers of finished rows were to be seen meanwhile. */
  progressSeen: number;
  seconds: number;
}

export interface BatchSoak {
  stages: BatchStage[];
  before: Memory;
  most: Memory;
  after: Memory;
  /** Code of the one row that could not be opened. */
  failure: string | null;
}

type Platform = Pick<WholePlatform, 'server' | 'cast'>;

/** A developer's building of `count` units and one more, which a court has seized. */
async function build({ server, cast }: Platform, count: number, surveyNumber: string): Promise<string[]> {
  const register = await server.get(RegisterImportService);
  const { name, creditCode } = cast.developer('developer1');
  return server.database.unitOfWork(async (tx) => {
    const ids = await register.importUnits(
      tx,
      Array.from({ length: count + 1 }, (_, index) => ({
        unitNumber: `450502777${surveyNumber.slice(-3)}GB${String(index).padStart(5, '0')}F00010001`,
        estate: `批量苑${surveyNumber.slice(-3)}`,
        building: '1 幢',
        floor: 1 + Math.floor(index / 20),
        room: String(index).padStart(4, '0'),
        location: `北海市海城区批量路 ${Number(surveyNumber.slice(-3))} 号 ${index} 室`,
        use: 'dwelling' as const,
        areaHundredths: 9_000,
        rightNature: '出让/市场化商品房',
        rightType: '国有建设用地使用权/房屋所有权',
        surveyNumber,
        developer: { name, creditCode },
      })),
    );
    const seized = { unitId: ids.at(-1)!, kind: 'seizure' as const, authority: '北海市海城区人民法院' };
    await register.importLimit(tx, [{ ...seized, documentNumber: '（2026）桂0502执9号' }]);
    return ids;
  });
}

/** Waits until a batch is finished and looks at it meanwhile, as its page does. */
async function watched(client: Client, { id }: BatchView): Promise<{ batch: BatchView; seen: number; looks: number }> {
  const seen = new Set<number>();
  for (let looks = 1; ; looks++) {
    const batch = await client.call(enterprise.batch, { params: { id } });
    seen.add(batch.done + batch.failed);
    if (batch.finished) return { batch, seen: seen.size, looks };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function run(platform: Platform, count: number, surveyNumber: string) {
  const { server, cast } = platform;
  const { database } = server;
  const developer = await cast.officer('developer1');
  const unitIds = await build(platform, count, surveyNumber);
  const stages: BatchStage[] = [];
  const verify = { surveyNumber, creditCode: cast.developer('developer1').creditCode };
  async function stage(name: BatchStage['name'], begin: () => Promise<BatchView>, wait = async () => 0) {
    const began = Date.now();
    const before = database.statements;
    const { batch, seen, looks } = await watched(developer, await begin());
    const more = await wait();
    const lookAt = database.statements;
    await developer.call(enterprise.batch, { params: { id: batch.id } });
    const own = (database.statements - lookAt) * (looks + 1) + more;
    stages.push({
      name,
      done: batch.done,
      failed: batch.failed,
      statementsPerCase: (database.statements - before - own) / batch.total,
      progressSeen: seen,
      seconds: (Date.now() - began) / 1000,
    });
    return batch;
  }
  /** The automatic review goes on after the batch. Returns how many statements this waiting took itself. */
  async function reviewed(): Promise<number> {
    for (let own = 1; ; own++) {
      const row = await database.readOne<{ n: number }>(
        "SELECT COUNT(*) AS n FROM unit u JOIN registration_case c ON c.unit_id = u.id WHERE u.survey_number = ? AND c.state = 'reviewing'",
        [surveyNumber],
      );
      if (Number(row!.n) === count) return own;
      if (own > 2_000) throw new Error(`${row!.n} of ${count} cases are under review`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  // A batch takes 500 rows: the last unit to be registered waits for a second one.
  const rows = unitIds.slice(count > 499 ? 1 : 0);
  const open = await stage('open', () =>
    developer.call(enterprise.open, { body: { businessId: first.id, verify, unitIds: rows } }),
  );
  let caseIds = open.rows.flatMap(({ caseId }) => caseId ?? []);
  if (rows.length < unitIds.length) {
    const body = { businessId: first.id, verify, unitIds: unitIds.slice(0, 1) };
    const { batch } = await watched(developer, await developer.call(enterprise.open, { body }));
    caseIds = [...caseIds, batch.rows[0]!.caseId!];
  }
  await stage('fill', () =>
    developer.call(enterprise.fill, {
      body: { step: 'confirm', rows: caseIds.map((caseId) => ({ caseId, version: 0, data })) },
    }),
  );
  await stage('submit', () => developer.call(enterprise.act, { body: { action: 'submit', caseIds } }), reviewed);
  return { stages, failure: open.rows.find(({ state }) => state === 'failed')?.code ?? null };
}

/** Opens, fills and submits `count` cases in batches, after a small run that warms everything up. */
export async function batchSoak(platform: Platform, count: number): Promise<BatchSoak> {
  await run(platform, 60, '202601090001');
  const before = await memoryNow();
  const { value, most } = await highest(() => run(platform, count, '202601090002'));
  // What the outbox has still to do is not left over.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return { ...value, before, most, after: await memoryNow() };
}
