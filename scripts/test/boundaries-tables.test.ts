import { check, clean } from './support/boundaries';

describe('tables', () => {
  const tables = {
    ...clean,
    'bff/src/modules/cases/core/case.entity.ts': "@Entity('registration_case')\nexport class Case {}\n",
  };
  const within = async (file: string, text: string) => await check({ ...tables, [file]: text });

  test.each([
    [
      'reads',
      'bff/src/modules/payments/x.query.ts',
      "export const sql = 'SELECT id FROM registration_case';",
      /读了 cases 的表/,
    ],
    [
      'writes',
      'bff/src/modules/payments/x.service.ts',
      "export const sql = 'UPDATE registration_case SET state = ?';",
      /写或锁了 cases 的表/,
    ],
    [
      'locks',
      'bff/src/modules/payments/x.service.ts',
      "export const x = (tx: any) => tx.lockRow('registration_case', '1');",
      /写或锁了 cases 的表/,
    ],
    [
      'removes from',
      'bff/src/modules/review/x.query.ts',
      "export const sql = 'DELETE FROM registration_case WHERE id = ?';",
      /写或锁了 cases 的表/,
    ],
  ])('a module that %s another’s table', async (_what, file, text, expected) => {
    const found = await within(file, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('a listed read model may read, and a module its own', async () => {
    const sql = "export const sql = 'SELECT id FROM registration_case';";
    expect(await within('bff/src/modules/review/backlog.query.ts', sql)).toEqual([]);
    expect(await within('bff/src/modules/cases/core/x.query.ts', sql)).toEqual([]);
  });

  /** `<<x>>` stands for the hole of a template. */
  const withHoles = (expression: string) =>
    `export const x = ${expression.replace(/<<(.+?)>>/g, (_, inner) => `$\{${inner}}`)};`;

  const writes = /写或锁了 cases 的表 registration_case/;
  const reads = /读了 cases 的表 registration_case/;
  test.each([
    ['behind a comma', "'SELECT 1 FROM work_batch b, registration_case c'", reads],
    [
      'behind a condition and a comma',
      "'SELECT 1 FROM work_batch b JOIN x ON x.id = b.id, registration_case c'",
      reads,
    ],
    ['in brackets', "'SELECT 1 FROM (work_batch b, registration_case c)'", reads],
    ['in a subselect', "'SELECT 1 FROM (SELECT id FROM registration_case) AS x'", reads],
    ['with its schema', "'SELECT 1 FROM main.registration_case'", reads],
    ['in lower case', "'select id from registration_case'", reads],
    ['in capitals', "'SELECT ID FROM REGISTRATION_CASE'", reads],
    ['in double quotes', '\'SELECT id FROM "registration_case"\'', reads],
    ['in back quotes', "'SELECT id FROM `registration_case`'", reads],
    ['on the next line', '`SELECT id FROM\n  registration_case`', reads],
    ['in a sum', "'SELECT id FROM ' + 'registration_case'", reads],
    ['in halves', "'SELECT id FROM registration_' + 'case'", reads],
    ['as a constant', "(() => { const t = 'registration_case'; return `SELECT id FROM <<t>>`; })()", reads],
    [
      'as one of two',
      "(() => { const t = 1 > 2 ? 'work_batch' : 'registration_case'; return `SELECT id FROM <<t>>`; })()",
      reads,
    ],
    [
      'from a list',
      "() => { for (const t of ['work_batch', 'registration_case']) ask(`SELECT id FROM <<t>>`); }",
      reads,
    ],
    [
      'that a constant goes on with',
      "(() => { const t = ', registration_case c'; return `SELECT 1 FROM x <<t>>`; })()",
      reads,
    ],
    ['after INSERT IGNORE', "'INSERT IGNORE INTO registration_case (id) VALUES (?)'", writes],
    ['after INSERT OR IGNORE', "'INSERT OR IGNORE INTO registration_case (id) VALUES (?)'", writes],
    ['after REPLACE', "'REPLACE INTO registration_case (id) VALUES (?)'", writes],
    ['after INSERT without INTO', "'INSERT registration_case (id) VALUES (?)'", writes],
    ['after UPDATE OR IGNORE', "'UPDATE OR IGNORE registration_case SET id = ?'", writes],
    ['in an UPDATE of two', "'UPDATE work_batch b JOIN registration_case c ON c.id = b.id SET c.id = ?'", writes],
    ['whose rows a DELETE names', "'DELETE c FROM registration_case c'", writes],
    ['of a call, in double quotes', '(tx: any) => tx.insert("registration_case", {})', writes],
    ['of a call, in back quotes', '(tx: any) => tx.update(`registration_case`, {}, {})', writes],
    ['of insertAll', "(tx: any) => tx.insertAll('registration_case', [])", writes],
    ['of hold', '(tx: any) => tx.hold("registration_case", 1)', writes],
    ['of lockRow with a longer type', "(tx: any) => tx.lockRow<Row & { id: string }>('registration_case', 1)", writes],
    ['of insertMany', "(tx: any) => insertMany(tx, 'registration_case', [])", writes],
    ['of a call by its name as a text', "(tx: any) => tx['update']('registration_case', {}, {})", writes],
    [
      'of a call, as a constant',
      "(tx: any) => { const t = 'registration_case'; return tx.update(t, {}, {}); }",
      writes,
    ],
    ['that the platform walks through', "seal({ table: 'registration_case' })", writes],
  ])('a table %s is seen', async (_what, expression, expected) => {
    const found = await within('bff/src/modules/enterprise/x.service.ts', withHoles(expression));
    expect(found).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['SQL', '(table: string) => `SELECT id FROM <<table>>`'],
    ['quoted SQL', '(table: string) => `UPDATE <<quote(table)>> SET id = ?`'],
    ['a sum', "(table: string) => 'SELECT id FROM ' + table"],
    ['a part of a name', '(kind: string) => `SELECT id FROM <<kind>>_case`'],
    ['the second half of a name', '(kind: string) => `SELECT id FROM registration_<<kind>>`'],
    ['a call', '(tx: any, table: string) => tx.update(table, {}, {})'],
    ['a call of a transaction that goes by another name', '(work: Transaction, table: string) => work.hold(table, 1)'],
    ['a call in a unit of work', '(d: any, table: string) => d.unitOfWork((t: any) => t.lockRow(table, 1))'],
    ['a variable that changes', "() => { let t = 'work_batch'; t += 'x'; return `SELECT id FROM <<t>>`; }"],
  ])('a name that nobody can read, in %s, is a breach', async (_what, expression) => {
    const text = withHoles(expression);
    expect(await within('bff/src/modules/enterprise/x.service.ts', text)).toEqual([
      expect.stringMatching(/x\.service\.ts:1 {2}表名是变量/),
    ]);
  });

  test('a place that is listed may take the name from its callers, and is listed no longer than that', async () => {
    const file = 'bff/src/modules/register/register.batch.ts';
    expect(await within(file, withHoles('(t: string) => `SELECT id FROM <<t>>`'))).toEqual([]);
    expect(await within(file, "export const x = 'SELECT id FROM unit';")).toEqual([
      expect.stringMatching(/没有表名是变量/),
    ]);
  });

  test.each([
    [
      'columns and strings',
      '"SELECT registration_case, \'from registration_case\' AS x FROM work_batch WHERE a IN (?, ?)"',
    ],
    ['columns of an insert', "'INSERT INTO work_batch (id, registration_case) VALUES (?, ?), (?, ?)'"],
    ['a lock', "'SELECT id FROM work_batch WHERE id = ? FOR UPDATE'"],
    ['sentences', '(id: string) => `a letter from <<id>> to registration_case`'],
    ['other calls', '(hash: any, data: string) => hash.update(data)'],
    ['holes elsewhere', '(c: string, w: string) => `SELECT <<c>> FROM work_batch WHERE <<w>> ORDER BY <<c>>`'],
  ])('%s name no table', async (_what, expression) => {
    expect(await within('bff/src/modules/enterprise/x.service.ts', withHoles(expression))).toEqual([]);
  });

  test('SQL of another module is followed to where it is used', async () => {
    const found = await check({
      ...tables,
      'bff/src/modules/cases/core/sql.ts': "export const cases = 'registration_case';\n",
      'bff/src/modules/enterprise/x.service.ts': `import { cases } from '../cases/core/sql';\n\n${withHoles('`SELECT id FROM <<cases>>`')}`,
    });
    expect(found).toEqual([
      expect.stringMatching(/^bff\/src\/modules\/enterprise\/x\.service\.ts:3 .*读了 cases 的表/),
    ]);
  });

  test('the platform keeps off the tables of modules', async () => {
    expect(await within('bff/src/platform/x.ts', "export const sql = 'SELECT id FROM registration_case';")).toEqual([
      expect.stringMatching(reads),
    ]);
  });
});

describe('read models', () => {
  const join = "export const sql = 'SELECT x.id FROM x JOIN registration_case c ON c.id = x.case_id';\n";
  const within = (file: string, text: string) =>
    check(
      {
        ...clean,
        'bff/src/modules/cases/core/case.entity.ts': "@Entity('registration_case')\nexport class Case {}\n",
        'bff/src/modules/review/x.entity.ts': "@Entity('x')\nexport class X {}\n",
        [`bff/src/modules/review/${file}`]: text,
      },
      { [`review/${file}`]: ['registration_case'] },
    );

  test('a service is none, though it is listed', async () => {
    expect(await within('x.service.ts', join)).toEqual([
      expect.stringMatching(/^bff\/src\/modules\/review\/x\.service\.ts:1 .*读模型只能是 \*\.query\.ts/),
      expect.stringMatching(/读了 cases 的表 registration_case/),
    ]);
    expect(await within('x.query.ts', join)).toEqual([]);
  });

  test.each([
    ['writes its own table', "export const write = 'UPDATE x SET id = ?';"],
    ['locks a row of it', "export const lock = (tx: any) => tx.lockRow('x', '1');"],
  ])('one that %s is a breach', async (_what, text) => {
    expect(await within('x.query.ts', join + text)).toEqual([expect.stringMatching(/x\.query\.ts:2 .*只读不写/)]);
  });

  test('a table that is listed and not read any more is a breach', async () => {
    expect(await within('x.query.ts', 'export const sql = "SELECT id FROM x";')).toEqual([
      expect.stringMatching(/registration_case 这里没有读/),
    ]);
  });
});
