import { createBrowserRouter, type RouteObject } from 'react-router';
import { NotFound, RouteCrash } from './errors';
import { Guard, Home } from './guard';
import { Shell } from './layout';
import { PageSkeleton } from './ui';

/** Every page is its own chunk, fetched when first opened. */
const page = (path: string, load: () => Promise<{ Component: React.ComponentType }>, access: string): RouteObject => ({
  path,
  handle: { access },
  lazy: load,
});

/** A page that needs no session. */
const open = (path: string, load: () => Promise<{ Component: React.ComponentType }>): RouteObject => ({
  path,
  lazy: load,
  errorElement: <RouteCrash />,
  hydrateFallbackElement: <PageSkeleton />,
});

export const router = createBrowserRouter(
  [
    open('/sign-in', () => import('./sign-in')),
    open('/activate', () => import('./activation/activate-page')),
    open('/enterprise/apply', () => import('../enterprise/apply/apply-page')),
    open('/enterprise/apply/status', () => import('../enterprise/apply/status-page')),
    {
      path: '/',
      element: (
        <Guard>
          <Shell />
        </Guard>
      ),
      errorElement: <RouteCrash />,
      hydrateFallbackElement: <PageSkeleton />,
      children: [
        { index: true, element: <Home /> },
        page('home', () => import('../centre/home/dashboard'), 'home'),
        page('review', () => import('../centre/review/queue-page'), 'review'),
        page('review/:id', () => import('../centre/review/case-page'), 'review'),
        page('cases', () => import('../centre/cases/cases-page'), 'cases'),
        page('window', () => import('../centre/window/window-page'), 'window'),
        page('register', () => import('../centre/register/search-page'), 'register'),
        page('register/:id', () => import('../centre/register/unit-page'), 'register'),
        page('backlog', () => import('../centre/backlog/backlog-page'), 'backlog'),
        page('escrows', () => import('../centre/escrow/troubled-page'), 'escrows'),
        page('money/orders', () => import('../centre/money/orders-page'), 'money'),
        page('money/orders/:id', () => import('../centre/money/order-page'), 'money'),
        page('money/refunds', () => import('../centre/money/refunds-page'), 'money'),
        page('money/quarantine', () => import('../centre/money/quarantine-page'), 'money'),
        page('money/quarantine/:id', () => import('../centre/money/quarantine-item-page'), 'money'),
        page('money/fees', () => import('../centre/money/fees-page'), 'money'),
        page('money/channels', () => import('../centre/money/channels-page'), 'money'),
        page('guides', () => import('../centre/guides/guides-page'), 'guides'),
        page('appointments', () => import('../centre/appointments/day-page'), 'appointments'),
        page('appointment-settings', () => import('../centre/appointments/settings-page'), 'appointment-settings'),
        page('prints', () => import('../centre/printing/print-log-page'), 'prints'),
        page(
          'institution-appointments',
          () => import('../enterprise/appointments/list-page'),
          'institution-appointments',
        ),
        page('audit', () => import('../centre/audit/audit-page'), 'audit'),
        page('staff', () => import('../centre/staff/staff-page'), 'staff'),
        { path: 'account', lazy: () => import('./account/account-page') },
        page('dead-letters', () => import('../centre/audit/dead-letters-page'), 'dead-letters'),
        page('desk', () => import('../enterprise/desk/desk-page'), 'desk'),
        page('start', () => import('../enterprise/start/start-page'), 'desk'),
        page('work', () => import('../enterprise/work/work-page'), 'work'),
        page('work/:id', () => import('../enterprise/case/case-page'), 'work'),
        page('batches/:id', () => import('../enterprise/batch/batch-page'), 'work'),
        page('import', () => import('../enterprise/import/import-page'), 'work'),
        page('tax', () => import('../enterprise/tax/tax-page'), 'tax'),
        page('convertible', () => import('../enterprise/convertible/convertible-page'), 'convertible'),
        page('payments', () => import('../enterprise/payments/payments-page'), 'payments'),
        page('schedules', () => import('../enterprise/schedules/schedules-page'), 'schedules'),
        page('schedules/new', () => import('../enterprise/schedules/make-page'), 'schedules'),
        page('schedules/:id', () => import('../enterprise/schedules/schedule-page'), 'schedules'),
        page('certificates', () => import('../enterprise/certificates/certificates-page'), 'certificates'),
        page('institutions', () => import('../centre/institutions/list-page'), 'institutions'),
        page('institutions/filings/:id', () => import('../centre/institutions/filing-page'), 'institutions'),
        page('enterprise/staff', () => import('../enterprise/staff/staff-page'), 'enterprise-staff'),
        page('enterprise/joining', () => import('../enterprise/joining/joining-page'), 'joining'),
        page('consents', () => import('../enterprise/consents/list-page'), 'consents'),
        page('messages', () => import('../enterprise/messages/list-page'), 'messages'),
        page('consents/:id', () => import('../enterprise/consents/detail-page'), 'consents'),
        { path: '*', element: <NotFound /> },
      ],
    },
  ],
  { basename: '/admin' },
);
