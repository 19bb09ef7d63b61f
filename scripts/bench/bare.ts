import { caseColumns, caseListSql, detailsSql, progressSql } from '@zhucheng/bff/modules/cases/core/case.query';
import Koa from 'koa';
import { createPool } from 'mysql2/promise';

/** The yardstick: Koa and mysql2 and nothing else, running the very same statements. PORT and DATABASE_URL from the environment. */
const pool = createPool({ uri: process.env.DATABASE_URL!, connectionLimit: 10, supportBigNumbers: true });
const app = new Koa();

async function body(ctx: Koa.Context): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

app.use(async (ctx) => {
  if (ctx.path === '/api/progress') {
    const { acceptanceNumber } = await body(ctx);
    const [rows] = await pool.execute(progressSql, [acceptanceNumber!]);
    ctx.body = rows;
    return;
  }
  if (ctx.path === '/api/cases') {
    const [rows] = await pool.execute(caseListSql(null), [ctx.get('x-blind'), '~', '21']);
    ctx.body = rows;
    return;
  }
  const id = ctx.path.slice('/api/cases/'.length);
  const [record] = await pool.execute(`SELECT ${caseColumns} FROM registration_case WHERE id = ?`, [id]);
  const [details] = await pool.execute(detailsSql, [id, id, id, id]);
  ctx.body = { record, details };
});

app.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
