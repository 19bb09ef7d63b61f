import type { PayPlatform } from './types';

export const pay: PayPlatform = {
  methods: ['wechat-native', 'alipay-page'],
  pay({ native, alipayPage }) {
    if (alipayPage) window.location.assign(alipayPage.url);
    return Promise.resolve(native ? 'show-qr' : 'sent');
  },
};
