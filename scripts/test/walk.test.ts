import { CaseDeadlines } from '@zhucheng/bff/modules/cases/deadlines.service';
import { type Business, businesses } from '@zhucheng/shared';
import { toyBusiness, walk, walkPaths } from '@zhucheng/shared/testing';
import { eachDatabase } from '../../bff/test/support/databases';
import { HttpPlayer } from '../walk/player';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

const conversion = ({ effects }: Business) => effects.some((effect) => effect.do === 'convert-mortgage');

eachDatabase((dialect) => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
  });
  afterAll(() => platform?.close());

  // The payment SDK signs with the machine's own time, so nothing can be paid once the clock has been moved.
  for (const movesClock of [false, true]) {
    // What a notice allows ends 90 days later, so those walks come before the clock has gone far.
    const inOrder = [...businesses, toyBusiness].sort((a, b) => Number(conversion(b)) - Number(conversion(a)));
    for (const business of movesClock ? inOrder : [...businesses, toyBusiness]) {
      const paths = walkPaths(business).filter((path) => path.movesClock === movesClock);
      if (paths.length === 0) continue;
      const title = movesClock ? `${business.id}, in time` : business.id;
      describe(title, () => {
        it.each(paths.map((path) => [path.id, path] as const))('walks %s', async (_, path) => {
          const { cast, playground, clock, server } = platform;
          const player = new HttpPlayer({
            cast,
            playground,
            settle: async () => undefined,
            advance: async (ms) => {
              clock.advance(ms);
              await (await server.get(CaseDeadlines)).lapse();
              await cast.renew();
            },
          });
          const result = await walk(business, path, player);
          const differing = result.steps
            .filter(({ ok }) => !ok)
            .map(({ step, got }) => `${JSON.stringify(step.move)} → ${got}, wanted ${step.refused ?? step.state}`);
          expect({ error: result.error, differing, passed: result.passed }).toEqual({
            error: undefined,
            differing: [],
            passed: true,
          });
        });
      });
    }
  }
});
