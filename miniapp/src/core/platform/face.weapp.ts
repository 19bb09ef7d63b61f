import type { FacePlatform } from './types';

const CANCELLED = [90001, 90002];

export const face: FacePlatform = {
  channel: 'wechat',
  verify: (ticket) =>
    new Promise((resolve, reject) => {
      if (!ticket.wechat) return reject(new Error('No WeChat verification was prepared'));
      wx.requestFacialVerify({
        verifyId: ticket.wechat.verifyId,
        success: () => resolve('done'),
        fail: (error) => {
          const cancelled = CANCELLED.includes(error.errCode ?? 0) || /cancel/i.test(error.errMsg ?? '');
          // Any other answer, too, is for the server to interpret: it asks WeChat itself.
          resolve(cancelled ? 'cancelled' : 'done');
        },
      });
    }),
};
