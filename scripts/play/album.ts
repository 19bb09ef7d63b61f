import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOnPage } from './faults-on-page';
import { smaller } from './png';
import { pictureEnd } from './still-page';
import type { Visitor } from './visitor';

/** A finger needs this much. */
const finger = 44;
const tallest = 6_000;
/** Of pages whose beginning is enough: a page of this height is kept whole. */
const enough = 2_000;
/** Short notices go by themselves and would lie on top of what is looked at. */
export const passing = '.ant-message, taro-toast, .taro__toast { display: none !important; }';
/** The fewer the pixels, the more shades the edges of letters need. */
export const colours = { mouse: 56, touch: 48 };
/** Long pages that another picture shows to their end; of these the beginning is enough. */
const seenBefore = /^(?:sent|ready|approved|hand-over|handed-over)$|^(?:consented|authorised|certificates)-/;

/** The stops of one business on its way through the screens: each is looked at for faults, and kept as a picture on request. */
export class Album {
  private number = 0;

  /** `folder` for the pictures, or null for none. */
  constructor(private readonly folder: string | null) {
    if (!folder) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Looks at the page as it is now; what is wrong with it is kept with the visitor. `pictured` false only looks. */
  async stop(visitor: Visitor, name: string, pictured = true): Promise<void> {
    await visitor.settled();
    const viewport = visitor.page.viewportSize()!;
    // The whole page at once: what is further down is checked as well, and bars at the bottom stay there.
    try {
      await visitor.unfold(tallest);
      await visitor.settled();
      const kept = pictured && this.folder !== null;
      if (kept) {
        await visitor.restMouse();
        await visitor.settled();
        // What came in meanwhile may have made it higher.
        await visitor.unfold(tallest);
        await visitor.settled();
      }
      const target = visitor.input === 'touch' ? finger : 0;
      const faults = await visitor.page.evaluate(faultsOnPage, { target });
      const raw = (await visitor.rawWords()).map((found) => `raw word: ${found}`);
      for (const fault of [...faults, ...raw]) visitor.faults.push(`${visitor.name} at ${name}: ${fault}`);
      if (kept) await this.keep(visitor, name, this.folder!);
    } finally {
      await visitor.page.setViewportSize(viewport);
    }
  }

  private async keep(visitor: Visitor, name: string, folder: string): Promise<void> {
    const { width } = visitor.page.viewportSize()!;
    const height = await visitor.page.evaluate(pictureEnd, {
      least: visitor.fold,
      fold: visitor.fold,
      most: enough,
      short: seenBefore.test(name),
    });
    const clip = { x: 0, y: 0, width, height };
    const picture = await visitor.page.screenshot({ style: passing, animations: 'disabled', caret: 'hide', clip });
    const file = join(folder, `${String(++this.number).padStart(2, '0')}-${name}.png`);
    writeFileSync(file, smaller(picture, colours[visitor.input]));
  }
}
