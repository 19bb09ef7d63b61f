import type { PayPlatform } from './types';

/** 9000 paid, 8000 and 6004 in doubt (the server asks), 6001 cancelled, 4000 failed. */
const OUTCOME: Record<string, 'sent' | 'cancelled'> = {
  '9000': 'sent',
  '8000': 'sent',
  '6004': 'sent',
  '6001': 'cancelled',
  '6002': 'sent',
};

export const pay: PayPlatform = {
  methods: ['alipay-mini'],
  pay: ({ alipayMini }) =>
    new Promise((resolve, reject) => {
      if (!alipayMini) return reject(new Error('Not an Alipay payment'));
      my.tradePay({
        tradeNO: alipayMini.tradeNO,
        success: ({ resultCode }) => {
          const outcome = OUTCOME[resultCode];
          if (outcome) resolve(outcome);
          else reject(new Error(`Alipay answered ${resultCode}`));
        },
        fail: reject,
      });
    }),
};
