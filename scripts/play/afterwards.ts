import { type Business, type CaseView, matters, stepOf } from '@zhucheng/shared';
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

/** Roles whose people or institutions hold what the register issues. */
const holders = (business: Business): string[] =>
  business.effects.flatMap((effect) => {
    if ('to' in effect) return [effect.to];
    if ('holder' in effect) return [effect.holder];
    return effect.do === 'discharge-mortgage' ? [] : [effect.mortgagee];
  });

/** The first holder of each role looks at what was issued: a person on her telephone, an institution in its list. */
export async function showResults({ company, album, business, view, people }: Ending): Promise<void> {
  for (const role of new Set(holders(business))) {
    const party = view.parties.find((candidate) => candidate.role === role);
    if (!party) continue;
    const person = people.find(({ name }) => name === party.name);
    if (person) {
      const phone = await company.phone(person);
      await phone.visitor.open('/#/packages/certificate/index');
      await phone.sees('电子证照');
      const numbers = view.certificates.map(({ number }) => literally(number)).join('|');
      await phone.visitor.tap(phone.page.getByRole('button', { name: new RegExp(numbers) }).first());
      await phone.sees('扫码核验');
      await album.stop(phone.visitor, `certificate-${role}`);
    } else {
      const desk = await company.desk(company.platform.cast.clerkNameOf(party)!);
      await desk.menu('电子证照');
      await desk.page
        .getByRole('button', { name: /^打开 / })
        .first()
        .waitFor();
      await album.stop(desk.visitor, `certificates-${role}`);
    }
  }
}

/** Books what the declaration says is left to do: a visit at the window, or a print at a machine. */
export async function bookVisit(ending: Ending & { starter: string | undefined }): Promise<void> {
  const { company, business, view, people, starter } = ending;
  const step = stepOf(business, 'book');
  if (!step) return;
  const matter = Object.values(matters).find(({ kind }) => kind === step.purpose)!;
  const holder = view.parties.find((party) => party.role === step.by);
  const person = people.find(({ name }) => name === holder?.name);
  if (person) await bookByPhone(await company.phone(person), ending);
  else await bookAtDesk(await company.desk(starter!), matter, ending);
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
  await phone.sees('预约成功', '取件码');
  await album.stop(phone.visitor, 'booked');
  // Nobody may hold many places at once: this one is given back for the next business.
  await phone.button('取消预约');
  await phone.visitor.tap(phone.page.locator('.taro-model__confirm'));
  await phone.sees('已取消');
}

async function bookAtDesk(
  desk: Desk,
  matter: (typeof matters)[keyof typeof matters],
  { album, view, people }: Ending,
): Promise<void> {
  await desk.menu('预约');
  await desk.button('新预约');
  const { dialog } = desk;
  await desk.choose('办什么事', new RegExp(`^${literally(matter.name)}`), dialog);
  await desk.choose('网点', /./, dialog);
  await desk.choose('日期', /余/, dialog);
  await desk.choose('时段', /余/, dialog);
  const whoever = people[0]!;
  await dialog.getByLabel(/^办件的受理编号/).fill(view.acceptanceNumber);
  await dialog.getByLabel('到场经办人').fill(whoever.name);
  await dialog.getByLabel('经办人手机号').fill(whoever.phone);
  await album.stop(desk.visitor, 'book');
  await desk.button(/^预约（/, dialog);
  await dialog.getByText('取件码').first().waitFor();
  await album.stop(desk.visitor, 'booked');
  await desk.agree(/^知道了$/);
  await desk.page.getByText(spaced(view.acceptanceNumber)).first().waitFor();
  await album.stop(desk.visitor, 'appointments');
}
