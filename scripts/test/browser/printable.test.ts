import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { residentId } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { Ground } from '../support/desk';
import { type Platform, startPlatform } from '../support/platform';
import { signInByCode } from './scenes';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;
const wang = { name: '王𪸩', idNumber: residentId.compose('45050219850505007'), phone: '13907791235' };

describe('a name that no font has', () => {
  let platform: Platform;
  let browser: Browser;

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  /** A certificate of an older register, whose file is asked for. */
  async function certificate(): Promise<string> {
    const [unitId] = await new Ground(platform).units(1);
    const certificates = await platform.server.get(CertificateService);
    const id = await platform.server.database.unitOfWork(async (tx) => {
      const { id } = await certificates.import(tx, {
        kind: 'right-certificate',
        number: '桂（2020）北海市不动产权第8000001号',
        issuedAt: 1_600_000_000_000,
        unit: {
          id: unitId!,
          unitNumber: '450502001001GB99001F00019001',
          location: '北海市海城区测试路 1 号 9001 室',
          use: 'dwelling',
          areaHundredths: 9_000,
          rightNature: '出让/市场化商品房',
          rightType: '国有建设用地使用权/房屋所有权',
          termStart: null,
          termEnd: null,
          plan: null,
        },
        holders: [wang],
        coOwnershipText: '单独所有',
        otherState: '',
        note: '',
      });
      await tx.enqueue('certificate.render', id, { certificateId: id }, {});
      return id;
    });
    await platform.server.outbox.drain();
    return id;
  }

  test('is told to its bearer with the real name, and on the certificate that could not be made', async () => {
    const visitor = await Visitor.phone(browser, '王', 'touch', platform.url);
    await visitor.open('/#/pages/me/index');
    await visitor.press('#me-estate');
    await visitor.press('#gate-login');
    await signInByCode(visitor, { ...wang, client: undefined as never }, platform.playground);
    await visitor.type('real-name', wang.name);
    await visitor.type('real-id', wang.idNumber);
    await visitor.press('#real-pledge');
    await visitor.press('#real-submit');
    await visitor.reads('确认是您本人', '您的姓名里有证书上还印不出来的字', '登记窗口');
    await picture(visitor, 'citizen-name-advice');
    await visitor.press('#prove-agree');
    await visitor.press('#prove-face');
    await visitor.reads('我已完成，查询结果');
    await platform.playground.passFace(wang.idNumber);
    await visitor.reads('不动产');
    const id = await certificate();
    await visitor.open(`/#/packages/certificate/detail?id=${id}`);
    await visitor.reads('证书文件没有做成', '登记已经生效', '登记窗口');
    await visitor.lacks('正在生成');
    await picture(visitor, 'citizen-certificate-failed');
  });

  test('is told to the centre with what is missing and what to do', async () => {
    const { username, totpSecret } = demoStaff.find((account) => account.username === 'administrator')!;
    const centre = await Visitor.desk(browser, 'administrator', platform.url);
    await centre.open('/admin/');
    await centre.find(at('sign-in-username')).fill(username);
    await centre.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await centre.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await centre.press(at('sign-in-submit'));
    await centre.press('.ant-tour-close, .ant-tour-close-icon');
    await centre.press('.ant-menu-item:has-text("未送达任务")');
    await centre.reads('（U+2AE29）没有一个字体里有', '登记已经生效', '重新投递');
    await picture(centre, 'centre-dead-letters');
  });
});
