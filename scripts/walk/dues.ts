import { type Business, type CaseView, routes, stepOf } from '@zhucheng/shared';
import type { Actor } from './cast';
import { type Playground, Refused } from './client';
import { patiently } from './patience';

interface Dues {
  business: Business;
  /** Everybody who may owe something. */
  people: readonly Actor[];
  playground: Playground;
  settle(): Promise<void>;
  view(): Promise<CaseView>;
}

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

/** The first person of a role; whoever owes finds the orders among her own. */
function personOf({ people }: Dues, view: CaseView, roleName: string): Actor {
  const person = people.find(({ name }) =>
    view.parties.some((party) => party.roleName === roleName && party.name === name),
  );
  if (!person) throw new Error(`nobody of the cast is ${roleName}`);
  return person;
}

/** Several with one press of WeChat, one alone on Alipay's page. */
async function payOwn(dues: Dues, person: Actor, orderId: string): Promise<string[]> {
  const params = { id: orderId };
  const own = await person.client.call(routes.payments.dues, { params });
  const open = own.items.filter(({ payable }) => payable);
  if (open.length === 0) return [];
  const [first] = open;
  const { playground } = dues;
  if (open.length > 1) {
    if (!own.ways.some(({ method, way }) => method === 'wechat-native' && way === 'together'))
      throw new Error('WeChat does not pay together');
    const body = { orderIds: open.map(({ id }) => id), method: 'wechat-native' as const };
    const started = await person.client.call(routes.payments.payTogether, { body });
    await playground.send('POST', '/wallet/code', { codeUrl: started.native!.codeUrl });
  } else {
    const body = { method: 'alipay-page' as const };
    const started = await person.client.call(routes.payments.pay, { params: { id: first!.id }, body });
    // The address leads the browser to Alipay's page, and the page's path names the order.
    const page = await fetch(started.alipayPage!.url, { redirect: 'manual' });
    const number = decodeURIComponent((page.headers.get('location') ?? '').split('/').at(-1)!);
    await playground.send('POST', `/payments/${encodeURIComponent(number)}/pay`, { channel: 'alipay' });
  }
  for (const { id } of open) {
    const after = await person.client.call(routes.payments.check, { params: { id } });
    if (after.state !== 'paid') throw new Error(`${after.items[0]?.name} is ${after.state} after it was paid`);
  }
  return open.map(({ items, totalFen }) => `${person.name} ${items[0]?.name} ${yuan(totalFen)}`);
}

/** Fee and taxes of a case, each by whoever owes them; with `feePayerOnly` the others still owe theirs. */
export async function payDues(dues: Dues, { feePayerOnly }: { feePayerOnly: boolean }): Promise<string> {
  const view = await dues.view();
  const payer = dues.business.parties[stepOf(dues.business, 'pay')!.by]!.name;
  const orders = new Map<string, string>();
  if (view.order) orders.set(payer, view.order.id);
  for (const { owedBy, orderId, state } of view.taxes?.items ?? [])
    if (orderId && state === 'unpaid') orders.set(owedBy, orderId);
  const said: string[] = [];
  for (const [roleName, orderId] of orders)
    if (!feePayerOnly || roleName === payer)
      said.push(...(await payOwn(dues, personOf(dues, view, roleName), orderId)));
  if (said.length === 0) throw new Error('nothing was to be paid');
  return said.join('；');
}

/** The bureau values the home higher: what was shown is refused, and the new amounts arrive. */
export async function assessAnew(dues: Dues): Promise<string> {
  const before = await dues.view();
  const { unitNumber } = before.unit;
  const { playground } = dues;
  const { assessments } = await playground.send<{
    assessments: Array<{ assessmentNumber: string; reference: string; priceFen: number; state: string }>;
  }>('GET', '/tax/assessments');
  const known = assessments.find(
    ({ reference, state }) => reference === before.acceptanceNumber && state === 'stands',
  )!;
  const path = `/tax/units/${encodeURIComponent(unitNumber)}`;
  await playground.send('PUT', path, { valueFen: known.priceFen + 1_000_000 });
  await playground.send('PUT', `/tax/assessments/${known.assessmentNumber}`, { state: 'changed' });
  const item = before.taxes!.items.find(({ orderId, state }) => orderId && state === 'unpaid')!;
  const person = personOf(dues, before, item.owedBy);
  const refused = await person.client
    .call(routes.payments.pay, { params: { id: item.orderId! }, body: { method: 'alipay-page' } })
    .then(
      () => 'accepted',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    );
  if (refused !== 'TAX_CHANGED') throw new Error(`paying what was assessed before was ${refused}`);
  const after = await patiently(
    async () => {
      await dues.settle();
      const { taxes } = await dues.view();
      const fresh = taxes?.items.find(({ name }) => name === item.name);
      return fresh?.orderId && fresh.amountFen !== item.amountFen ? fresh : undefined;
    },
    () => 'the taxes were not assessed anew',
  );
  return `${item.name} ${yuan(item.amountFen)} → ${yuan(after.amountFen)}`;
}
