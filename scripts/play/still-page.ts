/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Runs inside the page: whether it shows what it will show. Movements that end are ended at once. */
export function stillPage(): boolean {
  let moved = false;
  for (const moving of document.getAnimations()) {
    if (moving.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY) continue;
    moved ||= moving.playState === 'running';
    moving.finish();
  }
  const busy = '.ant-skeleton, .ant-spin-spinning, .ant-btn-loading, .skeleton__row, [aria-busy=true], .button--off';
  const loading = [...document.querySelectorAll(busy)].some((element) =>
    element.classList.contains('button--off')
      ? element.textContent === '请稍候…' && element.checkVisibility()
      : element.checkVisibility(),
  );
  // antd dims a table while it loads.
  const pale = [...document.querySelectorAll('.ant-spin-container')].some(
    (element) => element.checkVisibility() && getComputedStyle(element).opacity !== '1',
  );
  // The mini-program slides its pages in by classes of its own.
  const pages = [...document.querySelectorAll('.taro_page')].filter((each) => each.checkVisibility());
  const sliding = pages.some((each) => each === pages.at(-1) && !each.classList.contains('taro_page_stationed'));
  return (
    !moved &&
    !loading &&
    !pale &&
    !sliding &&
    document.fonts.status === 'loaded' &&
    document.body.innerText.trim() !== ''
  );
}

/** Runs inside the page: whether no dialog is opening or closing; a press that begins before and ends after would be lost. */
export function dialogsStill(): boolean {
  const moving = /-(appear|enter|leave)\b/;
  return ![...document.querySelectorAll('.ant-modal')].some((dialog) => moving.test(dialog.className));
}

export interface Ends {
  /** Height of a picture with a dialog, unless the dialog is higher, px. */
  least: number;
  /** A page that is higher than `most`, and whose beginning is enough, is cut between these. */
  fold: number;
  most: number;
  short: boolean;
}

/**
 * Runs inside the page: where a picture of it may end, px. Below an open dialog; else with the page, or where as few cards,
 * controls and lines as possible are cut.
 */
export function pictureEnd({ least, fold, most, short }: Ends): number {
  const whole = window.innerHeight;
  const shown = (selector: string) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const dialogs = shown('.ant-modal').map((each) => Math.ceil(each.getBoundingClientRect().bottom) + 60);
  if (dialogs.length > 0) return Math.min(whole, Math.max(least, ...dialogs));
  if (!short || whole <= most) return whole;
  const room = 8;
  const lines: DOMRect[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    lines.push(...range.getClientRects());
  }
  const rows = shown('tr').map((each) => each.getBoundingClientRect());
  const cards = shown('body *')
    .filter((each) => {
      const { borderTopLeftRadius, borderTopWidth, boxShadow } = getComputedStyle(each);
      return borderTopLeftRadius !== '0px' || borderTopWidth !== '0px' || boxShadow !== 'none';
    })
    .map((each) => each.getBoundingClientRect());
  const cut = (list: DOMRect[], end: number, apart: number): number =>
    list.filter(({ top, bottom }) => end > top - apart && end < bottom + apart).length;
  let [best, fewest] = [whole, Number.POSITIVE_INFINITY];
  for (let end = fold; end <= most; end++) {
    const spoilt = 100 * cut(lines, end, room) + 10 * cut(rows, end, 0) + cut(cards, end, room / 2);
    if (spoilt < fewest) [best, fewest] = [end, spoilt];
  }
  return best;
}

/** Runs inside the page: the height of its window at which the page itself needs no scrolling, px. */
export function wholeHeight(most: number): number {
  const own = window.innerHeight;
  let more = (document.scrollingElement?.scrollHeight ?? own) - own;
  for (const box of document.querySelectorAll('body *')) {
    const { overflowY } = getComputedStyle(box);
    // A box that fills the window scrolls the page in its place; what a dialog asks to be read is read to its end.
    const fills = box.clientHeight >= own * 0.6 || box.closest('.ant-modal') !== null;
    if (!/auto|scroll/.test(overflowY) || !box.checkVisibility() || !fills) continue;
    more = Math.max(more, box.scrollHeight - box.clientHeight);
  }
  return Math.min(most, Math.ceil(own + Math.max(0, more)));
}
