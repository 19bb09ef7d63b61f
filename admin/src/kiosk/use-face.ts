import { errorCatalogue, type RouteReply, routes } from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { call, KioskFault } from './device';

const { printing } = routes;

export type FaceAttempt = RouteReply<typeof printing.startFace>;
export type FaceVisit = RouteReply<typeof printing.openByFace>;

const pollMs = 2_500;
/** Answers after which this attempt leads nowhere; any other trouble may pass. */
const endings = new Set(['PICKUP_FACE_REFUSED', 'PICKUP_FACE_OVER', 'PICKUP_FAILED', 'PICKUP_LOCKED']);
const timeOver = () => new KioskFault('PICKUP_FACE_OVER', errorCatalogue.PICKUP_FACE_OVER.message);

/** Waits for the server's word on a face check, opens the visit once it has passed, and counts the seconds that are left. */
export function useFace(
  attempt: FaceAttempt,
  onOpened: (visit: FaceVisit) => void,
  onEnded: (fault: KioskFault) => void,
): { left: number; passed: boolean; trouble: string | null } {
  const [left, setLeft] = useState(Math.ceil(attempt.lifeMs / 1000));
  const [passed, setPassed] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef({ onOpened, onEnded });
  latest.current = { onOpened, onEnded };
  useEffect(() => {
    const params = { id: attempt.attemptId };
    const until = Date.now() + attempt.lifeMs;
    // The same command each time, so that a visit whose answer was lost on the way is not lost.
    const key = crypto.randomUUID();
    let over = false;
    let next: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      over = true;
      clearInterval(seconds);
      clearTimeout(next);
    };
    const end = (fault: KioskFault): void => {
      stop();
      latest.current.onEnded(fault);
    };
    const ask = async (): Promise<void> => {
      try {
        const { state } = await call(printing.checkFace, { params });
        if (over) return;
        setPassed(state === 'passed');
        setTrouble(null);
        if (state === 'passed') {
          const visit = await call(printing.openByFace, { params }, key);
          if (over) return;
          stop();
          latest.current.onOpened(visit);
          return;
        }
      } catch (error) {
        if (over) return;
        const fault = error as KioskFault;
        if (endings.has(fault.code)) return end(fault);
        setTrouble(fault.message);
      }
      next = setTimeout(() => void ask(), pollMs);
    };
    const seconds = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) end(timeOver());
    }, 1000);
    next = setTimeout(() => void ask(), pollMs);
    return stop;
  }, [attempt]);
  return { left, passed, trouble };
}
