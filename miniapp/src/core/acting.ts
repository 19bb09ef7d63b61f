import Taro from '@tarojs/taro';
import { type AgentScope, type GrantView, inScope } from '@zhucheng/shared';
import { forget, read, write } from './storage';
import { createStore, useStore } from './store';

/** In whose name (代谁办理) this person acts, until switched back. */
export interface Acting {
  grantId: string;
  principal: string;
  scopes: AgentScope[];
}

const KEY = 'acting';
const acting = createStore<Acting | null>(null);

export const currentActing = () => acting.get();
export const useActing = () => useStore(acting);

/** Whether this person, acting or not, may do what needs this scope; the server decides. */
export const mayAct = (who: Acting | null, scope: AgentScope): boolean => !who || inScope(who.scopes, scope);

/** Every page forgets what it has loaded: it belonged to somebody else. */
const startAgain = (): Promise<unknown> => Taro.reLaunch({ url: '/pages/home/index' });

export function startActing({ id, principal, scopes }: GrantView): void {
  const started = { grantId: id, principal: principal.name, scopes };
  write(KEY, started);
  acting.set(started);
  void startAgain();
}

/** Without a page change: for the end of a session. */
export function dropActing(): void {
  forget(KEY);
  acting.set(null);
}

export function stopActing(): void {
  dropActing();
  void startAgain();
}

/** Whose grant was over when it was last used; said on every page until it has been read. */
const over = createStore<string | null>(null);
export const useOver = () => useStore(over);
export const overRead = (): void => over.set(null);

/** The server has said that the grant is over. */
export function actingEnded(grantId: string): void {
  const now = acting.get();
  if (now?.grantId !== grantId) return;
  over.set(now.principal);
  stopActing();
}

export const restoreActing = (): void => acting.set(read<Acting>(KEY) ?? null);
