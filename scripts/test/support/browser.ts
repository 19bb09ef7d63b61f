import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Visitor } from '../../play/visitor';

export { type Input, openBrowser, Visitor } from '../../play/visitor';

const folder = join(__dirname, '../../../docs/screenshots');

/** With SCREENSHOTS=1, keeps what is on screen for the documents. */
export async function picture(visitor: Visitor, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  mkdirSync(folder, { recursive: true });
  await visitor.page.waitForTimeout(400);
  await visitor.page.screenshot({ path: join(folder, `${name}.png`) });
}
