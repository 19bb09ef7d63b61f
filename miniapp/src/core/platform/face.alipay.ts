import type { FacePlatform } from './types';

export const face: FacePlatform = {
  channel: 'alipay',
  verify: (ticket) =>
    new Promise((resolve, reject) => {
      if (!ticket.alipay) return reject(new Error('No Alipay verification was prepared'));
      my.startAPVerify(ticket.alipay, ({ resultStatus }) => resolve(resultStatus === '6001' ? 'cancelled' : 'done'));
    }),
};
