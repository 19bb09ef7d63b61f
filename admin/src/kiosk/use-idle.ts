import { useEffect, useRef, useState } from 'react';

/** From here on the remaining seconds are shown. */
const warnSeconds = 15;
/** Ends of touches: at its beginning the question would vanish, and the finger press the key below it. */
const signs = ['click', 'keydown', 'touchmove'] as const;

/**
 * Counts the seconds without a touch; when `seconds` are over the page starts anew. Returns what is left, once it is
 * little. Null: nobody is waited for, or the screen has an end of its own.
 */
export function useIdle(seconds: number | null, over: () => void): number | null {
  const [left, setLeft] = useState(seconds);
  const latest = useRef(over);
  latest.current = over;
  useEffect(() => {
    setLeft(seconds);
    if (seconds === null) return;
    let last = Date.now();
    const touched = (): void => {
      last = Date.now();
      setLeft(seconds);
    };
    const timer = setInterval(() => {
      const rest = seconds - Math.floor((Date.now() - last) / 1000);
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
  }, [seconds]);
  return seconds !== null && left !== null && left <= warnSeconds ? Math.max(0, left) : null;
}
