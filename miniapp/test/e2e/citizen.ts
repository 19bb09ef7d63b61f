import { type HostName, Phone, Program } from '../runner';
import type { DemoPerson, Platform } from './platform';

/** The number of the face check, from what the program gave the wallet. */
export const faceOf = (given: Record<string, unknown>): string => String(given.verifyId ?? given.certifyId);

type Screen = Program['screen'];

/** How long something may take on a busy machine, in ms. */
export const PATIENCE = 15_000;

/** The element with this id, as the page names it. */
export function at(screen: Screen, id: string) {
  return screen.all((node) => node.data.uid === id)[0];
}

/** Taps the element with this id, once it is there. */
export async function press(screen: Screen, id: string): Promise<void> {
  await screen.until(() => at(screen, id) !== undefined, PATIENCE);
  await screen.tap(at(screen, id)!);
}

/** One person with one phone, on which the built mini-program runs. */
export class Citizen {
  readonly phone: Phone;
  /** The wallet's number for this person. */
  openid = '';
  private running: Program | undefined;

  constructor(
    readonly host: HostName,
    readonly platform: Platform,
    readonly person: DemoPerson,
  ) {
    this.phone = new Phone(platform.url);
  }

  /** Opens the program afresh, as from a card or a message. */
  async open(url?: string): Promise<Screen> {
    this.close();
    this.running = await Program.launch(this.host, { url, phone: this.phone });
    return this.running.screen;
  }

  close(): void {
    this.running?.end();
    this.running = undefined;
  }

  get program(): Program {
    if (!this.running) throw new Error(`${this.person.name} has not opened the program`);
    return this.running;
  }

  get screen(): Screen {
    return this.program.screen;
  }

  /** The wallet's own account, then the phone number it knows; from a page that wants somebody signed in. */
  async signIn(): Promise<void> {
    const { screen, platform, phone } = this;
    const wechat = this.host === 'weapp';
    const number = { phone: this.person.phone };
    const login = await platform.sandbox<{ code: string; openid?: string; openId?: string }>(
      wechat ? '/wechat/login-code' : '/alipay/auth-code',
      number,
    );
    this.openid = login.openid ?? login.openId ?? '';
    const proof = wechat
      ? (await platform.sandbox<{ code: string }>('/wechat/phone-code', number)).code
      : (await platform.sandbox<{ responseJson: string }>('/alipay/phone-response', number)).responseJson;
    phone.plugs.loginCode = () => login.code;
    phone.plugs.phoneProof = () => proof;
    // Who comes from another page of the program is asked first; who comes from outside is taken there.
    const there = () => this.program.route === 'packages/me/login';
    await screen.until(() => there() || at(screen, 'gate-login') !== undefined, PATIENCE);
    await screen.settle();
    if (!there()) await press(screen, 'gate-login');
    await screen.until(there, PATIENCE);
    await press(screen, 'login-wallet');
    if (this.last('/api/session')) throw new Error('Something was sent before the terms were agreed to');
    await press(screen, 'login-agree');
    await press(screen, 'login-wallet');
    await press(screen, 'login-wallet-phone');
    await screen.until(() => this.program.route !== 'packages/me/login', PATIENCE);
    await screen.settle();
  }

  /** Shows the face that proves the person, or that a wallet just bound is hers, if the program asks for it. */
  async prove(): Promise<void> {
    const { screen } = this;
    const there = () => this.program.route === 'packages/me/prove';
    if (this.program.route === 'packages/me/device') {
      await press(screen, 'device-face');
      await screen.until(there, PATIENCE);
    }
    if (!there()) return;
    this.showsFace();
    await press(screen, 'prove-agree');
    await press(screen, 'prove-face');
    await screen.until(() => !there(), PATIENCE);
    await screen.settle();
  }

  /** From now on the wallet's face check is passed. */
  showsFace(): void {
    this.phone.plugs.face = async (given) => {
      await this.platform.sandbox(`/faces/${faceOf(given)}/pass`, {});
      return 'passed';
    };
  }

  /** The last exchange with an address that contains this. */
  last(part: string) {
    return this.phone.sent.filter((one) => one.url.includes(part)).pop();
  }
}
