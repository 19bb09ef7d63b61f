import type { CitizenView, SignedIn } from '@zhucheng/shared';
import { dropActing } from './acting';
import { forget, read, write } from './storage';
import { createStore, useStore } from './store';

export type Session = SignedIn;

const KEY = 'session';
const session = createStore<Session | null>(null);

export const currentSession = () => session.get();
export const useSession = () => useStore(session);

export function startSession(started: Session): void {
  // Another person signs in: does not go on acting under the grants of the one before.
  if (session.get()?.citizen.id !== started.citizen.id) dropActing();
  write(KEY, started);
  session.set(started);
}

/** After real-name, a proof, a new binding. The account may be an older one of the same person: she goes on, and so do her grants. */
export function updateCitizen(citizen: CitizenView): void {
  const current = session.get();
  if (!current) return;
  write(KEY, { ...current, citizen });
  session.set({ ...current, citizen });
}

export function endSession(): void {
  forget(KEY);
  dropActing();
  session.set(null);
}

export function restoreSession(): void {
  const kept = read<Session>(KEY);
  session.set(kept && kept.expiresAt > Date.now() ? kept : null);
}
