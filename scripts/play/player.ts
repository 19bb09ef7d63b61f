import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseView, type InputStep, inputStep, type StepData, stepOf, type UtilityAccount } from '@zhucheng/shared';
import type { Move } from '@zhucheng/shared/testing';
import type { Actor } from '../walk/cast';
import { HttpPlayer } from '../walk/player';
import { page, stepValues } from '../walk/values';
import { bookVisit, showResults } from './afterwards';
import type { Album } from './album';
import type { Company } from './company';
import type { Desk } from './desk';
import { payAtDesk, payByPhone } from './paying';
import { Phone } from './phone';
import { questionsOf, spaced } from './questions';
import { startAtDesk, startByPhone } from './starting';

const officerName = 'officer1';

/** Plays a path through the screens, as the people do whom it concerns; only what no screen shows is asked of the platform. */
export class BrowserPlayer extends HttpPlayer {
  private readonly papers = mkdtempSync(join(tmpdir(), 'zhucheng-papers-'));

  /** People take longer than machines: by the time they look, the platform may have gone on. */
  protected override readonly runsOn: readonly Move['do'][] = ['pay', 'await', 'send', 'submit', 'consent', 'approve'];

  constructor(
    private readonly company: Company,
    private readonly album: Album,
  ) {
    const { cast, playground } = company.platform;
    super({ cast, playground, settle: async () => undefined });
  }

  private faced = false;

  private get byCitizen(): boolean {
    return this.business.startedBy.includes('citizen');
  }

  private get me(): Promise<Phone> {
    return this.company.phone(this.scene.sellers[0]!);
  }

  /** The clerk whose institution starts the case. */
  private get clerk(): Promise<Desk> {
    return this.company.desk(this.scene.starter!);
  }

  /** What people do once the case is completed: they look at it, at what came of it, and book the visit that is left. */
  async afterwards(): Promise<void> {
    const view = await this.view();
    const { company, album, business, scene } = this;
    const people = this.people;
    const mine = this.byCitizen ? await this.me : await this.clerk;
    if (mine instanceof Phone) await mine.openCase(view.unit.location, business);
    else await this.atCase(mine);
    await album.stop(mine.visitor, 'completed');
    await showResults({ company, album, business, view, people });
    await bookVisit({
      company,
      album,
      business,
      view,
      people,
      starter: scene.starter,
      openCase: (desk) => this.atCase(desk),
      more: async (count) => {
        for (let left = count; left > 0; left--) await this.prelude(business, {});
      },
    });
  }

  protected override async start(): Promise<string> {
    const { business, album, scene } = this;
    this.caseId = this.byCitizen
      ? await startByPhone(await this.me, { business, album, scene })
      : await startAtDesk(await this.clerk, { business, album, scene });
    const { acceptanceNumber, unit } = await this.view();
    return `${acceptanceNumber} ${unit.location}`;
  }

  protected override async fill(move: Extract<Move, { do: 'fill' }>): Promise<string | undefined> {
    const { business } = this;
    const view = await this.view();
    const step = inputStep(business, move.step)!;
    this.turn++;
    const data = await stepValues(
      {
        business,
        step: move.step,
        change: move.change,
        view,
        buyers: this.scene.buyers,
        sellers: this.scene.sellers,
        playground: this.tools.playground,
        holder: this.scene.certificate.holder,
        applicant: this.applicant,
        bank: this.tools.cast.otherBank(),
        turn: this.turn,
      },
      async (name) => {
        const path = join(this.papers, name.replace(/[/\\]/g, '、'));
        writeFileSync(path, page(name));
        return path;
      },
    );
    if (this.byCitizen) await this.fillByPhone(await this.me, step, data, view);
    else await this.fillAtDesk(await this.clerk, step, data, view);
    return undefined;
  }

