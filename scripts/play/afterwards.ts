import { acceptanceNumber, type Business, type CaseView, scheduleMinimum, stepOf } from '@zhucheng/shared';
import type { Actor } from '../walk/cast';
import type { Album } from './album';
import type { Company } from './company';
import type { Desk } from './desk';
import type { Phone } from './phone';
import { literally, spaced } from './questions';

interface Ending {
  company: Company;
  album: Album;
  business: Business;
  view: CaseView;
  people: readonly Actor[];
}

/** An institution goes on from its case. */
interface AtDesk extends Ending {
  starter: string | undefined;
  openCase(desk: Desk): Promise<void>;
  /** Completes this many more cases of the business, without screens. */
  more(count: number): Promise<void>;
}

/** Roles whose people or institutions hold what the register issues. */
const holders = (business: Business): string[] =>
  business.effects.flatMap((effect) => {
    if ('to' in effect) return [effect.to];
    if ('holder' in effect) return [effect.holder];
    return effect.do === 'discharge-mortgage' ? [] : [effect.mortgagee];
  });

/** The first holder of each role looks at what was issued: a person on her telephone, an institution in its list. */
export async function showResults({ company, album, business, view, people }: Ending): Promise<void> {
  const numbers = view.certificates.map(({ number }) => literally(number)).join('|');
  for (const role of new Set(holders(business))) {
    const party = view.parties.find((candidate) => candidate.role === role);
    if (!party) continue;
    const person = people.find(({ name }) => name === party.name);
    if (person) {
      const phone = await company.phone(person);
      await phone.visitor.open('/#/packages/certificate/index');
      await phone.sees('电子证照');
      await phone.visitor.tap(phone.page.getByRole('button', { name: new RegExp(numbers) }).first());
      await phone.sees('扫码核验');
      await album.stop(phone.visitor, `certificate-${role}`);
    } else {
      const desk = await company.desk(company.platform.cast.clerkNameOf(party)!);
      await desk.menu('电子证照');
      await desk.page.getByRole('heading', { level: 1, name: '电子证照' }).waitFor();
      await desk.page.getByLabel('证号、受理编号或单元号').fill(acceptanceNumber.group(view.acceptanceNumber));
      await desk.page.keyboard.press('Enter');
      const others = desk.page.getByRole('button', { name: new RegExp(`^打开 (?!${numbers})`) });
      await others.first().waitFor({ state: 'detached' });
      await desk.page
        .getByRole('button', { name: new RegExp(`^打开 (${numbers})`) })
        .first()
        .waitFor();
      await album.stop(desk.visitor, `certificates-${role}`);
    }
  }
}

/** Books what the declaration says is left to do: a visit at the window, or a print at a machine. */
export async function bookVisit(ending: AtDesk): Promise<void> {
  const { company, business, view, people, starter } = ending;
  const step = stepOf(business, 'book');
  if (!step) return;
  const holder = view.parties.find((party) => party.role === step.by);
  const person = people.find(({ name }) => name === holder?.name);
  if (person) return bookByPhone(await company.phone(person), ending);
  const desk = await company.desk(starter!);
  if (step.schedule) await makeSchedule(desk, ending);
  await bookAtDesk(desk, step.name, ending);
}

async function bookByPhone(phone: Phone, { album, business, view }: Ending): Promise<void> {
  await phone.openCase(view.unit.location, business);
  await phone.button(/^预约/);
  await phone.button('预约办理');
  const free = phone.page.getByRole('radio').filter({ visible: true });
  const questions = { point: '您想去哪个网点？', day: '您想哪一天去？', time: '您想几点去？' };
  for (const [name, question] of Object.entries(questions)) {
    await phone.sees(question);
    await free.first().waitFor();
    await album.stop(phone.visitor, `book-${name}`);
    const open = free.filter({ hasNotText: '已约满' });
    await open.first().tap();
  }
  await phone.sees('请核对，没有错就提交');
  await album.stop(phone.visitor, 'book-check');
  await phone.button('提交预约');
  await phone.sees('预约成功', '不要告诉别人');
  await album.stop(phone.visitor, 'booked');
  // Nobody may hold many places at once: this one is given back for the next business.
  await phone.button('取消预约');
  await phone.visitor.tap(phone.page.locator('.taro-model__confirm'));
  await phone.sees('已取消');
}

async function bookAtDesk(desk: Desk, name: string, { album, view, people, openCase }: AtDesk): Promise<void> {
  await openCase(desk);
  await desk.visitor.pressRole('link', name);
  const { dialog } = desk;
  await desk.choose('网点', /./, dialog);
  await desk.choose('日期', /余/, dialog);
  await desk.choose('时段', /余/, dialog);
  const whoever = people[0]!;
  await dialog.getByLabel('到场经办人').fill(whoever.name);
  await dialog.getByLabel('经办人手机号').fill(whoever.phone);
  await album.stop(desk.visitor, 'book');
  await desk.button(/^预约（/, dialog);
  await dialog
    .getByText(/^(取件码|签到码)$/)
    .first()
    .waitFor();
  await album.stop(desk.visitor, 'booked');
  await desk.agree(/^知道了$/);
  await desk.page.getByText(spaced(view.acceptanceNumber)).first().waitFor();
  await album.stop(desk.visitor, 'appointments');
}

/** Lists completed cases of the business, and opens the list as it is printed. */
async function makeSchedule(desk: Desk, { album, business, view, openCase, more }: AtDesk): Promise<void> {
  await more(scheduleMinimum - 1);
  await openCase(desk);
  await desk.visitor.pressRole('link', '制作明细表');
  await desk.choose('业务', new RegExp(`^${literally(business.name)}$`), desk.page.getByRole('main'));
  await desk.page
    .getByRole('row')
    .filter({ hasText: spaced(view.acceptanceNumber) })
    .waitFor();
  await desk.page.locator('thead').getByRole('checkbox').check();
  await album.stop(desk.visitor, 'schedule-cases');
  await desk.button(/^制\s?作/);
  await desk.page.getByRole('heading', { level: 1, name: /^明细表 / }).waitFor();
  await album.stop(desk.visitor, 'schedule');
  const opened = desk.page.waitForEvent('popup');
  await desk.button(/打开 PDF/);
  await (await opened).close();
}
