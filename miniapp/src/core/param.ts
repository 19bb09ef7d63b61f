import { useRouter } from '@tarojs/taro';

/** A parameter of the page's address. */
export function useParam(name: string): string | undefined {
  const value = useRouter().params[name];
  if (!value) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
