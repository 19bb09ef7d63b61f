import { useEffect, useState } from 'react';

/** Seconds until another code may be asked for. */
export function useWait(): [number, (until: number) => void] {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(Date.now());
  const waiting = until > now;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [waiting]);
  return [
    Math.max(0, Math.ceil((until - now) / 1_000)),
    (next) => {
      setNow(Date.now());
      setUntil(next);
    },
  ];
}
