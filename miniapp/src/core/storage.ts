import Taro from '@tarojs/taro';

/** The device's own storage; a full or forbidden storage never stops the person. */
export function read<T>(key: string): T | undefined {
  try {
    const value: unknown = Taro.getStorageSync(key);
    return value === '' || value === null || value === undefined ? undefined : (value as T);
  } catch {
    return undefined;
  }
}

export function write(key: string, value: unknown): void {
  try {
    Taro.setStorageSync(key, value);
  } catch {
    // Kept in memory only.
  }
}

export function forget(key: string): void {
  try {
    Taro.removeStorageSync(key);
  } catch {
    // Nothing was stored.
  }
}

export function keys(): string[] {
  try {
    return [...Taro.getStorageInfoSync().keys];
  } catch {
    return [];
  }
}
