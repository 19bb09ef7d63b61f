import { eachDatabase } from '../../bff/test/support/databases';
import { type Measured, searchSoak } from '../soak/search';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

/** `npm run soak -- search` asks the same of 100,000. */
const cases = 4_000;
/** A page shows 20 rows, each with parties, checks, or what hangs on a unit; half a certificate number looks at 300. */
const mostRows = 1_000;
const mostStatements = 5;

eachDatabase((dialect) => {
  let platform: Platform;
  let measured: Measured[];

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    measured = await searchSoak({ ...platform, mysqlUrl: platform.mysqlUrl }, cases);
  });
  afterAll(() => platform?.close());

  it('goes along an index for every list and everything it can be asked for', () => {
    expect(measured.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('reads no more rows than a page needs, on the first page and on the next', () => {
    expect(measured.filter(({ rows }) => rows !== null && rows > mostRows)).toEqual([]);
  });

  it('takes few statements', () => {
    const more = measured.filter(({ statements, further }) => Math.max(statements, further ?? 0) > mostStatements);
    expect(more).toEqual([]);
  });

  it('finds what there is', () => {
    const found = Object.fromEntries(measured.map(({ name, found }) => [name, found]));
    for (const side of ['centre', 'work list']) {
      expect(found).toMatchObject({
        [`${side}: newest`]: 20,
        [`${side}: acceptance number`]: 1,
        [`${side}: unit number`]: 1,
        [`${side}: beginning of a unit number`]: 20,
        [`${side}: location`]: 1,
        [`${side}: frequent name`]: 20,
        [`${side}: beginning of every location`]: 20,
        [`${side}: nothing that exists`]: 0,
        [`${side}: state`]: 20,
      });
    }
    expect(found).toMatchObject({
      'work list: incomplete': 20,
      'work list: ready': 20,
      'work list: incomplete of a business': 20,
      'work list: readiness and state': 20,
      'work list: readiness and location': 20,
      'work list: readiness nobody is in': 0,
    });
    expect(found).toMatchObject({ 'centre: ID number': 2, 'work list: ID number': 1, 'centre: institution': 20 });
  });
});