  private async fillByPhone(phone: Phone, step: InputStep, data: StepData, view: CaseView): Promise<void> {
    const { album } = this;
    const left = questionsOf(this.business, step, data, view);
    for (let nth = 1; left.length > 0; nth++) {
      await phone.place(left[0]!).waitFor();
      while (left[0] && (await phone.place(left[0]).isVisible())) {
        await phone.answer(left.shift()!);
        await phone.visitor.settled();
      }
      await album.stop(phone.visitor, nth === 1 ? step.id : `${step.id}-${nth}`);
      await phone.button(step.kind === 'ask' && left.length === 0 ? '提交核验' : '下一步');
    }
    if (step.kind !== 'ask') return;
    const next = phone.page.getByRole('button', { name: '下一步', exact: true }).filter({ visible: true });
    await next.waitFor();
    await album.stop(phone.visitor, `${step.id}-answer`);
    await phone.visitor.tap(next);
  }

  private async fillAtDesk(desk: Desk, step: InputStep, data: StepData, view: CaseView): Promise<void> {
    const panel = desk.panel(step);
    const form = panel.locator('form');
    if (!(await form.isVisible())) await desk.button('填写', panel);
    await form.waitFor();
    for (const question of questionsOf(this.business, step, data, view)) await desk.answer(question, form);
    await this.album.stop(desk.visitor, step.id);
    await desk.button(/^(保存这一步|送.+核验)/, form);
    await form.waitFor({ state: 'hidden' });
    await panel.getByText('已完成', { exact: true }).waitFor();
  }

  protected override async send(): Promise<void> {
    const { album } = this;
    if (this.byCitizen) {
      const { visitor, page: screen } = await this.me;
      await screen
        .getByRole('button', { name: /^核对无误/ })
        .filter({ visible: true })
        .waitFor();
      await album.stop(visitor, 'check');
      await visitor.pressRole('button', /^核对无误/);
      await visitor.reads('办件详情');
      await album.stop(visitor, 'sent');
      return;
    }
    await this.checkAtDesk(/^核对并/, 'check');
    await album.stop((await this.clerk).visitor, 'sent');
  }

  protected override async submit(): Promise<void> {
    if (!this.byCitizen) return this.checkAtDesk(/^提交 ?T?$/, 'submit');
    const phone = await this.me;
    await phone.openCase((await this.view()).unit.location, this.business);
    await this.album.stop(phone.visitor, 'ready');
    await phone.button('提交申请');
    await phone.page.getByRole('button', { name: '提交申请' }).filter({ visible: true }).waitFor({ state: 'hidden' });
  }

  /** Everything once more in a dialog, ticked, and off it goes. */
  private async checkAtDesk(button: RegExp, name: string): Promise<void> {
    const desk = await this.clerk;
    await this.atCase(desk);
    await desk.page.getByRole('button', { name: button }).waitFor();
    await desk.button(button);
    await desk.tickAll(desk.dialog);
    await this.album.stop(desk.visitor, name);
    await desk.agree(/^核对无误/);
  }

  /** The case on the clerk's desk, from the list of all of them if something else is open. */
  private async atCase(desk: Desk): Promise<void> {
    const { acceptanceNumber } = await this.view();
    if (!desk.page.url().endsWith(`/work/${this.caseId}`)) {
      await desk.menu('业务列表');
      await desk.visitor.tap(desk.page.getByRole('link', { name: spaced(acceptanceNumber) }));
    }
    await desk.page.reload();
    await desk.page.getByRole('heading', { level: 1 }).waitFor();
  }

  protected override async authorise(_: 'authorise' | 'refuse' | 'window', role: string): Promise<string> {
    const { parties, unit } = await this.view();
    const done: string[] = [];
    for (const party of parties.filter((candidate) => candidate.role === role)) {
      const phone = await this.company.phone(this.person(party.name));
      const pictured = done.length === 0;
      await phone.home();
      // Only the first person's screens are pictured: the others see the same.
      const first = pictured && !this.faced;
      await this.album.stop(phone.visitor, `asked-${role}`, first);
      await phone.visitor.tap(phone.waiting(/请您授权/, unit.location));
      await phone.visitor.pressRole('checkbox', '我单独同意使用我的人脸信息');
      await this.album.stop(phone.visitor, `authorise-${role}`, pictured);
      await phone.showFace(this.tools.playground);
      await this.album.stop(phone.visitor, `face-${role}`, first);
      this.faced = true;
      await phone.button('我已完成，查询结果');
      await phone.sees('您已授权');
      await this.album.stop(phone.visitor, `authorised-${role}`, pictured);
      done.push(party.name);
    }
    return done.join('、');
  }

