import { type Business, coOwnerships, formatShare, preReviewGroups } from '@zhucheng/shared';
import type { Locator } from 'playwright-core';
import type { Actor } from '../walk/cast';
import type { Playground } from '../walk/client';
import { labelled, literally, printedParts, type Question, typed } from './questions';
import type { Visitor } from './visitor';

/** With a telephone: a citizen with her fingers. */
export class Phone {
  constructor(
    readonly visitor: Visitor,
    readonly actor: Actor,
  ) {}

  get page() {
    return this.visitor.page;
  }

  button(name: string | RegExp, within?: Locator): Promise<void> {
    return this.visitor.pressRole('button', name, within);
  }

  async sees(...texts: string[]): Promise<void> {
    await this.visitor.reads(...texts);
  }

  /** With a code to her phone, which also makes this device known as hers. */
  async signIn(playground: Playground): Promise<void> {
    await this.visitor.open('/#/packages/me/login');
    await this.page.getByLabel('手机号', { exact: true }).fill(this.actor.phone);
    await this.visitor.pressRole('checkbox', /我已阅读并同意/);
    await this.button('获取验证码');
    await this.sees('秒后重发');
    await this.page.getByLabel('短信验证码', { exact: true }).fill(await playground.smsCode(this.actor.phone));
    await this.button('登录');
    await this.page.getByLabel('短信验证码', { exact: true }).waitFor({ state: 'detached' });
  }

  async home(): Promise<void> {
    await this.visitor.open('/#/pages/home/index');
    await this.sees('，您好');
  }

  /** From the list of what can be done to the guide of this business; some stand one level down. */
  async find(business: Business): Promise<void> {
    await this.button(/^我要办理登记/);
    await this.page.getByLabel('找要办的事').filter({ visible: true }).waitFor();
    if (business.group) await this.button(new RegExp(`^${literally(preReviewGroups[business.group])}（`));
  }

  choose(business: Business): Promise<void> {
    return this.button(new RegExp(`^${literally(business.name)}(，|\\s|$)`));
  }

  /** A line of what waits on the first page. */
  waiting(title: RegExp, location: string): Locator {
    const name = new RegExp(`${title.source}[^]*${literally(location)}`);
    return this.page.getByRole('button', { name }).filter({ visible: true });
  }

  async openCase(location: string, business: Business): Promise<void> {
    await this.visitor.open('/#/pages/cases/index');
    const line = this.page.getByRole('button', {
      name: new RegExp(`${literally(business.name)}[^]*${literally(location)}`),
    });
    await this.visitor.tap(line.first());
    await this.sees('办件详情');
  }

  private box(name: string): Locator {
    return this.page
      .locator('.field')
      .filter({ has: this.page.locator('.field__label').getByText(labelled(name)) })
      .filter({ visible: true })
      .last();
  }

  /** Where this question can be seen. */
  place(question: Question): Locator {
    switch (question.of) {
      case 'field':
        return this.box(question.field.name);
      case 'party':
        return this.page
          .getByRole('button', { name: new RegExp(`^(添加|再加一位)${literally(question.name)}$`) })
          .filter({ visible: true })
          .last();
      case 'contact':
        return this.box(`${question.name}的手机号`);
      case 'material':
        return this.box(question.name);
    }
  }

  async answer(question: Question): Promise<void> {
    switch (question.of) {
      case 'party':
        return this.party(question);
      case 'contact':
        return this.place(question).locator('input').fill(question.phone);
      case 'material':
        return this.material(question);
      case 'field':
        return this.field(question);
    }
  }

