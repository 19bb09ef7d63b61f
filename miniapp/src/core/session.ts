import type { CitizenView, SignedIn } from '@zhucheng/shared';
import { forget, read, write } from './storage';
import { createStore, useStore } from './store';

export type Session = SignedIn;

const KEY = 'session';
const session = createStore<Session | null>(null);

export const currentSession = () => session.get();
export const useSession = () => useStore(session);

export function startSession(started: Session): void {
  write(KEY, started);
  session.set(started);
}

/** After real-name, a new phone, a new binding. */
export function updateCitizen(citizen: CitizenView): void {
  const current = session.get();
  if (current) startSession({ ...current, citizen });
}

export function endSession(): void {
  forget(KEY);
  session.set(null);
}

export function restoreSession(): void {
  const kept = read<Session>(KEY);
  session.set(kept && kept.expiresAt > Date.now() ? kept : null);
}
