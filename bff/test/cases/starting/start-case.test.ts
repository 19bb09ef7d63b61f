import { CaseUnits } from '@zhucheng/bff/modules/cases/reading/case-units.query';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import type { Problem } from '@zhucheng/bff/platform/errors/problem';
import { endOf } from '@zhucheng/shared';
import { citizenOf } from '../../identity/people';
import { certificateOf } from '../../register/register.fixtures';
import { eachDatabase } from '../../support/databases';
import { CasesHarness, refusal } from '../harness';

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let desk: CasesHarness;
  beforeAll(async () => {
    desk = await CasesHarness.start(dialect);
  });
  afterAll(() => desk?.close());

  test('a case is numbered and limited by the day in Beihai, and shown to its applicant alone', async () => {
    const view = await desk.start(await desk.home());
    expect(view).toMatchObject({ state: 'verified', stateName: expect.any(String), myRoles: ['applicant', 'party'] });
    expect(view.acceptanceNumber).toMatch(/^20260311\d{7}$/);
    expect(view.deadlineAt).toBe(endOf('2026-04-10') - 1);
    expect(view.parties).toEqual([expect.objectContaining({ roleName: '出卖人', name: '陈海波', isMe: true })]);
  });

  test('a wrong name, an unknown certificate and somebody else’s home are answered alike', async () => {
    const home = await desk.home();
    const unknown = { ...home, certificateNumber: certificateOf(9_999_999) };
    expect(await refusal(desk.start(home, desk.chen, '陈海涛'))).toBe('VERIFY_NO_MATCH');
    expect(await refusal(desk.start(unknown))).toBe('VERIFY_NO_MATCH');
    expect(await refusal(desk.start(home, desk.huang))).toBe('VERIFY_NO_MATCH');
  });

  test('one home is sold in one case at a time; when that has ended it can be again', async () => {
    const home = await desk.home();
    const units = await desk.server.get(CaseUnits);
    const busy = async () => (await units.busy('second-hand-transfer', [home.unitId])).has(home.unitId);
    expect(await busy()).toBe(false);
    const first = await desk.start(home);
    expect([await refusal(desk.start(home)), await busy()]).toEqual(['UNIT_PENDING', true]);
    await desk.set(first.id, { state: 'withdrawn', pending_key: null });
    expect(await busy()).toBe(false);
    expect((await desk.start(home)).acceptanceNumber).not.toBe(first.acceptanceNumber);
  });

  test('two starts at once: one case', async () => {
    const home = await desk.home();
    const answers = await Promise.all([refusal(desk.start(home)), refusal(desk.start(home))]);
    expect(answers.filter((code) => code === null)).toHaveLength(1);
    const rows = await desk.server.database.read('SELECT id FROM registration_case WHERE unit_id = ?', [home.unitId]);
    expect(rows).toHaveLength(1);
  });

  test('a seized home is refused with the reason, a parking space is led to the window', async () => {
    const seized = await desk.home();
    const register = await desk.server.get(RegisterService);
    await desk.within((tx) =>
      register.addLimit(tx, seized.unitId, {
        kind: 'seizure',
        authority: '北海市海城区人民法院',
        documentNumber: '（2026）桂0502执1号',
        until: '2028-03-10',
      } as Parameters<RegisterService['addLimit']>[2]),
    );
    const why = (problem: Problem) => [problem.code, problem.message];
    expect(await desk.start(seized).catch(why)).toEqual(['UNIT_BLOCKED', expect.stringContaining('查封')]);
    const space = await desk.home({ use: 'parking' });
    expect(await desk.start(space).catch(why)).toEqual(['UNIT_WINDOW_ONLY', expect.stringContaining('登记窗口')]);
  });

  test('who has shown no identity yet starts nothing', async () => {
    const { id } = await citizenOf(desk.server, 77, { name: '陈海波' });
    await desk.within((tx) =>
      tx.execute('UPDATE citizen SET name_cipher = NULL, id_cipher = NULL, id_blind = NULL WHERE id = ?', [id]),
    );
    expect(await refusal(desk.start(await desk.home(), { ...desk.chen, id }))).toBe('REAL_NAME_REQUIRED');
  });
});
