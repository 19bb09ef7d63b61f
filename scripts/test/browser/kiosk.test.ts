import { routes } from '@zhucheng/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { rawWords, textsOnPage } from '../../play/raw-words';
import type { Actor } from '../../walk/cast';
import { openBrowser, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { kioskToken } from '../support/kiosk';
import { type Platform, startPlatform } from '../support/platform';
import { readQr } from '../support/qr';

jest.setTimeout(120_000);

const { appointments, certificates, printing } = routes;
const shots = process.env.KIOSK_SHOTS;

/** The self-service printer, with fingers on a standing screen. */
describe('the kiosk', () => {
  let platform: Platform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let chen: Actor;
  let certificate: { id: string; number: string };
  let code: string;
  let liang: Actor;
  let hers: { number: string; code: string };
  const faults: string[] = [];
  const at = (id: string) => page.getByTestId(id);
  const keys = async (text: string) => {
    for (const key of text) await page.getByRole('button', { name: key, exact: true }).tap();
  };
  let pictures = 0;
  const picture = async (name: string) => {
    const raw = rawWords(await page.evaluate(textsOnPage));
    faults.push(...raw.map((found) => `kiosk at ${name}: raw word: ${found}`));
    if (shots) await page.screenshot({ path: `${shots}/kiosk-${++pictures}-${name}.png` });
  };

  const press = (id: string) => `[data-testid=${id}]`;
  /** A desk with a mouse, signed in. */
  const desk = async (username: string, address: string): Promise<Visitor> => {
    const visitor = await Visitor.desk(browser, username, platform.url);
    const client = await platform.cast.officer(username);
    const staff = await client.call(routes.identity.staffMe, {});
    const session = JSON.stringify({ token: client.token, expiresAt: Date.now() + 3_600_000, staff });
    const script = `if (location.protocol !== 'about:') sessionStorage.setItem('zhucheng.admin.session', ${JSON.stringify(session)})`;
    await visitor.page.addInitScript({ content: script });
    await visitor.open(`/admin${address}`);
    // The first visit of a desk begins with a tour.
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
    return visitor;
  };
  const deskPicture = async (visitor: Visitor, name: string) => {
    faults.push(...(await visitor.rawWords()).map((found) => `desk at ${name}: raw word: ${found}`));
    if (!shots) return;
    await visitor.page.waitForTimeout(500);
    await visitor.page.screenshot({ path: `${shots}/kiosk-${name}.png` });
  };
  /** What somebody lays on the reader. */
  const lay = (person: { idNumber: string } | null) =>
    person
      ? platform.playground.send('POST', '/reader/card', { idNumber: person.idNumber })
      : platform.playground.send('POST', '/reader/take');
  const toWays = async (given: string) => {
    await at('kiosk-start').tap();
    await keys(given);
    await at('kiosk-code-next').tap();
  };

  /** From the start to the QR code; returns what a phone reads from it. */
  const showFace = async (given: string): Promise<string> => {
    await toWays(given);
    await at('kiosk-way-face').tap();
    await at('kiosk-face-agree').tap();
    await at('kiosk-face-qr').waitFor();
    return readQr(page, at('kiosk-face-qr'));
  };
  /** The person's own phone. */
  const onPhone = async (address: string, button: '通过' | '不通过') => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await phone.goto(address);
    await phone.getByRole('button', { name: button, exact: true }).click();
    await phone.getByText(button === '通过' ? '已通过' : '未通过').waitFor();
    await phone.close();
  };

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    chen = await platform.cast.person('chen-haibo');
    const { items } = await chen.client.call(certificates.mine, {});
    certificate = items.find(({ state }) => state === 'valid')!;
    ({ code } = await chen.client.call(printing.certificateCode, { params: { id: certificate.id } }));
    liang = await platform.cast.person('liang-siqi');
    const [own] = (await liang.client.call(certificates.mine, {})).items.filter(({ state }) => state === 'valid');
    const answer = await liang.client.call(printing.certificateCode, { params: { id: own!.id } });
    hers = { number: own!.number, code: answer.code };
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true, locale: 'zh-CN' });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    // There is no printer here, and a browser without a screen may crash on looking for one.
    await page.addInitScript({
      content: `Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
        get: () => ({ focus: () => undefined, print: () => document.body.setAttribute('data-prints', 'one') }),
      });`,
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.clock.install();
    await page.goto(`${platform.url}/kiosk`);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  it('is set up once with its key', async () => {
    await picture('setup');
    await page.getByLabel('设备密钥').fill('kiosk.wrong');
    await at('kiosk-setup').tap();
    await page.getByText('请先登录。').waitFor();
    await page.getByLabel('设备密钥').fill(await kioskToken(platform));
    await at('kiosk-setup').tap();
    await page.getByText('一楼自助机').waitFor();
    await picture('start');
  });

  it('forgets an unfinished visit after a minute without a touch', async () => {
    await at('kiosk-start').tap();
    await keys(code.slice(0, 5));
    expect(await at('kiosk-code').textContent()).toBe(`${code.slice(0, 3)} ${code.slice(3, 5)}`);
    await page.clock.runFor(50_000);
    await at('kiosk-idle').waitFor();
    await picture('idle');
    await page.getByRole('button', { name: '我还在，继续' }).tap();
    expect(await at('kiosk-code').textContent()).toBe(`${code.slice(0, 3)} ${code.slice(3, 5)}`);
    await page.clock.runFor(61_000);
    await at('kiosk-start').waitFor();
    await at('kiosk-start').tap();
    expect((await at('kiosk-code').textContent())!.trim()).toBe('');
  });

  it('reads no card until the administrator has registered a reader', async () => {
    await keys(code);
    await picture('code');
    await at('kiosk-code-next').tap();
    await at('kiosk-way-face').waitFor();
    expect(await at('kiosk-way-card').count()).toBe(0);
    await picture('way-without-reader');
    await at('kiosk-way-back').tap();
    await at('kiosk-leave').tap();

    const about = await platform.playground.send<{ deviceId: string; publicKey: string }>('GET', '/reader');
    const administrator = await desk('administrator', '/appointment-settings');
    await administrator.press(press('kiosk-reader'));
    await administrator.find(`input${press('reader-device')}`).fill(about.deviceId);
    await administrator.find(`textarea${press('reader-key')}`).fill('不是公钥');
    await administrator.press(press('reader-ok'));
    await administrator.reads('这不是读卡器的公钥');
    await administrator.find(`textarea${press('reader-key')}`).fill(about.publicKey);
    await deskPicture(administrator, 'reader-dialog');
    await administrator.press(press('reader-ok'));
    await administrator.reads('读卡器已登记', about.deviceId);
    await deskPicture(administrator, 'reader-table');
    faults.push(...administrator.faults);
  });

  it('waits for the card, refuses another’s, and lists what can be printed', async () => {
    await at('kiosk-start').tap();
    await keys(code);
    await at('kiosk-code-next').tap();
    await at('kiosk-way-card').waitFor();
    await picture('way');
    await at('kiosk-way-card').tap();
    await at('kiosk-card').waitFor();
    await picture('card');
    await lay(await platform.cast.person('huang-zhiqiang'));
    await page.getByText('没有核对上').waitFor();
    await picture('card-refused');
    await lay(null);
    await at('kiosk-way-card').tap();
    await at('kiosk-card').waitFor();
    await lay(chen);
    await page.getByText(certificate.number).waitFor();
    await lay(null);
    await picture('list');
    expect(await at('kiosk-item').count()).toBe(1);
  });

  it('prints the certificate once', async () => {
    const file = page.waitForResponse((response) => response.url().includes('/api/kiosk/files/'));
    await at('kiosk-print').tap();
    expect((await file).headers()['content-type']).toBe('application/pdf');
    await page.locator('body[data-prints=one]').waitFor();
    await page.clock.runFor(15_000);
    await at('kiosk-printed').waitFor();
    await picture('asked');
    await at('kiosk-not-printed').tap();
    await picture('trouble');
    await page.getByRole('button', { name: '返回' }).tap();
    await at('kiosk-printed').tap();
    await page.getByText('已打印过，重打请找工作人员').waitFor();
    expect(await at('kiosk-print').count()).toBe(0);
    await picture('printed');
    await at('kiosk-leave').tap();
    await at('kiosk-start').waitFor();
    expect(await page.content()).not.toContain(certificate.number);
    const stored = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(stored).not.toContain(chen.idNumber);
    expect(stored).not.toContain(code);
  });

  it('asks for consent before a face, with other ways beside it', async () => {
    await toWays(hers.code);
    await at('kiosk-way-face').tap();
    const terms = (await at('kiosk-terms').textContent())!;
    for (const said of ['只用来核对本人', '支付宝', '不保存人脸照片', '身份证', '窗口']) expect(terms).toContain(said);
    await picture('consent');
    await at('kiosk-other-way').tap();
    await at('kiosk-way-back').tap();
    expect(await at('kiosk-code').textContent()).toBe(hers.code.replace(/^(...)(...)/, '$1 $2 '));
    await at('kiosk-leave').tap();
  });

  it('shows a code that the own phone reads, waits, and prints once the face has passed', async () => {
    const address = await showFace(hers.code);
    await picture('face');
    expect(new URL(address).searchParams.get('method')).toBe('alipay.user.certify.open.certify');
    for (const secret of [liang.name, liang.idNumber]) expect(decodeURIComponent(address)).not.toContain(secret);
    // Showing a face takes longer than the minute after which an idle kiosk starts anew.
    await page.clock.runFor(100_000);
    expect(await at('kiosk-idle').count()).toBe(0);
    expect(await at('kiosk-proof-left').textContent()).toMatch(/^3:[0-5]\d$/);
    await onPhone(address, '通过');
    await page.getByText(hers.number).waitFor();
    const file = page.waitForResponse((response) => response.url().includes('/api/kiosk/files/'));
    await at('kiosk-print').tap();
    await file;
    await page.clock.runFor(15_000);
    await at('kiosk-printed').tap();
    await page.getByText('已打印过，重打请找工作人员').waitFor();
    await at('kiosk-leave').tap();
    await at('kiosk-start').waitFor();
  });

  it('leads whose face was refused to another way', async () => {
    await onPhone(await showFace(hers.code), '不通过');
    await page.getByText('这次刷脸没有通过').waitFor();
    await picture('face-refused');
    await at('kiosk-other-way').tap();
    await lay(liang);
    await at('kiosk-way-card').tap();
    await page.getByText(hers.number).waitFor();
    await lay(null);
    await at('kiosk-leave').tap();
  });

  it('ends a face check that was left, and clears everything after it', async () => {
    await showFace(hers.code);
    await page.clock.runFor(290_000);
    await at('kiosk-face-qr').waitFor();
    await page.clock.runFor(11_000);
    await page.getByText('已经结束或过了时间').waitFor();
    expect(await at('kiosk-face-qr').count()).toBe(0);
    await page.clock.runFor(20_000);
    await at('kiosk-idle').waitFor();
    await picture('face-over');
    await page.clock.runFor(15_000);
    await at('kiosk-start').waitFor();
    await at('kiosk-start').tap();
    expect((await at('kiosk-code').textContent())!.trim()).toBe('');
    await at('kiosk-leave').tap();
  });

  it('tells somebody without a card after two minutes, and somebody whose reader is off at once', async () => {
    await toWays(hers.code);
    await at('kiosk-way-card').tap();
    await at('kiosk-card').waitFor();
    await page.route('**/sandbox/reader/read', (route) => route.abort());
    await page.getByText('读卡器没有连上').waitFor();
    await page.unroute('**/sandbox/reader/read');
    await page.clock.runFor(121_000);
    await page.getByText('这次读卡已经结束或过了时间').waitFor();
    await picture('card-over');
    await page.clock.runFor(31_000);
    await at('kiosk-start').waitFor();
  });

  it('knows no other code, and says so with each way', async () => {
    for (const way of ['card', 'clerk']) {
      await toWays('1234567890');
      await at(`kiosk-way-${way}`).tap();
      await page.getByText('没有这个取件码').waitFor();
      expect((await at('kiosk-code').textContent())!.trim()).toBe('');
      await at('kiosk-leave').tap();
    }
    await toWays('1234567890');
    await at('kiosk-way-face').tap();
    await at('kiosk-face-agree').tap();
    await page.getByText('没有这个取件码').waitFor();
    await at('kiosk-leave').tap();
  });

  it('opens for an institution once its clerk has compared the number and agreed', async () => {
    const bank = await platform.cast.officer('bank1');
    const { items } = await bank.call(appointments.points, {});
    const point = items.find(({ matters }) => matters.includes('print'))!;
    const { days } = await bank.call(appointments.slots, { params: { id: point.id }, query: { kind: 'print' } });
    const slot = days.flatMap(({ slots }) => slots).at(-1)!;
    const contact = { name: '韦经办', phone: '13800138000' };
    const body = { slotId: slot.id, matter: 'print' as const, contact };
    const { pickupCode } = await bank.call(appointments.book, { body });
    await platform.advance(slot.startsAt - platform.clock.now());

    await toWays(pickupCode!);
    await at('kiosk-way-card').tap();
    await page.getByText('请选“单位取件”').waitFor();
    await at('kiosk-way-clerk').tap();
    const number = (await at('kiosk-clerk-number').textContent())!;
    await picture('clerk');
    const clerk = await desk('bank1', '/desk');
    await clerk.reads('是您单位的人吗', '韦经办');
    expect(await clerk.find(press('pickup-number')).textContent()).toBe(number);
    await deskPicture(clerk, 'pickup-request');
    await clerk.press(press('pickup-refuse'));
    await page.getByText('贵单位没有同意这次取件').waitFor();
    await picture('clerk-refused');
    await at('kiosk-way-clerk').tap();
    await at('kiosk-clerk-number').waitFor();
    await clerk.press(press('pickup-approve'));
    await page.getByText(/请选择要打印的证书|没有可以打印的证书/).waitFor();
    await picture('clerk-list');
    await at('kiosk-leave').tap();
    expect(faults.concat(clerk.faults)).toEqual([]);
  });
});
