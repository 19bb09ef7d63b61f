import { type Business, type StepData, stepOf } from '@zhucheng/shared';
import type { Scene } from '../walk/scene';
import type { Album } from './album';
import type { Desk } from './desk';
import type { Phone } from './phone';
import { questionsOf } from './questions';

interface Beginning {
  business: Business;
  album: Album;
  scene: Scene;
}

/** From the first page over the guide to the first step. Returns the id of the case. */
export async function startByPhone(phone: Phone, { business, album, scene }: Beginning): Promise<string> {
  await phone.home();
  await phone.find(business);
  await album.stop(phone.visitor, 'what-can-be-done');
  await phone.choose(business);
  await phone.sees('办理条件');
  await album.stop(phone.visitor, 'guide');
  await phone.button('开始办理');
  const step = stepOf(business, 'verify')!;
  for (const question of questionsOf(business, step, scene.verify as StepData)) await phone.answer(question);
  if (step.declare.length > 0) await phone.visitor.pressRole('checkbox', '我已读懂并同意以上声明');
  await album.stop(phone.visitor, step.id);
  await phone.button('校验并继续');
  await phone.page.waitForURL(/apply\/(step|check)\?/);
  return /[?&]id=([^&]+)/.exec(phone.page.url())![1]!;
}

/** From the first page to the case, or over the table of a building to the first case of a batch. Returns its id. */
export async function startAtDesk(desk: Desk, { business, album, scene }: Beginning): Promise<string> {
  if (convertsNotices(business)) {
    await openFromConvertible(desk, { business, album, scene });
    return caseOf(desk);
  }
  await desk.menu('工作台');
  await desk.open(business);
  const step = stepOf(business, 'verify')!;
  const form = desk.page.locator('form');
  await form.waitFor();
  for (const question of questionsOf(business, step, scene.verify as StepData)) await desk.answer(question, form);
  await desk.tickAll(form);
  await album.stop(desk.visitor, step.id);
  await desk.button(/^(校验并立案|打开楼盘表)/);
  if (business.unit.by === 'building') await openFromBuilding(desk, { business, album, scene });
  return caseOf(desk);
}

const convertsNotices = ({ effects }: Business): boolean => effects.some((effect) => effect.do === 'convert-mortgage');

async function caseOf(desk: Desk): Promise<string> {
  await desk.page.waitForURL(/\/work\/[^/?]+/);
  await desk.page.getByRole('heading', { level: 1 }).waitFor();
  return /\/work\/([^/?]+)/.exec(desk.page.url())![1]!;
}

/** A tick in the list of notices that can become mortgages, a look at the choice, and the batch that opens the case. */
async function openFromConvertible(desk: Desk, { album, scene }: Beginning): Promise<void> {
  await desk.menu('可转换清单');
  await desk.visitor.pressRole('checkbox', '隐藏还没有办首次登记的');
  await desk.page.waitForURL(/registered/);
  await desk.visitor.settled();
  const row = desk.page.getByRole('row').filter({ hasText: scene.certificate.number });
  await row.getByRole('checkbox').check();
  await album.stop(desk.visitor, 'convertible');
  await confirmBatch(desk, album);
}

/** A tick in the table of the building, a look at the choice, and the batch that opens the case. */
async function openFromBuilding(desk: Desk, { album, scene }: Beginning): Promise<void> {
  const grid = desk.page.getByRole('grid');
  await grid.waitFor();
  await grid.locator(`[data-unit="${scene.unitId}"]`).scrollIntoViewIfNeeded();
  await grid.locator(`[data-unit="${scene.unitId}"]`).click();
  await desk.page.mouse.move(0, 0);
  await album.stop(desk.visitor, 'building');
  await confirmBatch(desk, album);
}

async function confirmBatch(desk: Desk, album: Album): Promise<void> {
  await desk.button(/^成批立案/);
  await desk.page.getByText('核对后成批立案').first().waitFor();
  await album.stop(desk.visitor, 'choice');
  await desk.button(/^确认立案/);
  await desk.page.getByText('已办完').waitFor();
  await album.stop(desk.visitor, 'batch');
  await desk.visitor.tap(desk.page.locator('.ant-table-body, .ant-table-tbody, .ant-table').getByRole('link'));
}
