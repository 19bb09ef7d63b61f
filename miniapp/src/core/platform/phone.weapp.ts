import type { PhonePlatform } from './types';

export const phone: PhonePlatform = {
  button: { openType: 'getPhoneNumber' },
  read: async ({ detail }) => (detail?.code ? { channel: 'wechat', code: detail.code } : null),
};
