import { routes } from '@zhucheng/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Actor } from '../../walk/cast';
import { openBrowser } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { kioskToken } from '../support/kiosk';
import { type Platform, startPlatform } from '../support/platform';
import { readQr } from '../support/qr';

jest.setTimeout(120_000);

const { certificates, printing } = routes;
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
    if (shots) await page.screenshot({ path: `${shots}/kiosk-${++pictures}-${name}.png` });
  };

  /** From the start to the QR code; returns what a phone reads from it. */
  const showFace = async (given: string): Promise<string> => {
    await at('kiosk-start').tap();
    await keys(given);
    await at('kiosk-code-next').tap();
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
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
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

  it('says where a number is wrong, and lists what can be printed', async () => {
    await keys(code);
    await picture('code');
    await at('kiosk-code-next').tap();
    await picture('way');
    await at('kiosk-way-id').tap();
    const huang = await platform.cast.person('huang-zhiqiang');
    await keys(huang.idNumber);
    await at('kiosk-id-next').tap();
    await page.getByText('取件码或证件号不对').waitFor();
    expect((await at('kiosk-id').textContent())!.trim()).toBe('');
    await keys(chen.idNumber);
    await picture('id');
    await at('kiosk-id-next').tap();
    await page.getByText(certificate.number).waitFor();
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

  it('asks for consent before a face, with the ID number as the other way', async () => {
    await at('kiosk-start').tap();
    await keys(hers.code);
    await at('kiosk-code-next').tap();
    await at('kiosk-way-face').tap();
    const terms = (await at('kiosk-terms').textContent())!;
    for (const said of ['只用来核对本人', '支付宝', '不保存人脸照片', '改用证件号']) expect(terms).toContain(said);
    await picture('consent');
    await at('kiosk-face-back').tap();
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
    expect(await at('kiosk-face-left').textContent()).toMatch(/^3:[0-5]\d$/);
    await onPhone(address, '通过');
    await page.getByText(hers.number).waitFor();
    await at('kiosk-print').tap();
    await page.clock.runFor(15_000);
    await at('kiosk-printed').tap();
    await page.getByText('已打印过，重打请找工作人员').waitFor();
    await at('kiosk-leave').tap();
    await at('kiosk-start').waitFor();
  });

  it('leads whose face was refused to the ID number', async () => {
    await onPhone(await showFace(hers.code), '不通过');
    await page.getByText('这次刷脸没有通过').waitFor();
    await picture('face-refused');
    await at('kiosk-face-id').tap();
    await keys(liang.idNumber);
    await at('kiosk-id-next').tap();
    await page.getByText(hers.number).waitFor();
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

  it('says like with the ID number that a code is not known', async () => {
    await at('kiosk-start').tap();
    await keys('1234567890');
    await at('kiosk-code-next').tap();
    await at('kiosk-way-face').tap();
    await at('kiosk-face-agree').tap();
    await page.getByText('取件码或证件号不对').waitFor();
    expect((await at('kiosk-code').textContent())!.trim()).toBe('');
    await at('kiosk-leave').tap();
    expect(faults).toEqual([]);
  });
});
