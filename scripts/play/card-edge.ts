/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Runs inside the page: scrolls so that the card with this element begins right below the bars at the top, or, near the end
 * of the page, the card that they would cut; with null only the latter.
 */
export function toCardEdge(subject: Element | null): void {
  const [wide, high] = [window.innerWidth, window.innerHeight];
  const room = 12;
  const shown = [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility());
  // Behind an open dialog the page stays where it is.
  if (!subject && shown.some((each) => each.matches('[role=dialog], .taro-model'))) return;
  const sticky = shown.filter((each) => /sticky|fixed/.test(getComputedStyle(each).position));
  /** Where the bars at the top end, which are more once the page has been scrolled. */
  const barEnd = (): number =>
    sticky
      .map((each) => each.getBoundingClientRect())
      .filter(({ width, height }) => width > wide * 0.5 && height < high * 0.4)
      .sort((one, other) => one.top - other.top)
      .reduce((end, { top, bottom }) => (top <= end + 1 ? Math.max(end, bottom) : end), 0);
  const isCard = (each: Element): boolean => {
    const { width, height } = each.getBoundingClientRect();
    return getComputedStyle(each).borderTopLeftRadius !== '0px' && width > wide * 0.4 && height > 40;
  };
  /** Returns how far it was from where it should be, px. */
  const align = (card: Element): number => {
    let box = card.parentElement;
    const scrolls = (each: Element) =>
      /auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight;
    while (box && !scrolls(box)) box = box.parentElement;
    const scroller = box ?? document.scrollingElement!;
    let off = 0;
    for (let left = 2; left > 0; left--) {
      const top = scroller.scrollTop + card.getBoundingClientRect().top - barEnd() - room;
      scroller.scrollTo({ top: top < 100 ? 0 : top, behavior: 'instant' });
      off = top - scroller.scrollTop;
    }
    return off;
  };
  if (subject) {
    let card = subject;
    for (let at: Element | null = subject; at; at = at.parentElement) if (isCard(at)) card = at;
    if (align(card) < 1) return;
  }
  const bar = barEnd();
  const cut = shown.find((each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return isCard(each) && top < bar && bottom > bar + 1;
  });
  // Not if what is to be seen would leave the window.
  const moved = cut ? bar + room - cut.getBoundingClientRect().top : 0;
  if (cut && (!subject || subject.getBoundingClientRect().bottom + moved < high)) align(cut);
}
