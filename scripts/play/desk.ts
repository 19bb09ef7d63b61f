import { type Business, coOwnerships, formatShare, type InputStep } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Locator } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../city';
import { labelled, literally, printedParts, type Question, spaced, typed } from './questions';
import type { Visitor } from './visitor';

const step30 = 30_000;

/** At the desk: a clerk or an officer with mouse and keyboard. */
export class Desk {
  constructor(readonly visitor: Visitor) {}

  get page() {
    return this.visitor.page;
  }

  /** With the code after the present one: the present one may have been used already. */
  async signIn(username: string, now: number): Promise<void> {
    const { totpSecret } = demoStaff.find((account) => account.username === username)!;
    const totp = new TOTP({ secret: totpSecret }).generate({ timestamp: now + step30 });
    await this.visitor.open('/admin/');
    await this.page.getByLabel('用户名').fill(username);
    await this.page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD);
    await this.page.getByLabel('动态口令').fill(totp);
    await this.page.keyboard.press('Enter');
    await this.visitor.press('.ant-tour-close, .ant-tour-close-icon');
  }

  menu(name: string): Promise<void> {
    return this.visitor.tap(
      this.page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name, exact: true }),
    );
  }

  /** Buttons may have a picture before their words, and words of two signs are set wide. */
  button(name: string | RegExp, within?: Locator): Promise<void> {
    const words = typeof name === 'string' ? new RegExp(`(^|\\s)${spaced(name).source}(\\s|$)`) : name;
    return this.visitor.pressRole('button', words, within);
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog').filter({ visible: true }).last();
  }

  /** The button of a dialog that says yes; then the dialog is gone. */
  async agree(name: RegExp): Promise<void> {
    const { dialog } = this;
    await this.button(name, dialog);
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The block of a step on the page of a case. */
  panel(step: InputStep): Locator {
    const heading = this.page.getByRole('heading', { level: 2, name: new RegExp(`^${literally(step.name)}\\s`) });
    return this.page.locator('section').filter({ has: heading }).last();
  }

  async answer(question: Question, within: Locator): Promise<void> {
    switch (question.of) {
      case 'party':
        return this.party(question, within);
      case 'contact':
        return within.getByLabel(`${question.roleName}${question.name}的手机号`).fill(question.phone);
      case 'material':
        return this.material(question, within);
      case 'field':
        return this.field(question, within);
    }
  }

  private async field({ field, value }: Extract<Question, { of: 'field' }>, within: Locator): Promise<void> {
    const text = typed(field, value);
    if (field.kind === 'choice') {
      const { name } = field.options.find((option) => option.value === value)!;
      const radios = within.getByRole('radiogroup', { name: labelled(field.name) });
      if ((await radios.count()) > 0) return radios.getByRole('radio', { name, exact: true }).check();
      await within.getByLabel(labelled(field.name)).click();
      return this.visitor.tap(this.page.locator('.ant-select-item-option').filter({ hasText: name }));
    }
    if (field.kind === 'certificate-number') {
      const { year, serial } = printedParts(text);
      const group = within.getByRole('group', { name: labelled(field.name) });
      await group.getByLabel('年份').fill(year);
      return group.getByLabel('第几号').fill(serial);
    }
    await within.getByLabel(labelled(field.name)).fill(text);
    if (field.kind === 'date' && text) await within.getByLabel(labelled(field.name)).blur();
  }

  private async party({ name, party, shares }: Extract<Question, { of: 'party' }>, within: Locator): Promise<void> {
    for (const [index, member] of party.members.entries()) {
      const nth = `第 ${index + 1} 位${name}的`;
      if (index > 0) await this.button(`再加一位${name}`, within);
      await within.getByLabel(`${nth}姓名`).fill(member.name);
      await within.getByLabel(`${nth}身份证号`).fill(member.idNumber);
      await within.getByLabel(`${nth}手机号`).fill(member.phone);
    }
    if (!shares || party.members.length < 2 || !party.coOwnership) return;
    await within.getByRole('radio', { name: coOwnerships[party.coOwnership], exact: true }).check();
    for (const [index, { share }] of party.members.entries())
      if (share) await within.getByLabel(`第 ${index + 1} 位${name}的份额`).fill(formatShare(share));
  }

  private async material({ name, files }: Extract<Question, { of: 'material' }>, within: Locator): Promise<void> {
    if (files.length === 0) return;
    const box = within.getByRole('region', { name, exact: true });
    const chooser = this.page.waitForEvent('filechooser');
    await this.visitor.tap(box.getByText('点击选择文件'));
    await (await chooser).setFiles(files);
    await box
      .getByRole('button', { name: /^查看/ })
      .nth(files.length - 1)
      .waitFor();
  }

  /** Ticks the sentence that says that everything was read, where there is one. */
  async tickAll(within: Locator): Promise<void> {
    // A click during the opening animation of a dialog can miss.
    await within.waitFor();
    await this.visitor.settled();
    for (const box of await within.getByRole('checkbox').filter({ visible: true }).all()) await box.check();
  }

  /** The card of a business on the first page. */
  async open(business: Business): Promise<void> {
    const card = this.page.getByRole('link').filter({ has: this.page.getByText(business.name, { exact: true }) });
    await this.visitor.tap(card);
  }

  async choose(label: string | RegExp, option: RegExp, within: Locator): Promise<void> {
    await within.getByLabel(label).click();
    await this.visitor.settled();
    const open = this.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').last();
    const options = open.locator('.ant-select-item-option:not(.ant-select-item-option-disabled)');
    await options.filter({ hasText: option }).first().click();
    await this.visitor.settled();
  }
}
