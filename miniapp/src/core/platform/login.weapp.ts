import Taro from '@tarojs/taro';
import type { LoginPlatform } from './types';

export const login: LoginPlatform = {
  channel: 'wechat',
  prove: async () => ({ channel: 'wechat', code: (await Taro.login()).code }),
};
