import { businesses } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { Company } from '../../play/company';
import { play } from '../../play/play';
import { openBrowser } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(240_000);

/** Every business type through the screens, by the people it concerns; nothing cut off, nothing on top of anything else. */
describe('business types in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let company: Company;

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    company = new Company(browser, platform);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  const grouped = businesses.filter(({ group }) => group);
  it.each(businesses.map((business) => [business.id, business] as const))('plays %s', async (_, business) => {
    // Items of one kind end alike: the first goes to its end, of the others what they ask is played.
    const short = business.group !== undefined && business !== grouped[0];
    const { faults } = await play(business, company, { pictures: null, short });
    expect(faults).toEqual([]);
  });
});
