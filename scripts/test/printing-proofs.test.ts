import { generateKeyPairSync } from 'node:crypto';
import { businesses, type CardReading, residentId, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import { Client } from '../walk/client';
import { colleague } from './support/clerk';
import { Ground } from './support/desk';
import { Kiosk, kioskToken, TestReader } from './support/kiosk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(180_000);

const { appointments, certificates, enterprise, pickup, printing } = routes;
const minute = 60_000;
const of = (effect: string) => businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === effect)!.id;
const discharge = of('discharge-mortgage');

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let huang: Actor;
  let kiosk: Kiosk;
  let other: Kiosk;
  let certificate: { id: string };
  let code: string;

  const codeOf = async (work: Promise<unknown>) => (await refusal(work)).code;
  const audited = async (action: string) => {
    const rows = await platform.server.database.read<Record<'id' | 'actor_kind' | 'actor_id' | 'detail', string>>(
      'SELECT id, actor_kind, actor_id, detail FROM audit_entry WHERE action LIKE ? ORDER BY id',
      [action],
    );
    return rows.map(({ id, detail, ...row }) => ({ ...row, detail: platform.server.audit.detailOf({ id, detail }) }));
  };
  /** The code is good again, its tries forgotten. */
  const unlock = async () => {
    platform.clock.advance(31 * minute);
    await platform.cast.renew();
  };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    [chen, huang] = [await platform.cast.person('chen-haibo'), await platform.cast.person('huang-zhiqiang')];
    kiosk = await Kiosk.at(platform);
    other = await Kiosk.at(platform, '二楼自助机', 'rsa');
    const { items } = await chen.client.call(certificates.mine, {});
    certificate = items.find(({ state }) => state === 'valid')!;
    code = (await chen.client.call(printing.certificateCode, { params: { id: certificate.id } })).code;
  });
  afterAll(() => platform?.close());

  describe('code and identity card', () => {
    it('opens with the holder’s card, once, by readers of either kind of key', async () => {
      const { readingId, nonce, lifeMs } = await kiosk.begin(code);
      expect(lifeMs).toBeLessThanOrEqual(2 * minute);
      const reading = kiosk.reader.read(nonce, chen);
      const tries = await Promise.allSettled(Array.from({ length: 4 }, () => kiosk.post(readingId, reading)));
      const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(opened).toMatchObject([{ items: [{ certificateId: certificate.id, blocked: null }] }]);
      expect(await codeOf(kiosk.post(readingId, reading))).toBe('PICKUP_CARD_OVER');
      expect((await other.open(code, chen)).items).toHaveLength(1);
    });

    it('takes no number that somebody posts for a reading', async () => {
      for (const forged of ['', 'x', 'A'.repeat(86)]) {
        const { readingId, nonce } = await kiosk.begin(code);
        const reading = { ...kiosk.reader.read(nonce, chen), signature: forged };
        expect(await codeOf(kiosk.post(readingId, reading))).toBe(forged ? 'PICKUP_CARD_REFUSED' : 'INVALID_INPUT');
      }
      const { readingId } = await kiosk.begin(code);
      const number = { idNumber: chen.idNumber } as unknown as CardReading;
      expect(await codeOf(kiosk.post(readingId, number))).toBe('INVALID_INPUT');
      const bare = await fetch(`${platform.url}/api/kiosk/visits`, {
        method: 'POST',
        headers: { authorization: `Bearer ${kiosk.client.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ code, idNumber: chen.idNumber }),
      });
      expect(bare.status).toBe(404);
      await unlock();
    });

    it('refuses alike whatever does not hold, and tells the staff why', async () => {
      const stranger = new TestReader(() => platform.clock.now());
      const { deviceId } = kiosk.reader;
      const before = kiosk.reader.read((await kiosk.begin(code)).nonce, chen);
      const wrong: Array<[string, (nonce: string) => CardReading]> = [
        ['signature', (nonce) => ({ ...kiosk.reader.read(nonce, huang), idNumber: chen.idNumber, name: chen.name })],
        [
          'signature',
          (nonce) => ({ ...kiosk.reader.read(nonce, chen, { validUntil: '2020-01-01' }), validUntil: '2099-01-01' }),
        ],
        ['signature', (nonce) => stranger.read(nonce, chen, { deviceId })],
        ['device', (nonce) => other.reader.read(nonce, chen)],
        ['nonce', () => before],
        ['person', (nonce) => kiosk.reader.read(nonce, huang)],
        ['time', (nonce) => kiosk.reader.read(nonce, chen, { at: platform.clock.now() - 6 * minute })],
        ['expired', (nonce) => kiosk.reader.read(nonce, chen, { validUntil: '2020-01-01' })],
      ];
      const messages = new Set<string>();
      for (const [, reading] of wrong) {
        const { readingId, nonce } = await kiosk.begin(code);
        const { code: answer, reply } = await refusal(kiosk.post(readingId, reading(nonce)));
        if (answer !== 'PICKUP_LOCKED') messages.add(`${answer} ${reply.message}`);
        // The nonce is used up: the holder's own card does not save it.
        expect(await codeOf(kiosk.post(readingId, kiosk.reader.read(nonce, chen)))).toBe('PICKUP_CARD_OVER');
        await kiosk.open(code, chen).catch(unlock);
      }
      expect([...messages]).toEqual([expect.stringContaining('PICKUP_CARD_REFUSED 没有核对上')]);
      const reasons = (await audited('kiosk.card-refused')).map(({ detail }) => detail.reason);
      expect(reasons.slice(-wrong.length)).toEqual(wrong.map(([reason]) => reason));
    });

    it('belongs to its kiosk and its time, and ends with the visitor', async () => {
      const { readingId, nonce, lifeMs } = await kiosk.begin(code);
      expect(await codeOf(other.post(readingId, other.reader.read(nonce, chen)))).toBe('PICKUP_CARD_OVER');
      platform.clock.advance(lifeMs);
      expect(await codeOf(kiosk.post(readingId, kiosk.reader.read(nonce, chen)))).toBe('PICKUP_CARD_OVER');
      const left = await kiosk.begin(code);
      await other.client.call(pickup.endReading, { params: { id: left.readingId } });
      await kiosk.client.call(pickup.endReading, { params: { id: left.readingId } });
      expect(await codeOf(kiosk.post(left.readingId, kiosk.reader.read(left.nonce, chen)))).toBe('PICKUP_CARD_OVER');
      const [first] = [await kiosk.begin(code), await kiosk.begin(code)];
      expect(await codeOf(kiosk.post(first!.readingId, kiosk.reader.read(first!.nonce, chen)))).toBe(
        'PICKUP_CARD_OVER',
      );
    });

    it('counts wrong cards, one each, but not the holder’s own old card', async () => {
      const outcome = async (reading: (nonce: string) => CardReading) => {
        const { readingId, nonce } = await kiosk.begin(code);
        return codeOf(kiosk.post(readingId, reading(nonce)));
      };
      const old = (nonce: string) => kiosk.reader.read(nonce, chen, { validUntil: '2020-01-01' });
      for (let i = 0; i < 6; i++) expect(await outcome(old)).toBe('PICKUP_CARD_REFUSED');
      const answers: string[] = [];
      for (let i = 0; i < 5; i++) answers.push(await outcome((nonce) => kiosk.reader.read(nonce, huang)));
      expect(answers).toEqual([...Array(4).fill('PICKUP_CARD_REFUSED'), 'PICKUP_LOCKED']);
      expect(await codeOf(kiosk.begin(code))).toBe('PICKUP_LOCKED');
      await unlock();
      expect((await kiosk.open(code, chen)).items).toHaveLength(1);
    });

    it('reads a code’s card only where a reader is registered, and only that one', async () => {
      const administrator = await platform.cast.officer('administrator');
      const set = async (reader: { deviceId: string; publicKey: string; url?: string } | null, id = kiosk.id) => {
        const { items } = await administrator.call(printing.kiosks, {});
        const { version } = items.find((item) => item.id === id)!;
        return administrator.call(printing.setReader, { params: { id }, body: { version, reader } });
      };
      const { deviceId, publicKey } = kiosk.reader;
      const secret = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({
        type: 'spki',
        format: 'pem',
      });
      for (const wrong of ['', 'abc', secret, String(weak), other.reader.publicKey])
        expect([wrong, await codeOf(set({ deviceId, publicKey: wrong }))]).toEqual([wrong, 'INVALID_INPUT']);
      for (const url of ['https://example.com/', 'http://10.0.0.9:8765', 'javascript:1', 'http://127.0.0.1.nip.io:1'])
        expect([url, await codeOf(set({ deviceId, publicKey, url }))]).toEqual([url, 'INVALID_INPUT']);

      const begun = await kiosk.begin(code);
      const bare = await set(null);
      expect(bare.reader).toBeNull();
      expect(await codeOf(kiosk.begin(code))).toBe('PICKUP_READER_MISSING');
      const reading = kiosk.reader.read(begun.nonce, chen);
      expect(await codeOf(kiosk.post(begun.readingId, reading))).toBe('PICKUP_CARD_REFUSED');
      const { reader } = await set({ deviceId, publicKey, url: 'http://127.0.0.1:9000/reader/' });
      expect(reader).toMatchObject({ deviceId, url: 'http://127.0.0.1:9000/reader' });
      expect((await kiosk.client.call(printing.kiosk, {})).reader).toEqual(reader);
      expect((await kiosk.open(code, chen)).items).toHaveLength(1);
      const [last] = (await audited('kiosk.reader')).slice(-1);
      expect(last).toMatchObject({ actor_kind: 'staff', detail: { deviceId, fingerprint: reader!.fingerprint } });
    });

    it('believes the sandbox’s reader once its key is registered', async () => {
      const token = await kioskToken(platform, '三楼自助机');
      const administrator = await platform.cast.officer('administrator');
      const { items } = await administrator.call(printing.kiosks, {});
      const { id, version } = items.find(({ name }) => name === '三楼自助机')!;
      const about = await platform.playground.send<{ deviceId: string; publicKey: string; url: string }>(
        'GET',
        '/reader',
      );
      const { deviceId, publicKey } = about;
      const set = await administrator.call(printing.setReader, {
        params: { id },
        body: { version, reader: { deviceId, publicKey } },
      });
      expect(set.reader!.url).toBe(about.url);
      const ask = async (nonce: string) => {
        const headers = { origin: platform.url, 'content-type': 'application/json' };
        const answer = await fetch(`${about.url}/read`, { method: 'POST', headers, body: JSON.stringify({ nonce }) });
        expect(answer.headers.get('access-control-allow-origin')).toBe(platform.url);
        return ((await answer.json()) as { reading: CardReading | null }).reading;
      };
      const third = new Client(platform.url, token);
      expect(await ask('nothing lies there')).toBeNull();
      const { readingId, nonce } = await third.call(pickup.beginReading, { body: { code } });
      await platform.playground.send('POST', '/reader/card', { idNumber: chen.idNumber });
      const reading = (await ask(nonce))!;
      await platform.playground.send('POST', '/reader/take');
      const opened = await third.call(pickup.openByCard, { params: { id: readingId }, body: { reading } });
      expect(opened.items).toHaveLength(1);
    });
  });

  describe('an institution’s code and its clerk', () => {
    let bank: Client;
    let booked: { id: string; pickupCode: string | null; number: string };
    /** Of one case. */
    let one: typeof booked;
    let device: Client;
    let startsAt: number;

    const ask = (given = booked.pickupCode!, client = device) =>
      client.call(pickup.askClerk, { body: { code: given } });
    const state = (id: string, client = device) => client.call(pickup.confirmation, { params: { id } });
    const openBy = (id: string, client = device) => client.call(pickup.openByClerk, { params: { id } });
    const waiting = async (client: Client) => (await client.call(pickup.waiting, {})).items;
    const decide = (client: Client, id: string, decision: 'approve' | 'refuse') =>
      client.call(pickup.decide, { params: { id }, body: { decision } });
    const book = async (cases: string[]) => {
      const { items } = await bank.call(appointments.points, {});
      const point = items.find(({ matters }) => matters.includes('print'))!;
      const { days } = await bank.call(appointments.slots, { params: { id: point.id }, query: { kind: 'print' } });
      const slot = days
        .flatMap(({ slots }) => slots)
        .find((one) => one.startsAt > platform.clock.now() && one.free > 2)!;
      startsAt = slot.startsAt;
      const contact = { name: '韦经办', phone: '13800138000' };
      return bank.call(appointments.book, { body: { slotId: slot.id, matter: 'print', cases, contact } });
    };

    beforeAll(async () => {
      await platform.cast.renew();
      await platform.server.jobs.run('appointment-slots');
      bank = await platform.cast.officer('bank1');
      device = other.client;
      const ground = new Ground(platform);
      const institution = platform.cast.developer('bank1');
      const [number] = await ground.mortgages(await ground.units(1), institution);
      const verify = { certificateNumber: number!, rightHolder: institution.name };
      const started = await bank.call(enterprise.start, { body: { businessId: discharge, verify } });
      booked = await book([]);
      one = await book([started.id]);
      platform.clock.advance(Math.max(0, startsAt - platform.clock.now()));
      await platform.cast.renew();
    });

    it('is no paper for whoever types the credit code, reads a card or shows a face', async () => {
      expect(await codeOf(kiosk.begin(booked.pickupCode!))).toBe('PICKUP_FOR_INSTITUTION');
      const face = device.call(printing.startFace, { body: { code: booked.pickupCode!, faceConsent: true } });
      expect(await codeOf(face)).toBe('PICKUP_FACE_UNAVAILABLE');
      expect(await codeOf(ask(code))).toBe('PICKUP_FOR_PERSON');
      expect(await codeOf(ask('1234567890'))).toBe('PICKUP_FAILED');
    });

    it('waits on the institution’s screens, with the number that the kiosk shows, and opens once', async () => {
      const asked = await ask();
      expect(asked.number).toMatch(/^\d{3}$/);
      expect(await state(asked.confirmationId)).toEqual({ state: 'waiting' });
      expect(await codeOf(openBy(asked.confirmationId))).toBe('PICKUP_CONFIRM_OVER');
      const [item, ...more] = await waiting(bank);
      expect(more).toEqual([]);
      expect(item).toMatchObject({
        id: asked.confirmationId,
        number: asked.number,
        kioskName: '二楼自助机',
        bookingNumber: booked.number,
        visitor: '韦经办',
        cases: 0,
        allowed: true,
      });
      await decide(bank, item!.id, 'approve');
      expect(await waiting(bank)).toEqual([]);
      expect(await codeOf(decide(bank, item!.id, 'refuse'))).toBe('PICKUP_CONFIRM_OVER');
      expect(await state(item!.id)).toEqual({ state: 'approved' });
      expect(await codeOf(state(item!.id, kiosk.client))).toBe('PICKUP_CONFIRM_OVER');
      expect(await codeOf(openBy(item!.id, kiosk.client))).toBe('PICKUP_CONFIRM_OVER');
      const tries = await Promise.allSettled(Array.from({ length: 4 }, () => openBy(item!.id)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { id } = await bank.call(routes.identity.staffMe, {});
      expect((await audited('kiosk.clerk-approved')).at(-1)).toMatchObject({ actor_kind: 'staff', actor_id: id });
      expect((await audited('kiosk.visit')).at(-1)!.detail).toMatchObject({ way: 'clerk', subjectId: booked.id });
    });

    it('is shown to no other institution and decided by none', async () => {
      const stranger = await platform.cast.officer('bank2');
      const { confirmationId } = await ask();
      expect(await waiting(stranger)).toEqual([]);
      expect(await codeOf(decide(stranger, confirmationId, 'approve'))).toBe('NOT_FOUND');
      expect(await state(confirmationId)).toEqual({ state: 'waiting' });
    });

    it('asks a clerk who may do what is fetched', async () => {
      const branch = await bank.call(routes.institutions.addBranch, { body: { name: '四川路支行' } });
      const clerk = await colleague(platform, bank, {
        businessIds: [discharge],
        branchId: branch.id,
        allBranches: false,
      });
      const may = await colleague(platform, bank, { businessIds: [discharge] });
      const asked = await ask(one.pickupCode!);
      expect(await waiting(clerk.client)).toMatchObject([{ cases: 1, allowed: false }]);
      expect(await waiting(may.client)).toMatchObject([{ cases: 1, allowed: true }]);
      expect(await codeOf(decide(clerk.client, asked.confirmationId, 'approve'))).toBe('FORBIDDEN');
      await decide(may.client, asked.confirmationId, 'approve');
      expect((await openBy(asked.confirmationId)).items).toEqual([]);

      const everything = await ask();
      expect(await waiting(clerk.client)).toMatchObject([{ id: everything.confirmationId, allowed: false }]);
      const { status, reply } = await refusal(decide(clerk.client, everything.confirmationId, 'approve'));
      expect([status, reply.message]).toEqual([403, expect.stringContaining('本机构管理员')]);
      expect(await state(everything.confirmationId)).toEqual({ state: 'waiting' });
    });

    it('ends with its time, with the visitor, with the next one and with a refusal', async () => {
      const asked = await ask();
      platform.clock.advance(asked.lifeMs);
      expect(await waiting(bank)).toEqual([]);
      expect(await codeOf(decide(bank, asked.confirmationId, 'approve'))).toBe('PICKUP_CONFIRM_OVER');
      expect(await codeOf(state(asked.confirmationId))).toBe('PICKUP_CONFIRM_OVER');

      const left = await ask();
      await decide(bank, left.confirmationId, 'approve');
      await device.call(pickup.endConfirmation, { params: { id: left.confirmationId } });
      expect(await codeOf(openBy(left.confirmationId))).toBe('PICKUP_CONFIRM_OVER');

      const [first, second] = [await ask(), await ask()];
      expect((await waiting(bank)).map(({ id }) => id)).toEqual([second.confirmationId]);
      expect(await codeOf(decide(bank, first.confirmationId, 'approve'))).toBe('PICKUP_CONFIRM_OVER');
      await decide(bank, second.confirmationId, 'refuse');
      expect(await codeOf(state(second.confirmationId))).toBe('PICKUP_CONFIRM_REFUSED');
      expect(await codeOf(openBy(second.confirmationId))).toBe('PICKUP_CONFIRM_OVER');
      for (let i = 0; i < 4; i++) await decide(bank, (await ask()).confirmationId, 'refuse');
      expect(await codeOf(ask())).toBe('PICKUP_LOCKED');
      const refusals = (await audited('kiosk.clerk-refused')).map(({ detail }) => detail.locked);
      expect(refusals).toEqual([false, false, false, false, true]);
    });
  });

  it('keeps names and numbers out of tables and action log', async () => {
    const { database } = platform.server;
    const tables = ['kiosk_reading', 'kiosk_confirmation', 'kiosk'].map((name) =>
      database.read(`SELECT * FROM ${name}`),
    );
    const log = audited('kiosk.%');
    const all = JSON.stringify(await Promise.all([...tables, log]));
    for (const secret of [chen.name, chen.idNumber, residentId.mask(chen.idNumber), huang.idNumber, '韦经办', code])
      expect(all).not.toContain(secret);
  });
});
