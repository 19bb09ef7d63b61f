import { type CaseState, routes } from '@zhucheng/shared';
import { type Move, type Played, type WalkPlayer, walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import { rawWords } from '../play/raw-words';
import type { Actor } from '../walk/cast';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(180_000);

const path = walkPaths(secondHandTransfer).find((candidate) => candidate.id === 'happy')!;
const people = ['chen-haibo', 'lin-xiaozhen', 'huang-zhiqiang', 'su-yutong'];

/** Plays as people do, who take a quarter of a minute for what they do themselves. */
class Unhurried implements WalkPlayer {
  private readonly inner: HttpPlayer;

  constructor(private readonly platform: Platform) {
    const { cast, playground } = platform;
    this.inner = new HttpPlayer({ cast, playground, settle: async () => undefined });
  }

  prepare(...args: Parameters<HttpPlayer['prepare']>): Promise<void> {
    return this.inner.prepare(...args);
  }

  async play(move: Move, expected: CaseState): Promise<Played> {
    if (move.do !== 'await') {
      this.platform.clock.advance(15_000);
      await this.platform.server.outbox.drain();
    }
    return this.inner.play(move, expected);
  }

  finish(): Promise<void> {
    return this.inner.finish();
  }
}

eachDatabase((dialect) => {
  let platform: Platform;
  afterEach(() => platform?.close());

  /** What the four of a sale were told, in order: titles in the app, texts on the phone. */
  async function sale(variables: Record<string, string> = {}) {
    platform = await startPlatform(dialect, 130, {}, undefined, variables);
    const { error, steps } = await walk(secondHandTransfer, path, new Unhurried(platform));
    expect({ error, wrong: steps.filter(({ ok }) => !ok) }).toEqual({ error: undefined, wrong: [] });
    platform.clock.advance(60_000);
    await platform.server.outbox.drain();
    const cast = await Promise.all(people.map((key) => platform.cast.person(key)));
    return Promise.all(cast.map((actor) => told(actor)));
  }

  async function told({ client, phone }: Actor) {
    const { items } = await client.call(routes.messages.list, { query: { limit: 100 } });
    const about = items.filter(({ caseId }) => caseId !== null).reverse();
    const heard = await platform.playground.send<{ messages: Array<{ text: string }> }>('GET', `/sms?phone=${phone}`);
    const sms = heard.messages.map(({ text }) => text.replace('【北海不动产】', '')).reverse();
    return { titles: about.map(({ title }) => title), texts: about.map(({ title, body }) => `${title}：${body}`), sms };
  }

  test('each of the four hears four times of a sale, the applicant once more; the buyers are asked to pay as they are approved', async () => {
    const [chen, lin, huang, su] = await sale();
    const party = ['请您授权', '申请已提交', '审核通过', '已办结'];
    const payer = ['请您授权', '申请已提交', '请缴登记费', '已办结'];
    expect(chen!.titles).toEqual(['请您授权', '授权已经齐全', '申请已提交', '审核通过', '已办结']);
    expect(lin!.titles).toEqual(party);
    expect(huang!.titles).toEqual(payer);
    expect(su!.titles).toEqual(payer);
    // 23 when each was its own.
    expect([chen, lin, huang, su].flatMap((person) => person!.titles)).toHaveLength(17);
    for (const person of [chen, lin, huang, su]) {
      const about = person!.sms.filter((text) => text.includes('二手房转移登记'));
      expect(about).toEqual(person!.texts);
      expect(rawWords(person!.sms)).toEqual([]);
    }
    expect(su!.texts[2]).toMatch(/审核通过。需缴登记费 \d+\.\d\d 元/);
    expect(lin!.texts[3]).toMatch(/登记费已到账。已登簿发证，受理编号 \d{15}。/);
  });

  if (dialect === 'sqlite')
    test('without a pause before they are sent, the same sale is 23 messages', async () => {
      const all = await sale({ MESSAGE_WINDOW_MS: '0' });
      expect(all.flatMap(({ titles }) => titles)).toHaveLength(23);
    });
});
