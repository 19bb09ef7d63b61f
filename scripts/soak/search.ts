import type { Database } from '@zhucheng/bff/platform/database/database';
import { routes } from '@zhucheng/shared';
import type { WholePlatform } from '../platform/start';
import type { Actor } from '../walk/cast';
import type { Client } from '../walk/client';
import { type Filled, type FillInstitution, fillCases } from './cases';
import { planFaults, recorded, rowsRead, type Statement } from './plans';
import { fillUnits } from './units';

export interface Measured {
  name: string;
  /** Cases or units of the first page. */
  found: number;
  statements: number;
  /** Statements of the second page, null if there is none. */
  further: number | null;
  faults: string[];
  /** Rows the database touched for one page; null on SQLite, which does not count them. */
  rows: number | null;
  ms: number;
}

export type SearchPlatform = Pick<WholePlatform, 'server' | 'cast'> & { mysqlUrl?: string | undefined };

const limit = 20;
interface Page {
  items: unknown[];
  next: string | null;
}
type Question = [name: string, ask: (cursor?: string) => Promise<Page>];

/** Every list of cases and units, by everything it can be asked for. */
function questions(
  filled: Filled,
  [bank]: readonly FillInstitution[],
  { officer, clerk, citizen }: { officer: Client; clerk: Client; citizen: Actor },
): Question[] {
  const { find } = routes.caseSearch;
  type Asked = Parameters<typeof officer.call<typeof find>>[1]['body'];
  const centre =
    (body: Omit<Asked, 'limit'>) =>
    (cursor?: string): Promise<Page> =>
      officer.call(find, { body: { ...body, limit, ...(cursor && { cursor }) } });
  const work =
    (body: object) =>
    (cursor?: string): Promise<Page> =>
      clerk.call(routes.enterprise.find, { body: { ...body, limit, ...(cursor && { cursor }) } });
  const queue =
    (query: object) =>
    (cursor?: string): Promise<Page> =>
      officer.call(routes.review.queue, { query: { ...query, limit, ...(cursor && { cursor }) } });
  const units =
    (search: string) =>
    (cursor?: string): Promise<Page> =>
      officer.call(routes.register.units, { query: { search, limit, ...(cursor && { cursor }) } });
  const { acceptanceNumber, unitNumber, location, person } = filled;
  const texts: Array<[string, string]> = [
    ['acceptance number', acceptanceNumber],
    ['unit number', unitNumber],
    ['beginning of a unit number', unitNumber.slice(0, 12)],
    ['ID number', person.idNumber],
    ['name', person.name],
    ['frequent name', citizen.name],
    ['location', location],
    ['beginning of every location', '北海市'],
    ['nothing that exists', '查无此处'],
  ];
  return [
    ['centre: newest', centre({})],
    ...texts.map(([name, text]): Question => [`centre: ${name}`, centre({ text })]),
    ['centre: state', centre({ state: 'reviewing' })],
    ['centre: state nobody is in', centre({ state: 'suspended' })],
    ['centre: rare business', centre({ businessId: filled.rareBusiness })],
    ['centre: institution', centre({ institutionId: bank!.id })],
    ['centre: institution and state', centre({ institutionId: bank!.id, state: 'reviewing' })],
    ['centre: name and state', centre({ text: citizen.name, state: 'reviewing' })],
    ['queue: under review', queue({ state: 'reviewing' })],
    ['queue: mine', queue({ mine: 'true' })],
    ['work list: newest', work({})],
    ...texts.map(([name, text]): Question => [`work list: ${name}`, work({ text })]),
    ['work list: state', work({ state: 'reviewing' })],
    ['work list: business never done', work({ businessId: filled.unusedBusiness })],
    ['work list: incomplete', work({ readiness: 'incomplete' })],
    ['work list: ready', work({ readiness: 'ready' })],
    ['work list: incomplete of a business', work({ readiness: 'incomplete', businessId: filled.frequentBusiness })],
    ['work list: readiness and state', work({ readiness: 'authorising', state: 'authorising' })],
    ['work list: readiness and location', work({ readiness: 'incomplete', text: '北海市' })],
    ['work list: readiness nobody is in', work({ readiness: 'to-send' })],
    [
      'citizen: own cases',
      (cursor) => citizen.client.call(routes.cases.list, { query: { limit, ...(cursor && { cursor }) } }),
    ],
    ['register: beginning of every location', units('北海市')],
    ['register: beginning of an estate', units('耐力苑1')],
    ['register: beginning of every unit number', units('450502')],
    ['register: beginning of every certificate', units('桂（2024')],
  ];
}

/** The call's statements, of two runs the fewer: the cached session may expire before one and is then read again. */
async function fewest(database: Database, ask: () => Promise<unknown>): Promise<Statement[]> {
  const [one, other] = [await recorded(database, ask), await recorded(database, ask)];
  return one.length <= other.length ? one : other;
}

/** Fills the platform with as many units as cases and asks everything. */
export async function searchSoak(
  { server, cast, mysqlUrl }: SearchPlatform,
  count: number,
  say: (line: string) => void = () => undefined,
): Promise<Measured[]> {
  const rows = await server.database.read<{ id: string; name: string; credit_code: string }>(
    'SELECT id, name, credit_code FROM institution',
  );
  const clerk = await cast.officer('bank1');
  const bank = cast.developer('bank1').name;
  const institutions = rows
    .map(({ id, name, credit_code }) => ({ id, name, creditCode: credit_code }))
    .sort((a, b) => Number(b.name === bank) - Number(a.name === bank));
  await fillUnits(server, count, institutions[0]!, say);
  const citizen = await cast.person('chen-haibo');
  const filled = await fillCases(server, count, institutions, citizen, say);
  const officer = await cast.officer('officer1');
  const measured: Measured[] = [];
  for (const [name, ask] of questions(filled, institutions, { officer, clerk, citizen })) {
    const first = await ask();
    const began = performance.now();
    await ask();
    const ms = performance.now() - began;
    const statements = await fewest(server.database, () => ask());
    const { next } = first;
    const further = next ? await fewest(server.database, () => ask(next)) : null;
    const all = [...statements, ...(further ?? [])];
    const faults = (await Promise.all(all.map((one) => planFaults(server.database, one)))).flat();
    const read = mysqlUrl
      ? Math.max(await rowsRead(mysqlUrl, statements), further ? await rowsRead(mysqlUrl, further) : 0)
      : null;
    measured.push({
      name,
      found: first.items.length,
      statements: statements.length,
      further: further?.length ?? null,
      faults,
      rows: read,
      ms,
    });
  }
  return measured;
}
