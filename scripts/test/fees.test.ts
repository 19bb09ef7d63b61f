import { type Business, businesses, type CaseView, routes } from '@zhucheng/shared';
import type { Move } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import type { PlayerTools } from '../walk/moves';
import { patiently } from '../walk/patience';
import { HttpPlayer } from '../walk/player';
import { happyPath, type Scene } from '../walk/scene';
import { stepValues } from '../walk/values';
import { Ground } from './support/desk';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const loanBusiness = businesses.find(({ fee }) => fee.onceFor)!;
const [contractStep, contractField] = loanBusiness.fee.onceFor!.split('.') as [string, string];
const fee = 8_000;

/** Plays one mortgage of a loan, up to where the fee is asked for. */
class Loan extends HttpPlayer {
  constructor(
    tools: PlayerTools,
    private readonly set: { scene: Scene; contract: string },
  ) {
    super(tools);
  }

  override async prepare(business: Business): Promise<void> {
    this.business = business;
    this.scene = this.set.scene;
  }

  protected override async fill(move: Extract<Move, { do: 'fill' }>): Promise<undefined> {
    const { business, applicant } = this;
    const { sellers, buyers } = this.scene;
    const { cast, playground } = this.tools;
    const view = await this.view();
    const bank = cast.otherBank();
    const data = await stepValues({
      business,
      step: move.step,
      view,
      buyers,
      sellers,
      playground,
      applicant,
      bank,
      turn: 1,
    });
    const body = { data: move.step === contractStep ? { ...data, [contractField]: this.set.contract } : data };
    await applicant.call(routes.cases.fill, { params: { id: this.caseId, step: move.step }, body });
  }

  /** Returns the case as it is after the officer has approved it. */
  async approved(): Promise<CaseView> {
    await this.prepare(loanBusiness);
    for (const { move, state } of happyPath(loanBusiness).steps) {
      if (move.do === 'pay') break;
      const played = await this.play(move, state);
      if ('refused' in played) throw new Error(`${move.do} was refused: ${played.refused}`);
    }
    return this.view();
  }

  async paid(): Promise<CaseView> {
    await this.pay();
    return this.view();
  }

  leave() {
    return this.applicant.call(routes.cases.withdraw, { params: { id: this.caseId }, body: { reason: '不再办理' } });
  }

  reached(...states: string[]): Promise<CaseView> {
    return until(
      () => this.view(),
      ({ state }) => states.includes(state),
    );
  }
}

