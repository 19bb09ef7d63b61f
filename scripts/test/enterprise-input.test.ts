import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { businesses, fillPath, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { completed, finished, Ground, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { contentOf, SheetClient } from './support/sheets';

jest.setTimeout(120_000);

const { enterprise, cases } = routes;
const day = 86_400_000;

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let bank1: Client;
  let bank2: Client;
  let developer: Client;
  let bank: { name: string; creditCode: string };
  let other: { name: string; creditCode: string };
  let builder: { name: string; creditCode: string };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const { cast } = platform;
    ground = new Ground(platform);
    [bank1, bank2, developer] = await Promise.all([
      cast.officer('bank1'),
      cast.officer('bank2'),
      cast.officer('developer1'),
    ]);
    bank = cast.developer('bank1');
    other = cast.developer('bank2');
    builder = cast.developer('developer1');
  });
  afterAll(() => platform?.close());

  const table = (surveyNumber: string, creditCode: string) =>
    developer.call(enterprise.building, {
      body: { businessId: 'presale-notice', verify: { surveyNumber, creditCode } },
    });
  const start = (businessId: string, certificateNumber: string, rightHolder: string, client = bank1) =>
    client.call(enterprise.start, { body: { businessId, verify: { certificateNumber, rightHolder } } });
  const discharge = async (count: number) => {
    const numbers = await ground.mortgages(await ground.units(count), bank);
    const ids: string[] = [];
    for (const number of numbers) ids.push((await start('mortgage-discharge', number, bank.name)).id);
    return ids;
  };
  const reason = (caseIds: string[], client = bank1) =>
    client
      .call(enterprise.fill, {
        body: { step: 'reason', rows: caseIds.map((caseId) => ({ caseId, version: 0, data: { reason: 'repaid' } })) },
      })
      .then((batch) => finished(client, batch));

  test.each([
    ['11 digits', { surveyNumber: '12345678901' }, 'surveyNumber'],
    ['13 digits', { surveyNumber: '1234567890123' }, 'surveyNumber'],
    ['17 characters', { short: true }, 'creditCode'],
  ])('the building table with %s is refused at the field', async (_, wrong, field) => {
    const code = builder.creditCode;
    const { surveyNumber = '202601059012', short } = wrong as { surveyNumber?: string; short?: boolean };
    const { status, reply } = await refusal(table(surveyNumber, short ? code.slice(0, 17) : code));
    expect(status).toBe(422);
    expect(reply.fields).toEqual([expect.objectContaining({ path: expect.stringMatching(new RegExp(`${field}$`)) })]);
  });

  test('a code whose check digit does not fit is looked for as it is, since there are such', async () => {
    const code = builder.creditCode;
    const flipped = `${code.slice(0, 17)}${code.endsWith('1') ? '2' : '1'}`;
    expect(await refusal(table('202601059012', flipped))).toMatchObject({ code: 'BUILDING_NOT_FOUND', status: 422 });
  });

  test('somebody else’s building is answered like one that is not there', async () => {
    const number = '202601050001';
    await ground.units(1, { surveyNumber: number, developer: { name: other.name, creditCode: other.creditCode } });
    const answers = await Promise.all([
      refusal(table(number, other.creditCode)),
      refusal(table(number, builder.creditCode)),
      refusal(table('202601059999', builder.creditCode)),
    ]);
    const seen = answers.map(({ status, code, reply: { message, fields } }) => ({ status, code, message, fields }));
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    expect(seen[0]!.code).toBe('BUILDING_NOT_FOUND');
  });

  test('a presale notice on a unit that has one fails in its row; the free one is opened', async () => {
    const surveyNumber = '202601050002';
    const [noticed, free] = await ground.units(2, { surveyNumber, developer: builder });
    await ground.presale(noticed!);
    const verify = { surveyNumber, creditCode: builder.creditCode };
    const { rows } = await opened(developer, { businessId: 'presale-notice', verify, unitIds: [noticed!, free!] });
    expect(rows).toEqual([
      expect.objectContaining({ state: 'failed', code: 'UNIT_BLOCKED', caseId: null }),
      expect.objectContaining({ state: 'done', caseId: expect.any(String) }),
    ]);
  });

  test('a second presale mortgage notice is refused', async () => {
    const [unit] = await ground.units(1);
    const presale = await ground.presale(unit!);
    await ground.notice(unit!, other);
    expect((await refusal(start('presale-mortgage-notice', presale, '卢见海'))).code).toBe('UNIT_BLOCKED');
  });

  test('a mortgagee’s name that differs by a letter, and another bank’s certificate, are answered like an unknown number', async () => {
    const [mine, theirs] = await ground.units(2);
    const [[own], [foreign]] = [await ground.mortgages([mine!], bank), await ground.mortgages([theirs!], other)];
    const answers = [
      await refusal(start('mortgage-discharge', own!, `${bank.name.slice(0, -1)}厅`)),
      await refusal(start('mortgage-discharge', '桂（2025）北海市不动产证明第9999999号', bank.name)),
      await refusal(start('mortgage-discharge', foreign!, other.name)),
    ].map(({ status, code, reply: { message, fields } }) => ({ status, code, message, fields }));
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(answers[0]!.code).toBe('VERIFY_NO_MATCH');
  });

  test('a mortgagee’s name is found as its reader sees it, however it was typed', async () => {
    const [name, typed] = ['北海银行（合浦ABC）支行', ' 北海银行(合浦ａｂｃ) 支行\u200b'];
    const mortgagee = { name, creditCode: bank.creditCode };
    const [noticed, mortgaged] = await ground.units(2);
    const [number] = await ground.mortgages([mortgaged!], mortgagee);
    expect(await start('mortgage-discharge', number!, typed)).toMatchObject({ state: 'verified' });
    await ground.own([noticed!]);
    const { certificateNumber } = await ground.notice(noticed!, mortgagee);
    expect(await start('presale-mortgage-conversion', certificateNumber, typed)).toMatchObject({ state: 'verified' });
    expect((await refusal(start('presale-mortgage-conversion', certificateNumber, '北海银行'))).code).toBe(
      'VERIFY_NO_MATCH',
    );
  });

  test('another bank’s case is not there, in no list and no search', async () => {
    const [id] = await discharge(1);
    const view = await bank1.call(cases.detail, { params: { id: id! } });
    const params = { id: id! };
    const calls: Array<Promise<unknown>> = [
      bank2.call(cases.detail, { params }),
      bank2.call(cases.stepData, { params: { ...params, step: 'reason' } }),
      bank2.call(cases.fill, {
        params: { ...params, step: 'reason' },
        body: { version: 0, data: { reason: 'repaid' } },
      }),
      bank2.call(cases.submit, { params }),
      bank2.call(cases.withdraw, { params, body: { reason: '不再办理' } }),
      bank2.call(enterprise.act, { body: { action: 'submit', caseIds: [id!] } }),
      bank2.call(enterprise.fill, {
        body: { step: 'reason', rows: [{ caseId: id!, version: 0, data: { reason: 'repaid' } }] },
      }),
      bank2.call(routes.enterprisePayments.check, { params }),
    ];
    for (const call of calls) expect((await refusal(call)).status).toBe(404);
    for (const search of [undefined, view.acceptanceNumber, view.unit.unitNumber, view.unit.location]) {
      const query = { limit: 100, ...(search && { search }) };
      const ids = async (client: Client) => (await client.call(enterprise.list, { query })).items.map((one) => one.id);
      expect(await ids(bank1)).toContain(id);
      expect(await ids(bank2)).not.toContain(id);
    }
  });

  test('a bank starts no developer’s business, and the developer no bank’s', async () => {
    const verify = { surveyNumber: '202601050002', creditCode: builder.creditCode };
    const body = { businessId: 'presale-notice', verify };
    expect((await refusal(bank1.call(enterprise.building, { body }))).status).toBe(403);
    expect((await refusal(bank1.call(enterprise.open, { body: { ...body, unitIds: [] } }))).status).toBe(422);
    expect(
      (await refusal(start('mortgage-discharge', '桂（2025）北海市不动产证明第9999999号', 'x', developer))).status,
    ).toBe(403);
  });

  test('a schedule takes ten completed cases of its own bank, and prints', async () => {
    const ids = await discharge(10);
    await reason(ids);
    const open = await refusal(bank1.call(enterprise.makeSchedule, { body: { caseIds: ids } }));
    expect(open.reply.fields).toEqual([expect.objectContaining({ path: 'caseIds' })]);
    const batch = await bank1.call(enterprise.act, { body: { action: 'submit', caseIds: ids } });
    expect(await finished(bank1, batch)).toMatchObject({ done: 10, failed: 0 });
    for (const id of ids) await completed(bank1, id);
    const nine = await refusal(bank1.call(enterprise.makeSchedule, { body: { caseIds: ids.slice(1) } }));
    expect([nine.status, nine.reply.fields?.[0]?.path]).toEqual([422, 'caseIds']);
    const foreign = refusal(bank2.call(enterprise.makeSchedule, { body: { caseIds: ids } }));
    expect((await foreign).status).toBe(404);
    const schedule = await bank1.call(enterprise.makeSchedule, { body: { caseIds: ids } });
    expect(schedule.rows).toHaveLength(10);
    const response = await fetch(`${platform.url}/api/enterprise/schedules/${schedule.id}/pdf`, {
      headers: { authorization: `Bearer ${bank1.token}` },
    });
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
    const path = fillPath(routes.sheets.schedule.path, { id: schedule.id });
    const table = await new SheetClient(platform.url, bank1).bytes(routes.sheets.schedule, {}, undefined, path);
    expect(contentOf(table, '受理编号').rows.map(([number]) => number)).toEqual(
      schedule.rows.map(({ acceptanceNumber }) => acceptanceNumber),
    );
    expect((await refusal(bank2.call(enterprise.schedule, { params: { id: schedule.id } }))).status).toBe(404);
    const theirs = new SheetClient(platform.url, bank2).bytes(routes.sheets.schedule, {}, undefined, path);
    expect((await refusal(theirs)).status).toBe(404);
  });

  test('the second mortgage keeps its rank when the first is discharged; the first one’s certificate is over', async () => {
    const [unit] = await ground.units(1);
    await ground.own([unit!]);
    const [first] = await ground.mortgages([unit!], bank, 1);
    await ground.mortgages([unit!], other, 2);
    const { id } = await start('mortgage-discharge', first!, bank.name);
    await reason([id]);
    await finished(bank1, await bank1.call(enterprise.act, { body: { action: 'submit', caseIds: [id] } }));
    await completed(bank1, id);
    const registrar = await platform.cast.officer('registrar');
    const { mortgages } = await registrar.call(routes.register.unit, { params: { id: unit! } });
    expect(mortgages.filter(({ validTo }) => validTo === null)).toEqual([expect.objectContaining({ rank: 2 })]);
    expect((await refusal(start('mortgage-discharge', first!, bank.name))).code).toBe('CERTIFICATE_ENDED');
  });

  test('a running case finishes under the declaration it was started under', async () => {
    const declared = businesses.find((business) => business.id === 'mortgage-discharge')!;
    const [running] = await discharge(1);
    const form = declared.steps.find((step) => step.id === 'reason')!;
    const note = { kind: 'text', id: 'clerkNote', name: '经办说明', required: true, maxLength: 50, hint: '' };
    const changed = {
      ...declared,
      version: 2,
      steps: declared.steps.map((step) =>
        step === form ? { ...step, fields: [...(form as { fields: unknown[] }).fields, note] } : step,
      ),
    } as unknown as typeof declared;
    const service = await platform.server.get(Businesses);
    service.use([...businesses, changed]);
    const [fresh] = await discharge(1);
    const batch = await reason([running!, fresh!]);
    expect(batch.rows.map(({ state, code }) => [state, code])).toEqual([
      ['done', null],
      ['failed', 'INVALID_INPUT'],
    ]);
    await finished(bank1, await bank1.call(enterprise.act, { body: { action: 'submit', caseIds: [running!] } }));
    await completed(bank1, running!);
    service.use(businesses);
    // The case of version 2 needs its declaration to be read.
    service.use([...businesses, changed]);
  });

  test('a conversion needs an owner, and a notice that still lives', async () => {
    const [early, late] = await ground.units(2);
    const before = await ground.notice(early!, bank);
    expect((await refusal(start('presale-mortgage-conversion', before.certificateNumber, bank.name))).code).toBe(
      'UNIT_BLOCKED',
    );
    await ground.own([late!]);
    const effectiveUntil = new Date(platform.clock.now() + 20 * day).toISOString().slice(0, 10);
    const notice = await ground.notice(late!, bank, { effectiveUntil });
    platform.clock.advance(25 * day);
    await platform.cast.renew();
    expect((await refusal(start('presale-mortgage-conversion', notice.certificateNumber, bank.name))).code).toBe(
      'CERTIFICATE_ENDED',
    );
  });
});
