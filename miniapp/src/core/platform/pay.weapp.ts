import Taro from '@tarojs/taro';
import type { PayPlatform } from './types';

export const pay: PayPlatform = {
  methods: ['wechat-jsapi'],
  async pay({ jsapi }) {
    if (!jsapi) throw new Error('Not a WeChat payment');
    const { timeStamp, nonceStr, package: prepay, signType, paySign } = jsapi;
    try {
      await Taro.requestPayment({ timeStamp, nonceStr, package: prepay, signType, paySign });
      return 'sent';
    } catch (error) {
      if (/cancel/i.test((error as { errMsg?: string }).errMsg ?? '')) return 'cancelled';
      throw error;
    }
  },
};
