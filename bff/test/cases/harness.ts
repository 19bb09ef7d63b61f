import { CaseStore } from '@zhucheng/bff/modules/cases/core/case-store.service';
import { StepService } from '@zhucheng/bff/modules/cases/filling/step.service';
import { StartCase } from '@zhucheng/bff/modules/cases/starting/start-case.service';
import { TestClock } from '@zhucheng/bff/platform/clock';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import type { Problem } from '@zhucheng/bff/platform/errors/problem';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import type { CaseState, CaseView } from '@zhucheng/shared';
import { secondHandTransfer } from '../../../shared/src/business/second-hand-transfer';
import { citizenOf, fakeAdapters } from '../identity/people';
import { type OwnedUnit, ownedUnit } from '../register/register.fixtures';
import { startTestServer, type TestServer } from '../support/server';

type Person = Awaited<ReturnType<typeof citizenOf>>;
/** Wednesday 11 March 2026, 00:30 in Beihai; in UTC it is still the tenth. */
export const earlyWednesday = Date.UTC(2026, 2, 10, 16, 30);

/** A server with every room, on which Chen Haibo sells homes to Huang Zhiqiang. */
export class CasesHarness {
  private serial = 0;
  private constructor(
    readonly server: TestServer,
    readonly chen: Person,
    readonly huang: Person,
    readonly sms: Array<{ phone: string; params: Record<string, string> }>,
  ) {}

  static async start(dialect: 'sqlite' | 'mysql', adapters: Record<string, unknown> = {}): Promise<CasesHarness> {
    const fakes = fakeAdapters();
    const server = await startTestServer({
      dialect,
      clock: new TestClock(earlyWednesday),
      adapters: { ...fakes.adapters, channels: {}, ...adapters },
    });
    const chen = await citizenOf(server, 1, { name: '陈海波' });
    const huang = await citizenOf(server, 2, { name: '黄志强' });
    return new CasesHarness(server, chen, huang, fakes.state.sent);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  actorOf({ id }: { id: string }): Actor {
    return { kind: 'citizen', id, roles: ['citizen'], sessionId: id };
  }

  within<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.server.database.unitOfWork(work);
  }

  /** A home of Chen Haibo's. */
  home(more: Parameters<typeof ownedUnit>[3] = {}): Promise<OwnedUnit> {
    return ownedUnit(this.server, ++this.serial, [{ name: '陈海波', idNumber: this.chen.idNumber }], more);
  }

  async start(home: OwnedUnit, by: Person = this.chen, rightHolder = '陈海波'): Promise<CaseView> {
    const starts = await this.server.get(StartCase);
    const actor = this.actorOf(by);
    const verify = { certificateNumber: home.certificateNumber, rightHolder, declared: true };
    const prepared = await starts.prepare(actor, secondHandTransfer.id, verify);
    return this.within((tx) => starts.begin(tx, actor, prepared));
  }

  /** What the seller enters of the sale. */
  transaction(more: Record<string, unknown> = {}): Record<string, unknown> {
    const { name, idNumber, phone } = this.huang;
    return {
      price: 128_000_000,
      payment: 'own',
      contractSignedOn: '2026-03-09',
      certificateCopies: 1,
      parties: { buyer: { coOwnership: 'sole', members: [{ name, idNumber, phone }] } },
      ...more,
    };
  }

  async fill(caseId: string, step: string, data: Record<string, unknown>, by: { id: string } | Actor = this.chen) {
    const steps = await this.server.get(StepService);
    const actor = 'kind' in by ? by : this.actorOf(by);
    const version = (await this.load(caseId)).record.form[step]?.version ?? 0;
    await this.within((tx) => steps.fill(tx, actor, caseId, step, { version, data }));
  }

  /** A sale that has come so far by a way that is not what the test is about. */
  async sale(state: CaseState, more: Record<string, string | number | null> = {}): Promise<CaseView> {
    const view = await this.start(await this.home());
    await this.fill(view.id, 'transaction', this.transaction());
    await this.within((tx) => tx.execute('UPDATE case_party SET visible = 1 WHERE case_id = ?', [view.id]));
    await this.set(view.id, { state, ...more });
    return view;
  }

  set(caseId: string, columns: Record<string, string | number | null>): Promise<unknown> {
    return this.within((tx) => tx.update('registration_case', columns, { id: caseId }));
  }

  async load(caseId: string) {
    const store = await this.server.get(CaseStore);
    return this.within((tx) => store.load(tx, caseId));
  }

  async state(caseId: string): Promise<CaseState> {
    return (await this.load(caseId)).record.state;
  }

  /** Titles of what somebody was told about a case, oldest first. */
  async told(caseId: string, { idNumber }: { idNumber: string }): Promise<string[]> {
    const store = await this.server.get(CaseStore);
    const rows = await this.server.database.read<{ title: string }>(
      'SELECT title FROM message WHERE case_id = ? AND recipient = ? ORDER BY id',
      [caseId, store.blindOf(idNumber)],
    );
    return rows.map(({ title }) => title);
  }
}

/** The code with which something was refused; null if it was not. */
export const refusal = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: Problem) => error.code ?? Promise.reject(error),
  );
