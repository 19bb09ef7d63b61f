import { useEffect } from 'react';
import { session, useSession } from './session';

const idleMs = 30 * 60_000;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/**
 * Ends the session after half an hour without a touch. The server counts calls, and pages refresh themselves; only the page
 * knows whether somebody is there.
 */
export function useIdleEnd(): void {
  const live = Boolean(useSession()?.token);
  useEffect(() => {
    if (!live) return;
    let last = Date.now();
    const touched = (): void => {
      last = Date.now();
    };
    const timer = setInterval(() => {
      if (Date.now() - last >= idleMs) session.expire();
    }, 15_000);
    for (const sign of signs) window.addEventListener(sign, touched, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, touched);
    };
  }, [live]);
}
