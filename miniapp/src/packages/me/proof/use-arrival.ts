import Taro from '@tarojs/taro';
import type { CitizenView } from '@zhucheng/shared';
import { useEffect, useRef } from 'react';
import { levelNow } from '@/core/assurance';
import { refreshCitizen } from '@/core/citizen';
import { back } from '@/core/go';
import { useSession } from '@/core/session';

const isProven = (citizen: CitizenView): boolean => levelNow(citizen) === 'proven';

/** Back to where one was as soon as nothing is missing any more, wherever it was made up for; true if nothing was missing at first. */
export function useArrival(said: string, arrived: (citizen: CitizenView) => boolean = isProven): boolean {
  const session = useSession();
  const there = session !== null && arrived(session.citizen);
  const before = useRef(there);
  useEffect(() => {
    void refreshCitizen().catch(() => undefined);
  }, []);
  useEffect(() => {
    if (!there || before.current) return;
    void Taro.showToast({ title: said, icon: 'none' });
    back();
  }, [there, said]);
  return before.current;
}
