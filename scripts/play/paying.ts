import type { Playground } from '../walk/client';
import type { Album } from './album';
import type { Desk } from './desk';
import type { Phone } from './phone';

interface Till {
  album: Album;
  playground: Playground;
}

/** From what waits on the first page to the receipt. */
export async function payByPhone(phone: Phone, location: string, { album, playground }: Till): Promise<void> {
  await phone.home();
  await album.stop(phone.visitor, 'asked-to-pay');
  await phone.visitor.tap(phone.waiting(/请缴费/, location));
  await phone.sees('选择付款方式');
  await album.stop(phone.visitor, 'fee');
  await phone.button('微信支付');
  await phone.sees('用微信扫一扫付款');
  await album.stop(phone.visitor, 'pay');
  await scanCode(playground);
  await pressed(phone.button('我已付款，查询结果'), phone.page.getByText('缴费凭证').first().waitFor());
  await phone.sees('已缴费', '缴费凭证');
  await album.stop(phone.visitor, 'paid');
}

/** From the page of the case to the list of fees. */
export async function payAtDesk(desk: Desk, number: string, { album, playground }: Till): Promise<void> {
  await album.stop(desk.visitor, 'asked-to-pay');
  await desk.visitor.tap(desk.page.getByRole('link', { name: '去缴费' }));
  await desk.page.getByRole('button', { name: `缴费 ${number}` }).waitFor();
  await album.stop(desk.visitor, 'fees');
  await desk.button(`缴费 ${number}`);
  await desk.page.getByLabel('微信付款二维码').waitFor();
  await album.stop(desk.visitor, 'pay');
  await scanCode(playground);
  const arrived = desk.page.getByText('费用已到账').waitFor();
  await pressed(desk.button('我已付款，查询结果', desk.dialog), arrived);
  await arrived;
  await album.stop(desk.visitor, 'paid');
  await desk.agree(/^完\s?成$/);
}

/** Pressed, unless the page has found out by itself and the button is gone. */
const pressed = (press: Promise<unknown>, arrived: Promise<unknown>): Promise<unknown> =>
  Promise.race([press.catch(() => arrived), arrived]);

/** The payer's wallet, beside the browser. */
async function scanCode(playground: Playground): Promise<void> {
  const { payments } = await playground.send<{ payments: Array<{ codeUrl?: string }> }>(
    'GET',
    '/payments?state=not-paid',
  );
  await playground.send('POST', '/wallet/code', { codeUrl: payments.find(({ codeUrl }) => codeUrl)!.codeUrl });
}
