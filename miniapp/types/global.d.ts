declare module '*.png' {
  const address: string;
  export default address;
}
declare module '*.scss';

/** Where the API lives; empty in the browser, which asks the host that served the page. */
declare const API_BASE: string;

/** The two hosts' own objects, for what Taro does not wrap. */
declare const wx: {
  requestFacialVerify(options: {
    verifyId: string;
    success(answer: { verifyResult?: string }): void;
    fail(error: { errCode?: number; errMsg?: string }): void;
  }): void;
};
declare const my: {
  getAuthCode(options: {
    scopes: string;
    success(answer: { authCode: string }): void;
    fail(error: unknown): void;
  }): void;
  getPhoneNumber(options: { success(answer: { response: string }): void; fail(error: unknown): void }): void;
  tradePay(options: {
    tradeNO: string;
    success(answer: { resultCode: string }): void;
    fail(error: unknown): void;
  }): void;
  chooseImage(options: {
    count: number;
    sourceType: string[];
    sizeType: string[];
    success(answer: { tempFilePaths?: string[]; apFilePaths?: string[] }): void;
    fail(error: unknown): void;
  }): void;
  uploadFile(options: {
    url: string;
    filePath: string;
    name: string;
    fileName: string;
    fileType: 'image';
    header: Record<string, string>;
    hideLoading: boolean;
    success(answer: { statusCode: number | string; data: string }): void;
    fail(error: unknown): void;
  }): { onProgressUpdate?(listener: (event: { progress: number }) => void): void } | undefined;
  startAPVerify(
    options: { url: string; certifyId: string },
    callback: (answer: { resultStatus: string }) => void,
  ): void;
};
