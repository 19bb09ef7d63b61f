import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import { type Client, Refused } from '../walk/client';
import { Kiosk, kioskToken } from './support/kiosk';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const { appointments, certificates, printing } = routes;

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let huang: Actor;
  let officer: Client;
  let machine: Kiosk;
  let kiosk: Client;
  let certificate: { id: string; number: string };
  let pickup: string;

  const code = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'OK';
    } catch (error) {
      if (error instanceof Refused) return error.code;
      throw error;
    }
  };
  const open = (given: string, person: Actor) => machine.open(given, person);
  const begin = (visit: string, certificateId = certificate.id) =>
    kiosk.call(printing.print, { body: { visit, certificateId } });

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    [chen, huang] = [await platform.cast.person('chen-haibo'), await platform.cast.person('huang-zhiqiang')];
    officer = await platform.cast.officer('officer1');
    machine = await Kiosk.at(platform);
    kiosk = machine.client;
    const { items } = await chen.client.call(certificates.mine, {});
    certificate = items.find(({ state }) => state === 'valid')!;
  });
  afterAll(() => platform?.close());

  it('gives the holder a code, the same one again, and nobody else', async () => {
    const params = { id: certificate.id };
    pickup = (await chen.client.call(printing.certificateCode, { params })).code;
    expect(pickup).toMatch(/^\d{10}$/);
    expect((await chen.client.call(printing.certificateCode, { params })).code).toBe(pickup);
    expect(await code(huang.client.call(printing.certificateCode, { params }))).toBe('NOT_FOUND');
  });

  it('prints each copy once, and again only after an officer has said why', async () => {
    const first = await open(pickup, chen);
    expect(first.items).toMatchObject([{ certificateId: certificate.id, number: certificate.number, blocked: null }]);
    const begun = await Promise.all(Array.from({ length: 8 }, () => code(begin(first.visit))));
    expect(begun.filter((one) => one === 'OK')).toHaveLength(1);
    expect(begun.filter((one) => one === 'PRINTED_ALREADY')).toHaveLength(7);

    const log = await officer.call(printing.log, { query: { limit: 20 } });
    const [entry] = log.items;
    expect(entry).toMatchObject({ certificateNumber: certificate.number, state: 'printing' });
    const release = (reason: string) => officer.call(printing.release, { params: { id: entry!.id }, body: { reason } });
    expect(await code(release('卡纸'))).toBe('CONFLICT');
    const report = {
      params: { id: entry!.id },
      body: { visit: first.visit, outcome: 'trouble', trouble: 'jam' } as const,
    };
    await kiosk.call(printing.report, report);
    expect(await code(begin(first.visit))).toBe('PRINTED_ALREADY');
    expect(await code(release(' '))).toBe('INVALID_INPUT');
    expect(await release('卡纸，已取出废纸销毁')).toMatchObject({
      state: 'released',
      troubleName: '卡纸',
      reason: '卡纸，已取出废纸销毁',
    });

    const again = await begin(first.visit);
    const file = await fetch(`${platform.url}${again.url}`);
    expect(file.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const printed = await kiosk.call(printing.report, {
      params: { id: again.printId },
      body: { visit: first.visit, outcome: 'printed' },
    });
    expect(printed.items).toMatchObject([{ blocked: expect.stringContaining('已打印过') }]);
    await kiosk.call(printing.endVisit, { body: { visit: first.visit } });
    expect(await code(begin(first.visit))).toBe('VISIT_OVER');
  });

  it('opens with a print booking on its day, with all of the owner’s certificates', async () => {
    const { items } = await chen.client.call(appointments.points, {});
    const point = items.find(({ matters }) => matters.includes('print'))!;
    const { days } = await chen.client.call(appointments.slots, { params: { id: point.id }, query: { kind: 'print' } });
    const slot = days.at(-1)!.slots[0]!;
    const booked = await chen.client.call(appointments.book, { body: { slotId: slot.id, matter: 'print' } });
    expect(await code(open(booked.pickupCode!, chen))).toBe('PICKUP_FAILED');
    platform.clock.advance(slot.startsAt - platform.clock.now());
    await platform.cast.renew();
    const visit = await open(booked.pickupCode!, { ...chen, idNumber: chen.idNumber.toLowerCase() });
    const own = (await chen.client.call(certificates.mine, {})).items.filter(({ state }) => state === 'valid');
    expect(visit.items.map(({ number }) => number).sort()).toEqual(own.map(({ number }) => number).sort());
    const after = await chen.client.call(appointments.detail, { params: { id: booked.id } });
    expect(after.state).toBe('arrived');
  });

  it('hands a print without an answer to the staff', async () => {
    const { id } = certificate;
    const [printed] = (await officer.call(printing.log, { query: { state: 'printed', limit: 20 } })).items;
    await officer.call(printing.release, { params: { id: printed!.id }, body: { reason: '证书被水打湿，旧证已收回' } });
    const visit = await open(pickup, chen);
    await begin(visit.visit, id);
    platform.clock.advance(11 * 60_000);
    await platform.server.jobs.run('print-silence');
    const log = await officer.call(printing.log, { query: { state: 'trouble', limit: 20 } });
    expect(log.items[0]).toMatchObject({ certificateId: id, troubleName: '没有确认结果' });
  });

  it('locks a code for half an hour after five wrong cards, and knows no other code', async () => {
    expect(await code(open('1234567890', chen))).toBe('PICKUP_FAILED');
    const outcomes: string[] = [];
    for (let i = 0; i < 5; i++) outcomes.push(await code(open(pickup, huang)));
    expect(outcomes).toEqual([...Array(4).fill('PICKUP_CARD_REFUSED'), 'PICKUP_LOCKED']);
    expect(await code(open(pickup, chen))).toBe('PICKUP_LOCKED');
    platform.clock.advance(31 * 60_000);
    expect(await code(open(pickup, chen))).toBe('OK');
  });

  it('knows a kiosk only until it is retired', async () => {
    const self = await kiosk.call(printing.kiosk, {});
    await platform.cast.renew();
    const administrator = await platform.cast.officer('administrator');
    expect(JSON.stringify(await administrator.call(printing.kiosks, {}))).not.toContain(kiosk.token);
    expect(await code(kioskToken(platform))).toBe('INVALID_INPUT');
    const [lost] = (await officer.call(printing.log, { query: { state: 'trouble', limit: 20 } })).items;
    await officer.call(printing.release, { params: { id: lost!.id }, body: { reason: '没有打印出来' } });
    const { url } = await begin((await open(pickup, chen)).visit);
    const file = async () => (await fetch(`${platform.url}${url}`)).status;
    expect(await file()).toBe(200);
    await administrator.call(printing.retireKiosk, { params: { id: self.id } });
    // Neither does what it had open: it may have been stolen.
    expect(await file()).toBe(404);
    expect(await code(kiosk.call(printing.kiosk, {}))).toBe('UNAUTHENTICATED');
  });
});