function until<T>(ask: () => Promise<T>, right: (value: T) => boolean): Promise<T> {
  let value: T;
  return patiently(
    async () => {
      value = await ask();
      return right(value) ? value : undefined;
    },
    () => `still ${JSON.stringify(value).slice(0, 800)}`,
  );
}

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let owner: Actor;
  let parcel = 0;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    owner = await platform.cast.person('chen-haibo');
  });
  afterAll(() => platform?.close());

  /** Homes and garages of the owner, all on one parcel of their own. */
  async function estate(count: number): Promise<Scene[]> {
    const feature = `GB7${String(++parcel).padStart(4, '0')}`;
    const scenes: Scene[] = [];
    for (let i = 1; i <= count; i++) {
      const unitNumber = `450502001001${feature}F0001${String(i).padStart(4, '0')}`;
      const [unitId] = await ground.units(1, { unitNumber, use: i === 1 ? 'dwelling' : 'parking' });
      const number = await ground.own([unitId!], owner);
      scenes.push({
        applicant: await platform.cast.officer('bank1'),
        starter: 'bank1',
        sellers: [owner],
        buyers: [],
        unitId: unitId!,
        certificate: { number: number[0]!, holder: owner.name },
        verify: { certificateNumber: number[0]!, rightHolder: owner.name },
      });
    }
    return scenes;
  }

  const loan = (scene: Scene, contract: string) => {
    const { cast, playground } = platform;
    return new Loan({ cast, playground, settle: async () => undefined }, { scene, contract });
  };
  const orderOf = async (view: CaseView) => {
    const bank = await platform.cast.officer('bank1');
    const { items } = await bank.call(routes.enterprisePayments.list, { query: { limit: 100 } });
    return items.find(({ acceptanceNumber }) => acceptanceNumber === view.acceptanceNumber);
  };

  describe('several objects on one parcel that secure one loan', () => {
    test('cost once: the others wait for the one that is charged, and are recorded after it', async () => {
      const scenes = await estate(3);
      const [home, parking, other] = [
        loan(scenes[0]!, '北银抵字（2026）第 7 号'),
        loan(scenes[1]!, '北银抵字(2026)第7号'),
        loan(scenes[2]!, '北银抵字（2026）第 8 号'),
      ];
      const charged = await home.approved();
      expect([charged.state, charged.order?.totalFen, charged.feeReason]).toEqual(['awaiting-payment', fee, null]);

      const waiting = await parking.approved();
      expect(waiting).toMatchObject({ state: 'awaiting-payment', order: null });
      expect(waiting.feeReason).toContain(charged.acceptanceNumber);
      expect(waiting.waitingFor!.what).toContain(charged.acceptanceNumber);
      expect(waiting.actions.find(({ action }) => action === 'pay')).toMatchObject({ enabled: false });
      const officer = await platform.cast.officer('officer1');
      const review = await officer.call(routes.review.detail, { params: { id: waiting.id } });
      expect(review.fee).toMatchObject({ totalFen: 0, zeroReason: waiting.feeReason });

      // Another loan on the same parcel is another registration.
      expect((await other.approved()).order?.totalFen).toBe(fee);

      await home.paid();
      await home.reached('completed');
      const recorded = await parking.reached('completed');
      expect(recorded).toMatchObject({ order: null, feeReason: waiting.feeReason });
      expect(recorded.certificates).toHaveLength(1);
      expect(await orderOf(waiting)).toBeUndefined();
      await other.leave();
    });

    test('cost nothing more once the first one is recorded', async () => {
      const scenes = await estate(2);
      const first = loan(scenes[0]!, 'A-1');
      await first.approved();
      await first.paid();
      const { acceptanceNumber } = await first.reached('completed');
      const second = loan(scenes[1]!, 'a - 1');
      await second.approved();
      expect((await second.reached('completed')).feeReason).toContain(acceptanceNumber);
    });

    test('are charged with the next one, when the one that bore the fee is given up', async () => {
      const scenes = await estate(3);
      const [first, second, third] = scenes.map((scene) => loan(scene, 'B-1')) as [Loan, Loan, Loan];
      await first.approved();
      await second.approved();
      await third.approved();
      await first.leave();
      const charged = await until(
        () => second.view(),
        ({ order }) => order !== null,
      );
      expect(charged).toMatchObject({ state: 'awaiting-payment', feeReason: null, order: { totalFen: fee } });
      expect(charged.timeline.map(({ action }) => action)).toContain('charge');
      const behind = await until(
        () => third.view(),
        ({ feeReason }) => feeReason!.includes(charged.acceptanceNumber),
      );
      expect(behind).toMatchObject({ state: 'awaiting-payment', order: null });
      await second.paid();
      await second.reached('completed');
      await third.reached('completed');
    });

    test('on two parcels are two registrations', async () => {
      const scenes = [...(await estate(1)), ...(await estate(1))];
      for (const scene of scenes) {
        const one = loan(scene, 'C-1');
        expect((await one.approved()).order?.totalFen).toBe(fee);
        await one.leave();
      }
    });

    test('approved at the same time are charged once', async () => {
      const loans = (await estate(3)).map((scene) => loan(scene, 'D-1'));
      const views = await Promise.all(loans.map((one) => one.approved()));
      expect(views.filter(({ order }) => order !== null)).toHaveLength(1);
      expect(views.filter(({ feeReason }) => feeReason !== null)).toHaveLength(2);
    });
  });

  describe('what the register learns between payment and recording', () => {
    const beforeRecording = async (kind: 'seizure' | 'objection') => {
      const [scene] = await estate(1);
      const one = loan(scene!, `${kind}-1`);
      const { acceptanceNumber } = await one.approved();
      const { outbox } = platform.server;
      await outbox.stop();
      const paid = await one.paid();
      expect([paid.state, paid.order?.state]).toEqual(['registering', 'paid']);
      await one.play({ do: kind === 'seizure' ? 'seize' : 'object' }, kind === 'seizure' ? 'suspended' : 'correction');
      await outbox.start();
      return { one, acceptanceNumber, unitId: scene!.unitId };
    };
    // The platform asks after a refund a while later; nobody has to wait for that here.
    const refunded = (view: CaseView) =>
      until(
        () => {
          platform.clock.advance(500);
          return orderOf(view);
        },
        (found) => found?.state === 'refunded',
      );
    const refundsOf = async (orderId: string) => {
      const rows = await platform.server.database.read<{ amount_fen: number; state: string }>(
        'SELECT amount_fen, state FROM refund WHERE order_id = ?',
        [orderId],
      );
      return rows.map(({ amount_fen, state }) => ({ amountFen: Number(amount_fen), state }));
    };
    const mortgagesOf = async (unitId: string) =>
      (await (await platform.cast.officer('registrar')).call(routes.register.unit, { params: { id: unitId } }))
        .mortgages;

    test('a seizure stops the case, nothing is registered, and the fee goes back once', async () => {
      const { one, unitId } = await beforeRecording('seizure');
      const stopped = await one.reached('suspended');
      const order = await refunded(stopped);
      expect(await refundsOf(order!.id)).toEqual([{ amountFen: fee, state: 'done' }]);
      expect(await mortgagesOf(unitId)).toEqual([]);
      expect(stopped.certificates).toEqual([]);
    });

    test('an objection sends the case back to those who must commit, and the fee goes back once', async () => {
      const { one, unitId } = await beforeRecording('objection');
      const back = await one.reached('correction');
      expect(back.correction!.faults.map(({ text }) => text).join('')).toContain('异议');
      const order = await refunded(back);
      expect(await refundsOf(order!.id)).toEqual([{ amountFen: fee, state: 'done' }]);
      expect(await mortgagesOf(unitId)).toEqual([]);
    });
  });
});
