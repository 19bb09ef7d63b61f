import { type AppointmentView, dayOf, routes, type ServicePoint } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import type { Actor } from '../walk/cast';
import { type Client, Refused } from '../walk/client';
import { patiently } from '../walk/patience';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';
import { statementsOf } from './support/statements';

jest.setTimeout(180_000);

const { appointments, messages } = routes;
const dayMs = 86_400_000;
const contact = { name: '邱晓琳', phone: '13907790600' };

eachDatabase((dialect) => {
  let platform: Platform;
  let chen: Actor;
  let huang: Actor;
  let officer: Client;
  let administrator: Client;
  let bank: Client;
  let hall: ServicePoint;

  const renew = async () => {
    platform.clock.advance(31_000);
    await platform.cast.renew();
  };
  const refusal = async (work: Promise<unknown>): Promise<Refused> => {
    const error = await work.then(
      () => new Error('was not refused'),
      (caught: unknown) => caught,
    );
    if (error instanceof Refused) return error;
    throw error;
  };
  const code = async (work: Promise<unknown>) => (await refusal(work)).code;
  const versionOf = async (day: string) => {
    const { calendar } = await administrator.call(appointments.settings, {});
    return calendar.find((entry) => entry.day === day)!.version;
  };
  const free = async (kind: 'window' | 'print' = 'window', point = hall.id) => {
    const { days } = await chen.client.call(appointments.slots, { params: { id: point }, query: { kind } });
    return days.flatMap(({ slots }) => slots);
  };
  const book = (client: Client, slotId: string, more: Record<string, unknown> = {}) =>
    client.call(appointments.book, { body: { slotId, matter: 'registration', ...more } as never });
  const cancel = (client: Client, { id, version }: AppointmentView) =>
    client.call(appointments.cancel, { params: { id }, body: { version } });
  const goTo = async (at: number) => {
    platform.clock.advance(at - platform.clock.now());
    await platform.cast.renew();
  };
  const told = async (person: Actor) =>
    (await person.client.call(messages.list, { query: { limit: 50 } })).items.map(({ title }) => title);

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    [chen, huang] = [await platform.cast.person('chen-haibo'), await platform.cast.person('huang-zhiqiang')];
    officer = await platform.cast.officer('officer1');
    administrator = await platform.cast.officer('administrator');
    bank = await platform.cast.officer('bank1');
    hall = (await chen.client.call(appointments.points, {})).items.find(({ matters }) => matters.includes('archive'))!;
  });
  afterAll(() => platform?.close());

  it('offers the coming days only, and none on holidays', async () => {
    const settings = await administrator.call(appointments.settings, {});
    const closed = settings.calendar.filter(({ kind }) => kind === 'closed').map(({ day }) => day);
    const slots = await free();
    expect(slots.length).toBeGreaterThan(20);
    const now = platform.clock.now();
    for (const { startsAt } of slots) {
      expect(startsAt).toBeGreaterThan(now);
      expect(startsAt).toBeLessThan(now + (settings.rules.daysAhead + 1) * dayMs);
      expect(closed).not.toContain(dayOf(startsAt));
    }
  });

  it('books, shows the code to its owner only, changes and cancels, and says so', async () => {
    const [first, second] = (await free()).slice(-2);
    const booked = await book(chen.client, first!.id, { note: '带老人一起来' });
    expect(booked).toMatchObject({
      state: 'booked',
      startsAt: first!.startsAt,
      pickupCode: expect.stringMatching(/^\d{10}$/),
    });
    expect(booked.number).toMatch(/^HCW\d{12,}$/);
    expect((await free()).find(({ id }) => id === first!.id)!.free).toBe(first!.free - 1);
    const { items } = await chen.client.call(appointments.mine, {});
    expect(items.map(({ id }) => id)).toContain(booked.id);
    expect(JSON.stringify(items)).not.toContain(booked.pickupCode);
    expect(await code(huang.client.call(appointments.detail, { params: { id: booked.id } }))).toBe('NOT_FOUND');
    expect(await code(cancel(huang.client, booked))).toBe('NOT_FOUND');

    const changed = await chen.client.call(appointments.change, {
      params: { id: booked.id },
      body: { version: booked.version, slotId: second!.id },
    });
    expect(changed).toMatchObject({ startsAt: second!.startsAt, number: booked.number, pickupCode: booked.pickupCode });
    expect((await free()).find(({ id }) => id === first!.id)!.free).toBe(first!.free);
    expect(await code(cancel(chen.client, booked))).toBe('CONFLICT');
    const cancelled = await cancel(chen.client, changed);
    expect(cancelled).toMatchObject({ state: 'cancelled', pickupCode: null });
    expect((await free()).find(({ id }) => id === second!.id)!.free).toBe(second!.free);
    expect(await told(chen)).toEqual(expect.arrayContaining(['预约成功', '预约已改', '预约已取消']));
  });

  it('gives the last place to exactly one of two hundred', async () => {
    const { points } = await administrator.call(appointments.settings, {});
    const { id, version, ...point } = points.find((candidate) => candidate.id === hall.id)!;
    const narrow = { ...point, week: point.week.map((slot) => ({ ...slot, quota: 1 })) };
    const saved = await administrator.call(appointments.changePoint, { params: { id }, body: { ...narrow, version } });
    const slot = (await free()).at(-1)!;
    expect(slot.free).toBe(1);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () =>
        book(bank, slot.id, { contact }).then(
          () => 'booked',
          (error: unknown) => (error instanceof Refused ? error.code : String(error)),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'booked')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'SLOT_FULL')).toHaveLength(199);
    expect((await free()).find((candidate) => candidate.id === slot.id)!.free).toBe(0);
    await administrator.call(appointments.changePoint, { params: { id }, body: { ...point, version: saved.version } });
  });

  it('lets people refer to their own cases only', async () => {
    const slot = (await free()).at(-1)!;
    const refused = await refusal(book(chen.client, slot.id, { cases: ['202601010000001'] }));
    expect(refused.code).toBe('INVALID_INPUT');
    expect(refused.reply.fields).toMatchObject([{ path: 'cases.0' }]);
    expect(await code(book(bank, slot.id))).toBe('INVALID_INPUT');
    expect(await code(book(chen.client, slot.id, { matter: 'print' }))).toBe('INVALID_INPUT');
  });

  it('carries the booker’s cases by id or acceptance number, once each', async () => {
    const path = walkPaths(secondHandTransfer).find(({ id }) => id === 'happy')!;
    const player = new HttpPlayer({
      cast: platform.cast,
      playground: platform.playground,
      settle: async () => undefined,
    });
    Object.assign(player, { finish: async () => undefined });
    const steps = path.steps.slice(
      0,
      path.steps.findIndex(({ move }) => move.do === 'submit'),
    );
    expect((await walk(secondHandTransfer, { ...path, steps }, player)).error).toBeUndefined();
    const [mine] = (await chen.client.call(routes.cases.list, { query: { limit: 1 } })).items;
    const slot = (await free()).at(-1)!;
    const booked = await book(chen.client, slot.id, { cases: [mine!.id, mine!.acceptanceNumber] });
    expect(booked.subjects).toEqual([
      {
        caseId: mine!.id,
        acceptanceNumber: mine!.acceptanceNumber,
        text: expect.stringContaining(mine!.location) as unknown as string,
      },
    ]);
    const other = (await free()).at(-2)!;
    expect(await code(book(bank, other.id, { cases: [mine!.id], contact }))).toBe('INVALID_INPUT');
    await cancel(chen.client, booked);
  });

  it('limits the bookings a citizen has at a time, also when they are sent at once', async () => {
    const slots = (await free()).slice(-8);
    const outcomes = await Promise.all(
      slots.map(({ id }) =>
        book(huang.client, id).then(
          (booked) => booked,
          (error: unknown) => (error as Refused).code,
        ),
      ),
    );
    const mine = outcomes.filter((outcome): outcome is AppointmentView => typeof outcome !== 'string');
    expect(mine).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'BOOKING_LIMIT')).toHaveLength(5);
    for (const booked of mine) await cancel(huang.client, booked);
  });

  it('tells those who have booked a day that becomes a holiday', async () => {
    const slot = (await free()).at(-1)!;
    const booked = await book(chen.client, slot.id);
    const day = dayOf(slot.startsAt);
    const entry = { day, kind: 'closed' as const, asWeekday: null, note: '设备检修', version: 0 };
    const { cancelled } = await administrator.call(appointments.setDay, { body: entry });
    // The institution's booking of the last place stands on the same day.
    expect(cancelled).toBeGreaterThanOrEqual(1);
    expect(await chen.client.call(appointments.detail, { params: { id: booked.id } })).toMatchObject({
      state: 'cancelled',
    });
    expect((await free()).filter(({ startsAt }) => dayOf(startsAt) === day)).toEqual([]);
    expect(await told(chen)).toContain('预约日休息，预约已取消');
    await administrator.call(appointments.clearDay, { params: { day }, query: { version: await versionOf(day) } });
    expect((await free()).filter(({ startsAt }) => dayOf(startsAt) === day).length).toBeGreaterThan(0);
  });

  it('takes what one of several administrators says of one day at the same time, and tells the others what', async () => {
    const day = dayOf(platform.clock.now() + 300 * dayMs);
    const entries = ['设备检修', '台风', '停电', '盘点', '搬迁', '培训'].map((note) => ({
      day,
      kind: 'closed' as const,
      asWeekday: null,
      note,
      version: 0,
    }));
    for (let round = 0; round < 3; round++) {
      const said = await Promise.allSettled(entries.map((body) => administrator.call(appointments.setDay, { body })));
      const { calendar } = await administrator.call(appointments.settings, {});
      const { version, ...saved } = calendar.find((entry) => entry.day === day)!;
      expect(entries.filter((_, at) => said[at]!.status === 'fulfilled').map(({ note }) => note)).toEqual([saved.note]);
      const refused = said.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Refused).reply] : []));
      for (const { code, detail } of refused)
        expect([code, detail]).toEqual(['SAVED_MEANWHILE', expect.objectContaining({ version, values: saved })]);
      await administrator.call(appointments.clearDay, { params: { day }, query: { version } });
    }
  });

  it('reminds the day before, checks in, and pauses who does not come three times', async () => {
    await renew();
    const slots = (await free()).filter(({ startsAt }) => startsAt > platform.clock.now() + 2 * dayMs);
    // The first of these days may have only its last hours left.
    const sameDay = (day: string) => slots.filter(({ startsAt }) => dayOf(startsAt) === day);
    const day = slots.map(({ startsAt }) => dayOf(startsAt)).find((one) => sameDay(one).length >= 3)!;
    const chosen = sameDay(day).slice(0, 3);
    const booked: AppointmentView[] = [];
    for (const { id } of chosen) booked.push(await book(huang.client, id));
    const came = await book(chen.client, chosen[0]!.id);
    await goTo(chosen[0]!.startsAt - 20 * 3_600_000 + 4 * 3_600_000);
    await platform.server.outbox.drain();
    await patiently(
      async () => (await told(huang)).includes('明天有预约') || undefined,
      () => 'nobody was reminded',
    );

    await goTo(chosen[0]!.startsAt - 60_000);
    const early = { params: { id: booked[0]!.id }, body: { version: booked[0]!.version } };
    expect(await code(officer.call(appointments.miss, early))).toBe('BOOKING_CLOSED');
    await goTo(chosen[2]!.startsAt + 60_000);
    expect(await code(cancel(huang.client, booked[0]!))).toBe('BOOKING_CLOSED');
    const { items } = await officer.call(appointments.day, { query: { point: hall.id, day } });
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([came.id, ...booked.map(({ id }) => id)]));
    expect(JSON.stringify(items)).not.toContain(huang.name);
    const arrived = await officer.call(appointments.arrive, {
      params: { id: came.id },
      body: { version: came.version },
    });
    expect(arrived.state).toBe('arrived');
    for (const { id, version } of booked) await officer.call(appointments.miss, { params: { id }, body: { version } });

    const later = (await free()).at(-1)!;
    const paused = await refusal(book(huang.client, later.id));
    expect(paused.code).toBe('BOOKING_PAUSED');
    const mine = await huang.client.call(appointments.mine, {});
    expect(mine.pausedUntil).toBe(paused.reply.detail!.until);
    expect(mine.pausedUntil! - platform.clock.now()).toBeGreaterThan(29 * dayMs);

    await goTo(mine.pausedUntil! + 60_000);
    await platform.server.jobs.run('appointment-slots');
    await platform.server.jobs.run('appointment-close');
    const over = await officer.call(appointments.day, { query: { point: hall.id, day } });
    expect(over.items.find(({ id }) => id === came.id)!.state).toBe('finished');
    expect((await book(huang.client, (await free()).at(-1)!.id)).state).toBe('booked');
  });

  it('reads with at most three statements', async () => {
    const reads: Array<[string, () => Promise<unknown>]> = [
      ['points', () => chen.client.call(appointments.points, {})],
      ['slots', () => free()],
      ['mine', () => huang.client.call(appointments.mine, {})],
      ['institution', () => bank.call(appointments.ofInstitution, { query: { limit: 20 } })],
      ['settings', () => administrator.call(appointments.settings, {})],
      ['day', () => officer.call(appointments.day, { query: { point: hall.id, day: dayOf(platform.clock.now()) } })],
    ];
    for (const [name, read] of reads) {
      const least = await statementsOf(platform.server, read);
      expect({ name, few: least <= 3, least }).toEqual({ name, few: true, least });
    }
  });
});
