import { actingForHeader, type FileView, fileLimitBytes, fileNameHeader, fileRoutes } from '@zhucheng/shared';
import { actingEnded, currentActing } from './acting';
import { Failure, failureFrom, offline, timedOut } from './failure';
import type { Chosen } from './platform/types';
import { upload as host } from './platform/upload';
import { currentSession, endSession } from './session';
import { untilAnswered } from './until-answered';

function parse(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data;
  } catch {
    return undefined;
  }
}

let running = 0;
/** Some file is still on its way: leaving the page now would lose it. */
export const uploading = (): boolean => running > 0;

/** Uploads one file, again until it is answered; the same `key` may be sent again after a failure. Throws a Failure. */
export async function uploadFile(chosen: Chosen, key: string, progress: (percent: number) => void): Promise<FileView> {
  if (chosen.size > fileLimitBytes) throw new Failure('FILE_TOO_LARGE', '文件超过 20 MB，请换一个小一些的。');
  return untilAnswered(() => sendFile(chosen, key, progress));
}

async function sendFile(chosen: Chosen, key: string, progress: (percent: number) => void): Promise<FileView> {
  const token = currentSession()?.token;
  const actingFor = currentActing()?.grantId;
  const header: Record<string, string> = {
    accept: 'application/json',
    'idempotency-key': key,
    [fileNameHeader]: encodeURIComponent(chosen.name),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(actingFor && { [actingForHeader]: actingFor }),
  };
  const url = `${API_BASE}${fileRoutes.upload.path}`;
  let answer: { status: number; data: unknown };
  running++;
  try {
    answer = await host.send(chosen, { url, header, progress });
  } catch (error) {
    const { errMsg = '', errorMessage = '', error: number } = (error ?? {}) as Record<string, unknown>;
    throw number === 13 || /time ?out|超时|abort/i.test(`${errMsg}${errorMessage}`) ? timedOut() : offline();
  } finally {
    running--;
  }
  const body = parse(answer.data);
  if (answer.status >= 200 && answer.status < 300) return body as FileView;
  if (answer.status === 401 && token && token === currentSession()?.token) endSession();
  const failure = failureFrom(answer.status, body);
  if (failure.code === 'GRANT_ENDED' && actingFor) actingEnded(actingFor);
  throw failure;
}
