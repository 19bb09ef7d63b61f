import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { colours, passing } from '../../play/album';
import { toCardEdge } from '../../play/card-edge';
import { smaller } from '../../play/png';
import { pictureEnd } from '../../play/still-page';
import type { Visitor } from '../../play/visitor';

export { openBrowser, Visitor } from '../../play/visitor';

const { SCREENSHOTS } = process.env;
const folder = SCREENSHOTS === '1' ? join(__dirname, '../../../docs/screenshots') : resolve(SCREENSHOTS ?? '.');
/** Of a higher page, a picture ends between these two, px. */
const [long, tallest] = [1_500, 2_000];

interface View {
  /** The card with this begins below the title bar; otherwise the card that the bar cuts does. */
  from?: Locator;
  /** The window is as high as its page. */
  whole?: boolean;
  /** What the mouse points at belongs to the picture. */
  pointing?: boolean;
  /** A page of those who build the product, with the names of its parts. */
  forBuilders?: boolean;
}

/**
 * Looks at what is on screen for words that only a programmer understands. With SCREENSHOTS=1, keeps it for the documents;
 * SCREENSHOTS=<folder> keeps it there.
 */
export async function picture(
  visitor: Visitor,
  name: string,
  { from, whole, pointing, forBuilders }: View = {},
): Promise<void> {
  const raw = forBuilders ? [] : await visitor.rawWords();
  if (raw.length > 0) throw new Error(`${visitor.name} at ${name} reads raw words: ${raw.join('; ')}`);
  if (!SCREENSHOTS) return;
  mkdirSync(folder, { recursive: true });
  const { page } = visitor;
  const viewport = page.viewportSize()!;
  if (!pointing) await visitor.restMouse();
  await page.waitForTimeout(400);
  try {
    // A page below a question waits for its answer, and is never settled.
    if (whole) await visitor.unfold(2 * tallest).then(() => visitor.settled());
    else await page.evaluate(toCardEdge, from ? await from.filter({ visible: true }).last().elementHandle() : null);
    const { width } = viewport;
    const height = whole
      ? await page.evaluate(pictureEnd, { least: viewport.height, fold: long, most: tallest, short: true })
      : viewport.height;
    const clip = { x: 0, y: 0, width, height };
    const shot = await page.screenshot({ style: passing, animations: 'disabled', caret: 'hide', clip });
    writeFileSync(join(folder, `${name}.png`), smaller(shot, colours[visitor.input]));
  } finally {
    if (whole) await page.setViewportSize(viewport);
  }
}
