import Taro from '@tarojs/taro';
import type { Chosen, UploadPlatform } from './types';

const cancelled = (error: unknown): boolean => /cancel/i.test((error as { errMsg?: string })?.errMsg ?? '');

export const upload: UploadPlatform = {
  sources: ['camera', 'album', 'chat'],
  async choose(source, count): Promise<Chosen[]> {
    try {
      if (source === 'chat') {
        const { tempFiles } = await Taro.chooseMessageFile({
          count,
          type: 'file',
          extension: ['pdf', 'jpg', 'jpeg', 'png', 'heic'],
        });
        return tempFiles.map(({ name, size, path }) => ({ name, size, path }));
      }
      // Compressed: a photo of a paper stays readable in a tenth of the bytes.
      const { tempFiles } = await Taro.chooseMedia({
        count,
        mediaType: ['image'],
        sourceType: [source],
        sizeType: ['compressed'],
      });
      return tempFiles.map(({ tempFilePath, size }) => ({ name: '', size, path: tempFilePath }));
    } catch (error) {
      if (cancelled(error)) return [];
      throw error;
    }
  },
  async send({ path }, { url, header, progress }) {
    // A file's path can only be sent as multipart; reading it into memory first would cost the phone twice its size.
    const task = Taro.uploadFile({ url, filePath: path, name: 'file', header, timeout: 280_000 });
    task.progress((event) => progress(event.progress));
    const { statusCode, data } = await task;
    return { status: statusCode, data };
  },
};
