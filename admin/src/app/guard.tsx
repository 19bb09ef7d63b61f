import { type ReactNode, useEffect } from 'react';
import { Navigate, useLocation, useMatches } from 'react-router';
import { Forbidden } from './errors';
import { menuOf } from './menu';
import { session, useSession } from './session';

/** Nobody passes without a session; the place they wanted is kept. Pages outside a role's menu are refused in words. */
export function Guard({ children }: { children: ReactNode }) {
  const current = useSession();
  const location = useLocation();
  const expiresAt = current?.expired ? null : current?.expiresAt;

  useEffect(() => {
    if (!expiresAt) return;
    const timer = setTimeout(session.expire, Math.min(expiresAt - Date.now(), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expiresAt]);

  if (!current) {
    const next = location.pathname + location.search;
    return <Navigate to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />;
  }
  return children;
}

/** Whether the page on screen belongs to one of the roles. */
export function useAllowed(): boolean {
  const staff = useSession()?.staff;
  const access = useMatches()
    .map((match) => (match.handle as { access?: string } | undefined)?.access)
    .find(Boolean);
  return !access || (staff !== undefined && menuOf(staff).some((entry) => entry.id === access));
}

/** `/` leads each role to where its work is. */
export function Home() {
  const staff = useSession()?.staff;
  const first = staff && menuOf(staff)[0];
  return first ? <Navigate to={first.path} replace /> : <Forbidden />;
}
