import { fillPath, routes } from '@zhucheng/shared';
import { at, Citizen, PATIENCE, press } from './citizen';
import { Platform } from './platform';
import { Sale } from './sale';

jest.setTimeout(120_000);

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start();
});

afterAll(() => platform?.stop());

/** Real server, compiled program: the same person types the same step on another device. */
it('lays both contents side by side, and keeps what was chosen', async () => {
  const citizen = (key: string) => new Citizen('weapp', platform, platform.person(key));
  const sale = new Sale(platform, [citizen('chen-haibo')], [citizen('huang-zhiqiang')], 0);
  const { applicant } = sale;
  await sale.begin();
  await applicant.screen.until(() => applicant.program.route === 'packages/apply/start', PATIENCE);
  await sale.choose();
  const { screen } = applicant;
  await screen.until(() => at(screen, 'party-add') !== undefined, PATIENCE);

  const { token } = applicant.phone.storage.get('session') as { token: string };
  const step = { id: sale.caseId, step: applicant.program.page.options.step! };
  const there = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${platform.url}${fillPath(path, step)}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { version: number; data: Record<string, never> };
  };
  const elsewhere = { agreement: '家具留给买方', price: 90_000_000 };
  await there('PUT', routes.cases.saveDraft.path, { version: 0, data: elsewhere });

  const { person } = sale.buyers[0]!;
  await press(screen, 'party-add');
  await screen.type('姓名', person.name);
  await screen.type('身份证号', person.idNumber);
  await screen.type('手机号', person.phone);
  await press(screen, 'member-save');

  await screen.until('这一步有两份内容', PATIENCE);
  for (const text of ['您在另一个页面也保存过这一步', person.name, '家具留给买方', '900,000.00 元', '还有 '])
    expect(screen.text).toContain(text);
  await press(screen, 'conflict-parties-buyer-mine');
  await press(screen, 'conflict-price-theirs');
  await press(screen, 'conflict-agreement-theirs');
  // What was there from the start stands on this side only.
  for (const node of screen.all(({ data }) => /^conflict-.*-mine$/.test(String(data.uid))))
    if (!/all|parties|price|agreement/.test(String(node.data.uid))) await screen.tap(node);
  await press(screen, 'conflict-go');
  await screen.until(() => at(screen, 'party-add') !== undefined, PATIENCE);
  expect(screen.text).toContain(person.name);
  await screen.until(() => applicant.last('/draft')?.status === 200, PATIENCE);
  const { version, data } = await there('GET', routes.cases.stepData.path);
  expect(version).toBe(2);
  expect(data).toMatchObject({ ...elsewhere, parties: { buyer: { members: [{ name: person.name }] } } });
  applicant.close();
});
