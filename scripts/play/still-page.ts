/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Runs inside the page: whether it shows what it will show. Movements that end are ended at once. */
export function stillPage(): boolean {
  for (const moving of document.getAnimations())
    if (moving.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) moving.finish();
  const busy = '.ant-skeleton, .ant-spin-spinning, .ant-btn-loading, .skeleton__row, [aria-busy=true], .button--off';
  const loading = [...document.querySelectorAll(busy)].some((element) =>
    element.classList.contains('button--off')
      ? element.textContent === '请稍候…' && element.checkVisibility()
      : element.checkVisibility(),
  );
  // The mini-program slides its pages in by classes of its own.
  const pages = [...document.querySelectorAll('.taro_page')].filter((each) => each.checkVisibility());
  const sliding = pages.some((each) => each === pages.at(-1) && !each.classList.contains('taro_page_stationed'));
  return !loading && !sliding && document.fonts.status === 'loaded' && document.body.innerText.trim() !== '';
}

/** Runs inside the page: where a picture of it may end, px: below an open dialog, or near the fold between two lines. */
export function pictureEnd({ fold, short }: { fold: number; short: boolean }): number {
  const whole = window.innerHeight;
  const dialogs = [...document.querySelectorAll('.ant-modal')].filter((dialog) => dialog.checkVisibility());
  if (dialogs.length > 0)
    return Math.min(
      whole,
      Math.max(fold, ...dialogs.map((each) => Math.ceil(each.getBoundingClientRect().bottom) + 60)),
    );
  if (!short) return whole;
  const lines: DOMRect[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    lines.push(...range.getClientRects());
  }
  const room = 8;
  for (let end = fold; end < whole; end++)
    if (lines.every(({ top, bottom }) => end < top - room || end > bottom + room)) return end;
  return whole;
}

/** Runs inside the page: the height of its window at which the page itself needs no scrolling, px. */
export function wholeHeight(most: number): number {
  const own = window.innerHeight;
  let more = (document.scrollingElement?.scrollHeight ?? own) - own;
  for (const box of document.querySelectorAll('body *')) {
    const { overflowY } = getComputedStyle(box);
    // A box that fills the window scrolls the page in its place.
    if (!/auto|scroll/.test(overflowY) || !box.checkVisibility() || box.clientHeight < own * 0.6) continue;
    more = Math.max(more, box.scrollHeight - box.clientHeight);
  }
  return Math.min(most, Math.ceil(own + Math.max(0, more)));
}
