import type { StaffRole, StaffView } from '@zhucheng/shared';
import { useSyncExternalStore } from 'react';

/** A signed-in member of staff. `expired` keeps the page on screen until the same person signs in again. */
export interface Session {
  token: string;
  expiresAt: number;
  staff: StaffView;
  expired?: boolean;
}

const KEY = 'zhucheng.admin.session';
const listeners = new Set<() => void>();
let current: Session | null = read();

function read(): Session | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
    return stored && stored.expiresAt > Date.now() ? stored : null;
  } catch {
    return null;
  }
}

function set(next: Session | null): void {
  current = next;
  if (next && !next.expired) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  for (const listener of listeners) listener();
}

export const session = {
  get: (): Session | null => current,
  start: (next: Session): void => set(next),
  end: (): void => set(null),
  /** The server no longer accepts the token, or its time is over. */
  expire: (): void => {
    if (current && !current.expired) set({ ...current, token: '', expired: true });
  },
  refresh: (staff: StaffView): void => {
    if (current) set({ ...current, staff });
  },
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): Session | null => useSyncExternalStore(subscribe, session.get);

export function hasRole(staff: StaffView | undefined, ...wanted: StaffRole[]): boolean {
  return wanted.some((role) => staff?.roles.includes(role));
}

export function useRole(...wanted: StaffRole[]): boolean {
  return hasRole(useSession()?.staff, ...wanted);
}
