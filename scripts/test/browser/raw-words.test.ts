import { auditActionName, auditFacts, auditSubjectName, businesses, routes, taskNames } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { demoStaff } from '../../city';
import { Company } from '../../play/company';
import { rawWords } from '../../play/raw-words';
import type { Visitor } from '../../play/visitor';
import { openBrowser } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(600_000);

const accounts = new Set(demoStaff.map(({ username }) => username));

/** Pages of desks that no menu leads to. */
const beside = ['account', 'start', 'import', 'schedules/new', 'nowhere'];
/** One between people, one that an institution starts; how every type looks on its way, the play of types looks at. */
const played = businesses
  .filter(
    ({ parties, steps }) => steps.some(({ kind }) => kind === 'hand-over') || parties.mortgagee?.are === 'starter',
  )
  .slice(0, 2);

describe('every page of the centre', () => {
  let platform: Platform;
  let browser: Browser;
  let company: Company;
  const details: string[] = [];

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    company = new Company(browser, platform);
    for (const business of played) {
      const { id, unit } = await partWay(platform, business, () => false);
      details.push(`review/${id}`, `register/${unit.id}`, `work/${id}`);
    }
    await somethingOfEverything();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  /** A limit, a booking's entries come with the cases; of each task one that was given up. */
  async function somethingOfEverything(): Promise<void> {
    const registrar = await platform.cast.officer('registrar');
    const { items } = await (await platform.cast.person('chen-haibo')).client.call(routes.register.mine, {});
    const params = { id: items[0]!.unit.id };
    for (const kind of ['seizure', 'pre-seizure', 'objection'] as const) {
      const documentNumber = `（2026）桂0502执保${kind.length}号`;
      const body = { kind, authority: '北海市海城区人民法院', documentNumber, until: null };
      await registrar.call(routes.register.addLimit, { params, body });
    }
    details.push(`register/${params.id}`);
    const { database, cipher } = platform.server;
    const codes = ['phone-invalid', 'FORBIDDEN', 'TypeError', 'ER_LOCK_DEADLOCK'];
    await database.unitOfWork(async (tx) => {
      for (const [index, topic] of Object.keys(taskNames).entries())
        await tx.insert('outbox', {
          id: `01DEAD${String(index).padStart(20, '0')}`,
          topic,
          dedupe_key: null,
          payload_cipher: cipher.encryptJson(null, `outbox:${topic}`),
          state: 'dead',
          attempts: 8,
          next_at: tx.now,
          last_error_code: codes[index % codes.length],
          case_id: null,
          created_at: tx.now,
          finished_at: tx.now,
        });
    });
  }

  async function look(visitor: Visitor, address: string): Promise<string[]> {
    await visitor.open(address);
    // Some pages go on asking for as long as they are open.
    await visitor.settled().catch(() => undefined);
    return (await visitor.rawWords()).map((fault) => `${visitor.name} ${address}: ${fault}`);
  }

  test.each(['registrar', 'auditor', 'administrator'])('of %s', async (username) => {
    const { visitor } = await company.desk(username);
    const faults: string[] = [];
    const menu = visitor.page.getByRole('navigation', { name: '主菜单' }).getByRole('link');
    await menu.first().waitFor();
    const links = await menu.evaluateAll((each) => each.map((link) => link.getAttribute('href')!));
    expect(links.length).toBeGreaterThan(2);
    for (const path of [...links, ...[...beside, ...details].map((rest) => `/admin/${rest}`)]) {
      faults.push(...(await look(visitor, path)));
      if (path === '/admin/audit') {
        for (const more of await visitor.page.locator('.ant-table-row-expand-icon').all()) await more.click();
        faults.push(...(await visitor.rawWords()).map((fault) => `${username} audit: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });

  test('everything that was written into the action log has words', async () => {
    const auditor = await platform.cast.officer('auditor');
    const texts = new Set<string>();
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await auditor.call(routes.audit.list, { query: { limit: 100, ...(cursor && { cursor }) } });
      for (const { action, subjectKind, actorKind, detail } of page.items) {
        const facts = auditFacts(detail).map(([name, value]) => `${name} ${value}`);
        const text = [
          auditActionName(action),
          auditSubjectName(subjectKind),
          auditSubjectName(actorKind),
          ...facts,
        ].join('，');
        if (text.includes('其他')) texts.add(`${action} ${subjectKind} ${JSON.stringify(detail)} → ${text}`);
        for (const fault of rawWords([text], accounts)) texts.add(fault);
      }
      cursor = page.next;
    }
    expect([...texts]).toEqual([]);
  });
});
