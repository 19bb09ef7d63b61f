import { newId } from '@zhucheng/bff/platform/ids';
import { acceptanceNumber, businesses, type CaseView, dayOf, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { smallPayerRules, usualRules } from '../../shared/test/support/fee-table';
import type { Actor } from '../walk/cast';
import { Client } from '../walk/client';
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

  describe('the fee table', () => {
    const guideOf = async (view: CaseView) =>
      new Client(platform.url).call(routes.guides.detail, { params: { id: view.business.id } });

    test('begins as it was when its rows were released', async () => {
      const rows = await platform.server.database.read<Record<string, string | number | null>>(
        'SELECT matter, uses, payer, per_unit_fen, per_further_copy_fen, valid_from, valid_until, basis FROM fee_rule',
      );
      const known = [...usualRules, ...smallPayerRules].map((rule) =>
        [
          rule.matter,
          JSON.stringify(rule.uses),
          rule.payer,
          rule.perUnitFen,
          rule.perFurtherCopyFen,
          rule.from,
          rule.until,
          rule.basis,
        ].join(),
      );
      expect(rows.map((row) => Object.values(row).join()).sort()).toEqual(known.sort());
    });

    test('is the same for the estimate, the guide and the order, and what it says today holds', async () => {
      const [scene] = await estate(1);
      const one = loan(scene!, '北银抵字（2026）第 90 号');
      const charged = await one.approved(async () => {
        const open = await one.view();
        expect(open.quote).toEqual({ totalFen: fee, reason: null });
        expect((await guideOf(open)).fees.rows.map(({ perUnitFen }) => perUnitFen)).toContain(fee);
        await cheaper();
        expect((await one.view()).quote).toEqual({ totalFen: 4_000, reason: null });
        const guide = await guideOf(open);
        expect(guide.fees.rows.find(({ basis }) => basis === '试行')).toMatchObject({ perUnitFen: 4_000 });
      });
      expect([charged.order?.totalFen, charged.quote]).toEqual([4_000, null]);
    });

    test('names the rule of an exemption that is in force on the day of the application', async () => {
      const exempting = businesses.find(({ fee }) => fee.exemptions.length > 0)!;
      const [scene] = await estate(1);
      const verify = { ...scene!.verify, declared: true };
      const { id } = await owner.client.call(routes.cases.start, { body: { businessId: exempting.id, verify } });
      const said = async () => {
        const params = { id };
        const guide = await new Client(platform.url).call(routes.guides.detail, { params: { id: exempting.id } });
        return [guide.fees.exemptions, (await owner.client.call(routes.cases.detail, { params })).exemptions];
      };
      const { database, clock } = platform.server;
      const today = dayOf(clock.now());
      const [before] = (await said()) as [string[]];
      expect(await said()).toEqual([before, before]);
      await database.unitOfWork(async (tx) => {
        await tx.execute('UPDATE fee_citation SET valid_until = ? WHERE valid_until > ?', [today, today]);
        await tx.execute('INSERT INTO fee_citation (id, exemption, citation, valid_from) VALUES (?, ?, ?, ?)', [
          newId(),
          exempting.fee.exemptions[0]!,
          '新公告第 1 号',
          today,
        ]);
      });
      platform.clock.advance(61_000);
      const after = expect.stringContaining('新公告第 1 号');
      expect(await said()).toEqual([[after], [after]]);
      // Applied for yesterday: by what was in force then.
      await database.unitOfWork((tx) =>
        tx.execute('UPDATE registration_case SET applied_at = ? WHERE id = ?', [clock.now() - 86_400_000, id]),
      );
      expect(await said()).toEqual([[after], before]);
      await database.unitOfWork((tx) => tx.execute('DELETE FROM fee_citation WHERE valid_from = ?', [today]));
      platform.clock.advance(61_000);
      // What has run out is no longer promised.
      expect(await said()).toEqual([[], before]);
    });

    const cheaper = async () => {
      const today = dayOf(platform.clock.now());
      await platform.server.database.unitOfWork(async (tx) => {
        const changed = "matter = 'mortgage' AND payer = 'any' AND per_unit_fen = 8000";
        await tx.execute(
          `INSERT INTO fee_rule (id, matter, uses, payer, per_unit_fen, per_further_copy_fen, valid_from, basis) SELECT ?, matter, uses, payer, 4000, 0, ?, '试行' FROM fee_rule WHERE ${changed}`,
          [newId(), today],
        );
        await tx.execute(`UPDATE fee_rule SET valid_until = ? WHERE ${changed}`, [today]);
      });
      // Each process looks at the table once a minute.
      platform.clock.advance(61_000);
    };
  });
});
