import type { PhonePlatform } from './types';

export const phone: PhonePlatform = {
  button: { openType: 'getAuthorize', scope: 'phoneNumber' },
  read: () =>
    new Promise((resolve, reject) => {
      my.getPhoneNumber({ success: ({ response }) => resolve({ channel: 'alipay', response }), fail: reject });
    }),
};
