import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(180_000);

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const address = '/#/packages/gallery/index';

describe('the gallery of components', () => {
  let platform: Platform;
  let browser: Browser;
  let builder: Visitor;

  beforeAll(async () => {
    ensureBuilt('h5');
    platform = await startPlatform('sqlite', undefined, { h5: sites.h5 });
    browser = await openBrowser();
    builder = await Visitor.phone(browser, 'builder', 'touch', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  /** What nobody who needs a screen reader, or sees little, could use: rule, and where. */
  async function barriers(): Promise<string[]> {
    await builder.page.evaluate(axe);
    const { violations } = (await builder.page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: { run(options: RunOptions): Promise<unknown> } }).axe.run;
      return run({ resultTypes: ['violations'] });
    })) as AxeResults;
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
  }

  it.each([false, true])('shows every component without a barrier, large type: %s', async (elder) => {
    await builder.open(address);
    await builder.reads('组件样张', 'UploadItem');
    if (elder) await builder.press('.switch >> nth=0');
    expect(await builder.page.locator('.gallery.zc--elder').count()).toBe(elder ? 1 : 0);
    await picture(builder, elder ? 'gallery-elder' : 'gallery', { forBuilders: true });
    // What is scrolled out of sight would be looked at less closely.
    await builder.unfold(60_000);
    expect(await barriers()).toEqual([]);
    expect(builder.faults).toEqual([]);
  });

  it('nothing is wider than the screen of a telephone, in either size', async () => {
    const widest = () => builder.page.evaluate(() => document.documentElement.scrollWidth);
    expect(await widest()).toBeLessThanOrEqual(390);
  });
});
