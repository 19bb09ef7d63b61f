import type { Browser } from 'playwright-core';
import type { Actor } from '../walk/cast';
import { Desk } from './desk';
import { Phone } from './phone';
import type { Platform } from './platform';
import { Visitor } from './visitor';

/** Everybody who sits in front of a screen, each signed in once, with a browser context of their own. */
export class Company {
  private readonly desks = new Map<string, Promise<Desk>>();
  private readonly phones = new Map<string, Promise<Phone>>();
  private readonly visitors: Visitor[] = [];

  constructor(
    private readonly browser: Browser,
    readonly platform: Platform,
  ) {}

  desk(username: string): Promise<Desk> {
    let desk = this.desks.get(username);
    if (!desk) {
      desk = this.openDesk(username);
      this.desks.set(username, desk);
    }
    return desk;
  }

  phone(actor: Actor): Promise<Phone> {
    let phone = this.phones.get(actor.idNumber);
    if (!phone) {
      phone = this.openPhone(actor);
      this.phones.set(actor.idNumber, phone);
    }
    return phone;
  }

  private async openDesk(username: string): Promise<Desk> {
    const { cast, clock, url } = this.platform;
    // Whoever also acts without a screen signs in first: codes are good once, and in the order of time.
    await cast.officer(username);
    const desk = new Desk(await Visitor.desk(this.browser, username, url));
    this.visitors.push(desk.visitor);
    await desk.signIn(username, clock.now());
    return desk;
  }

  private async openPhone(actor: Actor): Promise<Phone> {
    const phone = new Phone(await Visitor.phone(this.browser, actor.name, 'touch', this.platform.url), actor);
    this.visitors.push(phone.visitor);
    await phone.signIn(this.platform.playground);
    return phone;
  }

  /** What was wrong on any screen since the last time, and forgets it. */
  takeFaults(): string[] {
    return this.visitors.flatMap((visitor) => visitor.faults.splice(0));
  }

  /** Keeps what was on the screens when something failed, and lets everybody begin again from the first page. */
  async startOver(): Promise<void> {
    for (const visitor of this.visitors) {
      await visitor.keepEvidence();
      await visitor.open(visitor.input === 'touch' ? '/' : '/admin/');
    }
  }
}
