import { caseStates, formatFen } from '@zhucheng/shared';
import type { HostName } from '../runner';
import { Citizen, faceOf, PATIENCE, press } from './citizen';
import { Platform } from './platform';
import { PRICE, Sale } from './sale';

jest.setTimeout(60_000);

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start();
});

afterAll(() => platform?.stop());

/** Real server, real gateways, compiled program. */
describe.each<HostName>(['weapp', 'alipay'])('a sale in the program compiled for %s', (host) => {
  const wechat = host === 'weapp';
  const wallet = wechat ? 'wechat' : 'alipay';
  let sale: Sale;
  let spouse: Citizen;
  let payer: Citizen;
  let broken = false;

  /** Goes on where the step before it stopped; not at all if that one failed. */
  const step = (name: string, act: () => Promise<void>) =>
    it(name, async () => {
      if (broken) throw new Error('A step before this one failed');
      broken = true;
      await act();
      broken = false;
    });

  beforeAll(() => {
    const citizen = (key: string) => new Citizen(host, platform, platform.person(key));
    spouse = citizen('lin-xiaozhen');
    payer = citizen('huang-zhiqiang');
    sale = new Sale(platform, [citizen('chen-haibo'), spouse], [payer, citizen('su-yutong')], wechat ? 0 : 1);
  });

  afterAll(() => {
    for (const citizen of [...sale.sellers, ...sale.buyers]) citizen.close();
  });

  step('shows nobody a home before a face, and goes on by itself after it', async () => {
    const owner = new Citizen(host, platform, platform.person(wechat ? 'wu-xiulan' : 'wei-jianguo'));
    const screen = await owner.open('packages/me/real-estate');
    await owner.signIn();
    await screen.until(() => owner.program.route === 'packages/me/prove', PATIENCE);
    expect(owner.last('/api/me/real-estate')).toBeUndefined();
    await owner.prove();
    await screen.until('单元号', PATIENCE);
    const { citizen } = owner.phone.storage.get('session') as { citizen: object };
    expect(citizen).toMatchObject({ level: 'proven', deviceConfirmed: true, proof: { how: wallet } });
    owner.close();
  });

  step('signs the seller in with the account of the wallet and its phone number', async () => {
    await sale.begin();
    const { applicant } = sale;
    await applicant.screen.until(() => applicant.program.route === 'packages/apply/start', PATIENCE);
    const { citizen } = applicant.phone.storage.get('session') as { citizen: object };
    expect(citizen).toMatchObject({ realName: true, level: 'proven', deviceConfirmed: true });
  });

  step('fills the application in and sends it', async () => {
    await sale.choose();
    await sale.describe();
    await sale.ask();
    await sale.send();
    expect(sale.applicant.screen.has(sale.home.unit.location)).toBe(true);
  });

  step('does not take the word of the program for a face check', async () => {
    await sale.openAuthorisation(spouse);
    expect(spouse.screen.text).toContain(sale.home.unit.location);
    expect(spouse.screen.text).toContain(formatFen(PRICE.fen));
    let asked = '';
    spouse.phone.plugs.face = async (given) => {
      asked = faceOf(given);
      return 'passed';
    };
    await press(spouse.screen, 'auth-face');
    await spouse.screen.until('还没有查到刷脸通过的结果', PATIENCE);
    expect(asked).toMatch(/^\S{8,}$/);
    expect(asked).not.toBe('undefined');
    expect(spouse.screen.has('您已授权')).toBe(false);
    expect(spouse.last('/confirm')).toMatchObject({ answer: { error: { code: 'FACE_NOT_PASSED' } } });
    await sale.authorise(spouse);
  });

  step('takes the authorisation of everybody else, and the application', async () => {
    await sale.openAuthorisation(sale.applicant);
    await sale.authorise(sale.applicant);
    await expect(press(await sale.applicant.open(sale.caseUrl), 'case-submit')).rejects.toThrow('disabled');
    for (const buyer of sale.buyers) {
      await sale.openAuthorisation(buyer);
      await sale.authorise(buyer);
      buyer.close();
    }
    await sale.submit();
    await sale.approve();
  });

  step('does not take the word of the program for a payment', async () => {
    await sale.openOrder(payer);
    let refusal = '';
    payer.phone.plugs.pay = async (given) => {
      const changed = wechat
        ? { ...given, appId: platform.wechatAppId, paySign: altered(String(given.paySign)) }
        : { tradeNO: `${given.tradeNO}0` };
      refusal = await platform.sandbox(`/wallet/${wallet}`, changed).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
      return 'paid';
    };
    await press(payer.screen, `pay-${wallet}`);
    await payer.screen.until('正在确认是否到账', PATIENCE);
    await payer.screen.until(() => payer.last('/check')?.answer !== undefined, PATIENCE);
    await payer.screen.settle();
    expect(refusal).toContain(wechat ? 'pay-sign-invalid' : 'trade-unknown');
    expect(payer.screen.has('已缴费')).toBe(false);
    expect(payer.last('/check')).toMatchObject({ answer: { state: 'unpaid' } });
  });

  step('pays, completes the case and shows the certificate', async () => {
    const { location } = sale.home.unit;
    let number = '';
    payer.phone.plugs.pay = async (given) => {
      // A wallet knows by itself whose program it is; everything else is what the program handed over.
      const own = wechat ? { appId: platform.wechatAppId } : {};
      const { outTradeNo } = await platform.sandbox<{ outTradeNo: string }>(`/wallet/${wallet}`, { ...given, ...own });
      number = outTradeNo;
      return 'paid';
    };
    await press(payer.screen, `pay-${wallet}`);
    await payer.screen.until('已缴费', PATIENCE);
    expect(payer.screen.has('缴费凭证')).toBe(true);
    const { payments } = await platform.sandbox<{ payments: unknown[] }>(`/payments?outTradeNo=${number}`);
    expect(payments).toContainEqual(expect.objectContaining({ channel: wallet, payer: payer.openid }));
    const screen = await payer.open(sale.caseUrl);
    await screen.until(caseStates.completed.name, PATIENCE);
    for (const buyer of sale.buyers) {
      const list = await buyer.open('packages/certificate/index');
      await list.until(() => list.text.includes(location), PATIENCE);
    }
    const left = await sale.applicant.open('packages/me/real-estate');
    await left.until('单元号', PATIENCE);
    expect(left.text).not.toContain(location);
  });
});

/** The same length and alphabet, another signature. */
const altered = (signature: string) => `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
