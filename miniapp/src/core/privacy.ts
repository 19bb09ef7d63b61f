import Taro from '@tarojs/taro';
import { createStore, useStore } from './store';

type Answer = (answer: { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }) => void;

const pending = createStore<Answer | null>(null);

/** WeChat asks before the first private interface is used; the sheet on the current page answers. */
export function listenForPrivacy(): void {
  if (process.env.TARO_ENV !== 'weapp') return;
  Taro.onNeedPrivacyAuthorization?.((resolve: Answer) => pending.set(resolve));
}

export const usePrivacyRequest = () => useStore(pending);

export function answerPrivacy(agree: boolean): void {
  const answer = pending.get();
  pending.set(null);
  answer?.(agree ? { event: 'agree', buttonId: 'privacy-agree' } : { event: 'disagree' });
}
