import type { Chosen, UploadPlatform } from './types';

const ACCEPT = { camera: 'image/*', album: 'image/*,.heic', chat: '.pdf,image/*,.heic' } as const;

/** A browser sends the file's own bytes; XMLHttpRequest, because `fetch` cannot tell how far an upload is. */
export const upload: UploadPlatform = {
  sources: ['camera', 'album', 'chat'],
  choose: (source, count) =>
    new Promise<Chosen[]>((resolve) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = ACCEPT[source];
      input.multiple = count > 1 && source !== 'camera';
      if (source === 'camera') input.setAttribute('capture', 'environment');
      input.style.display = 'none';
      document.body.append(input);
      const end = () => {
        input.remove();
        const files = Array.from(input.files ?? []).slice(0, count);
        resolve(files.map((file) => ({ name: file.name, size: file.size, path: '', file })));
      };
      input.addEventListener('change', end);
      input.addEventListener('cancel', end);
      input.click();
    }),
  send: ({ file }, { url, header, progress }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', url);
      for (const [name, value] of Object.entries(header)) request.setRequestHeader(name, value);
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.timeout = 280_000;
      request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? Math.round((loaded / total) * 100) : 0);
      request.onload = () => resolve({ status: request.status, data: request.responseText });
      request.onerror = () => reject({ errMsg: 'network' });
      request.ontimeout = () => reject({ errMsg: 'timeout' });
      request.send(file);
    }),
};
