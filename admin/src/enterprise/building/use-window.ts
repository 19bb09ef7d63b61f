import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react';

export interface Window {
  /** Lines to draw: from (inclusive) – to (exclusive). */
  from: number;
  to: number;
  tops: number[];
  height: number;
  show(index: number): void;
}

const SPARE_PX = 240;

/** The first index whose line reaches below `y`. */
function at(tops: number[], y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Draws only the lines in sight of a scrolling box, whose heights are known beforehand. */
export function useWindow(box: RefObject<HTMLDivElement | null>, heights: number[]): Window {
  const [view, setView] = useState({ top: 0, height: 800 });
  const { tops, height } = useMemo(() => {
    const starts: number[] = [];
    let sum = 0;
    for (const each of heights) {
      starts.push(sum);
      sum += each;
    }
    return { tops: starts, height: sum };
  }, [heights]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    read();
    const watch = new ResizeObserver(read);
    watch.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [box]);
  const show = useCallback(
    (index: number) => {
      const element = box.current;
      if (!element || tops[index] === undefined) return;
      const [top, bottom] = [tops[index], tops[index] + heights[index]!];
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    },
    [box, tops, heights],
  );
  if (heights.length === 0) return { from: 0, to: 0, tops, height: 0, show };
  return {
    from: at(tops, view.top - SPARE_PX),
    to: Math.min(heights.length, at(tops, view.top + view.height + SPARE_PX) + 1),
    tops,
    height,
    show,
  };
}

/** Width of an element, kept up to date. */
export function useWidth(box: RefObject<HTMLElement | null>, fallback: number): number {
  const [width, setWidth] = useState(fallback);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
  return width;
}
