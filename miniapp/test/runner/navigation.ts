import { type Callbacks, refuse, succeed } from './host';

/** What the hosts' own navigation does; both have the same six functions. */
export interface Navigator {
  navigateTo(url: string): void;
  redirectTo(url: string): void;
  switchTab(url: string): void;
  reLaunch(url: string): void;
  navigateBack(delta: number): void;
}

export function navigationApi(navigator: Navigator) {
  const guarded = (name: string, go: (given: Callbacks) => void) => (given: Callbacks) => {
    try {
      go(given);
      succeed(given, { errMsg: `${name}:ok` });
    } catch (error) {
      refuse(given, {
        error: 2,
        errMsg: `${name}:fail ${(error as Error).message}`,
        errorMessage: (error as Error).message,
      });
    }
  };
  return {
    navigateTo: guarded('navigateTo', (given) => navigator.navigateTo(given.url as string)),
    redirectTo: guarded('redirectTo', (given) => navigator.redirectTo(given.url as string)),
    switchTab: guarded('switchTab', (given) => navigator.switchTab(given.url as string)),
    reLaunch: guarded('reLaunch', (given) => navigator.reLaunch(given.url as string)),
    navigateBack: guarded('navigateBack', (given) => navigator.navigateBack((given?.delta as number) ?? 1)),
  };
}
