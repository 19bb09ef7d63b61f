import { type Callbacks, type Phone, type Request, refuse, succeed, tryJson } from './host';
import { type Navigator, navigationApi } from './navigation';

const SYSTEM = {
  platform: 'iOS',
  app: 'alipay',
  system: '17.5',
  version: '10.6.0',
  brand: 'iPhone',
  model: 'iPhone15,4',
  language: 'zh-Hans',
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 750,
  statusBarHeight: 47,
};

const PAID = { paid: '9000', cancelled: '6001', failed: '4000' };

/** `my` as the program sees it: other names, storage by object, and every status but 200 is a failure. */
export function alipayHost(phone: Phone, navigator: Navigator): Record<string, unknown> {
  const noted =
    (name: string, act: (given: Callbacks) => void = (given) => succeed(given)) =>
    (given: Callbacks = {}) => {
      phone.calls.push({ name, given });
      act(given);
    };
  return {
    ...navigationApi(navigator),
    request(given: Callbacks) {
      const aborter = new AbortController();
      const { url, method, data, timeout, dataType } = given as Request;
      phone.exchange({ url, method, data, timeout, headers: given.headers as never }, aborter.signal).then(
        (answer) => {
          const reply = {
            status: answer.status,
            data: dataType === 'text' ? answer.text : tryJson(answer.text),
            headers: answer.headers,
          };
          if (answer.status === 200) succeed(given, reply);
          else refuse(given, { ...reply, error: 19, errorMessage: 'http status error' });
        },
        (error: Error) =>
          refuse(
            given,
            error.name === 'TimeoutError'
              ? { error: 13, errorMessage: '请求超时' }
              : { error: 12, errorMessage: '网络出错' },
          ),
      );
      return { abort: () => aborter.abort() };
    },
    downloadFile(given: Callbacks) {
      phone.calls.push({ name: 'downloadFile', given });
      phone.exchange({ url: given.url as string, headers: {} }, new AbortController().signal).then(
        () => succeed(given, { apFilePath: `https://resource/${phone.calls.length}.image` }),
        () => refuse(given, { error: 12, errorMessage: '网络出错' }),
      );
    },
    openDocument: noted('openDocument'),
    getStorageSync: ({ key }: { key: string }) => ({ data: phone.storage.get(key) ?? null, success: true }),
    setStorageSync: ({ key, data }: { key: string; data: unknown }) => {
      phone.storage.set(key, JSON.parse(JSON.stringify(data)));
      return { success: true };
    },
    removeStorageSync: ({ key }: { key: string }) => {
      phone.storage.delete(key);
      return { success: true };
    },
    clearStorageSync: () => phone.storage.clear(),
    getStorageInfoSync: () => ({ keys: [...phone.storage.keys()], currentSize: 1, limitSize: 10240, success: true }),
    getAuthCode: noted('getAuthCode', (given) => succeed(given, { authCode: phone.plugs.loginCode() })),
    getPhoneNumber: noted('getPhoneNumber', (given) => {
      const response = phone.plugs.phoneProof();
      if (response === null) refuse(given, { error: 11, errorMessage: '用户取消授权' });
      else succeed(given, { response });
    }),
    tradePay: noted('tradePay', (given) => {
      void phone.plugs.pay(given).then((outcome) => succeed(given, { resultCode: PAID[outcome] }));
    }),
    startAPVerify(given: Record<string, unknown>, done: (answer: { resultStatus: string }) => void) {
      phone.calls.push({ name: 'startAPVerify', given });
      void phone.plugs
        .face(given)
        .then((outcome) => done({ resultStatus: PAID[outcome === 'passed' ? 'paid' : outcome] }));
    },
    scan: noted('scan', (given) => {
      const code = phone.plugs.scan();
      if (code === null) refuse(given, { error: 10, errorMessage: '用户取消操作' });
      else succeed(given, { code, result: code });
    }),
    confirm: noted('confirm', (given) => succeed(given, { confirm: phone.plugs.confirm(given) })),
    alert: noted('alert'),
    showToast: noted('showToast', (given) => {
      phone.toasts.push(String(given.content));
      succeed(given);
    }),
    hideToast: noted('hideToast'),
    showLoading: noted('showLoading'),
    hideLoading: noted('hideLoading'),
    setClipboard: noted('setClipboard'),
    makePhoneCall: noted('makePhoneCall'),
    setNavigationBar: noted('setNavigationBar'),
    pageScrollTo: noted('pageScrollTo'),
    stopPullDownRefresh: noted('stopPullDownRefresh'),
    setTabBarBadge: noted('setTabBarBadge'),
    removeTabBarBadge: noted('removeTabBarBadge'),
    chooseImage: noted('chooseImage', (given) => refuse(given, { error: 11, errorMessage: '用户取消操作' })),
    getNetworkType: noted('getNetworkType', (given) =>
      succeed(given, { networkType: phone.online ? 'WIFI' : 'NOTREACHABLE', networkAvailable: phone.online }),
    ),
    onNetworkStatusChange() {},
    getSystemInfoSync: () => SYSTEM,
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'alipay-demo', envVersion: 'develop' } }),
    canIUse: () => true,
    createSelectorQuery: () => {
      const query: Record<string, unknown> = {};
      for (const name of ['select', 'selectAll', 'selectViewport', 'boundingClientRect', 'scrollOffset'])
        query[name] = () => query;
      query.exec = (done?: (found: unknown[]) => void) => setTimeout(() => done?.([]), 0);
      return query;
    },
  };
}
