import { type Business, businesses, type CaseView, routes } from '@zhucheng/shared';
import { type Move, walk } from '@zhucheng/shared/testing';
import { HttpPlayer } from '../walk/player';
import { happyPath } from '../walk/scene';
import type { Stage } from './stage';

/** The first that does nothing else and may be started like that. */
const doing = (effect: string, startedBy: 'citizen' | 'institution-clerk'): Business =>
  businesses.find(
    ({ effects, startedBy: starters }) =>
      effects.length === 1 && effects[0]!.do === effect && (starters as readonly string[]).includes(startedBy),
  )!;
/** 转移登记 between citizens, 预告登记 of a developer, 抵押登记 of a bank. */
export const sale = doing('transfer-ownership', 'citizen');
const notice = doing('register-notice', 'institution-clerk');
const mortgage = doing('register-mortgage', 'institution-clerk');

/** Plays the happy path of a business up to the first such move and leaves the case as it is then. Error: it went otherwise. */
export async function playUntil(stage: Stage, business: Business, stop: (move: Move) => boolean): Promise<CaseView> {
  const { cast, playground } = stage;
  const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
  // The player tidies up after itself; this case is to stay.
  player.finish = async () => undefined;
  const whole = happyPath(business);
  const at = whole.steps.findIndex(({ move }) => stop(move));
  const { error, passed, steps } = await walk(
    business,
    at < 0 ? whole : { ...whole, steps: whole.steps.slice(0, at) },
    player,
  );
  const wrong = steps.find(({ ok }) => !ok);
  if (!passed) throw new Error(`${business.name}：${error ?? `${wrong?.step.move.do} → ${wrong?.got}`}`);
  return player.view();
}

/** A sale that waits for its fee. */
export const unpaidSale = (stage: Stage): Promise<CaseView> => playUntil(stage, sale, (move) => move.do === 'pay');

const pdf = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n',
);

/**
 * What there is to lose: cases of citizens and institutions in several states, with their orders, authorisations, certificates
 * and messages, a booked visit and an uploaded file for each of two people. Returns what could not be made, and why.
 */
export async function makeBelongings(stage: Stage, little = false): Promise<string[]> {
  const { cast } = stage;
  const missing: string[] = [];
  const make = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => missing.push(`${what}：${(error as Error).message}`));
  };
  await make('等待授权的转移登记', () => playUntil(stage, sale, (move) => move.do === 'submit'));
  if (!little) {
    await make('办结的预告登记', () => playUntil(stage, notice, () => false));
    await make('等待同意的抵押登记', () => playUntil(stage, mortgage, (move) => move.do === 'submit'));
    await make('待缴费的转移登记', () => unpaidSale(stage));
  }
  for (const key of ['chen-haibo', 'huang-zhiqiang']) {
    const { client } = await cast.person(key);
    await make('上传的材料', () => client.upload('材料.pdf', pdf));
    await make('预约', async () => {
      const { items } = await client.call(routes.appointments.points, {});
      const { days } = await client.call(routes.appointments.slots, {
        params: { id: items[0]!.id },
        query: { kind: 'window' },
      });
      const slots = days.flatMap((day) => day.slots);
      const body = { slotId: slots.at(-1)!.id, matter: items[0]!.matters[0]! };
      await client.call(routes.appointments.book, { body });
    });
  }
  return missing;
}
