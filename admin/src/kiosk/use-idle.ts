import { useEffect, useRef, useState } from 'react';

const idleSeconds = 60;
/** From here on the remaining seconds are shown. */
const warnSeconds = 15;

/** Counts the seconds without a touch; at sixty the page starts anew. Returns what is left, once it is little. */
export function useIdle(active: boolean, over: () => void): number | null {
  const [left, setLeft] = useState(idleSeconds);
  const latest = useRef(over);
  latest.current = over;
  useEffect(() => {
    if (!active) return;
    let last = Date.now();
    setLeft(idleSeconds);
    const touched = (): void => {
      last = Date.now();
      setLeft(idleSeconds);
    };
    const timer = setInterval(() => {
      const rest = idleSeconds - Math.floor((Date.now() - last) / 1000);
      setLeft(rest);
      if (rest > 0) return;
      last = Date.now();
      latest.current();
    }, 1000);
    window.addEventListener('pointerdown', touched);
    window.addEventListener('keydown', touched);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', touched);
      window.removeEventListener('keydown', touched);
    };
  }, [active]);
  return active && left <= warnSeconds ? Math.max(0, left) : null;
}
