import { acceptanceNumber, type CaseView, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import type { Scene } from '../walk/scene';
import { Ground } from './support/desk';
import { estateOf, type Loan, loanOn, until } from './support/loan';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const fee = 8_000;

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let owner: Actor;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    owner = await platform.cast.person('chen-haibo');
  });
  afterAll(() => platform?.close());

  const estate = (count: number) => estateOf(platform, ground, owner, count);
  const loan = (scene: Scene, contract: string) => loanOn(platform, scene, contract);
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
      expect(waiting.feeReason).toContain(acceptanceNumber.group(charged.acceptanceNumber));
      expect(waiting.waitingFor!.what).toContain(acceptanceNumber.group(charged.acceptanceNumber));
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
      const bearer = await first.reached('completed');
      const second = loan(scenes[1]!, 'a - 1');
      await second.approved();
      expect((await second.reached('completed')).feeReason).toContain(acceptanceNumber.group(bearer.acceptanceNumber));
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
        ({ feeReason }) => feeReason!.includes(acceptanceNumber.group(charged.acceptanceNumber)),
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
