import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { demoStaff } from '../city';
import { rawWords, textsOnPage } from './raw-words';
import { dialogsStill, stillPage, wholeHeight } from './still-page';

const accounts = new Set(demoStaff.map(({ username }) => username));
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Weights the pages are written in. */
const weights = ['400Regular', '500Medium', '600SemiBold', '700Bold'];

/** The browser that comes with the development dependencies, with a Chinese font beside its Latin one. */
async function bundled(): Promise<string> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  const path = await packed.executablePath();
  const fonts = join(tmpdir(), 'fonts');
  mkdirSync(fonts, { recursive: true });
  for (const weight of weights) {
    const name = `NotoSansSC_${weight}.ttf`;
    const source = require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/${name}`);
    const target = join(fonts, name);
    if (existsSync(target) && statSync(target).size === statSync(source).size) continue;
    // Another browser may be reading the folder.
    copyFileSync(source, `${target}.${process.pid}`);
    renameSync(`${target}.${process.pid}`, target);
  }
  return path;
}

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** CHROME_PATH, else an installed browser, else the bundled one. */
export async function openBrowser(): Promise<Browser> {
  const named = process.env.CHROME_PATH || installed.find((path) => existsSync(path));
  const launch = async () => chromium.launch({ executablePath: named ?? (await bundled()), args });
  // On a busy machine the browser now and then ends while it starts; nothing has been tested by then.
  return launch().catch(launch);
}

export type Input = 'mouse' | 'touch';
const patience = 20_000;
const phoneSize = { width: 390, height: 844 };
const deskSize = { width: 1440, height: 900 };

/** One person at one screen; every press is a click or a tap. Faults of the page are kept. */
export class Visitor {
  readonly faults: string[] = [];

  private constructor(
    readonly name: string,
    readonly input: Input,
    private readonly base: string,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('response', (response) => {
      if (response.status() >= 500) this.faults.push(`${name}: ${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`${name}: ${error.message}`));
    page.on('console', (message) => {
      // The browser itself reports every refused request; refusals are part of the flow.
      const refused = /status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !refused) this.faults.push(`${name}: ${message.text()}`);
    });
  }

  /** Height of the window, px: what is seen without scrolling, on a telephone with one move of the thumb. */
  get fold(): number {
    return this.input === 'touch' ? phoneSize.height * 1.5 : deskSize.height;
  }

  static async phone(browser: Browser, name: string, input: Input, base: string): Promise<Visitor> {
    const touch = input === 'touch';
    const context = await browser.newContext({
      viewport: phoneSize,
      deviceScaleFactor: 2,
      hasTouch: touch,
      isMobile: touch,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    return Visitor.in(context, name, input, base);
  }

  static async desk(browser: Browser, name: string, base: string): Promise<Visitor> {
    const context = await browser.newContext({ viewport: deskSize, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    return Visitor.in(context, name, 'mouse', base);
  }

  private static async in(context: BrowserContext, name: string, input: Input, base: string): Promise<Visitor> {
    context.setDefaultTimeout(patience);
    return new Visitor(name, input, base, context, await context.newPage());
  }

  /** Loads the page anew, as a link from elsewhere does. */
  async open(address: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.base}${address}`);
  }

  /** Pages below the one on screen stay in the document, hidden; only what shows counts. */
  find(selector: string): Locator {
    return this.page.locator(selector).filter({ visible: true }).last();
  }

  async press(selector: string): Promise<void> {
    await this.tap(this.page.locator(selector));
  }

  /** Presses what is spoken as this, e.g. a button by its words. */
  async pressRole(role: Parameters<Page['getByRole']>[0], name: string | RegExp, within?: Locator): Promise<void> {
    await this.tap((within ?? this.page).getByRole(role, { name, exact: typeof name === 'string' }));
  }

  /** Presses the last visible one of these. */
  async tap(target: Locator): Promise<void> {
    const seen = target.filter({ visible: true }).last();
    await seen.waitFor();
    await this.page.waitForFunction(dialogsStill, undefined, { polling: 50 });
    await (this.input === 'touch' ? seen.tap() : seen.click());
  }

  /** Types into the field with this id, as fingers would: into the box first. */
  async type(id: string, text: string, box = 'input'): Promise<void> {
    await this.press(`#${id} ${box}`);
    await this.find(`#${id} ${box}`).fill(text);
  }

  /** Waits until all these texts can be read. */
  async reads(...texts: string[]): Promise<void> {
    for (const text of texts) await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** On a page that has loaded, this text is nowhere to be read. */
  async lacks(text: string): Promise<void> {
    const count = await this.page.getByText(text).filter({ visible: true }).count();
    if (count > 0) throw new Error(`${this.name} still reads ${text}`);
  }

  /** What can be read here and only a programmer would understand. */
  async rawWords(): Promise<string[]> {
    return rawWords(await this.page.evaluate(textsOnPage), accounts);
  }

  /** Waits until nothing is loading or moving any more. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(stillPage, undefined, { polling: 50 });
  }

  /** Makes the window as high as its page, so that nothing has to be scrolled to; at most `most` px. */
  async unfold(most: number): Promise<void> {
    // Elements sized in vh grow with the window, so that it takes a few rounds.
    for (let left = 8; left > 0; left--) {
      const viewport = this.page.viewportSize()!;
      const height = await this.page.evaluate(wholeHeight, most);
      if (height <= viewport.height) return;
      await this.page.setViewportSize({ ...viewport, height });
    }
  }

  /** The mouse lies beside what it last pressed, so that nothing shows that it is pointed at. */
  async restMouse(): Promise<void> {
    const { width, height } = this.page.viewportSize()!;
    if (this.input === 'mouse') await this.page.mouse.move(width - 1, height - 1);
  }

  async toTop(): Promise<void> {
    await this.page.mouse.move(195, 400);
    await this.page.mouse.wheel(0, -10_000);
    await this.page.waitForTimeout(300);
  }

  /** What was on screen when something failed. */
  async keepEvidence(): Promise<void> {
    const evidence = join(tmpdir(), 'zhucheng-browser');
    mkdirSync(evidence, { recursive: true });
    await this.page.screenshot({ path: join(evidence, `${this.name}.png`) }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
