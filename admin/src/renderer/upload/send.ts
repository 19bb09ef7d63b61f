import { type ErrorReply, errorCatalogue, type FileView, fileNameHeader, fileRoutes } from '@zhucheng/shared';
import { ApiError } from '../../app/api';
import { session } from '../../app/session';

function answered(request: XMLHttpRequest): FileView {
  const body = (() => {
    try {
      return JSON.parse(request.responseText) as unknown;
    } catch {
      return null;
    }
  })();
  if (request.status >= 200 && request.status < 300 && body) return body as FileView;
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
 * Uploads one file; the same `key` may be sent again after a failure. XMLHttpRequest, because `fetch` cannot tell how
 * far an upload is. `progress` gets 0–100. Throws an ApiError.
 */
export function sendFile(file: File, key: string, progress: (percent: number) => void): Promise<FileView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(fileRoutes.upload.method, fileRoutes.upload.path);
    const token = session.get()?.token;
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('idempotency-key', key);
    request.setRequestHeader(fileNameHeader, encodeURIComponent(file.name));
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? Math.round((loaded / total) * 100) : 0);
    request.onload = () => {
      try {
        resolve(answered(request));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError('NETWORK', '网络没有连上，请检查网络后点“重试”。'));
    request.send(file);
  });
}
