import Taro from '@tarojs/taro';

const TABS = ['/pages/home/index', '/pages/apply/index', '/pages/cases/index', '/pages/me/index'];

function addressOf(page: string, parameters: Record<string, string | undefined>): string {
  const pairs = Object.entries(parameters)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `${page}?${pairs.join('&')}` : page;
}

/** Opens a page of ours; parameters are encoded here and nowhere else. */
export function go(page: string, parameters: Record<string, string | undefined> = {}): void {
  if (TABS.includes(page)) {
    void Taro.switchTab({ url: page });
    return;
  }
  void Taro.navigateTo({ url: addressOf(page, parameters) });
}

/** One page back, or home when the page was opened from a card or a link. */
export function back(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: '/pages/home/index' });
}

/** Opens a page in place of this one, so that "back" skips it. */
export function replace(page: string, parameters: Record<string, string | undefined> = {}): void {
  void Taro.redirectTo({ url: addressOf(page, parameters) });
}