  private person(name: string): Actor {
    return this.people.find((candidate) => candidate.name === name)!;
  }

  protected override async consent(_: 'consent' | 'refuse-consent', role: string): Promise<string> {
    const { parties, unit } = await this.view();
    const party = parties.find((candidate) => candidate.role === role)!;
    const desk = await this.company.desk(this.tools.cast.clerkNameOf(party)!);
    await desk.menu('待同意办件');
    await desk.page.getByRole('link', { name: unit.location }).first().waitFor();
    await this.album.stop(desk.visitor, `asked-${role}`);
    await desk.visitor.tap(desk.page.getByRole('link', { name: unit.location }).first());
    await desk.page.getByRole('button', { name: /^同意/ }).waitFor();
    await this.album.stop(desk.visitor, `consent-${role}`);
    await desk.button(/^同意/);
    await desk.tickAll(desk.dialog);
    await this.album.stop(desk.visitor, `consent-check-${role}`);
    await desk.agree(/^代表本机构同意/);
    await desk.page.getByText('已同意', { exact: true }).waitFor();
    await this.album.stop(desk.visitor, `consented-${role}`);
    return party.name;
  }

  protected override async review(action: string): Promise<undefined> {
    const desk = await this.company.desk(officerName);
    const { acceptanceNumber } = await this.view();
    if (action === 'claim') {
      await desk.menu('审核队列');
      const row = desk.page.getByRole('row').filter({ hasText: spaced(acceptanceNumber) });
      await row.waitFor();
      await this.album.stop(desk.visitor, 'queue');
      await row.dblclick();
      await desk.button('领取此件');
      await desk.page.getByRole('button', { name: /^审核通过/ }).waitFor();
      await this.album.stop(desk.visitor, 'review');
      return;
    }
    if (action !== 'approve') throw new Error(`the officer does not ${action} on a happy path`);
    await desk.button(/^审核通过/);
    await desk.dialog.waitFor();
    await desk.tickAll(desk.dialog);
    await this.album.stop(desk.visitor, 'decision');
    await desk.agree(/^确认通过/);
    await this.album.stop(desk.visitor, 'approved');
  }

  protected override async pay(): Promise<string> {
    const { order, parties, unit } = await this.view();
    const { by } = stepOf(this.business, 'pay')!;
    const person = this.people.find(({ name }) => parties.some((party) => party.role === by && party.name === name));
    const { album } = this;
    const { playground } = this.tools;
    if (person) await payByPhone(await this.company.phone(person), unit.location, { album, playground });
    else {
      await this.atCase(await this.clerk);
      await payAtDesk(await this.clerk, order!.number, { album, playground });
    }
    return `¥${(order!.totalFen / 100).toFixed(2)}`;
  }

  protected override async handOver(account: UtilityAccount, choice: 'transfer' | 'skip'): Promise<string> {
    const { parties, unit } = await this.view();
    const { by, accounts } = stepOf(this.business, 'hand-over')!;
    const owner = parties.find((party) => party.role === by)!;
    const phone = await this.company.phone(this.person(owner.name));
    const row = phone.page.locator(`#hand-over-${account}`).filter({ visible: true });
    if (!(await row.isVisible())) await phone.openCase(unit.location, this.business);
    await row.waitFor();
    if (account === accounts[0]) await this.album.stop(phone.visitor, 'hand-over');
    await phone.button(choice === 'skip' ? /^跳过/ : /^过户/, row);
    if (choice === 'skip') await phone.visitor.tap(phone.page.locator('.taro-model__confirm'));
    await row.getByText(choice === 'skip' ? '已跳过' : '已过户', { exact: true }).waitFor();
    if (account === accounts.at(-1)) await this.album.stop(phone.visitor, 'handed-over');
    return choice;
  }
}
