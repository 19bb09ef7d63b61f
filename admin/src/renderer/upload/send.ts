import { type ErrorReply, errorCatalogue, type FileView, fileNameHeader, fileRoutes } from '@zhucheng/shared';
import { ApiError, untilAnswered } from '../../app/api';
import { session } from '../../app/session';

function answered<T>(request: XMLHttpRequest): T {
  const body = (() => {
    try {
      return JSON.parse(request.responseText) as unknown;
    } catch {
      return null;
    }
  })();
  if (request.status >= 200 && request.status < 300 && body) return body as T;
  const fault = (body as ErrorReply | null)?.error;
  const code = fault?.code ?? (request.status >= 500 || request.status === 0 ? 'UNAVAILABLE' : 'INTERNAL');
  if (code === 'UNAUTHENTICATED') session.expire();
  throw new ApiError(
    code,
    fault?.message ?? errorCatalogue[code].message,
    fault?.fields ?? [],
    fault?.requestId ?? request.getResponseHeader('x-request-id'),
    request.status,
  );
}

/**
 * Sends a file's bytes and returns the reply. XMLHttpRequest, because `fetch` cannot tell how far an upload is.
 * `progress` gets 0–100. Throws an ApiError.
 */
export function sendBytes<T>(
  address: string,
  file: File,
  headers: Record<string, string>,
  progress: (percent: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    const token = session.get()?.token;
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? Math.round((loaded / total) * 100) : 0);
    request.onload = () => {
      try {
        resolve(answered<T>(request));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError('NETWORK', '网络没有连上，请检查网络后点“重试”。'));
    request.send(file);
  });
}

/** Uploads one material, again until it is answered; the same `key` may be sent again after a failure. */
export const sendFile = (file: File, key: string, progress: (percent: number) => void): Promise<FileView> =>
  untilAnswered(() =>
    sendBytes(
      fileRoutes.upload.path,
      file,
      { 'idempotency-key': key, [fileNameHeader]: encodeURIComponent(file.name) },
      progress,
    ),
  );
