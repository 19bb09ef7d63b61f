import { errorCatalogue } from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { KioskFault } from './device';
import type { OpenedVisit, Proof } from './proofs';

/** Answers after which this attempt leads nowhere; any other trouble may pass. */
const isEnd = ({ code }: KioskFault): boolean => code.startsWith('PICKUP_') || code === 'INVALID_INPUT';

export interface Waiting {
  /** Seconds. */
  left: number;
  passed: boolean;
  trouble: string | null;
}

/** Waits for a proof, opens the visit once it is there, and counts the seconds that are left. */
export function useProof(
  proof: Proof,
  onOpened: (visit: OpenedVisit) => void,
  onEnded: (fault: KioskFault) => void,
): Waiting {
  const [left, setLeft] = useState(Math.ceil(proof.lifeMs / 1000));
  const [passed, setPassed] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef({ onOpened, onEnded });
  latest.current = { onOpened, onEnded };
  useEffect(() => {
    const until = Date.now() + proof.lifeMs;
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
        const ready = await proof.ready();
        if (over) return;
        setPassed(ready);
        setTrouble(null);
        if (ready) {
          const visit = await proof.open(key);
          if (over) return;
          stop();
          latest.current.onOpened(visit);
          return;
        }
      } catch (error) {
        if (over) return;
        const fault = error as KioskFault;
        if (isEnd(fault)) return end(fault);
        setTrouble(fault.message);
      }
      next = setTimeout(() => void ask(), proof.pollMs);
    };
    const seconds = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) end(new KioskFault(proof.over, errorCatalogue[proof.over].message));
    }, 1000);
    next = setTimeout(() => void ask(), proof.pollMs);
    return stop;
  }, [proof]);
  return { left, passed, trouble };
}