  private async field(question: Extract<Question, { of: 'field' }>): Promise<void> {
    const { field, value } = question;
    const box = this.place(question);
    const text = typed(field, value);
    switch (field.kind) {
      case 'choice': {
        const { name } = field.options.find((option) => option.value === value)!;
        return this.visitor.pressRole('radio', name, box);
      }
      case 'certificate-number': {
        const { year, serial } = printedParts(text);
        await box.getByLabel(`${field.name}的年份`).fill(year);
        return box.getByLabel(`${field.name}的号码`).fill(serial);
      }
      case 'count': {
        const by = Number(value) - (field.start ?? field.min);
        for (let left = Math.abs(by); left > 0; left--)
          await this.button(`${field.name}${by > 0 ? '加一' : '减一'}`, box);
        return;
      }
      case 'date':
        return text ? this.date(box, text) : undefined;
      default:
        await this.visitor.tap(box.locator('input, textarea'));
        await box.locator('input, textarea').fill(text);
    }
  }

  /** Turns the wheels of year, month and day. */
  private async date(box: Locator, day: string): Promise<void> {
    await this.visitor.tap(box.getByRole('button'));
    const wheels = this.page.locator('.weui-picker__group').filter({ visible: true });
    await wheels.first().waitFor();
    await this.visitor.settled();
    for (const [index, part] of day.split('-').entries()) await this.turn(wheels.nth(index), Number(part));
    await this.visitor.tap(this.page.getByText('确定', { exact: true }));
    await wheels.first().waitFor({ state: 'hidden' });
  }

  private async turn(wheel: Locator, wanted: number): Promise<void> {
    const frame = (await wheel.boundingBox())!;
    const centre = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const item = wheel
      .locator('.weui-picker__item')
      .filter({ hasText: new RegExp(`^\\s*0?${wanted}\\D*$`) })
      .first();
    const finger = await this.page.context().newCDPSession(this.page);
    const at = (y: number) => [{ x: centre.x, y }];
    for (let attempt = 0; attempt < 40; attempt++) {
      const place = (await item.boundingBox())!;
      const off = place.y + place.height / 2 - centre.y;
      if (Math.abs(off) < place.height / 2) break;
      const by = Math.max(-240, Math.min(240, off));
      await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(centre.y) });
      for (let part = 1; part <= 4; part++)
        await finger.send('Input.dispatchTouchEvent', {
          type: 'touchMove',
          touchPoints: at(centre.y - (by * part) / 4),
        });
      await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await this.visitor.settled();
      await this.page.waitForTimeout(60);
    }
    await finger.detach();
  }

  private async party({ name, party, shares }: Extract<Question, { of: 'party' }>): Promise<void> {
    for (const [index, member] of party.members.entries()) {
      await this.button(index === 0 ? `添加${name}` : `再加一位${name}`);
      const sheet = this.page.getByRole('dialog').filter({ visible: true });
      await sheet.getByLabel('姓名').fill(member.name);
      await sheet.getByLabel('身份证号').fill(member.idNumber);
      await sheet.getByLabel('手机号').fill(member.phone);
      await this.button('保存', sheet);
      await sheet.waitFor({ state: 'hidden' });
    }
    if (!shares || party.members.length < 2 || !party.coOwnership) return;
    await this.visitor.pressRole('radio', coOwnerships[party.coOwnership]);
    for (const { name: who, share } of party.members)
      if (share) await this.box(`${who}的份额`).locator('input').fill(formatShare(share));
  }

  private async material(question: Extract<Question, { of: 'material' }>): Promise<void> {
    const { name, files } = question;
    for (const [index, file] of files.entries()) {
      await this.button(`上传${name}：${index === 0 ? '拍照或选择文件' : '再添加一份'}`);
      const chooser = this.page.waitForEvent('filechooser');
      await this.button(/^选文件/, this.page.getByRole('dialog').filter({ visible: true }));
      await (await chooser).setFiles([file]);
    }
    const seen = this.page.getByRole('button', { name: /^查看 / }).filter({ visible: true });
    if (files.length > 0) await seen.nth(files.length - 1).waitFor();
  }

  /** Own consent, the face check beside the browser, the result. */
  async showFace(playground: Playground): Promise<void> {
    await this.button(/刷脸授权$/);
    await this.sees('用手机支付宝刷脸');
    await playground.passFace(this.actor.idNumber);
  }
}
