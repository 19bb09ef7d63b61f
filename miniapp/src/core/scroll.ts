import Taro from '@tarojs/taro';

export const toTop = (): void => void Taro.pageScrollTo({ scrollTop: 0, duration: 150 });
