import { routes } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import type { Actor } from '../../walk/cast';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';
import { authorise, claimAndApprove, confirmDevice, signInByCode, signInByPassword, verifyCertificate } from './scenes';

jest.setTimeout(120_000);

const price = 88_800_000;

/** One sale from the first page to the new certificate: sellers with a mouse, buyers with their fingers. */
describe('a second-hand sale in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let chen: Visitor;
  let lin: Visitor;
  let huang: Visitor;
  let su: Visitor;
  let people: Record<'chen' | 'lin' | 'huang' | 'su', Actor>;
  let old: { number: string; unitId: string; unitNumber: string; location: string };
  let issued = '';
  const visitors: Visitor[] = [];
  const phone = async (name: string, input: 'mouse' | 'touch'): Promise<Visitor> => {
    const visitor = await Visitor.phone(browser, name, input, platform.url);
    visitors.push(visitor);
    return visitor;
  };

  let broken = false;
  /** Acts build on each other: after a failure the rest says so at once. */
  const act = (title: string, play: () => Promise<void>): void => {
    test(title, async () => {
      if (broken) throw new Error('an earlier act failed');
      broken = true;
      try {
        await play();
        expect(visitors.flatMap((visitor) => visitor.faults)).toEqual([]);
      } catch (error) {
        for (const visitor of visitors) await visitor.keepEvidence();
        throw error;
      }
      broken = false;
    });
  };

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    const [[first, second], [third, fourth]] = (await platform.cast.couples()) as [Actor[], Actor[]];
    people = { chen: first!, lin: second!, huang: third!, su: fourth! };
    const { items } = await people.chen.client.call(routes.register.mine, {});
    const fitting = items.find(
      (item) =>
        item.unit.use === 'dwelling' &&
        item.conditions.length === 0 &&
        item.certificates.length > 0 &&
        item.coOwnership === '共同共有',
    )!;
    const { id: unitId, unitNumber, location } = fitting.unit;
    old = { number: fitting.certificates[0]!.number, unitId, unitNumber, location };
    [chen, lin] = [await phone('陈海波', 'mouse'), await phone('林晓珍', 'mouse')];
    [huang, su] = [await phone('黄志强', 'touch'), await phone('苏雨桐', 'touch')];
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  act('the seller chooses a property and declares', async () => {
    await chen.open('/');
    await chen.reads('珠城e登', '我要办理登记', '电子证照');
    await picture(chen, '01-home');
    await chen.press('.home__start');
    await chen.press('.cell:has-text("二手房转移登记")');
    await chen.reads('办理条件', '第一本证书免费');
    await chen.press('#apply-start');
    await chen.press('#gate-login');
    await signInByPassword(chen, people.chen, true);
    // Her face is known already, this browser is not.
    await confirmDevice(chen, people.chen, platform.playground, true);
    await chen.reads('信息校验', '声明');
    await chen.press('#choose-property');
    await chen.reads('选择要办理的不动产');
    await chen.press(`.sheet .cell:has-text("${old.number}")`);
    await chen.reads(`已选：${old.location}`);
    await chen.press('#step-next');
    await chen.reads('有一处需要改一下');
    await chen.press('#declare');
    await picture(chen, '03-verify');
    await chen.press('#step-next');
    await chen.reads('填写买受人和成交情况', '把每一位买受人都加进来。');
  });

  act('a mistyped ID number is shown at its field', async () => {
    const { idNumber, name, phone: number } = people.huang;
    const last = idNumber.endsWith('7') ? '8' : '7';
    await chen.press('#party-add');
    await chen.type('member-name', name);
    await chen.type('member-id', `${idNumber.slice(0, 17)}${last}`);
    await chen.type('member-phone', number);
    await chen.press('#member-save');
    const fault = await chen.find('#member-id .field__error').textContent();
    expect(fault).toBe('身份证号校验不通过，请对照证件逐位核对。');
    await chen.type('member-id', idNumber);
    await chen.press('#member-save');
    await chen.reads('黄志强', '再加一位买受人');
  });

  act('the seller enters the transaction', async () => {
    await chen.press('#party-add');
    await chen.type('member-name', people.su.name);
    await chen.type('member-id', people.su.idNumber);
    await chen.type('member-phone', people.su.phone);
    await chen.press('#member-save');
    await chen.press('#party-buyer-ownership-joint');
    await chen.press('#step-next');
    await chen.type('field-price', '888000');
    await chen.reads('大写：捌拾捌万捌仟元整');
    await chen.press('#field-payment-own');
    await chen.press('#field-contractSignedOn .box');
    await chen.press('.weui-picker__action:last-child');
    await picture(chen, '04-transaction');
    await chen.press('#step-next');
    await chen.press('#field-certificateCopies-more');
    await chen.press('#step-next');
    await chen.reads('房款可以请监管银行保管');
    await chen.press('#field-escrow-no');
    await chen.press('#step-next');
    await chen.reads('填写买卖合同的备案号');
  });

  act('the other departments confirm contract and tax', async () => {
    const { playground } = platform;
    const { unitNumber } = old;
    const names = (...actors: Actor[]) => actors.map((actor) => actor.name);
    const contract = await playground.send<{ filingNumber: string }>('POST', '/housing/contracts', {
      unitNumber,
      priceFen: price,
      sellers: names(people.chen, people.lin),
      buyers: names(people.huang, people.su),
    });
    const tax = await playground.send<{ taxCertificateNumber: string }>('POST', '/tax/certificates', {
      unitNumber,
      paidFen: 888_000,
    });
    await chen.type('field-filingNumber', contract.filingNumber);
    await chen.press('#step-next:has-text("提交核验")');
    await chen.press('#step-next:has-text("下一步")');
    await chen.reads('填完税证明上的号码');
    await chen.press('#field-how-typed');
    await chen.type('field-taxCertificateNumber', tax.taxCertificateNumber);
    await chen.press('#step-next:has-text("提交核验")');
    await chen.press('#step-next:has-text("下一步")');
    await chen.reads('核对确认', old.location, '888,000.00', '黄志强', '苏雨桐', '约 90.00 元');
    await picture(chen, '05-check', { whole: true });
    await chen.press('#review-send');
    await chen.reads('办件详情', '等待各方授权');
  });

  act('all four authorise with their faces, the seller submits', async () => {
    const { playground } = platform;
    await chen.press('#case-authorise');
    await authorise(chen, people.chen, playground, true);
    for (const [visitor, actor] of [
      [lin, people.lin],
      [huang, people.huang],
      [su, people.su],
    ] as const) {
      await visitor.open('/#/packages/me/login');
      if (visitor === su) await signInByPassword(visitor, actor);
      else await signInByCode(visitor, actor, playground);
      await visitor.press('[id^=home-authorise-]');
      await authorise(visitor, actor, playground);
    }
    await chen.press('.zc__back');
    await chen.press('#case-submit');
    await chen.reads('人工审核中');
  });

  act('an officer compares with the register and approves', async () => {
    const officer = await Visitor.desk(browser, 'officer1', platform.url);
    visitors.push(officer);
    await claimAndApprove(officer, 'officer1', old.location);
  });

  act('the buyer pays by QR code', async () => {
    await huang.press('.zc__back');
    await huang.press('[id^=home-pay-]');
    await huang.reads('待缴费', '¥90.00');
    await huang.press('#pay-wechat');
    await huang.find('.qr').waitFor();
    await huang.reads('用微信扫一扫付款', '正在确认是否到账');
    await picture(huang, '09-pay', { whole: true });
    const { payments } = await platform.playground.send<{ payments: Array<{ codeUrl?: string }> }>(
      'GET',
      '/payments?state=not-paid',
    );
    await platform.playground.send('POST', '/wallet/code', { codeUrl: payments[0]!.codeUrl });
    await huang.press('#pay-check');
    await huang.reads('已缴费', '缴费凭证');
  });

  act('the case is completed; water moves, the rest is skipped', async () => {
    await huang.press('#order-case');
    await huang.reads('已办结', '水电气、宽带、有线电视过户');
    await huang.press('#hand-over-water-transfer');
    await huang.find('#hand-over-water:has-text("已过户")').waitFor();
    for (const account of ['electricity', 'gas', 'broadband', 'cable']) {
      await huang.press(`#hand-over-${account}-skip`);
      await huang.press('.taro-model__confirm');
      await huang.find(`#hand-over-${account}:has-text("已跳过")`).waitFor();
    }
    await picture(huang, '10-completed', { whole: true });
    await chen.reads('已办结');
  });

  act('the buyer finds home and certificate', async () => {
    await huang.press('.zc__back');
    await huang.reads('缴费凭证');
    await huang.press('.zc__back');
    await huang.reads('我要办理登记');
    await huang.press('.weui-tabbar__label:text-is("我的")');
    await huang.press('#me-estate');
    await huang.reads(old.location, '共同共有');
    await huang.press(`.card:has-text("${old.location}") .cell:has-text("电子证照")`);
    await huang.reads('不动产单元号', '黄志强', '扫码核验');
    issued = (await huang.find('.cert__number').textContent()) ?? '';
    expect(issued).toMatch(/^桂（\d{4}）北海市不动产权第\d{7}号$/);
    await huang.reads('打开证书文件（PDF）');
    await picture(huang, '11-certificate');
    // The page asks for the unit plan by the same route, and may still be waiting for it.
    const answer = huang.page.waitForResponse(
      (response) => response.url().endsWith('/link') && response.request().postDataJSON().file === 'pdf',
    );
    const opened = huang.page.waitForEvent('popup');
    await huang.press('#cert-open');
    const { url } = (await (await answer).json()) as { url: string };
    await (await opened).close();
    const pdf = await people.huang.client.download(url);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  act('the other buyer owns the home too, the seller no longer', async () => {
    await su.open('/#/pages/me/index');
    await su.press('#me-certificates');
    await su.reads(issued);
    await chen.open('/#/pages/me/index');
    await chen.press('#me-estate');
    await chen.reads('登记时间');
    await chen.lacks(old.location);
    await chen.open('/#/packages/certificate/index');
    await chen.find(`.cell:has-text("${old.number}"):has-text("已注销")`).waitFor();
  });

  act('anybody can verify: the new certificate is genuine, the old one cancelled', async () => {
    const stranger = await phone('stranger', 'touch');
    await stranger.open('/#/packages/certificate/verify/index');
    await verifyCertificate(stranger, issued, '黄志强');
    await stranger.reads('真实有效', issued, '黄');
    await picture(stranger, '12-verify-genuine');
    await stranger.press('#verify-again');
    await verifyCertificate(stranger, old.number, '陈海波');
    await stranger.reads('已注销', '不能再使用', old.number);
    await picture(stranger, '13-verify-cancelled');
  });
});
