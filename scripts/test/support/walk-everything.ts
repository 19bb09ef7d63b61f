import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { businesses } from '@zhucheng/shared';
import { toyBusiness, walk } from '@zhucheng/shared/testing';
import { onDatabase } from '../../../bff/test/support/databases';
import { type Planned, walkingOrder } from '../../walk/order';
import { HttpPlayer } from '../../walk/player';
import { type Platform, startPlatform } from './platform';

const { still, moving } = walkingOrder([...businesses, toyBusiness]);
const titled = (paths: Planned[]) => paths.map((one) => [one.business.id, one.path.id, one] as const);

/** Every path of every declaration, as tests; a file for each database, so that they run side by side. */
export function walkEverything(on: 'sqlite' | 'mysql'): void {
  jest.setTimeout(120_000);
  onDatabase(on, (dialect) => {
    let platform: Platform;

    beforeAll(async () => {
      platform = await startPlatform(dialect);
    });
    afterAll(() => platform?.close());

    const play = async ({ business, path }: Planned) => {
      const { cast, playground, advance } = platform;
      const player = new HttpPlayer({ cast, playground, settle: async () => undefined, advance });
      const result = await walk(business, path, player);
      const differing = result.steps
        .filter(({ ok }) => !ok)
        .map(({ step, got }) => `${JSON.stringify(step.move)} → ${got}, wanted ${step.refused ?? step.state}`);
      expect({ error: result.error, differing, passed: result.passed }).toEqual({
        error: undefined,
        differing: [],
        passed: true,
      });
    };

    it.each(titled(still))('%s walks %s', (_business, _path, planned) => play(planned));
    it.each(titled(moving))('%s walks %s, in time', (_business, _path, planned) => play(planned));

    it('has kept nothing readable of all that was made and taken in', async () => {
      await platform.server.outbox.drain();
      const folder = join(platform.dataDir, 'files');
      const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );
      expect(kept.some((name) => name.startsWith('certificates'))).toBe(true);
      expect(kept.some((name) => name.startsWith('uploads'))).toBe(true);
      const readable = ['%PDF', 'endobj', '\xff\xd8\xff', '\x89PNG', 'PK\x03\x04'].map((text) =>
        Buffer.from(text, 'latin1'),
      );
      const starts = kept.filter((name) => {
        const content = readFileSync(join(folder, name));
        return readable.some((mark, i) =>
          i < 2 ? content.includes(mark) : content.subarray(0, mark.length).equals(mark),
        );
      });
      expect(starts).toEqual([]);
    });
  });
}
