import { PickupCodes } from '@zhucheng/bff/modules/appointments/pickup-code.service';
import { createLogger } from '@zhucheng/bff/platform/logging/logger';
import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import type { Client } from '../walk/client';
import { Kiosk } from './support/kiosk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(180_000);

const { appointments, certificates, printing } = routes;
const minute = 60_000;

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let huang: Actor;
  let kiosk: Client;
  let machine: Kiosk;
  let other: Client;
  let certificate: { id: string; number: string };
  let pickup: string;
  const log: string[] = [];
  /** Everything that was answered to a kiosk. */
  const said: unknown[] = [];

  const code = async (work: Promise<unknown>) => (await refusal(work)).code;
  const begin = async (client = kiosk, given = pickup) => {
    const begun = await client.call(printing.startFace, { body: { code: given, faceConsent: true } });
    said.push(begun);
    return begun;
  };
  const check = (attemptId: string, client = kiosk) => client.call(printing.checkFace, { params: { id: attemptId } });
  const open = (attemptId: string, client = kiosk) => client.call(printing.openByFace, { params: { id: attemptId } });
  const byCard = (person: Actor, given = pickup) => machine.open(given, person);
  /** What the person does on the phone with the address. */
  const face = async (url: string, outcome: 'pass' | 'refuse') => {
    const { certify_id } = JSON.parse(new URL(url).searchParams.get('biz_content')!) as { certify_id: string };
    await platform.playground.send('POST', `/faces/${certify_id}/${outcome}`);
    return certify_id;
  };
  const passed = async () => {
    const begun = await begin();
    await face(begun.url, 'pass');
    expect(await check(begun.attemptId)).toEqual({ state: 'passed' });
    return begun.attemptId;
  };
  const refused = async () => {
    const { attemptId, url } = await begin();
    await face(url, 'refuse');
    return code(check(attemptId));
  };
  const audited = async (action: string) => {
    const rows = await platform.server.database.read<Record<'id' | 'actor_kind' | 'subject_id' | 'detail', string>>(
      'SELECT id, actor_kind, subject_id, detail FROM audit_entry WHERE action LIKE ? ORDER BY id',
      [action],
    );
    return rows.map((row) => ({ ...row, detail: platform.server.audit.detailOf(row) }));
  };

  beforeAll(async () => {
    const logger = createLogger('trace', { write: (line) => void log.push(line) });
    platform = await startPlatform(dialect, undefined, {}, logger);
    [chen, huang] = [await platform.cast.person('chen-haibo'), await platform.cast.person('huang-zhiqiang')];
    kiosk = (await Kiosk.at(platform)).client;
    machine = await Kiosk.at(platform, '二楼自助机');
    other = machine.client;
    const { items } = await chen.client.call(certificates.mine, {});
    certificate = items.find(({ state }) => state === 'valid')!;
    pickup = (await chen.client.call(printing.certificateCode, { params: { id: certificate.id } })).code;
  });
  afterAll(() => platform?.close());

  it('asks for its own consent, and does not begin without', async () => {
    const { reply } = await refusal(
      kiosk.call(printing.startFace, { body: { code: pickup, faceConsent: false as never } }),
    );
    expect(reply).toMatchObject({ code: 'INVALID_INPUT', fields: [{ message: expect.stringContaining('单独同意') }] });
    expect(await audited('kiosk.face-start')).toEqual([]);
  });

  it('opens the same visit as the identity card, once, after the platform’s own word', async () => {
    const { attemptId, url, lifeMs } = await begin();
    expect(new URL(url).searchParams.get('method')).toBe('alipay.user.certify.open.certify');
    expect(lifeMs).toBeGreaterThan(minute);
    expect(lifeMs).toBeLessThanOrEqual(15 * minute);
    expect(await check(attemptId)).toEqual({ state: 'waiting' });
    expect(await code(open(attemptId))).toBe('PICKUP_FACE_OVER');

    const certifyId = await face(url, 'pass');
    expect(await code(open(attemptId))).toBe('PICKUP_FACE_OVER');
    expect(await check(attemptId)).toEqual({ state: 'passed' });
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => open(attemptId)));
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(opened).toHaveLength(1);
    said.push(...opened);
    expect(await code(open(attemptId))).toBe('PICKUP_FACE_OVER');
    expect(await code(check(attemptId))).toBe('PICKUP_FACE_OVER');

    const byId = await byCard(chen);
    expect(opened[0]!.items).toEqual(byId.items);
    expect(opened[0]!.items).toMatchObject([{ certificateId: certificate.id, blocked: null }]);
    const [{ stored }] = (await platform.server.database.read<{ stored: string }>(
      'SELECT session_cipher AS stored FROM kiosk_face WHERE id = ?',
      [attemptId],
    )) as [{ stored: string }];
    expect(stored).not.toContain(certifyId);
  });

  it('writes consent and result into the action log', async () => {
    const self = await kiosk.call(printing.kiosk, {});
    const what = { kind: 'certificate', subjectId: certificate.id };
    for (const action of ['kiosk.face-start', 'kiosk.face-passed']) {
      const [entry, ...more] = await audited(action);
      expect(more).toEqual([]);
      expect(entry).toMatchObject({ actor_kind: 'device', subject_id: self.id });
      expect(entry!.detail).toEqual({ ...what, channel: 'alipay', faceConsent: true });
    }
    const ways = (await audited('kiosk.visit')).map(({ detail }) => detail.way);
    expect(ways).toEqual(['face', 'id-card']);
  });

  it('belongs to the kiosk that began it, and to the person who stands there', async () => {
    const first = await begin();
    await face(first.url, 'pass');
    expect(await code(check(first.attemptId, other))).toBe('PICKUP_FACE_OVER');
    expect(await check(first.attemptId)).toEqual({ state: 'passed' });
    expect(await code(open(first.attemptId, other))).toBe('PICKUP_FACE_OVER');
    await other.call(printing.endFace, { params: { id: first.attemptId } });
    expect(await check(first.attemptId)).toEqual({ state: 'passed' });

    const second = await begin();
    expect(await code(open(first.attemptId))).toBe('PICKUP_FACE_OVER');
    await begin(other);
    expect(await check(second.attemptId)).toEqual({ state: 'waiting' });
    await kiosk.call(printing.endFace, { params: { id: second.attemptId } });
    await face(second.url, 'pass');
    expect(await code(check(second.attemptId))).toBe('PICKUP_FACE_OVER');
  });

  it('is over after its time', async () => {
    const waiting = await begin();
    platform.clock.advance(waiting.lifeMs);
    await face(waiting.url, 'pass');
    expect(await code(check(waiting.attemptId))).toBe('PICKUP_FACE_OVER');
    const late = await passed();
    platform.clock.advance(waiting.lifeMs);
    expect(await code(open(late))).toBe('PICKUP_FACE_OVER');
  });

  it('says when Alipay is silent, and goes on when it answers again', async () => {
    const { attemptId, url } = await begin();
    const silence = (unsignedAnswers: boolean) => platform.playground.send('PUT', '/faults', { unsignedAnswers });
    await silence(true);
    try {
      for (const work of [check(attemptId), begin(other)]) {
        const { reply } = await refusal(work);
        expect(reply.code).toBe('DEPARTMENT_UNAVAILABLE');
        expect(reply.message).toMatch(/支付宝.*换一种方式/);
      }
    } finally {
      await silence(false);
    }
    await face(url, 'pass');
    expect(await check(attemptId)).toEqual({ state: 'passed' });
    expect((await open(attemptId)).items).toHaveLength(1);
  });

  it('shows what was printed elsewhere while the face was being shown', async () => {
    const attemptId = await passed();
    const { visit } = await byCard(chen);
    const { printId } = await other.call(printing.print, { body: { visit, certificateId: certificate.id } });
    await other.call(printing.report, { params: { id: printId }, body: { visit, outcome: 'printed' } });
    const mine = await open(attemptId);
    expect(mine.items).toMatchObject([{ blocked: expect.stringContaining('已打印过') }]);
    const again = kiosk.call(printing.print, { body: { visit: mine.visit, certificateId: certificate.id } });
    expect(await code(again)).toBe('PRINTED_ALREADY');
  });

  it('counts refused faces as wrong tries, each once, and locks the code for both ways', async () => {
    expect(await code(begin(kiosk, '1234567890'))).toBe('PICKUP_FAILED');
    const { attemptId, url } = await begin();
    await face(url, 'refuse');
    const answers = await Promise.all(Array.from({ length: 6 }, () => code(check(attemptId))));
    expect(answers).toEqual(Array(6).fill('PICKUP_FACE_REFUSED'));
    expect(await code(byCard(huang))).toBe('PICKUP_CARD_REFUSED');
    const before = await passed();
    expect([await refused(), await refused(), await refused()]).toEqual([
      'PICKUP_FACE_REFUSED',
      'PICKUP_FACE_REFUSED',
      'PICKUP_LOCKED',
    ]);
    expect(await code(begin())).toBe('PICKUP_LOCKED');
    expect(await code(byCard(chen))).toBe('PICKUP_LOCKED');
    expect(await code(open(before))).toBe('PICKUP_FACE_OVER');
    expect((await audited('kiosk.face-refused')).map(({ detail }) => detail.locked)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    platform.clock.advance(31 * minute);
    expect((await open(await passed())).items).toHaveLength(1);
  });

  it('locks somebody out whose face passes when the code is locked meanwhile', async () => {
    const attemptId = await passed();
    for (let i = 0; i < 5; i++) await code(byCard(huang));
    expect(await code(open(attemptId))).toBe('PICKUP_LOCKED');
    platform.clock.advance(31 * minute);
  });

  it('counts a wrong face even if the kiosk was left before it asked', async () => {
    const { attemptId, url } = await begin();
    await kiosk.call(printing.endFace, { params: { id: attemptId } });
    await face(url, 'refuse');
    platform.clock.advance(minute);
    await platform.server.outbox.drain();
    const four = [];
    for (let i = 0; i < 4; i++) four.push(await code(byCard(huang)));
    expect(four).toEqual([...Array(3).fill('PICKUP_CARD_REFUSED'), 'PICKUP_LOCKED']);
    platform.clock.advance(31 * minute);
  });

  it('opens nothing once the code has been withdrawn or has ended', async () => {
    const { server, clock } = platform;
    const codes = await server.get(PickupCodes);
    const [ready, waiting] = [await passed(), await begin(other)];
    await server.database.unitOfWork((tx) => codes.withdraw(tx, 'certificate', certificate.id));
    expect(await code(open(ready))).toBe('PICKUP_FAILED');
    expect(await code(check(waiting.attemptId, other))).toBe('PICKUP_FAILED');

    await platform.cast.renew();
    const fresh = await chen.client.call(printing.certificateCode, { params: { id: certificate.id } });
    pickup = fresh.code;
    clock.advance(fresh.expiresAt - clock.now() - minute);
    const attemptId = await passed();
    clock.advance(2 * minute);
    expect(await code(open(attemptId))).toBe('PICKUP_FAILED');
    expect(await code(begin())).toBe('PICKUP_FAILED');
  });

  it('leads an institution’s visitor to the institution’s own way', async () => {
    await platform.cast.renew();
    // The clock has been moved beyond the days that were open for booking.
    await platform.server.jobs.run('appointment-slots');
    const bank = await platform.cast.officer('bank1');
    const { items } = await bank.call(appointments.points, {});
    const point = items.find(({ matters }) => matters.includes('print'))!;
    const { days } = await bank.call(appointments.slots, { params: { id: point.id }, query: { kind: 'print' } });
    const slot = days.at(-1)!.slots[0]!;
    const contact = { name: '韦经办', phone: '13800138000' };
    const booked = await bank.call(appointments.book, { body: { slotId: slot.id, matter: 'print', contact } });
    expect(await code(begin(kiosk, booked.pickupCode!))).toBe('PICKUP_FAILED');
    platform.clock.advance(slot.startsAt - platform.clock.now());
    const { reply } = await refusal(begin(kiosk, booked.pickupCode!));
    expect(reply).toMatchObject({ code: 'PICKUP_FACE_UNAVAILABLE', message: expect.stringContaining('单位取件') });
  });

  it('gives no personal data away in addresses, answers, action log or log', async () => {
    const rows = [...(await audited('kiosk.%')), ...(await audited('print.%'))];
    expect(log.length).toBeGreaterThan(50);
    const all = decodeURIComponent([...said, ...rows].map((one) => JSON.stringify(one)).join('\n')) + log.join('');
    for (const secret of [chen.name, chen.idNumber, chen.phone, pickup]) expect(all).not.toContain(secret);
  });
});
