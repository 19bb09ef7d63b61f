import '@/core/no-eval';
import { useLaunch } from '@tarojs/taro';
import type { ReactNode } from 'react';
import { restoreActing } from '@/core/acting';
import { restoreElderMode } from '@/core/elder';
import { watchNetwork } from '@/core/network';
import { listenForPrivacy } from '@/core/privacy';
import { restoreSession } from '@/core/session';
import { calmTabLinks } from '@/core/tab-links';
import './app.scss';

export default function App({ children }: { children: ReactNode }) {
  useLaunch(() => {
    restoreSession();
    restoreActing();
    restoreElderMode();
    listenForPrivacy();
    watchNetwork();
    calmTabLinks();
  });
  return children;
}
