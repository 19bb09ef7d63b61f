import Taro from '@tarojs/taro';

/** What a code says; null when the person went back. */
export async function scanCode(): Promise<string | null> {
  try {
    return (await Taro.scanCode({ onlyFromCamera: false })).result;
  } catch {
    return null;
  }
}

/** The token in the address that our certificates carry; other text is taken as the token itself. */
export const tokenIn = (text: string): string => /[?&]token=([^&#]+)/.exec(text)?.[1] ?? text.trim();
