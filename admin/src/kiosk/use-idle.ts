import { useEffect, useRef, useState } from 'react';

const idleSeconds = 60;
/** From here on the remaining seconds are shown. */
const warnSeconds = 15;
/** Ends of touches, not beginnings: else the question would go away under the finger and a key below it be pressed. */
const signs = ['click', 'keydown', 'touchmove'] as const;

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
    for (const name of signs) window.addEventListener(name, touched);
    return () => {
      clearInterval(timer);
      for (const name of signs) window.removeEventListener(name, touched);
    };
  }, [active]);
  return active && left <= warnSeconds ? Math.max(0, left) : null;
}
