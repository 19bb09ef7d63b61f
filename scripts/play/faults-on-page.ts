/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

export interface Wants {
  /** Least width and height of what is pressed, in CSS pixels; 0 asks for none. */
  target: number;
}

/**
 * Runs inside the page: what a person could not read or press. Texts cut off by a box, texts on top of each other, content
 * wider than the window, and targets that are too small for a finger. Returns a sentence for each.
 */
export function faultsOnPage({ target }: Wants): string[] {
  const faults = new Set<string>();
  const short = (text: string): string => {
    const tidy = text.replace(/\s+/g, ' ').trim();
    return tidy.length > 24 ? `${tidy.slice(0, 24)}…` : tidy;
  };
  const shown = (element: Element): boolean =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest('.sr-only, .skip');
  interface Box {
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  /** The part of a line that is ink: browsers report the font's whole height, which is far more than the signs need. */
  const inked = (rect: DOMRect, size: number): Box => {
    const middle = (rect.top + rect.bottom) / 2;
    const half = Math.min(rect.height, size * 0.86) / 2;
    return { left: rect.left, right: rect.right, top: middle - half, bottom: middle + half };
  };
  const width = document.documentElement.clientWidth;
  const height = window.innerHeight;

  const texts: Array<{ element: Element; text: string; box: Box }> = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    const element = node.parentElement;
    if (!text.trim() || !element || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName) || !shown(element))
      continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects())
      if (rect.width > 1 && rect.height > 1) texts.push({ element, text, box: inked(rect, size) });
  }

  // Cut off: by the nearest ancestors that hide what goes beyond them, unless one may scroll there or says the rest in a title.
  const readable = texts.filter(({ element, text, box }) => {
    let said = false;
    let [scrollsX, scrollsY] = [false, false];
    for (let at: Element | null = element; at && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at);
      said ||= at.hasAttribute('title') || (style.textOverflow === 'ellipsis' && style.overflowX !== 'visible');
      said ||= style.webkitLineClamp !== 'none' && style.webkitLineClamp !== '';
      // Long tables draw only a part of their rows and move them by scroll bars of their own.
      const drawn = at.matches('.ant-table-tbody-virtual-holder, .rc-virtual-list-holder');
      scrollsX ||= /auto|scroll/.test(style.overflowX);
      scrollsY ||= drawn || /auto|scroll/.test(style.overflowY);
      const outer = at.getBoundingClientRect();
      const hidesX = /hidden|clip/.test(style.overflowX) && !scrollsX;
      const hidesY = /hidden|clip/.test(style.overflowY) && !scrollsY;
      // Wholly outside of the box: hidden on purpose, not cut off.
      if (
        /hidden|clip|auto|scroll/.test(style.overflowX) &&
        (box.right <= outer.left + 1 || box.left >= outer.right - 1)
      )
        return false;
      if (
        /hidden|clip|auto|scroll/.test(style.overflowY) &&
        (box.bottom <= outer.top + 1 || box.top >= outer.bottom - 1)
      )
        return false;
      if (!said && hidesX && (box.right > outer.right + 1.5 || box.left < outer.left - 1.5))
        faults.add(`cut off at the side: “${short(text)}”`);
      if (!said && hidesY && (box.bottom > outer.bottom + 1.5 || box.top < outer.top - 1.5))
        faults.add(`cut off above or below: “${short(text)}”`);
      if (style.position === 'fixed') break;
    }
    if (!scrollsX && (box.right > width + 1 || box.left < -1)) faults.add(`outside of the window: “${short(text)}”`);
    return true;
  });
  const pen = document.createElement('canvas').getContext('2d');
  for (const input of document.querySelectorAll('input, textarea')) {
    const field = input as HTMLInputElement;
    if (!shown(field) || ['checkbox', 'radio', 'file', 'hidden'].includes(field.type)) continue;
    if (field.scrollWidth > field.clientWidth + 1 && field.tagName === 'INPUT' && !field.title)
      faults.add(`cut off in its box: “${short(field.value)}”`);
    if (field.tagName === 'TEXTAREA' && field.scrollHeight > field.clientHeight + 2 && field.clientHeight > 0)
      if (!/auto|scroll/.test(getComputedStyle(field).overflowY))
        faults.add(`cut off in its box: “${short(field.value)}”`);
    if (pen && field.placeholder && !field.value && field.tagName === 'INPUT') {
      const style = getComputedStyle(field);
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if (pen.measureText(field.placeholder).width > room + 2)
        faults.add(`cut off in its box: “${short(field.placeholder)}”`);
    }
  }
  const wide = document.scrollingElement?.scrollWidth ?? 0;
  if (wide > width + 1) faults.add(`the page is ${wide} px wide in a window of ${width} px`);

  // On top of each other: two texts with nothing opaque between them.
  const opaque = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const alpha = /^rgba\(.*,\s*([\d.]+)\)$/.exec(style.backgroundColor)?.[1];
    const filled = style.backgroundColor !== 'transparent' && (alpha === undefined || Number(alpha) > 0.9);
    return filled || style.backgroundImage !== 'none' || ['IMG', 'CANVAS'].includes(element.tagName);
  };
  const covered = (one: Element, other: Element, x: number, y: number): boolean => {
    const stack = document.elementsFromPoint(x, y);
    const [a, b] = [stack.indexOf(one), stack.indexOf(other)];
    // Not in the stack of this point, because something else covers it.
    if (a < 0 || b < 0) return true;
    const [upper, lower] = a < b ? [one, other] : [other, one];
    return stack
      .slice(0, stack.indexOf(lower))
      .some((each) => !each.contains(lower) && opaque(each) && (each.contains(upper) || stack.indexOf(each) > 0));
  };
  const inSight = readable
    .filter(({ box }) => box.bottom > 0 && box.top < height)
    .sort((one, other) => one.box.top - other.box.top);
  inSight.forEach((one, index) => {
    for (const other of inSight.slice(index + 1)) {
      if (other.box.top >= one.box.bottom - 2) break;
      const left = Math.max(one.box.left, other.box.left);
      const right = Math.min(one.box.right, other.box.right);
      const top = Math.max(one.box.top, other.box.top);
      const bottom = Math.min(one.box.bottom, other.box.bottom);
      if (right - left <= 2 || bottom - top <= 2 || one.element === other.element) continue;
      if (!covered(one.element, other.element, (left + right) / 2, (top + bottom) / 2))
        faults.add(`on top of each other: “${short(one.text)}” and “${short(other.text)}”`);
    }
  });

  if (target > 0)
    for (const element of document.querySelectorAll(
      'button, a[href], [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab]',
    )) {
      if (!shown(element) || element.closest('[disabled], [aria-disabled=true], [aria-hidden=true]')) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 1 || box.height < 1) continue;
      if (box.width < target - 0.5 || box.height < target - 0.5) {
        const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
        faults.add(`${Math.round(box.width)} × ${Math.round(box.height)} px to press: “${short(name)}”`);
      }
    }
  return [...faults];
}
