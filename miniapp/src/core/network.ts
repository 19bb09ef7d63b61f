import Taro from '@tarojs/taro';
import { createStore, useStore } from './store';

const online = createStore(true);

export const isOnline = (): boolean => online.get();

export const useOnline = () => useStore(online);

/** Follows the phone's connection, so that a page can say why nothing moves. */
export function watchNetwork(): void {
  Taro.onNetworkStatusChange?.((state) => online.set(state.isConnected));
  Taro.getNetworkType?.({ success: (state) => online.set(state.networkType !== 'none') });
}
