import type { Chosen, UploadPlatform } from './types';

/** 11: the person went back. */
const cancelled = (error: unknown): boolean => (error as { error?: number })?.error === 11;

/** Alipay has no files of a chat; PDFs are uploaded in WeChat or a browser. */
export const upload: UploadPlatform = {
  sources: ['camera', 'album'],
  choose: (source, count) =>
    new Promise<Chosen[]>((resolve, reject) => {
      my.chooseImage({
        count,
        sourceType: [source],
        sizeType: ['compressed'],
        success: ({ tempFilePaths, apFilePaths }) =>
          resolve((tempFilePaths ?? apFilePaths ?? []).map((path) => ({ name: '', size: 0, path }))),
        fail: (error) => (cancelled(error) ? resolve([]) : reject(error)),
      });
    }),
  send: ({ path }, { url, header, progress }) =>
    new Promise((resolve, reject) => {
      const task = my.uploadFile({
        url,
        filePath: path,
        name: 'file',
        fileName: 'file',
        fileType: 'image',
        header,
        hideLoading: true,
        success: ({ statusCode, data }) => resolve({ status: Number(statusCode), data }),
        fail: reject,
      });
      task?.onProgressUpdate?.((event) => progress(event.progress));
    }),
};
