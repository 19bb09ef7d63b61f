import { type Callbacks, type Phone, type Request, refuse, succeed, tryJson } from './host';
import { type Navigator, navigationApi } from './navigation';

const SYSTEM = {
  platform: 'ios',
  system: 'iOS 17.5',
  SDKVersion: '3.8.0',
  version: '8.0.50',
  brand: 'iPhone',
  model: 'iPhone 15',
  language: 'zh_CN',
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 750,
  statusBarHeight: 47,
  safeArea: { top: 47, bottom: 810, left: 0, right: 390, width: 390, height: 763 },
};

const lower = (headers: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** `wx` as the program sees it. */
export function weappHost(phone: Phone, navigator: Navigator): Record<string, unknown> {
  const noted =
    (name: string, act: (given: Callbacks) => void = (given) => succeed(given, { errMsg: `${name}:ok` })) =>
    (given: Callbacks = {}) => {
      phone.calls.push({ name, given });
      act(given);
    };
  return {
    ...navigationApi(navigator),
    request(given: Callbacks) {
      const aborter = new AbortController();
      const { url, method, data, timeout, dataType } = given as Request;
      const headers = { 'content-type': 'application/json', ...lower(given.header as Record<string, string>) };
      phone.exchange({ url, method, data, timeout, headers }, aborter.signal).then(
        (answer) =>
          succeed(given, {
            statusCode: answer.status,
            data: dataType === 'text' ? answer.text : tryJson(answer.text),
            header: answer.headers,
            cookies: [],
            errMsg: 'request:ok',
          }),
        (error: Error) =>
          refuse(given, {
            errno: 600001,
            errMsg: error.name === 'TimeoutError' ? 'request:fail timeout' : `request:fail ${error.message}`,
          }),
      );
      return { abort: () => aborter.abort(), onHeadersReceived() {}, offHeadersReceived() {} };
    },
    downloadFile(given: Callbacks) {
      phone.calls.push({ name: 'downloadFile', given });
      phone
        .exchange({ url: given.url as string, headers: lower(given.header as never) }, new AbortController().signal)
        .then(
          (answer) => succeed(given, { statusCode: answer.status, tempFilePath: `wxfile://tmp/${phone.calls.length}` }),
          (error: Error) => refuse(given, { errMsg: `downloadFile:fail ${error.message}` }),
        );
    },
    openDocument: noted('openDocument'),
    getStorageSync: (key: string) => phone.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void phone.storage.set(key, JSON.parse(JSON.stringify(value))),
    removeStorageSync: (key: string) => void phone.storage.delete(key),
    clearStorageSync: () => phone.storage.clear(),
    getStorageInfoSync: () => ({ keys: [...phone.storage.keys()], currentSize: 1, limitSize: 10240 }),
    login: noted('login', (given) => succeed(given, { code: phone.plugs.loginCode(), errMsg: 'login:ok' })),
    requestPayment: noted('requestPayment', (given) => {
      void phone.plugs
        .pay(given)
        .then((outcome) =>
          outcome === 'paid'
            ? succeed(given, { errMsg: 'requestPayment:ok' })
            : refuse(given, { errMsg: `requestPayment:fail${outcome === 'cancelled' ? ' cancel' : ''}` }),
        );
    }),
    requestFacialVerify: noted('requestFacialVerify', (given) => {
      void phone.plugs
        .face(given)
        .then((outcome) =>
          outcome === 'passed'
            ? succeed(given, { errMsg: 'requestFacialVerify:ok', errCode: 0, verifyResult: 'verify-result' })
            : refuse(given, { errMsg: 'requestFacialVerify:fail', errCode: outcome === 'cancelled' ? 90001 : 90100 }),
        );
    }),
    scanCode: noted('scanCode', (given) => {
      const result = phone.plugs.scan();
      if (result === null) refuse(given, { errMsg: 'scanCode:fail cancel' });
      else succeed(given, { result, errMsg: 'scanCode:ok' });
    }),
    showModal: noted('showModal', (given) => {
      const confirm = phone.plugs.confirm(given);
      succeed(given, { confirm, cancel: !confirm, errMsg: 'showModal:ok' });
    }),
    showToast: noted('showToast', (given) => {
      phone.toasts.push(String(given.title));
      succeed(given, { errMsg: 'showToast:ok' });
    }),
    hideToast: noted('hideToast'),
    showLoading: noted('showLoading'),
    hideLoading: noted('hideLoading'),
    setClipboardData: noted('setClipboardData'),
    makePhoneCall: noted('makePhoneCall'),
    requestSubscribeMessage: noted('requestSubscribeMessage'),
    setNavigationBarTitle: noted('setNavigationBarTitle'),
    pageScrollTo: noted('pageScrollTo'),
    stopPullDownRefresh: noted('stopPullDownRefresh'),
    showShareMenu: noted('showShareMenu'),
    setTabBarBadge: noted('setTabBarBadge'),
    removeTabBarBadge: noted('removeTabBarBadge'),
    chooseMedia: noted('chooseMedia', (given) => refuse(given, { errMsg: 'chooseMedia:fail cancel' })),
    getNetworkType: noted('getNetworkType', (given) => succeed(given, { networkType: phone.online ? 'wifi' : 'none' })),
    onNetworkStatusChange() {},
    onNeedPrivacyAuthorization(listener: (answer: () => void) => void) {
      phone.calls.push({ name: 'onNeedPrivacyAuthorization', given: listener });
    },
    getSystemInfoSync: () => SYSTEM,
    getWindowInfo: () => SYSTEM,
    getDeviceInfo: () => SYSTEM,
    getAppBaseInfo: () => SYSTEM,
    getMenuButtonBoundingClientRect: () => ({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
    canIUse: () => true,
    nextTick: (act: () => void) => setTimeout(act, 0),
    createSelectorQuery: () => {
      const query: Record<string, unknown> = {};
      for (const name of [
        'in',
        'select',
        'selectAll',
        'selectViewport',
        'boundingClientRect',
        'scrollOffset',
        'fields',
      ])
        query[name] = () => query;
      query.exec = (done?: (found: unknown[]) => void) => setTimeout(() => done?.([]), 0);
      return query;
    },
  };
}
