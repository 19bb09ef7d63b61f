import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';

interface Pace {
  /** An extra first question after so long, ms, where the answer is usually quick. */
  soon?: number;
  first?: number;
  most?: number;
  growth?: number;
}

const hidden = () => process.env.TARO_ENV === 'h5' && document.visibilityState === 'hidden';

/** Asks again and again while `on`, slower each time, and not at all while nobody looks. `key` starts afresh. */
export function usePoll(
  ask: () => Promise<unknown>,
  on: boolean,
  key: unknown = '',
  { soon, first = 3_000, most = 20_000, growth = 1.4 }: Pace = {},
): void {
  const [visible, setVisible] = useState(true);
  const latest = useRef(ask);
  latest.current = ask;
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key starts the pace afresh
  useEffect(() => {
    if (!on || !visible) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    let wait = first;
    let rest = soon === undefined ? 0 : first - soon;
    const turn = async () => {
      if (!hidden()) await latest.current().catch(() => undefined);
      if (rest === 0) wait = Math.min(wait * growth, most);
      timer = setTimeout(turn, rest || wait);
      rest = 0;
    };
    timer = setTimeout(turn, soon ?? first);
    return () => clearTimeout(timer);
  }, [on, visible, key, first, most, growth, soon]);
}
