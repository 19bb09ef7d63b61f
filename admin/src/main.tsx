import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import './app/styles.css';

const KioskApp = lazy(() => import('./kiosk/kiosk-app'));
const atKiosk = /^\/(admin\/)?kiosk(\/|$)/.test(window.location.pathname);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {atKiosk ? (
      <Suspense fallback={null}>
        <KioskApp />
      </Suspense>
    ) : (
      <App />
    )}
  </StrictMode>,
);
