import { type CaseView, cleanText, fillPath, type RouteDefinition, residentId, routes } from '@zhucheng/shared';
import { walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import { buildCity, burdensOn, isUnencumbered, ownershipsOf } from '../city';
import type { Actor } from '../walk/cast';
import { Refused } from '../walk/client';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

const city = buildCity();
const declared = true;

/** The code a call was refused with, or `accepted`. */
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof Refused) return error.code;
      throw error;
    },
  );

/** A dwelling of 陈海波 with the wanted burden, by certificate. */
function unitWith(burden: 'none' | 'seizure' | 'objection' | 'mortgage' | 'notice', nth = 0) {
  const fitting = ownershipsOf(city, 'chen-haibo').filter(({ unitNumber }) => {
    const { limits, mortgages, notices } = burdensOn(city, unitNumber);
    if (burden === 'none') return isUnencumbered(city, unitNumber);
    if (burden === 'mortgage') return mortgages.some((mortgage) => mortgage.transferLimit);
    if (burden === 'notice') return notices.length > 0;
    return limits.some((limit) => limit.kind === burden);
  });
  const ownership = fitting[nth]!;
  return { unitNumber: ownership.unitNumber, certificateNumber: ownership.holders[0]!.certificateNumber };
}

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let lin: Actor;
  let huang: Actor;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    [chen, lin, huang] = (await Promise.all(
      ['chen-haibo', 'lin-xiaozhen', 'huang-zhiqiang'].map((key) => platform.cast.person(key)),
    )) as [Actor, Actor, Actor];
  });
  afterAll(() => platform?.close());

  const start = (actor: Actor, certificateNumber: string, rightHolder: string): Promise<CaseView> =>
    actor.client.call(routes.cases.start, {
      body: { businessId: secondHandTransfer.id, verify: { certificateNumber, rightHolder, declared } },
    });
  const withdraw = (view: CaseView) =>
    chen.client.call(routes.cases.withdraw, { params: { id: view.id }, body: { reason: '测试结束' } });
  const raw = (
    definition: RouteDefinition,
    params: Record<string, unknown>,
    body: string,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${platform.url}${fillPath(definition.path, params)}`, {
      method: definition.method,
      headers: {
        authorization: `Bearer ${chen.client.token}`,
        'content-type': 'application/json',
        'idempotency-key': `test-${Math.random().toString(36).slice(2)}`,
        ...headers,
      },
      body,
    });
  const errorOf = async (response: Response) => ({
    status: response.status,
    code: ((await response.json()) as { error: { code: string } }).error.code,
  });

  describe('verifying a unit', () => {
    it('answers a wrong name, an unknown certificate and somebody else’s property alike', async () => {
      const { certificateNumber } = unitWith('none');
      const answers = [
        await start(chen, certificateNumber, '王小明').catch((error: Refused) => error.reply),
        await start(chen, '桂（2016）北海市不动产权第9999999号', '陈海波').catch((error: Refused) => error.reply),
        await start(huang, certificateNumber, '陈海波').catch((error: Refused) => error.reply),
      ].map((reply) => ({ ...reply, requestId: '' }));
      expect(answers[0]).toMatchObject({ code: 'VERIFY_NO_MATCH' });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    });

    it('tells the owner of a seized unit why, and nobody else', async () => {
      const { certificateNumber } = unitWith('seizure');
      const told = await start(chen, certificateNumber, '陈海波').catch((error: Refused) => error.reply);
      expect(told).toMatchObject({ code: 'UNIT_BLOCKED', message: expect.stringContaining('查封') });
      const outsider = await start(huang, certificateNumber, '陈海波').catch((error: Refused) => error.reply);
      expect(outsider).toMatchObject({ code: 'VERIFY_NO_MATCH' });
      expect(JSON.stringify(outsider)).not.toContain('查封');
    });

    it('refuses a live notice, sends a parking space to the window, warns of an objection', async () => {
      expect(await code(start(chen, unitWith('notice').certificateNumber, '陈海波'))).toBe('UNIT_BLOCKED');
      const wei = await platform.cast.person('wei-jianguo');
      const parking = ownershipsOf(city, 'wei-jianguo').find(
        ({ unitNumber }) => city.units.find((unit) => unit.unitNumber === unitNumber)!.use === 'parking',
      )!;
      expect(await code(start(wei, parking.holders[0]!.certificateNumber, '韦建国'))).toBe('UNIT_WINDOW_ONLY');
      const warned = await start(chen, unitWith('objection').certificateNumber, '陈海波');
      expect(warned.warnings.map((warning) => warning.kind)).toContain('objection');
      await withdraw(warned);
    });

    it('starts exactly one case when ten requests arrive at once', async () => {
      const { certificateNumber } = unitWith('none', 1);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          start(index % 2 ? chen : lin, certificateNumber, '陈海波').then(
            (view) => view,
            (error: Refused) => error.code,
          ),
        ),
      );
      const started = answers.filter((answer): answer is CaseView => typeof answer !== 'string');
      expect(started).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'UNIT_PENDING')).toHaveLength(9);
      const owner = started[0]!.parties.find((party) => party.isMe)!.name === '陈海波' ? chen : lin;
      await owner.client.call(routes.cases.withdraw, { params: { id: started[0]!.id }, body: { reason: '测试结束' } });
    });

    it('answers a repeated request with the first answer', async () => {
      const { certificateNumber } = unitWith('none', 2);
      const body = JSON.stringify({
        businessId: secondHandTransfer.id,
        verify: { certificateNumber, rightHolder: '陈海波', declared },
      });
      const headers = { 'idempotency-key': `repeat-${dialect}-${Date.now()}` };
      const [first, second] = [
        await raw(routes.cases.start, {}, body, headers),
        await raw(routes.cases.start, {}, body, headers),
      ];
      const view = (await first.json()) as CaseView;
      expect(await second.json()).toEqual(view);
      const other = await raw(routes.cases.start, {}, body.replace('陈海波', '林晓珍'), headers);
      expect((await errorOf(other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
      await withdraw(view);
    });
  });

  describe('a running case', () => {
    let view: CaseView;

    beforeAll(async () => {
      view = await start(chen, unitWith('none', 3).certificateNumber, '陈海波');
    });
    afterAll(() => withdraw(view).catch(() => undefined));

    it('does not exist for another citizen, whatever they try', async () => {
      const params = { id: view.id };
      expect(await code(huang.client.call(routes.cases.detail, { params }))).toBe('NOT_FOUND');
      expect(await code(huang.client.call(routes.cases.withdraw, { params, body: { reason: 'x' } }))).toBe('NOT_FOUND');
      expect(await code(huang.client.call(routes.cases.stepData, { params: { ...params, step: 'transaction' } }))).toBe(
        'NOT_FOUND',
      );
      expect(await code(lin.client.call(routes.cases.detail, { params }))).toBe('NOT_FOUND');
      for (const party of view.parties)
        expect(await code(huang.client.call(routes.authorisations.detail, { params: { id: party.id } }))).toBe(
          'NOT_FOUND',
        );
    });

    it('keeps SQL and script as plain text, or refuses it with a code', async () => {
      const nasty = [
        "'; DROP TABLE registration_case; --",
        '<script>alert(1)</script>',
        '$'.concat('{7*7}'),
        '{{7*7}}',
        '../../etc/passwd',
        '\u202E反向',
        '%00',
        'ＡＢＣ',
      ];
      for (const [version, agreement] of nasty.entries()) {
        const data = {
          parties: {
            buyer: {
              coOwnership: 'sole',
              members: [{ name: huang.name, idNumber: huang.idNumber, phone: huang.phone }],
            },
          },
          price: 100,
          payment: 'own',
          contractSignedOn: '2026-02-01',
          certificateCopies: 1,
          agreement,
        };
        const filled = await chen.client.call(routes.cases.fill, {
          params: { id: view.id, step: 'transaction' },
          body: { version, data },
        });
        const shown = filled.steps
          .find((step) => step.id === 'transaction')!
          .answers.find((answer) => answer.field === 'agreement')!.value;
        expect(shown).toBe(cleanText(agreement).trim());
      }
      for (const name of nasty.slice(0, 3)) {
        const answer = await code(
          chen.client.call(routes.cases.fill, {
            params: { id: view.id, step: 'transaction' },
            body: {
              version: 0,
              data: {
                parties: {
                  buyer: { coOwnership: 'sole', members: [{ name, idNumber: huang.idNumber, phone: huang.phone }] },
                },
              },
            },
          }),
        );
        expect(answer).toBe('INVALID_INPUT');
      }
    });

    it('masks IDs and phones in every answer', async () => {
      const text = JSON.stringify(await chen.client.call(routes.cases.detail, { params: { id: view.id } }));
      for (const { idNumber, phone } of [chen, lin, huang]) {
        expect(text).not.toContain(idNumber);
        expect(text).not.toContain(phone);
      }
    });

    it('names the field and the reason when something is wrong', async () => {
      const idNumber = `${huang.idNumber.slice(0, 17)}${huang.idNumber.endsWith('1') ? '2' : '1'}`;
      const reply = await chen.client
        .call(routes.cases.fill, {
          params: { id: view.id, step: 'transaction' },
          body: {
            version: 0,
            data: {
              price: -5,
              parties: { buyer: { coOwnership: 'sole', members: [{ name: '黄志强', idNumber, phone: '1390779000' }] } },
            },
          },
        })
        .catch((error: Refused) => error.reply);
      const paths = (reply as { fields: Array<{ path: string; message: string }> }).fields;
      expect(paths.map((fault) => fault.path)).toEqual(
        expect.arrayContaining([
          'data.price',
          'data.parties.buyer.members.0.idNumber',
          'data.parties.buyer.members.0.phone',
        ]),
      );
      for (const fault of paths) expect(fault.message).toMatch(/[\u4e00-\u9fff]/);
    });

    it('refuses an owner as a buyer of the own home', async () => {
      const members = [{ name: lin.name, idNumber: lin.idNumber, phone: lin.phone }];
      const data = {
        price: 1,
        payment: 'own',
        contractSignedOn: '2026-02-01',
        certificateCopies: 1,
        parties: { buyer: { coOwnership: 'sole', members } },
      };
      const params = { id: view.id, step: 'transaction' };
      const { version } = await chen.client.call(routes.cases.stepData, { params });
      expect(
        await code(
          chen.client.call(routes.cases.fill, {
            params,
            body: { version, data },
          }),
        ),
      ).toBe('INVALID_INPUT');
    });

    it('is not moved by actions out of turn', async () => {
      const params = { id: view.id };
      expect(await code(chen.client.call(routes.cases.submit, { params }))).toBe('ACTION_NOT_ALLOWED');
      expect(await code(chen.client.call(routes.cases.recall, { params }))).toBe('ACTION_NOT_ALLOWED');
      const { version } = await chen.client.call(routes.cases.detail, { params });
      expect(await code(chen.client.call(routes.cases.send, { params, body: { version } }))).toBe('STEPS_INCOMPLETE');
      expect(await code(chen.client.call(routes.cases.send, { params, body: { version: version + 1 } }))).toBe(
        'CONFLICT',
      );
    });
  });

  describe('a hostile body', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    it.each<[string, string, Record<string, string>, number]>([
      ['1 MB of JSON', JSON.stringify({ businessId: 'x'.repeat(1_000_000), verify: {} }), {}, 413],
      ['JSON of 5,000 levels', `{"businessId":"x","verify":${nested(5_000)}}`, {}, 400],
      ['broken JSON', '{"businessId":', {}, 400],
      ['an array', '[]', {}, 422],
      ['a number', '7', {}, 422],
      ['wrong types', '{"businessId":7,"verify":[]}', {}, 422],
      ['unknown fields', '{"businessId":"x","verify":{},"admin":true}', {}, 422],
      ['a prototype', '{"businessId":"x","verify":{"__proto__":{"a":1}}}', {}, 400],
      ['a form', 'businessId=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      ['no key', '{"businessId":"x","verify":{}}', { 'idempotency-key': '' }, 400],
    ])('of %s gets a 4xx with a code', async (_, body, headers, status) => {
      const response = await raw(routes.cases.start, {}, body, headers);
      const answer = await errorOf(response);
      expect(answer.code).toMatch(/^[A-Z_]+$/);
      expect(answer.status).toBe(status);
    });
  });

  describe('claims without proof', () => {
    it('do not count as a face check or as a payment', async () => {
      // The player itself tries both before each real check and payment.
      const path = walkPaths(secondHandTransfer).find((candidate) => candidate.id === 'withdrawn-awaiting-payment')!;
      const player = new HttpPlayer({
        cast: platform.cast,
        playground: platform.playground,
        settle: async () => undefined,
      });
      await player.prepare(secondHandTransfer, path);
      for (const step of path.steps.slice(0, -1))
        expect(await player.play(step.move, step.state)).toMatchObject({ state: step.state });
      const { items } = await huang.client.call(routes.payments.list, { query: {} });
      const order = items.find((item) => item.state === 'unpaid')!;
      expect(
        await code(
          chen.client.call(routes.payments.pay, { params: { id: order.id }, body: { method: 'wechat-native' } }),
        ),
      ).not.toBe('accepted');
      expect((await huang.client.call(routes.payments.check, { params: { id: order.id } })).state).toBe('unpaid');
      const forged = await fetch(`${platform.url}${routes.payments.wechatCallback.path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'wechatpay-signature': 'AAAA',
          'wechatpay-serial': 'X',
          'wechatpay-timestamp': String(Math.floor(Date.now() / 1000)),
          'wechatpay-nonce': 'n',
        },
        body: JSON.stringify({ id: '1', resource: {} }),
      });
      expect(forged.status).toBeGreaterThanOrEqual(400);
      expect(forged.status).toBeLessThan(500);
      expect((await huang.client.call(routes.payments.detail, { params: { id: order.id } })).state).toBe('unpaid');
      await player.finish();
    });
  });

  describe('the public', () => {
    it('learns a case’s progress from its number and the end of an ID, and nothing otherwise', async () => {
      const view = await start(chen, unitWith('none', 4).certificateNumber, '陈海波');
      const ask = (acceptanceNumber: string, proof: string) =>
        huang.client.call(routes.cases.progress, { body: { acceptanceNumber, proof } });
      expect(await ask(view.acceptanceNumber, chen.idNumber.slice(-4))).toMatchObject({ state: 'verified' });
      expect(await code(ask(view.acceptanceNumber, '0000'))).toBe('NOT_FOUND');
      expect(await code(ask(`${view.acceptanceNumber.slice(0, -1)}0`, chen.idNumber.slice(-4)))).toBe(
        view.acceptanceNumber.endsWith('0') ? 'accepted' : 'NOT_FOUND',
      );
      await withdraw(view);
    });

    it('cannot register a name that does not fit the ID', async () => {
      const people = city.people.slice(0, 2);
      expect(people[0]!.name).not.toBe(people[1]!.name);
      expect(residentId.problem(people[0]!.idNumber)).toBeNull();
    });
  });
});
