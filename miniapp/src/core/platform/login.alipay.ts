import type { LoginPlatform } from './types';

export const login: LoginPlatform = {
  channel: 'alipay',
  prove: () =>
    new Promise((resolve, reject) => {
      my.getAuthCode({
        scopes: 'auth_base',
        success: ({ authCode }) => resolve({ channel: 'alipay', authCode }),
        fail: reject,
      });
    }),
};
